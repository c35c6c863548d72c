// Packed weights through the façade, and the commands a person types.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadCore } from '../../../../web/core/index.js';
import { root } from '../../../../web/build/dependencies.mjs';
import { cardOf } from '../../../../web/build/models/card.js';
import { obstacle } from '../../../../web/build/models/obstacle.js';
import { pack } from '../../../../web/build/models/pack.js';
import { readSafetensors } from '../../../../web/build/models/safetensors.mjs';
import { judge, translator, writer } from '../../../../web/build/models/shipped.js';
import { BytePairs, copied, sentences } from '../../../../web/inputs/tokenizer/index.js';

const folder = mkdtempSync(join(tmpdir(), 'shipped-'));
after(() => rmSync(folder, { recursive: true }));

const special = ['<padding>', '<begin>', '<end>', '<unknown>'];
const english = { pieces: [...special, ...'▁abcdefgh.!'], lowercase: true, cased: [] };
const chinese = { pieces: [...special, ...'我你他去?'], traditional: '', simplified: '' };
const common = { width: 32, heads: 2, layers: 1, hidden: 64, dropout: 0, maxLength: 16 };
const whole = {
  ...common,
  kind: 'transformer' as const,
  kvHeads: 2,
  decoderLayers: 1,
  norm: 'layer' as const,
  normFirst: true,
  activation: 'gelu' as const,
  bias: true,
  positions: 'sinusoidal' as const,
  tied: true,
  epsilon: 1e-5,
};
const [pieces, characters] = [english.pieces.length, chinese.pieces.length];
const models = {
  translation: {
    config: { ...whole, architecture: 'encoder-decoder' as const, sourceVocabulary: characters, targetVocabulary: pieces },
    vocabulary: { source: chinese, target: english },
  },
  sentiment: { config: { ...common, kind: 'pooling-classifier' as const, vocabulary: pieces }, vocabulary: english },
  generation: {
    config: { ...whole, architecture: 'decoder' as const, sourceVocabulary: 0, targetVocabulary: pieces },
    vocabulary: english,
  },
};
const file = (name: keyof typeof models) => join(folder, `${name}.safetensors`);
let raw: Buffer;

before(async () => {
  const core = await (await loadCore()).models();
  for (const [name, { config, vocabulary }] of Object.entries(models)) {
    const training = core.train({ model: config, seed: 3 });
    raw = Buffer.from(training.weights());
    training.dispose();
    writeFileSync(file(name as keyof typeof models), pack(raw, { vocabulary: JSON.stringify(vocabulary) }));
  }
});

test('packed: matrices at 8 bits, each number within half a step of its row or column, the rest exact', async () => {
  const { tensors, metadata } = readSafetensors(raw) as {
    tensors: Map<string, { shape: number[]; data: Float32Array }>;
    metadata: Record<string, string>;
  };
  assert.equal((JSON.parse(metadata['config']!) as { kind: string }).kind, 'transformer');
  const packed = pack(raw, {});
  assert.ok(packed.length < raw.length / 2, `${packed.length} of ${raw.length} bytes`);
  const header = JSON.parse(packed.subarray(8, 8 + Number(packed.readBigUInt64LE(0))).toString()) as Record<
    string,
    { dtype: string; shape: number[] }
  >;
  for (const [name, { shape }] of tensors) {
    assert.deepEqual(header[name]!.shape, shape);
    assert.equal(header[name]!.dtype, shape.every((size) => size > 16) ? 'I8' : 'F32', name);
  }
});

test('each kind answers through the façade', async () => {
  const { translate } = await translator(file('translation'));
  assert.equal(typeof translate('我去。你去？'), 'string');
  assert.equal(translate(''), '');
  assert.doesNotThrow(() => translate('我'.repeat(100)), 'longer than the model can read');
  assert.doesNotThrow(() => translate('𠮷 unknown 文字'));
  const { score } = await judge(file('sentiment'));
  assert.ok(Math.abs(score('a bad cab')) <= 1 && score('') === 0);
  const { bits, continued } = await writer(file('generation'));
  assert.equal(continued('a bad'), continued('a bad'), 'the same seed, the same words');
  assert.notEqual(continued('a bad', { seed: 1, temperature: 2, topP: 1 }), continued('a bad', { seed: 2, temperature: 2, topP: 1 }));
  assert.ok(bits('bad cab '.repeat(20)) > 10 * bits('bad'), 'longer than a window');

  // Σ −log₂ P, token by token, is what the windows give
  const ids = [...new BytePairs(english).encode('bad cab'), 2];
  const model = (await (await loadCore()).models()).model(readFileSync(file('generation')));
  const surprise = (logits: ArrayLike<number>, token: number) => {
    const powers = Array.from(logits, Math.exp);
    return -Math.log2(powers[token]! / powers.reduce((sum, power) => sum + power, 0));
  };
  const first = surprise(model.look([], [ids[0]!]).logits.data, ids[0]!);
  const rest = ids.slice(1).map((id, i) => surprise(model.next([1, ...ids.slice(0, i + 1)]).logits, id));
  model.dispose();
  const expected = rest.reduce((sum, each) => sum + each, first);
  assert.ok(Math.abs(bits('bad cab') - expected) < 1e-3, `${bits('bad cab')}, ${expected} expected`);
});

