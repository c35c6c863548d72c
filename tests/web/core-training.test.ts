// Training and trained models through the public façade: they learn, keep their promises, refuse what cannot be, and leave nothing behind.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  AttentionError,
  connectWorker,
  loadCore,
  type Batch,
  type Models,
  type RemoteCore,
  type Training,
  type TransformerConfig,
} from '../../web/core/index.js';

const config: TransformerConfig = {
  kind: 'transformer',
  architecture: 'encoder-decoder',
  sourceVocabulary: 14,
  targetVocabulary: 14,
  width: 32,
  heads: 2,
  kvHeads: 2,
  layers: 1,
  decoderLayers: 1,
  hidden: 64,
  norm: 'layer',
  normFirst: true,
  activation: 'gelu',
  bias: true,
  positions: 'sinusoidal',
  maxLength: 12,
  dropout: 0,
  tied: true,
  epsilon: 1e-5,
};
const gru = { kind: 'gru-attention', sourceVocabulary: 14, targetVocabulary: 14, width: 16, hidden: 24, dropout: 0 } as const;
const classifier = {
  kind: 'pooling-classifier',
  vocabulary: 14,
  width: 16,
  heads: 2,
  layers: 1,
  hidden: 32,
  dropout: 0,
  maxLength: 8,
} as const;

/** Sequences of 2 … 5 digits, to be reversed: the same for the same seed. */
function reversals(seed: number, count = 32): Batch {
  const next = (limit: number) => (seed = (seed * 48271) % 2147483647) % limit;
  const source = Array.from({ length: count }, () => Array.from({ length: 2 + next(4) }, () => 4 + next(10)));
  return { source, target: source.map((ids) => [...ids].reverse().concat(2)) };
}
const one: Batch = { source: [[5, 6]], target: [[6, 5, 2]] };

let models: Models;
let remote: RemoteCore;
before(async () => {
  models = await (await loadCore()).models();
  remote = await connectWorker();
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AttentionError) return error.code;
    throw error;
  }
  return 'none';
}

