// From the trainer's float32 weights to the file that is shipped: 8-bit matrices, and everything needed to use them.
import { toInt8 } from './numbers.mjs';
import { readSafetensors, writeSafetensors } from './safetensors.mjs';

interface Tensor {
  shape: number[];
  data: Float32Array;
}

/** What a shipped file may take. */
export const MOST_BYTES = 2_000_000;
/** Smaller ones gain nothing and cost accuracy. */
const SMALLEST = 1024;

/** w ≈ integer · scale, a scale for each row or each column: whichever loses less. */
function narrowed(tensor: Tensor) {
  const ways = [0, 1].map((axis) => toInt8(tensor, axis));
  return ways.map((way, axis) => ({ ...way, loss: lossOf(tensor, way, axis) })).reduce((a, b) => (b.loss < a.loss ? b : a));
}

function lossOf({ shape, data }: Tensor, { weight, scale }: ReturnType<typeof toInt8>, axis: number): number {
  const columns = shape[1]!;
  return data.reduce((sum, w, i) => {
    const channel = axis === 0 ? Math.floor(i / columns) : i % columns;
    return sum + (w - weight.data[i]! * scale.data[channel]!) ** 2;
  }, 0);
}

/** `fields` join the trainer's own metadata. */
export function pack(weights: Buffer, fields: Readonly<Record<string, string>>): Buffer {
  const { metadata, tensors } = readSafetensors(weights) as { metadata: Record<string, string>; tensors: Map<string, Tensor> };
  const packed = new Map();
  for (const [name, tensor] of tensors) {
    const matrix = tensor.shape.length === 2 && Math.min(...tensor.shape) > 1 && tensor.data.length >= SMALLEST;
    if (!matrix) {
      packed.set(name, { dtype: 'F32', ...tensor });
      continue;
    }
    const { weight, scale } = narrowed(tensor);
    packed.set(name, weight).set(`${name}.scale`, scale);
  }
  const file = writeSafetensors(packed, { ...metadata, ...fields });
  if (file.length > MOST_BYTES) throw new Error(`the packed file has ${file.length} bytes, at most ${MOST_BYTES} may be shipped`);
  return file;
}
