// Reads the weights of a TensorFlow.js graph model: model.json names them, the shards hold them one after the other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const READERS = { float32: Float32Array, int32: Int32Array };

/** @returns {Map<string, {shape: number[], data: Float32Array | Int32Array}>} by name */
export function readGraphModel(folder) {
  const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const tensors = new Map();
  for (const group of model.weightsManifest) {
    const bytes = Buffer.concat(group.paths.map((path) => readFileSync(join(folder, path))));
    let offset = 0;
    for (const { name, shape, dtype, quantization } of group.weights) {
      const Reader = READERS[dtype];
      if (!Reader || quantization) throw new Error(`${name}: cannot read ${dtype}${quantization ? ', quantized' : ''}`);
      const count = shape.reduce((product, size) => product * size, 1);
      const end = offset + count * Reader.BYTES_PER_ELEMENT;
      if (end > bytes.length) throw new Error(`${name}: the shards end at byte ${bytes.length}, it needs ${end}`);
      const data = new Reader(bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + end));
      tensors.set(name, { shape, data });
      offset = end;
    }
    if (offset !== bytes.length) throw new Error(`the shards hold ${bytes.length - offset} bytes that no tensor names`);
  }
  return tensors;
}
