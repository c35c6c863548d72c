import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readConfig } from '../../../web/inputs/hugging-face/config.js';
import { droppedFiles } from '../../../web/inputs/hugging-face/dropped.js';
import { readFolder, type FolderFile } from '../../../web/inputs/hugging-face/folder.js';
import { readTokenizer } from '../../../web/inputs/hugging-face/tokenizer.js';
import en from '../../../web/labs/weights/en.json' with { type: 'json' };
import zh from '../../../web/labs/weights/zh.json' with { type: 'json' };
import { bertConfig, distilbertConfig, gpt2Config, llamaConfig } from '../hugging-face/checkpoint.js';

const read = (config: object, maxLength?: number) => readConfig(JSON.stringify(config), { maxLength });
const settings = (config: object) => {
  const result = read(config);
  assert.ok(result.ok, JSON.stringify(result));
  return result.config;
};
/** "problem name" */
const refused = (config: object, maxLength?: number) => {
  const result = read(config, maxLength);
  assert.ok(!result.ok);
  return [result.problem, 'name' in result ? result.name : ''].join(' ');
};

test('settings of each family', () => {
  const { activation, normFirst, embeddingNorm, maxLength, epsilon } = settings(bertConfig);
  assert.deepEqual([activation, normFirst, embeddingNorm, maxLength, epsilon], ['gelu', false, true, 16, 1e-12]);
  assert.equal(settings(distilbertConfig).width, 8);
  const gpt2 = settings(gpt2Config);
  assert.deepEqual([gpt2.activation, gpt2.hidden, gpt2.tied, gpt2.begin], ['gelu-tanh', 48, true, -1]);
  const llama = settings(llamaConfig);
  assert.deepEqual([llama.norm, llama.kvHeads, llama.rotaryBase, llama.tied, llama.bias], ['rms', 2, 500000, false, false]);
});

test('defaults are those of their classes', () => {
  const { model_type, vocab_size, hidden_size, num_hidden_layers, num_attention_heads, intermediate_size } = llamaConfig;
  const llama = settings({ model_type, vocab_size, hidden_size, num_hidden_layers, num_attention_heads, intermediate_size });
  assert.deepEqual([llama.kvHeads, llama.rotaryBase, llama.epsilon], [num_attention_heads, 10000, 1e-6]);
  assert.equal(settings({ ...llamaConfig, rope_theta: undefined, rope_parameters: { rope_type: 'default', rope_theta: 7 } }).rotaryBase, 7);
});

test('what the core does not compute is refused by name', () => {
  const cases: readonly [object, string][] = [
    [{ ...llamaConfig, rope_scaling: { rope_type: 'llama3', factor: 8 } }, 'config-cannot rope_scaling'],
    [{ ...llamaConfig, rope_scaling: { type: 'linear', factor: 2 } }, 'config-cannot rope_scaling'],
    [{ ...llamaConfig, rope_parameters: { rope_type: 'yarn' } }, 'config-cannot rope_parameters'],
    [{ ...llamaConfig, head_dim: 8 }, 'config-cannot head_dim'],
    [{ ...llamaConfig, hidden_act: 'gelu' }, 'config-cannot hidden_act'],
    [{ ...llamaConfig, num_key_value_heads: 3 }, 'config-cannot num_key_value_heads'],
    [{ ...llamaConfig, num_attention_heads: 3, num_key_value_heads: 3 }, 'config-cannot num_attention_heads'],
    [{ ...llamaConfig, partial_rotary_factor: 0.5 }, 'config-cannot partial_rotary_factor'],
    [{ ...llamaConfig, tie_word_embeddings: 'no' }, 'config-cannot tie_word_embeddings'],
    [{ ...bertConfig, position_embedding_type: 'relative_key' }, 'config-cannot position_embedding_type'],
    [{ ...bertConfig, hidden_act: 'quick_gelu' }, 'config-cannot hidden_act'],
    [{ ...bertConfig, hidden_act: 'constructor' }, 'config-cannot hidden_act'],
    [{ ...bertConfig, is_decoder: true }, 'config-cannot is_decoder'],
    [{ ...gpt2Config, add_cross_attention: true }, 'config-cannot add_cross_attention'],
    [{ ...gpt2Config, scale_attn_by_inverse_layer_idx: true }, 'config-cannot scale_attn_by_inverse_layer_idx'],
    [{ ...gpt2Config, n_head: 5 }, 'config-cannot n_head'],
    [{ ...gpt2Config, n_layer: 2.5 }, 'config-number n_layer'],
    [{ ...gpt2Config, vocab_size: undefined }, 'config-number vocab_size'],
    [{ ...bertConfig, hidden_size: '12' }, 'config-number hidden_size'],
    [{ ...bertConfig, model_type: 't5' }, 'config-family '],
    [{ ...bertConfig, model_type: 'toString' }, 'config-family '],
    [{}, 'config-family '],
    [[], 'config-json '],
  ];
  for (const [config, expected] of cases) assert.equal(refused(config), expected, JSON.stringify(config));
  const broken = readConfig('{"model_type": ');
  assert.ok(!broken.ok && broken.problem === 'config-json');
});