test('sentences of a paragraph; an unknown character is copied from where the model looked', () => {
  assert.deepEqual(sentences('我去。你去吗？“去！”好'), ['我去。', '你去吗？', '“去！”', '好']);
  assert.deepEqual(sentences('  '), []);
  const token = (piece: string, unknown: boolean) => ({ id: 3, piece, start: 0, end: 1, unknown });
  const source = [token('我', false), token('甲', true), token('乙', true)];
  assert.equal(copied(source, [0.8, 0.1, 0.1, 0.2, 0.1, 0.7]), '乙');
  assert.equal(copied([source[0]!], [1]), '�');
});

const npm = (script: string, words: readonly string[], input = '') =>
  spawnSync(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, `web/build/models/${script}.ts`), ...words], {
    input,
    encoding: 'utf8',
  });

test('a line in, a line out', () => {
  const { stdout, status, stderr } = npm('run', ['sentiment', '--weights', file('sentiment')], 'a bad cab\n\nfab\r\nlast');
  assert.equal(status, 0, stderr);
  const lines = stdout.split('\n');
  assert.equal(lines.length, 5);
  for (const i of [0, 2, 3]) assert.match(lines[i]!, /^-?[01]\.\d{4}$/);
  assert.equal(lines[1], '');
});

test('what cannot be done is said in a sentence', () => {
  const cases: [script: string, words: string[], said: RegExp][] = [
    ['run', ['poetry'], /^run: which model\?/],
    ['run', ['sentiment', '--weights', join(folder, 'none')], /^run: no weights .*npm run train -- sentiment/],
    ['evaluate', ['poetry'], /^evaluate: no such model: poetry/],
    ['evaluate', ['--limit', 'x'], /^evaluate: --limit x/],
    ['train', ['translation'], /^train: translation is trained on data of its own: --data DIR/],
    ['train', ['translation', '--data', join(folder, 'none')], /^train: no folder .*pairs\.tsv.*manythings/],
    ['train', ['generation', '--steps=-1'], /^train: --steps/],
    ['train', ['generation', '--colour', 'red'], /^train: .*--colour/],
  ];
  for (const [script, words, said] of cases) {
    const { stderr, status } = npm(script, words);
    assert.equal(status, 1, words.join(' '));
    assert.match(stderr, said);
  }
});

test('without the data evaluation says where it can be had', () => {
  const shipped = () => true;
  assert.match(obstacle('translation', undefined, shipped)!, /--data DIR.*manythings/);
  assert.match(obstacle('sentiment', folder, shipped)!, /no file review-snippets\/movie\.tsv.*vaderSentiment/);
  assert.equal(obstacle('generation', undefined, shipped), null);
  assert.match(
    obstacle('generation', undefined, () => false)!,
    /npm run train -- generation/,
  );
});

test('a card holds the figures it was given', () => {
  const log = [100, 200].map((step) => ({ step, seconds: step, loss: 2, validLoss: 300 / step, validAccuracy: 0.5 }));
  const rows = [{ model: 'sentiment' as const, metric: 'accuracy', value: 87.5, n: 40, baseline: 83.25 }];
  const card = cardOf({
    model: 'sentiment',
    command: 'npm run train -- sentiment --data DIR',
    config: { model: { width: 32 }, training: { seed: 9 } },
    facts: { 'train texts': 7 },
    log,
    parameters: 1234,
    bytes: 5_678_000,
    rows,
  });
  for (const part of [
    'accuracy | 87.5 | 83.25 | 40',
    'seed 9',
    'train texts 7',
    '1,234 parameters',
    '5.68 MB',
    '| 200 | 2 | 1.5 | 0.5 |',
    'npm run train -- sentiment',
    'MIT',
  ])
    assert.ok(card.includes(part), part);
});
