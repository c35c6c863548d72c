import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AttentionError } from '../../../web/core/errors.js';
import type { RemoteCore } from '../../../web/core/worker/remote.js';
import { quickTasks } from '../../../web/labs/speed/plan.js';
import { Results } from '../../../web/labs/speed/results.js';
import { Runner } from '../../../web/labs/speed/runner.js';
import { defaultState } from '../../../web/labs/speed/state.js';
import { measured } from './measured.js';

const tasks = quickTasks(defaultState);

/** A worker whose n-th answer is what `answer` says. */
function worker(answer: (n: number) => void = () => {}) {
  let asked = 0;
  const core = {
    async measure() {
      const n = asked++;
      await Promise.resolve();
      answer(n);
      return measured(tasks[n]!, 1 + n);
    },
  } as unknown as RemoteCore;
  return { open: () => Promise.resolve(core), asked: () => asked };
}

test('each task is measured once, with progress', async () => {
  const [results, { open, asked }] = [new Results(), worker()];
  const seen: number[] = [];
  const runner = new Runner(open, results, () => runner.state.kind === 'running' && seen.push(runner.state.done));
  await runner.run(tasks, true);
  assert.equal(runner.state.kind, 'idle');
  assert.deepEqual([asked(), results.all().length], [tasks.length, tasks.length]);
  assert.deepEqual(
    seen,
    Array.from({ length: tasks.length + 1 }, (_, i) => i),
  );
});

test('cancelling keeps what is measured, and asks for nothing more', async () => {
  const results = new Results();
  const { open, asked } = worker((n) => n === 2 && runner.cancel());
  const runner = new Runner(open, results, () => {});
  await runner.run(tasks, true);
  assert.deepEqual(runner.state, { kind: 'cancelled', done: 2, of: tasks.length });
  assert.deepEqual([results.all().length, asked()], [2, 3]);
});

test('a case without memory fails alone; the others are measured', async () => {
  const results = new Results();
  const noMemory = (n: number) => {
    if (n === 1) throw new AttentionError('out-of-memory', { bytes: 5 }, 'no memory');
  };
  const runner = new Runner(worker(noMemory).open, results, () => {});
  await runner.run(tasks, true);
  assert.equal(results.all().length, tasks.length - 1);
  assert.deepEqual(
    results.failures().map(({ task }) => task.id),
    [tasks[1]!.id],
  );
});

test('a core that does not start is a failure of all', async () => {
  const runner = new Runner(
    () => Promise.reject(new AttentionError('no-simd', {}, 'no')),
    new Results(),
    () => {},
  );
  await runner.run(tasks, false);
  assert.equal(runner.state.kind, 'failed');
});

test('a later run takes over: the earlier one shows nothing more', async () => {
  const results = new Results();
  const runner = new Runner(worker().open, results, () => {});
  const first = runner.run(tasks, false);
  await runner.run(tasks.slice(0, 1), true);
  await first;
  assert.equal(runner.state.kind, 'idle');
});
