import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chances, draw, ranked, softmax } from '../../../web/labs/generate/sampling.js';

const logits = [2, 1, 0, -1, 1];
const all = { temperature: 1, topK: 0, topP: 1 };
const sum = (p: ArrayLike<number>) => Array.from(p).reduce((a, b) => a + b, 0);

test('softmax(x / T), also for logits that would overflow', () => {
  const weights = logits.map((x) => Math.exp(x / 0.5));
  softmax(logits, 0.5).forEach((p, i) => assert.ok(Math.abs(p - weights[i]! / sum(weights)) < 1e-15));
  assert.deepEqual([...softmax([1000, 1000])], [0.5, 0.5]);
});

test('ranked: by falling logit, the smaller id first where two are equal', () => {
  assert.deepEqual(ranked(logits), [0, 1, 4, 2, 3]);
});

test('without limits what is drawn from is the softmax', () => {
  chances(logits, all).forEach((p, i) => assert.ok(Math.abs(p - softmax(logits)[i]!) < 1e-15));
});

test('top-k keeps the k likeliest in their proportions', () => {
  const p = chances(logits, { ...all, topK: 2 });
  assert.deepEqual(
    [...p].map((x) => x > 0),
    [true, true, false, false, false],
  );
  assert.ok(Math.abs(p[0]! / p[1]! - Math.E) < 1e-12);
  assert.ok(Math.abs(sum(p) - 1) < 1e-12);
});

test('top-p keeps the fewest that hold the share, and always one', () => {
  const p = softmax(logits);
  assert.equal(chances(logits, { ...all, topP: p[0]! }).filter((x) => x > 0).length, 1);
  assert.equal(chances(logits, { ...all, topP: p[0]! + 1e-9 }).filter((x) => x > 0).length, 2);
  assert.equal(chances(logits, { ...all, topP: 1e-9 }).filter((x) => x > 0).length, 1);
});

test('what must never come has no chance', () => {
  const p = chances(logits, all, [0, 1]);
  assert.equal(p[0], 0);
  assert.equal(p[1], 0);
  assert.ok(Math.abs(sum(p) - 1) < 1e-12);
});

test('a draw follows the running sum and never gives what has no chance', () => {
  const p = chances(logits, { ...all, topK: 3 });
  const counts = new Map<number, number>();
  for (let i = 0; i < 10_000; i++) {
    const token = draw(p, (i + 0.5) / 10_000);
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  p.forEach((chance, token) => assert.ok(Math.abs((counts.get(token) ?? 0) / 10_000 - chance) < 1e-3));
  assert.equal(
    draw(p, 1),
    ranked(p)
      .filter((token) => p[token]! > 0)
      .sort((a, b) => b - a)[0],
  );
});
