import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignment, type Answer, type Translated } from '../../../web/labs/translate/session.js';
import { headPlace, readState } from '../../../web/labs/translate/state.js';

const [layers, heads, n] = [2, 3, 4];
const weights = (seed: number) => Float32Array.from({ length: layers * heads * n }, (_, i) => ((i * 7 + seed * 3) % 11) / 11);
const translated = { layers, heads, source: Array.from({ length: n }) } as unknown as Translated;
const answer = { pieces: [0, 1].map((seed) => ({ weights: weights(seed) })) } as unknown as Answer;

test('one head: its own rows', () => {
  const map = alignment(translated, answer, '1-2');
  const at = (1 * heads + 2) * n;
  assert.deepEqual(
    [...map],
    [0, 1].flatMap((seed) => [...weights(seed).subarray(at, at + n)]),
  );
});

test('the mean of all heads', () => {
  const map = alignment(translated, answer, 'mean');
  [0, 1].forEach((seed) => {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let head = 0; head < layers * heads; head++) sum += weights(seed)[head * n + j]!;
      assert.ok(Math.abs(map[seed * n + j]! - sum / (layers * heads)) < 1e-6);
    }
  });
});

test('heads by name; a state from a link is checked', () => {
  assert.equal(headPlace('mean'), null);
  assert.deepEqual(headPlace('2-3'), [2, 3]);
  assert.equal(readState({ text: '你好', beams: 8, head: '0-1' }).head, '0-1');
  for (const bad of [{ beams: 9 }, { beams: 1.5 }, { shown: 'lstm' }, { head: '1' }, { word: -1 }, { text: 3 }])
    assert.throws(() => readState(bad), /state\.field/);
});
