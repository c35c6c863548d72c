// A long call is left when it is told to, and what serves it goes on.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { compileCore, coreFrom } from '../../web/core/load.js';
import { AttentionError } from '../../web/core/errors.js';
import { connectWorker } from '../../web/core/worker/connect.js';
import { CoreService } from '../../web/core/worker/service.js';
import type { Tensor } from '../../web/core/types.js';
import { randomNumbers } from './random.js';

const small = { q: [[1, 2]], k: [[3, 4]], v: [[5]] };

const filled = (shape: readonly number[], seed: number): Tensor => {
  const random = randomNumbers(seed);
  return { data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() - 0.5), shape };
};

/** Some seconds of work. */
const long = { q: filled([8, 6000, 64], 1), k: filled([8, 6000, 64], 2), v: filled([8, 6000, 64], 3) };

let binary: WebAssembly.Module;
before(async () => {
  binary = await compileCore();
});

const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the service', () => {
  test('gives a call up in the middle, frees its memory and answers the next', async () => {
    const core = await coreFrom(binary);
    const service = new CoreService(core, () => coreFrom(binary));
    const heap = core.heapInUse();
    const call = service.attend(long, 1).catch((error: unknown) => error);
    await after(200);
    const since = performance.now();
    service.abort(1);
    const error = await call;
    assert.ok(performance.now() - since < 100, `${performance.now() - since} ms`);
    assert.ok(error instanceof AttentionError && error.code === 'aborted', String(error));
    assert.equal(core.heapInUse(), heap);
    assert.equal((await service.attend(small, 2)).output.data[0], 5);
  });

  test('answers a small call while a large one runs', async () => {
    const service = new CoreService(await coreFrom(binary), () => coreFrom(binary));
    const call = service.attend(long, 1).catch((error: unknown) => error);
    await after(50);
    const since = performance.now();
    assert.equal((await service.attend(small, 2)).output.data[0], 5);
    assert.ok(performance.now() - since < 200, `${performance.now() - since} ms`);
    service.abort(1);
    await call;
  });

  test('in slices the answer has the same bits, weights too', async () => {
    const core = await coreFrom(binary);
    const service = new CoreService(core, () => coreFrom(binary));
    const options = { q: filled([2, 300, 32], 4), k: filled([2, 300, 32], 5), v: filled([2, 300, 32], 6), heads: 4, causal: true };
    for (const weights of [false, true])
      assert.deepEqual(await service.attend({ ...options, weights }, 1), core.attend({ ...options, weights }));
  });

  test('an error in the middle is that error, and the memory is free again', async () => {
    const core = await coreFrom(binary);
    const service = new CoreService(core, () => coreFrom(binary));
    const q = filled([1, 500, 8], 7);
    q.data.fill(1e30, 499 * 8);
    const fail = (request: number) =>
      assert.rejects(service.attend({ q, k: q, v: q }, request), (error) => error instanceof AttentionError && error.code === 'overflow');
    await fail(1); // the core keeps its last error
    const heap = core.heapInUse();
    await fail(2);
    assert.equal(core.heapInUse(), heap);
  });
});

describe('connectWorker', () => {
  test('a signal gives a call up with an AbortError; the next is answered', async () => {
    const remote = await connectWorker();
    try {
      const controller = new AbortController();
      const call = remote.attend(long, { signal: controller.signal }).catch((error: unknown) => error);
      await after(200);
      const since = performance.now();
      controller.abort();
      const error = await call;
      assert.ok(performance.now() - since < 100, `${performance.now() - since} ms`);
      assert.equal((error as Error).name, 'AbortError');
      assert.equal((await remote.attend(small)).output.data[0], 5);
      await assert.rejects(remote.attend(small, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    } finally {
      remote.dispose();
    }
  });
});