describe('training', () => {
  it('learns to reverse what it has not seen, and tells what it did', () => {
    const training = models.train({ model: config, rate: 4e-3, warmup: 20, seed: 3 });
    const results = training.steps(Array.from({ length: 300 }, (_, i) => reversals(i + 1)));
    assert.deepEqual([results[0]!.step, results.at(-1)!.step, training.step], [1, 300, 300]);
    assert.ok(Math.abs(results[0]!.rate - 4e-3 / 20) < 1e-9, 'the rate grows');
    assert.equal(results[0]!.tokens, reversals(1).target.flat().length);
    assert.ok(results.every(({ gradientNorm, flops, milliseconds }) => gradientNorm > 0 && flops > 1e6 && milliseconds > 0));
    const { loss, sequences, correctSequences, correctTokens, tokens, predictions } = training.evaluate(reversals(9999));
    assert.ok(loss < 0.5 && loss < results[0]!.loss / 4, `${loss}`);
    assert.equal(sequences, 32);
    const { target } = reversals(9999);
    assert.equal(correctSequences, predictions.filter((ids, i) => String(ids) === String(target[i])).length);
    assert.ok(correctSequences > 16 && correctTokens > 0.7 * tokens, `${correctSequences} of ${sequences}`);
    training.dispose();
  });

  it('the same seed and batches give the same bits; another seed others', () => {
    const losses = (seed: number) => {
      const training = models.train({ model: { ...config, dropout: 0.2 }, seed });
      const all = training.steps([reversals(1), reversals(2)]).map(({ loss }) => loss);
      training.dispose();
      return all;
    };
    assert.deepEqual(losses(1), losses(1));
    assert.notDeepEqual(losses(1), losses(2));
  });

  for (const model of [config, { ...config, architecture: 'decoder' } as const, gru])
    it(`goes on from a checkpoint as if nothing had been: ${'architecture' in model ? model.architecture : model.kind}`, () => {
      const training = models.train({ model: { ...model, dropout: 0.1 } });
      training.steps([reversals(1)]);
      const file = training.checkpoint();
      const after = training.steps([reversals(2), reversals(3)]).map(({ loss }) => loss);
      training.restore(file);
      assert.equal(training.step, 1);
      assert.deepEqual(
        training.steps([reversals(2), reversals(3)]).map(({ loss }) => loss),
        after,
      );
      training.restore(training.weights());
      assert.equal(training.step, 0, 'weights alone begin anew');
      training.dispose();
    });

  it('a look gives weights that sum to 1, and each is explained', () => {
    for (const model of [config, gru]) {
      const training = models.train({ model });
      const { logits, layers } = training.look([5, 6, 7], [7, 6, 5, 2]);
      assert.deepEqual(logits.shape, [4, 14]);
      const cross = layers.find(({ part }) => part === 'cross')!;
      const [heads = 0, queries = 0, keys = 0] = cross.weights.shape;
      assert.deepEqual([queries, keys], [4, 3]);
      for (let row = 0; row < heads * queries; row++) {
        const sum = cross.weights.data.subarray(row * keys, (row + 1) * keys).reduce((a, b) => a + b, 0);
        assert.ok(Math.abs(sum - 1) < 1e-5);
      }
      const { value, reference, steps } = training.explain('cross', 0, 'weights', { head: heads - 1, row: 2, column: 1 });
      assert.equal(value, cross.weights.data[((heads - 1) * queries + 2) * keys + 1]);
      assert.equal(steps.at(-1)!.result, value);
      assert.ok(Math.abs(value - reference) < 1e-5);
      assert.equal(
        codeOf(() => training.explain('cross', 1, 'weights', { row: 0, column: 0 })),
        'out-of-range',
      );
      training.dispose();
    }
  });

  it('what is pruned stays 0; a head that is off changes the answer', () => {
    const training = models.train({ model: config });
    training.prune({ fraction: 0.5 });
    training.steps([reversals(1)]);
    const numbers = new Float32Array(training.weights().slice(-4 * training.parameters).buffer);
    const zeros = numbers.reduce((count, x) => count + Number(x === 0), 0);
    assert.ok(zeros > 0.35 * numbers.length, `${zeros} of ${numbers.length}`);
    const { loss } = training.evaluate(one);
    training.prune({ headsOff: [['cross', 0, 1]] });
    assert.notEqual(training.evaluate(one).loss, loss);
    training.prune({ headsOff: [] });
    assert.equal(training.evaluate(one).loss, loss);
    training.dispose();
  });

  it('refuses what cannot be, by name', () => {
    const refused = (options: Parameters<Models['train']>[0]) => codeOf(() => models.train(options));
    assert.equal(refused({ model: { ...config, width: 33 } }), 'bad-model');
    assert.equal(refused({ model: { ...config, layers: 1.5 } }), 'bad-model');
    assert.equal(refused({ model: { ...config, activation: 'sine' as never } }), 'unknown-setting');
    for (const options of [{ rate: NaN }, { rate: -1 }, { smoothing: 1 }, { beta2: 1 }, { schedule: 'up' as never }, { seed: 0.5 }])
      assert.equal(refused({ model: config, ...options }), 'bad-model');
    const training = models.train({ model: config });
    const bad: Batch[] = [
      { source: [], target: [] },
      { source: [[4]], target: [] },
      { source: [[14]], target: [[2]] },
      { source: [[4]], target: [[99, 2]] },
      { source: [[4.5]], target: [[2]] },
      { source: [[4]], target: [[]] },
      { source: [[]], target: [[2]] },
      { source: [Array(13).fill(4)], target: [[2]] },
    ];
    for (const batch of bad)
      assert.equal(
        codeOf(() => training.steps([batch])),
        'bad-batch',
        JSON.stringify(batch),
      );
    assert.equal(training.step, 0);
    assert.equal(
      codeOf(() => training.change({ clip: -1 })),
      'bad-model',
    );
    assert.equal(
      codeOf(() => training.restore(new Uint8Array(3))),
      'weights-truncated',
    );
    const other = models.train({ model: { ...config, hidden: 32 } });
    assert.equal(
      codeOf(() => training.restore(other.weights())),
      'weights-format',
    );
    other.dispose();
    training.dispose();
    assert.equal(
      codeOf(() => training.steps([one])),
      'disposed',
    );
  });

  it('a loss that is not finite stops it with the weights before', () => {
    const training = models.train({ model: config, clip: 0, rate: 1e30 });
    const batches = Array.from({ length: 20 }, (_, i) => reversals(i + 1));
    assert.throws(
      () => training.steps(batches),
      (error: AttentionError) => error.code === 'loss-not-finite' && error.values.step === training.step + 1,
    );
    training.dispose();
  });

  it('leaves nothing on the heap', () => {
    const use = (): void => {
      const training = models.train({ model: config });
      training.steps([one]);
      training.evaluate(one);
      training.look([5], [5, 2]);
      const model = models.model(training.weights());
      model.translate([5, 6], { beams: 2, maxLength: 4 });
      training.restore(training.checkpoint());
      model.dispose();
      training.dispose();
    };
    use();
    const held = models.heapInUse();
    for (let i = 0; i < 20; i++) use();
    assert.equal(models.heapInUse(), held);
    const tiny = { ...config, width: 4, heads: 1, kvHeads: 1, hidden: 4 };
    const make = (): void => models.train({ model: tiny }).dispose();
    make();
    const before = models.heapInUse();
    for (let i = 0; i < 10_000; i++) make();
    assert.equal(models.heapInUse(), before);
  });
});