test('a window shorter than what is read is refused, a longer one hides nothing', () => {
  const mistral = { ...llamaConfig, model_type: 'mistral', sliding_window: 20 };
  assert.equal(refused(mistral, 21), 'config-cannot sliding_window');
  assert.ok(read(mistral, 20).ok);
  const qwen = { ...llamaConfig, model_type: 'qwen2', sliding_window: 4, use_sliding_window: true };
  assert.equal(refused(qwen), 'config-cannot sliding_window');
});

/** WordPiece, as BERT's files have it. */
const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'the', 'cat', '##s', 'sat', '.'];
const wordPiece = {
  version: '1.0',
  added_tokens: words.slice(0, 4).map((content, id) => ({ id, content, special: true, normalized: false })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
};
const wordPieceText = JSON.stringify(wordPiece);

test('a tokenizer of BERT', async () => {
  const result = await readTokenizer(wordPieceText, null, 23);
  assert.ok(result.ok);
  const { ids, tokens } = result.tokenizer.encode('The cats sat. 猫');
  assert.deepEqual(ids, [2, 4, 5, 6, 7, 8, 1, 3]);
  assert.deepEqual(tokens, ['[CLS]', 'the', 'cat', '##s', 'sat', '.', '[UNK]', '[SEP]']);
  assert.equal(result.tokenizer.decode([4, 5, 6, 7]), 'the cats sat');
});

test('a tokenizer of GPT-2: bytes as text, halves of a character by their own names', async () => {
  const vocab = Object.fromEntries(['a', 'Ġ', 'Ġa', 'ç', 'Į', '«', 'Ċ'].map((piece, id) => [piece, id]));
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const json = { pre_tokenizer: bytes, decoder: bytes, post_processor: bytes, model: { type: 'BPE', vocab, merges: ['Ġ a'] } };
  const result = await readTokenizer(JSON.stringify({ version: '1.0', added_tokens: [], normalizer: null, ...json }), '{}', 7);
  assert.ok(result.ok, JSON.stringify(result));
  const { ids, tokens } = result.tokenizer.encode('a a猫');
  assert.deepEqual(ids, [0, 2, 3, 4, 5]);
  assert.deepEqual(tokens, ['a', ' a', 'ç', 'Į', '«']);
  assert.equal(result.tokenizer.decode(ids), 'a a猫');
});

test('a tokenizer that does not go with the model', async () => {
  const problem = async (text: string, vocabulary: number, config: string | null = null) => {
    const result = await readTokenizer(text, config, vocabulary);
    return result.ok ? 'ok' : result.problem;
  };
  assert.equal(await problem(wordPieceText, words.length), 'ok');
  assert.equal(await problem(wordPieceText, words.length - 1), 'tokenizer-vocabulary');
  assert.equal(await problem(wordPieceText, words.length + 1025), 'tokenizer-vocabulary');
  for (const text of ['', '{', '[]', '7', '{}', '{"model_type": "bert"}']) assert.equal(await problem(text, 9), 'tokenizer-json', text);
  assert.equal(await problem(wordPieceText, 9, '{'), 'tokenizer-json');
  assert.equal(await problem('{"model": {"type": "Magic"}}', 9), 'tokenizer-kind');
  assert.equal(await problem('{"model": null}', 9), 'tokenizer-kind');
});

const parts: Readonly<Record<string, BlobPart>> = {
  'config.json': JSON.stringify(bertConfig),
  'tokenizer.json': wordPieceText,
  'model.safetensors': Uint8Array.of(1, 2, 3),
  'README.md': 'read me',
};
function folder(names: readonly string[], more: Readonly<Record<string, BlobPart>> = {}): FolderFile[] {
  const all = { ...parts, ...more };
  return names.map((path) => ({ path, file: new Blob([all[path.slice(path.lastIndexOf('/') + 1)] ?? '']) }));
}
const three = ['config.json', 'model.safetensors', 'tokenizer.json'];
const under = (path: string, names = three) => names.map((name) => path + name);

test('a folder is found wherever it lies', async () => {
  for (const path of ['', 'bert/', 'models/bert/']) {
    const result = await readFolder(folder(under(path, ['README.md', ...three])));
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.name, path === '' ? '' : 'bert');
    assert.equal(result.family, 'bert');
    assert.deepEqual([...result.weights], [1, 2, 3]);
  }
  assert.ok((await readFolder(folder([...under('bert/'), ...under('bert/onnx/')]))).ok);
});

