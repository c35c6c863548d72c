// The only file that looks into the core's memory. A view is made afresh for each read or write: the heap grows, and
// an older view would then silently read nothing.
import type { MainModule, NumbersAddress, TensorAddress } from '#core-glue';
import { AttentionError } from './errors.js';
import type { Tensor } from './types.js';

type Words = Float32Array | Int32Array | Uint8Array;

/** Writes numbers or bytes at an address of the heap. */
function write(module: MainModule, at: number, numbers: Words): void {
  if (numbers instanceof Uint8Array) module.HEAPU8.set(numbers, at);
  else if (numbers instanceof Int32Array) module.HEAP32.set(numbers, at >>> 2);
  else module.HEAPF32.set(numbers, at >>> 2);
}

/** A copy of numbers on the heap. */
export function readNumbers(module: MainModule, { data, count }: NumbersAddress): Float32Array {
  return module.HEAPF32.slice(data >>> 2, (data >>> 2) + count);
}

/** A copy of a tensor on the heap. */
export function readTensor(module: MainModule, at: TensorAddress): Tensor {
  const shape = [at.size0, at.size1, at.size2, at.size3].slice(0, at.rank);
  const count = shape.reduce((product, size) => product * size, 1);
  return { data: readNumbers(module, { data: at.data, count }), shape };
}

/** The error the core kept, as the exception it is thrown as. */
export function failure(module: MainModule): AttentionError {
  const values = Object.fromEntries(
    Array.from({ length: module.errorValues() }, (_, i) => {
      const text = module.errorValueText(i);
      const number = Number(text);
      return [module.errorValueName(i), text.trim() === '' || Number.isNaN(number) ? text : number];
    }),
  );
  return new AttentionError(module.errorCode(), values, module.errorMessage());
}

const noMemory = (bytes: number) => new AttentionError('out-of-memory', { operation: 'copy', bytes }, `copy: no memory for ${bytes} bytes`);

/** Writes where the core made room; 0: it had none. */
export function writeAt(module: MainModule, at: number, numbers: Words): void {
  if (at === 0) throw noMemory(numbers.byteLength);
  write(module, at, numbers);
}

/** Copies bytes onto the heap for the time of `use`. */
export function withBytes<T>(module: MainModule, bytes: Uint8Array | Int32Array, use: (at: number) => T): T {
  const at = module.allocateBytes(Math.max(1, bytes.byteLength));
  if (at === 0)
    throw new AttentionError(
      'out-of-memory',
      { operation: 'read', bytes: bytes.byteLength },
      `read: no memory for ${bytes.byteLength} bytes`,
    );
  try {
    write(module, at, bytes);
    return use(at);
  } finally {
    module.freeBytes(at);
  }
}