describe('models', () => {
  const trained = (model: Parameters<Models['train']>[0]['model'], batches: Batch[]): Training => {
    const training = models.train({ model, rate: 4e-3 });
    training.steps(batches);
    return training;
  };

  it('a translator answers as in training; beams are in order, with what each token came from', () => {
    for (const kind of [config, gru]) {
      const training = trained(
        kind,
        Array.from({ length: 100 }, (_, i) => reversals(i + 1)),
      );
      const model = models.model(training.weights());
      assert.equal(model.parameters, training.parameters);
      const [greedy] = training.evaluate({ source: [[5, 9, 7]], target: [[7, 9, 5, 2]] }).predictions;
      const [first] = model.translate([5, 9, 7], { beams: 1, maxLength: greedy!.length }).hypotheses;
      assert.deepEqual(first!.tokens, greedy);
      const { hypotheses } = model.translate([5, 9, 7], { beams: 4 });
      assert.ok(hypotheses.length > 1 && hypotheses.every(({ score }, i) => i === 0 || score <= hypotheses[i - 1]!.score));
      for (const { tokens, steps, logProbability } of hypotheses) {
        assert.equal(steps.length, tokens.length);
        const sum = steps.reduce((total, { candidates }, i) => {
          const found = candidates.find(({ token }) => token === tokens[i]);
          return total + (found?.logProbability ?? NaN);
        }, 0);
        assert.ok(Number.isNaN(sum) || Math.abs(sum - logProbability) < 1e-3, `${sum} ${logProbability}`);
        assert.equal(steps[0]!.weights.shape.at(-1), 3);
      }
      assert.equal(
        codeOf(() => model.score([5])),
        'not-for-model',
      );
      assert.equal(
        codeOf(() => model.translate([77])),
        'bad-batch',
      );
      model.dispose();
      training.dispose();
    }
  });

  it('a decoder goes on as if it had read all anew', () => {
    const training = trained({ ...config, architecture: 'decoder' }, [reversals(1), reversals(2)]);
    const model = models.model(training.weights());
    const near = (a: Float32Array, b: Float32Array) => a.every((x, i) => Math.abs(x - b[i]!) < 1e-4);
    model.next([1, 5]);
    const grown = model.next([1, 5, 6, 7]).logits;
    model.next([1, 5, 8]);
    const { logits, layers } = model.next([1, 5, 6, 7], { attention: true });
    assert.ok(near(grown, logits) && near(model.next([1, 5, 6, 7]).logits, logits));
    assert.deepEqual(layers![0]!.weights.shape, [2, 1, 4]);
    assert.ok(!near(model.next([1, 5, 6, 7], { headsOff: [['decoder', 0, 0]] }).logits, logits));
    model.dispose();
    training.dispose();
  });

  it('a classifier learns the sign of a word', () => {
    const words: Batch = { source: [[4, 5], [6, 5], [5, 4, 5], [6]], target: [[1000], [-1000], [1000], [-1000]] };
    const training = trained(classifier, Array<Batch>(60).fill(words));
    assert.equal(training.evaluate(words).correctSequences, 4);
    const model = models.model(training.weights());
    assert.deepEqual(model.config, training.config);
    const { score, weights } = model.score([5, 5, 6]);
    assert.ok(score < -0.5);
    assert.deepEqual(weights.shape, [3]);
    assert.ok(Math.abs(weights.data.reduce((a, b) => a + b, 0) - 1) < 1e-5);
    model.dispose();
    training.dispose();
  });
});

describe('training behind promises', () => {
  it('does the same, in slices that an abort ends', async () => {
    const here = models.train({ model: config });
    const there = await remote.train({ model: config });
    const batches = [reversals(1), reversals(2)];
    assert.deepEqual(
      (await there.steps(batches)).map(({ loss }) => loss),
      here.steps(batches).map(({ loss }) => loss),
    );
    assert.deepEqual(await there.evaluate(one), here.evaluate(one));
    assert.deepEqual(await there.look([5, 6], [6, 5, 2]), here.look([5, 6], [6, 5, 2]));
    assert.equal((await there.explain('cross', 0, 'weights', { row: 0, column: 1 })).stage, 'weights');
    const stop = new AbortController();
    const long = there.steps(
      Array.from({ length: 2000 }, (_, i) => reversals(i)),
      { signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 30);
    await assert.rejects(long, { name: 'AbortError' });
    const { step } = (await there.steps([one]))[0]!;
    assert.ok(step > 3 && step < 1500, `${step} steps were done`);
    const model = await remote.model(await there.weights());
    assert.ok((await model.translate([5, 6], { beams: 2 })).hypotheses.length > 0);
    await assert.rejects(model.score([5]), (error: AttentionError) => error.code === 'not-for-model');
    await model.dispose();
    await there.dispose();
    await assert.rejects(there.evaluate(one), (error: AttentionError) => error.code === 'disposed');
    here.dispose();
  });
});