test('a folder that lacks something says what', async () => {
  const problem = async (names: readonly string[], more?: Readonly<Record<string, BlobPart>>) => {
    const result = await readFolder(folder(names, more));
    return result.ok ? 'ok' : Object.values(result).slice(1).join(' ');
  };
  assert.equal(await problem([]), 'folder-missing config.json, model.safetensors, tokenizer.json');
  assert.equal(await problem(['a/tokenizer.json', 'a/model.safetensors']), 'folder-missing config.json');
  assert.equal(await problem(['config.json', 'model.safetensors', 'vocab.txt']), 'folder-missing tokenizer.json');
  assert.equal(await problem(['config.json', 'tokenizer.json', 'pytorch_model.bin']), 'folder-pickle pytorch_model.bin');
  assert.equal(await problem([...three.slice(0, 1), 'model.safetensors.index.json']), 'folder-sharded model.safetensors.index.json');
  assert.equal(await problem(['config.json', 'model-00001-of-00002.safetensors']), 'folder-sharded model-00001-of-00002.safetensors');
  assert.equal(await problem([...under('a/'), ...under('b/')]), 'folder-several a/, b/');
  const pointer = { 'model.safetensors': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n' };
  assert.equal(await problem(three, pointer), 'folder-pointer model.safetensors');
  assert.equal(
    await problem(three, { 'config.json': '{"model_type": "t5"}' }),
    'config-family "t5" bert, distilbert, gpt2, llama, mistral, qwen2',
  );
});

test('every problem has its sentence, with the values it tells', () => {
  const sources = ['config', 'folder', 'tokenizer'].map((name) =>
    readFileSync(new URL(`../../../web/inputs/hugging-face/${name}.ts`, import.meta.url), 'utf8'),
  );
  const codes = [...new Set(sources.flatMap((text) => [...text.matchAll(/problem: '([a-z-]+)'/g)].map(([, code]) => code!)))];
  assert.equal(codes.length, 14);
  for (const texts of [en, zh] as readonly Readonly<Record<string, string>>[])
    assert.deepEqual(
      codes.filter((code) => !texts[`own.${code}`]),
      [],
    );
});

/** A folder as the browser gives it, two entries at a time. */
function entry(path: string, inside: readonly object[] | string): object {
  const reader = () => {
    const rest = [...(inside as readonly object[])];
    return { readEntries: (done: (some: object[]) => void) => done(rest.splice(0, 2)) };
  };
  const file = { isFile: true, isDirectory: false, file: (done: (file: File) => void) => done(new File([inside as string], path)) };
  return { fullPath: path, ...(typeof inside === 'string' ? file : { isFile: false, isDirectory: true, createReader: reader }) };
}

test('a dropped folder is walked to its end; loose files are taken as they are', async () => {
  const inside = three.map((name) => entry(`/bert/${name}`, 'x'));
  const tree = entry('/bert', [...inside, entry('/bert/onnx', [entry('/bert/onnx/model.onnx', 'x')])]);
  const items = [{ webkitGetAsEntry: () => tree }] as unknown as DataTransferItemList;
  const found = await droppedFiles({ items, files: [] as unknown as FileList });
  assert.deepEqual(
    found.map(({ path }) => path),
    [...three.map((name) => `bert/${name}`), 'bert/onnx/model.onnx'],
  );
  const loose = three.map((name) => new File(['x'], name)) as unknown as FileList;
  const none = [{ webkitGetAsEntry: () => null }] as unknown as DataTransferItemList;
  assert.deepEqual(
    (await droppedFiles({ items: none, files: loose })).map(({ path }) => path),
    three,
  );
});
