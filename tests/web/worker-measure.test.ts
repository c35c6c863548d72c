// How the worker measures: in slices, in a core of its own, until it is told to stop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SlicedCore } from '../../web/core/core.js';
import { AttentionError } from '../../web/core/errors.js';
import { CoreService } from '../../web/core/worker/service.js';

/** A core whose matmul answers at once and takes 1 MB of memory the first time. */
function fastCore() {
  const calls = { matmul: 0 };
  const core = {
    matmul: () => (calls.matmul++, { data: new Float32Array(1), shape: [1, 1] }),
    attendSlowly: async () => ({ output: { data: new Float32Array([7]), shape: [1, 1] } }),
    measurePeak: () => 50,
    heapPeak: () => 500_000 + (calls.matmul ? 1_000_000 : 0),
  } as unknown as SlicedCore;
  return { core, calls };
}

test('a measurement: medians, the peak beside it, and the memory of the core it was made in', async () => {
  const [own, another] = [fastCore(), fastCore()];
  const service = new CoreService(own.core, async () => another.core);
  const measured = await service.measure('gemm-256', 50, 1);
  assert.equal(measured.flops, 2 * 256 ** 3);
  assert.ok(measured.runs >= 1 && measured.low <= measured.ms && measured.ms <= measured.high);
  assert.equal(measured.gflops, measured.flops / measured.ms / 1e6);
  assert.deepEqual([measured.peak, measured.fraction], [50, measured.gflops / 50]);
  assert.equal(measured.memory, 1_000_000);
  assert.equal(own.calls.matmul, 0, 'the page’s core is not touched');
});

test('without room for another core it is measured in the one there is, and the memory is left out', async () => {
  const own = fastCore();
  const service = new CoreService(own.core, () => Promise.reject(new RangeError('out of memory')));
  const measured = await service.measure('gemm-256', 20, 1);
  assert.equal('memory' in measured, false);
  assert.ok(own.calls.matmul > 0);
});

test('between its slices other calls are answered, and an abort is heeded', async () => {
  const { core, calls } = fastCore();
  const service = new CoreService(core, async () => core);
  const long = service.measure('gemm-256', 60_000, 1).catch((error: unknown) => error);
  const since = performance.now();
  const { output } = await service.attend({ k: [[1]], v: [[1]] }, 2);
  assert.equal(output.data[0], 7);
  service.abort(1);
  const error = await long;
  assert.ok(error instanceof AttentionError && error.code === 'aborted');
  assert.ok(performance.now() - since < 5000, 'long before a minute is over');
  const before = calls.matmul;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(calls.matmul, before, 'nothing runs on');
});

test('an unknown case is named', async () => {
  const service = new CoreService(fastCore().core, async () => fastCore().core);
  await assert.rejects(() => service.measure('gemm-3', 20, 1), /gemm-3/);
});
