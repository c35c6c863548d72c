// Tiny random checkpoints of each family, as Hugging Face saves them, run by the core; answers against the double-precision reference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectWorker, loadCore } from '../../../web/core/index.js';
import { readConfig } from '../../../web/inputs/hugging-face/config.js';
import { randomNumbers } from '../random.js';
import * as files from './checkpoint.js';
import * as reference from './reference.js';

const models = await (await loadCore()).models();
const types: readonly files.NumberType[] = ['F32', 'F16', 'BF16'];
const ids = [3, 11, 0, 7, 7, 1, 16, 2, 5];

type Config = Readonly<Record<string, unknown>>;
type Reference = (tensors: reference.Tensors, config: Config, ids: readonly number[], prefix: string) => number[][];

function open(config: Config, checkpoint: files.Checkpoint) {
  const read = readConfig(JSON.stringify(config), { maxLength: 10 });
  assert.ok(read.ok, JSON.stringify(read));
  return models.model({ weights: checkpoint.file, family: read.family, config: read.config });
}

/** Largest difference over the largest number. */
function distance(actual: Float32Array, expected: readonly number[]): number {
  assert.equal(actual.length, expected.length);
  const size = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((each, i) => Math.abs(each - actual[i]!))) / size;
}

function known(name: string, config: Config, shapes: Readonly<Record<string, readonly number[]>>, of: Reference, prefix: string) {
  for (const [seed, type] of types.entries())
    test(`${name}, ${type}`, () => {
      const checkpoint = files.checkpoint(shapes, type, randomNumbers(seed + 1));
      const expected = of(checkpoint.tensors, config, ids, prefix);
      const model = open(config, checkpoint);
      const { logits, layers } = model.look(ids, []);
      assert.deepEqual(logits.shape, [ids.length, expected[0]!.length]);
      const error = distance(logits.data, expected.flat());
      assert.ok(error < 1e-5, `${error}`);
      // it is the whole that decides: one id changed gives something else
      assert.ok(distance(model.look([...ids.slice(0, -1), 6], []).logits.data, expected.flat()) > 1e-3);
      assert.equal(layers.length, 2);
      assert.equal(layers[0]!.weights.shape[0], config['num_attention_heads'] ?? config['n_heads'] ?? config['n_head']);
      if (model.config.kind === 'transformer' && model.config.architecture === 'decoder') {
        assert.ok(distance(model.next(ids.slice(0, 4)).logits, expected[3]!) < 1e-5, 'a prefix');
        const { logits: next, layers: seen } = model.next(ids, { attention: true });
        assert.ok(distance(next, expected.at(-1)!) < 1e-5, 'with attention');
        assert.ok(distance(model.next(ids).logits, expected.at(-1)!) < 1e-5, 'with the cache');
        assert.deepEqual(seen?.[1]?.weights.shape.slice(1), [1, ids.length]);
      }
      model.dispose();
    });
}

const { bertConfig, bertShapes, distilbertConfig, distilbertShapes, gpt2Config, gpt2Shapes, llamaConfig, llamaShapes } = files;
known('BERT', bertConfig, bertShapes(''), reference.bert, '');
known('BERT with a head for words', bertConfig, bertShapes('bert.'), reference.bert, 'bert.');
known('BERT with ReLU', { ...bertConfig, hidden_act: 'relu' }, bertShapes(''), reference.bert, '');
known('DistilBERT', distilbertConfig, distilbertShapes(''), reference.distilbert, '');
known('DistilBERT with a head', distilbertConfig, distilbertShapes('distilbert.'), reference.distilbert, 'distilbert.');
known('GPT-2', gpt2Config, gpt2Shapes(''), reference.gpt2, '');
const untied = { ...gpt2Shapes('transformer.'), 'lm_head.weight': [21, 12] };
known('GPT-2, untied', { ...gpt2Config, tie_word_embeddings: false }, untied, reference.gpt2, 'transformer.');
known('Llama, grouped heads', llamaConfig, llamaShapes('model.'), reference.llama, 'model.');
known('Llama, tied', { ...llamaConfig, tie_word_embeddings: true }, llamaShapes('model.', { tied: true }), reference.llama, 'model.');
known('Mistral', { ...llamaConfig, model_type: 'mistral', sliding_window: 10 }, llamaShapes('model.'), reference.llama, 'model.');
const qwen = { ...llamaConfig, model_type: 'qwen2', use_sliding_window: false, sliding_window: 4 };
known('Qwen 2, with biases', qwen, llamaShapes('model.', { biases: true }), reference.llama, 'model.');

test('what a file has not, or has too much of, is named', () => {
  const shapes = llamaShapes('model.');
  const made = (of: typeof shapes) => files.checkpoint(of, 'F16', randomNumbers(1));
  const without = Object.fromEntries(Object.entries(shapes).filter(([name]) => name !== 'model.layers.1.mlp.up_proj.weight'));
  assert.throws(() => open(llamaConfig, made(without)), { code: 'weights-missing', values: { tensor: 'layers.1.mlp.up_proj.weight' } });
  const wide = { ...shapes, 'model.norm.weight': [15] };
  assert.throws(() => open(llamaConfig, made(wide)), { code: 'weights-shape' });
  const normed = { ...shapes, 'model.layers.0.self_attn.q_norm.weight': [4] };
  assert.throws(() => open(llamaConfig, made(normed)), { code: 'weights-format' });
  assert.throws(() => open({ ...llamaConfig, num_hidden_layers: 1 }, made(shapes)), { code: 'weights-format' });
  const { file } = made(shapes);
  assert.throws(() => open(llamaConfig, { tensors: {}, file: file.subarray(0, file.length - 1) }), { code: 'weights-truncated' });
  assert.throws(() => open({ ...llamaConfig, vocab_size: 5e6 }, made(shapes)), { code: 'bad-model' });
});

test('the worker reads the same and takes the bytes over', async () => {
  const checkpoint = files.checkpoint(bertShapes(''), 'F32', randomNumbers(4));
  const expected = reference.bert(checkpoint.tensors, bertConfig, ids);
  const read = readConfig(JSON.stringify(bertConfig));
  assert.ok(read.ok);
  const worker = await connectWorker();
  const model = await worker.model({ weights: checkpoint.file.slice(), family: 'bert', config: read.config });
  assert.ok(distance((await model.look(ids, [])).logits.data, expected.flat()) < 1e-5);
  await assert.rejects(worker.model({ weights: checkpoint.file.slice(9), family: 'bert', config: read.config }), {
    code: 'weights-header',
  });
  await model.dispose();
  worker.dispose();
});
