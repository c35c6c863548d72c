// Writes a safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes without gaps.
// The same tensors give the same bytes: wider numbers first (so that each is aligned), then by name.

const WIDTH = { F32: 4, F16: 2, I8: 1 };

/**
 * @param {Map<string, {dtype: 'F32' | 'F16' | 'I8', shape: number[], data: ArrayBufferView}>} tensors
 * @param {Record<string, string>} metadata
 */
export function writeSafetensors(tensors, metadata) {
  const order = [...tensors.keys()].sort((a, b) => WIDTH[tensors.get(b).dtype] - WIDTH[tensors.get(a).dtype] || (a < b ? -1 : 1));
  const header = { __metadata__: metadata };
  let offset = 0;
  for (const name of order) {
    const { dtype, shape, data } = tensors.get(name);
    const count = shape.reduce((product, size) => product * size, 1);
    if (data.byteLength !== count * WIDTH[dtype]) throw new Error(`${name}: data and shape differ`);
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Buffer.alloc(Math.ceil(json.length / 8) * 8, ' ');
  json.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...order.map((name) => littleEndianBytes(tensors.get(name).data))]);
}

function littleEndianBytes(data) {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) throw new Error('this machine is not little-endian');
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
