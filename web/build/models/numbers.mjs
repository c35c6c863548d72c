// Fewer bits a weight: 16-bit floats, and 8-bit integers with one scale a channel.

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** The bits of the 16-bit float nearest to x, ties to even. */
export function halfBits(x) {
  single[0] = x;
  const bits = singleBits[0];
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and more round to infinity
  if (magnitude < 0x38800000) return sign | roundEven(Math.abs(single[0]) * 2 ** 24); // below 2⁻¹⁴: steps of 2⁻²⁴
  const rebiased = magnitude - 0x38000000; // exponent bias 127 → 15
  const odd = (rebiased >>> 13) & 1;
  return sign | ((rebiased + 0xfff + odd) >>> 13);
}

function roundEven(x) {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

export function toHalf({ shape, data }) {
  return { dtype: 'F16', shape, data: Uint16Array.from(data, halfBits) };
}

/**
 * w ≈ q·scale with |q| ≤ 127, one scale for each index of `axis` (0: row, 1: column) of a matrix.
 * The scale keeps two axes, (rows, 1) or (1, columns), so that it says itself how it spreads.
 */
export function toInt8({ shape, data }, axis) {
  const [rows, columns] = shape;
  const channel = (index) => (axis === 0 ? Math.floor(index / columns) : index % columns);
  const scale = new Float32Array(shape[axis]);
  data.forEach((w, index) => (scale[channel(index)] = Math.max(scale[channel(index)], Math.abs(w))));
  scale.forEach((largest, c) => (scale[c] = largest / 127 || 1));
  const values = Int8Array.from(data, (w, index) => Math.round(w / scale[channel(index)]));
  return {
    weight: { dtype: 'I8', shape, data: values },
    scale: { dtype: 'F32', shape: axis === 0 ? [rows, 1] : [1, columns], data: scale },
  };
}
