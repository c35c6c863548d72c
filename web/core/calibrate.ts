// What this machine can do at best in this browser: multiply-adds without memory, copies without arithmetic.
import type { MainModule } from '#core-glue';
import { AttentionError } from './errors.js';

/** Repeats `run(n)` with growing n until it takes `milliseconds`; answers n per millisecond. */
function rate(milliseconds: number, run: (count: number) => void): number {
  for (let count = 1; ; count *= 2) {
    const start = performance.now();
    run(count);
    const taken = performance.now() - start;
    if (taken >= milliseconds / 2 || count >= 2 ** 30) return count / taken;
  }
}

/** GFLOP/s. */
export function measurePeak(module: MainModule, milliseconds = 20): number {
  return (rate(milliseconds, (count) => module.multiplyAdds(count)) * module.flopsOfARound()) / 1e6;
}

/** GB/s, bytes read and bytes written. */
export function measureCopy(module: MainModule, megabytes = 8, milliseconds = 20): number {
  const bytes = Math.ceil(megabytes * 2 ** 18) * 4;
  const copies = rate(milliseconds, (count) => {
    if (!module.copyBlock(bytes, count))
      throw new AttentionError('out-of-memory', { operation: 'copy', bytes: 2 * bytes }, `copy: no memory for ${2 * bytes} bytes`);
  });
  return (copies * 2 * bytes) / 1e6;
}
