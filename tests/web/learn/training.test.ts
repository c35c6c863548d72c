// The lab's player on the core itself: it learns, goes on exactly, and gives back what it takes away.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connectWorker } from '../../../web/core/index.js';
import { headGroups } from '../../../web/labs/learn/heads.js';
import { Player } from '../../../web/labs/learn/player.js';
import { defaultState, settled, suited, type LearnState } from '../../../web/labs/learn/state.js';
import { Study } from '../../../web/labs/learn/study.js';
import { taskIds } from '../../../web/labs/learn/tasks/index.js';

const core = await connectWorker();
after(() => core.dispose());

const small: Partial<LearnState> = { size: 3, width: 16, heads: 2, batch: 16, warmup: 10, steps: 60 };

async function opened(given: Partial<LearnState>) {
  const state = { now: settled({ ...defaultState, ...small, ...given }) };
  const player = new Player({ core: async () => core, state: () => state.now, changed: () => undefined });
  await player.open(state.now);
  assert.equal(player.status.kind, 'paused', JSON.stringify(player.status));
  return { player, state };
}

for (const task of taskIds)
  test(`${task}: with what suits it, each step's loss is finite, and less at the end than at the start`, async () => {
    const { player } = await opened({ ...suited(task), ...small, size: 4, rate: 0.01 });
    await player.play();
    assert.equal(player.status.kind, 'finished', JSON.stringify(player.status));
    const { losses } = player.run!;
    const mean = (some: readonly number[]) => some.reduce((sum, loss) => sum + loss, 0) / some.length;
    assert.ok(losses.length === 60 && losses.every(Number.isFinite));
    assert.ok(mean(losses.slice(-10)) < 0.8 * mean(losses.slice(0, 5)), `${mean(losses.slice(0, 5))} … ${mean(losses.slice(-10))}`);
    player.dispose();
  });

for (const architecture of ['encoder', 'decoder', 'encoder-decoder'] as const)
  test(`${architecture}: every head has a name for each row and column, and its rows sum to 1`, async () => {
    const { player, state } = await opened({ architecture, layers: 2 });
    const groups = headGroups(player.sight!, state.now);
    assert.deepEqual(
      groups.map(({ part }) => part),
      { encoder: ['encoder'], decoder: ['decoder'], 'encoder-decoder': ['cross', 'decoder', 'encoder'] }[architecture],
    );
    for (const { heads, rows, columns } of groups) {
      assert.equal(heads.length, 4);
      for (const { weights } of heads) {
        assert.equal(weights.length, rows.length * columns.length);
        for (let row = 0; row < rows.length; row++) {
          const sum = weights.subarray(row * columns.length, (row + 1) * columns.length).reduce((total, weight) => total + weight, 0);
          assert.ok(Math.abs(sum - 1) < 1e-5, String(sum));
        }
      }
    }
    player.dispose();
  });

test('from a checkpoint it goes on exactly, dropout included; from weights with the same answers', async () => {
  const { player, state } = await opened({ dropout: 0.1 });
  await player.session!.train(10, 16);
  const [checkpoint, weights] = [await player.session!.checkpoint(), await player.session!.weights()];
  const losses = (await player.session!.train(10, 16)).map(({ loss }) => loss);
  const again = await player.prepare(state.now);
  await again.restore(checkpoint, 10);
  const held = again.data.heldOut(20);
  const answers = (await again.evaluate(held))!.predictions;
  assert.deepEqual(
    (await again.train(10, 16)).map(({ loss }) => loss),
    losses,
  );
  const fresh = await player.prepare(state.now, { file: weights, run: null });
  assert.deepEqual((await fresh.evaluate(held))!.predictions, answers);
  for (const session of [again, fresh]) session.dispose();
  player.dispose();
});

test('a checkpoint of another model is refused by name', async () => {
  const { player, state } = await opened({});
  const file = await player.session!.checkpoint();
  await assert.rejects(player.prepare({ ...state.now, layers: 2 }, { file, run: null }), { code: 'weights-format' });
  player.dispose();
});

test('dropout may change while it trains, and the checkpoint is still of the same model', async () => {
  const { player, state } = await opened({});
  state.now = { ...state.now, dropout: 0.2 };
  await player.session!.change(state.now);
  await player.session!.train(3, 16);
  const file = await player.session!.checkpoint();
  (await player.prepare(state.now, { file, run: null })).dispose();
  player.dispose();
});

test('after a study the model answers as before', async () => {
  const { player, state } = await opened({ rate: 0.01 });
  await player.play();
  const held = player.session!.data.heldOut(50);
  const before = await player.session!.evaluate(held);
  const study = new Study(player, () => undefined);
  await study.run(headGroups(player.sight!, state.now).flatMap(({ heads }) => heads.map(({ place }) => place)));
  assert.deepEqual([study.findings?.heads.length, study.findings?.thinned.length], [6, 7]);
  assert.deepEqual(await player.session!.evaluate(held), before);
  player.dispose();
});

test('a rate that explodes is stopped, told with its step, and undone', async () => {
  const { player } = await opened({ rate: 1000, warmup: 0, schedule: 'constant', clip: 0, steps: 400 });
  const before = await player.session!.evaluate(player.session!.data.heldOut(20));
  await player.play();
  const { status } = player;
  assert.ok(status.kind === 'diverged' && status.step >= 1, JSON.stringify(status));
  if (status.kept === 0) assert.deepEqual(await player.session!.evaluate(player.session!.data.heldOut(20)), before);
  player.dispose();
});
