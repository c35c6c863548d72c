import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Latest } from '../../../web/labs/sentence/latest.js';

const fail = (error: unknown) => {
  throw error;
};

test('of quick requests only the last one works', async () => {
  const latest = new Latest(fail);
  const worked: number[] = [];
  for (const i of [1, 2, 3]) latest.run(10, async () => void worked.push(i));
  await wait(40);
  assert.deepEqual(worked, [3]);
  assert.equal(latest.busy, false);
});

test('a slow one learns that it is stale', async () => {
  const latest = new Latest(fail);
  const kept: string[] = [];
  const work = (name: string, ms: number) => async (signal: AbortSignal) => {
    await wait(ms);
    if (!signal.aborted) kept.push(name);
  };
  latest.run(0, work('old', 30));
  latest.run(0, work('new', 5));
  await wait(60);
  assert.deepEqual(kept, ['new']);
});

test('errors of the last one are told, of stale ones not', async () => {
  const errors: unknown[] = [];
  const latest = new Latest((error) => errors.push(error));
  latest.run(0, async () => {
    await wait(20);
    throw new Error('stale');
  });
  latest.run(0, async () => {
    throw new Error('fresh');
  });
  await wait(50);
  assert.deepEqual(
    errors.map((error) => (error as Error).message),
    ['fresh'],
  );
});

test('stop gives up', async () => {
  const latest = new Latest(fail);
  let worked = false;
  latest.run(5, async () => void (worked = true));
  latest.stop();
  await wait(20);
  assert.equal(worked, false);
});
