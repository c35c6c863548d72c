// The player: what it asks of a training, when it stops, what it keeps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Player } from '../../../web/labs/learn/player.js';
import type { Surroundings } from '../../../web/labs/learn/playing.js';
import { defaultState, type LearnState } from '../../../web/labs/learn/state.js';
import { Study } from '../../../web/labs/learn/study.js';
import { fakeCore, type Fake } from './fake-training.js';

/** A player whose clock goes on by 5 ms whenever it is read. */
async function opened(given: Partial<LearnState> = {}, fake: Fake = fakeCore(), more: Partial<Surroundings> = {}) {
  let [time, changes] = [0, 0];
  const state = { now: { ...defaultState, ...given } };
  const player = new Player({
    core: async () => fake.core,
    state: () => state.now,
    changed: () => changes++,
    now: () => (time += 5),
    rest: async () => undefined,
    ...more,
  });
  await player.open(state.now);
  return { player, state, fake, drawn: () => changes };
}

test('an untrained model is looked at and tested before anything is learned', async () => {
  const { player, fake } = await opened();
  assert.deepEqual(player.status, { kind: 'paused' });
  assert.deepEqual([player.session?.step, player.run?.losses.length, player.run?.checks[0]?.answers], [0, 0, 0]);
  assert.ok(player.sight && player.answered.length === 100);
  assert.ok(!fake.calls.some((call) => call.startsWith('steps')));
});

test('played to its end it has done exactly its steps, with each loss, and what they cost', async () => {
  const { player, drawn } = await opened({ steps: 200 });
  await player.play();
  const { run } = player;
  assert.deepEqual([player.status.kind, player.session?.step, run?.losses.length, run?.checks.at(-1)?.step], ['finished', 200, 200, 200]);
  assert.deepEqual([run?.paid.steps, run?.paid.tokens, run?.paid.flops, run?.paid.seconds.toFixed(3)], [200, 200 * 32 * 9, 2e8, '0.400']);
  assert.ok(run!.losses.every((loss, i) => i === 0 || loss < run!.losses[i - 1]!));
  assert.ok(drawn() > 4);
});

test('the goal is told once, with the fresh examples that reached it', async () => {
  const { player } = await opened({ steps: 2000 });
  await player.play();
  const { reached } = player.run!;
  assert.deepEqual([reached?.of, reached?.right], [1000, 1000]);
  assert.ok(reached!.step >= 60 && reached!.step <= 2000 && reached!.clock > 0, JSON.stringify(reached));
});

test('paused in the midst it stops after the steps under way, and goes on where it was', async () => {
  const { player, fake } = await opened({ steps: 5000 });
  const end = player.play();
  while ((player.session?.step ?? 0) === 0) await Promise.resolve();
  await player.pause();
  await end;
  const [step, asked] = [player.session!.step, fake.calls.length];
  assert.ok(step > 0 && step < 5000, String(step));
  assert.equal(player.status.kind, 'paused');
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(fake.calls.length, asked, 'nothing is asked any more');
  await player.stepOnce();
  assert.deepEqual([player.session!.step, player.run!.losses.length], [step + 1, step + 1]);
});

test('pausing and playing at once goes on', async () => {
  const { player } = await opened({ steps: 300 });
  void player.play();
  void player.pause();
  await player.play();
  assert.deepEqual([player.status.kind, player.session?.step], ['finished', 300]);
});

test('a loss that is no number: the step is told, the last good weights are back, and it can go on', async () => {
  const { player, state, fake } = await opened({ steps: 400, rate: 0.01 }, fakeCore({ explodes: 150 }));
  player.speed = 'middle';
  const end = player.play();
  while ((player.session?.step ?? 0) < 100) await Promise.resolve();
  state.now = { ...state.now, rate: 5 };
  await player.session!.change(state.now);
  await end;
  const { status } = player;
  assert.ok(status.kind === 'diverged');
  assert.equal(fake.calls.includes(`restore ${status.kept}`), true);
  assert.equal(player.session!.step, status.kept);
  state.now = { ...state.now, rate: 0.01 };
  await player.session!.change(state.now);
  await player.play();
  assert.deepEqual([player.status.kind, player.session!.step, player.run!.losses.length], ['finished', 400, 400]);
});

test('a loss that is no number at once: the first weights are back', async () => {
  const { player } = await opened({ rate: 5 }, fakeCore({ explodes: 3 }));
  await player.play();
  assert.deepEqual(player.status, { kind: 'diverged', step: 3, loss: null, kept: 0, keptLoss: null });
});

test('a loss that only climbs is stopped as well', async () => {
  const { player } = await opened({ rate: 5 });
  await player.play();
  const { status } = player;
  assert.ok(status.kind === 'diverged' && status.loss! > 7 && status.step >= 1 && status.step < 30, JSON.stringify(status));
});

test('settings that no model can have are told, and nothing is left behind', async () => {
  const { player, fake } = await opened({ width: 256 });
  assert.ok(player.status.kind === 'failed' && (player.status.error as { code: string }).code === 'bad-model');
  assert.equal(fake.open.size, 0);
});

test('of two openings the last one counts; the others are put away', async () => {
  const { player, state, fake } = await opened();
  const other = { ...state.now, seed: 2 };
  await Promise.all([player.open(state.now), player.open(other)]);
  assert.deepEqual([fake.open.size, player.run?.state.seed], [1, 2]);
  player.dispose();
  assert.equal(fake.open.size, 0);
});

test('a question of the reader is the one that is looked at', async () => {
  const { player, state } = await opened();
  state.now = { ...state.now, ask: 'abcd' };
  await player.look();
  assert.deepEqual(
    [player.sight?.example, player.asked?.example],
    [
      { source: 'abcd', target: 'dcba' },
      { source: 'abcd', target: 'dcba' },
    ],
  );
});

test('what is taken away for a study is put back', async () => {
  const { player, fake } = await opened({ steps: 100 });
  await player.play();
  const study = new Study(player, () => undefined);
  await study.run([
    ['cross', 0, 0],
    ['cross', 0, 1],
  ]);
  const { findings } = study;
  assert.deepEqual([findings?.whole, findings?.heads.map(({ without }) => without), findings?.thinned.length], [1, [0, 0], 7]);
  assert.deepEqual(fake.calls.slice(-2), ['restore 100', 'prune ']);
  assert.deepEqual([study.progress, player.session?.headsOff], [null, []]);
});

test('a study that is stopped puts back what it took', async () => {
  const { player, fake } = await opened({ steps: 100 });
  await player.play();
  const study: Study = new Study(player, () => study.findings?.heads.length === 1 && study.stop());
  await study.run([
    ['cross', 0, 0],
    ['cross', 0, 1],
    ['cross', 0, 2],
  ]);
  assert.deepEqual([study.findings?.heads.length, study.findings?.thinned.length, fake.calls.at(-2)], [1, 0, 'restore 100']);
  assert.equal(player.status.kind, 'finished');
});
