// What the weights show, in both languages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookUp } from '../../../web/i18n/text.js';
import mechanism from '../../../web/labs/mechanism/index.js';
import { kindOf, sentenceOf } from '../../../web/labs/mechanism/sentence.js';

const weights = (row: number[]) => ({ name: 'weights' as const, rows: 1, columns: row.length, data: Float32Array.from(row) });

function say(language: 'en' | 'zh', row: number[], pooling = false, hidden: number[] = []): string {
  const text = (key: string, values = {}) => lookUp([mechanism.texts[language]], key, values);
  const named = {
    query: (at: number) => text('unnamed.query', { number: at + 1 }),
    key: (at: number) => text('unnamed.key', { number: at + 1 }),
  };
  const masked = { ...weights(row.map((_, column) => (hidden.includes(column) ? -Infinity : 0))), name: 'masked' as const };
  return sentenceOf({ weights: weights(row), masked }, 0, named, pooling, text);
}

test('in English', () => {
  assert.equal(say('en', [0.1, 0.19, 0.71]), 'Query 1 looks mostly at key 3, 71 %.');
  assert.equal(say('en', [1e-12, 1]), 'Query 1 looks only at key 2, 100 %.');
  assert.equal(say('en', [0.002, 0.998]), 'Query 1 looks almost only at key 2, > 99 %.');
  assert.equal(say('en', [0, 0, 0], false, [0, 1, 2]), 'Query 1 looks at nothing: everything is masked.');
  assert.equal(say('en', [1, 0, 0], false, [1, 2]), 'Query 1 has only key 1 to look at.');
  assert.equal(say('en', [1]), 'Query 1 has only key 1 to look at.');
  assert.equal(say('en', [0.334, 0.333, 0.333]), 'Query 1 looks about equally at all 3 keys it sees, at most 33 % each.');
  assert.equal(say('en', [0.3, 0.3, 0.3, 0.1]), 'Query 1 looks equally at key 1, key 2 and key 3, 30 % each.');
  assert.equal(say('en', [0.19, 0.19, 0.19, 0.19, 0.19, 0.05]), 'Query 1 looks equally at 5 keys, 19 % each.');
  assert.equal(say('en', [0.5, 0.5, 0], false, [2]), 'Query 1 looks equally at key 1 and key 2, 50 % each.');
  assert.equal(say('en', [0.45, 0.1, 0.45]), 'Query 1 looks equally at key 1 and key 3, 45 % each.');
  assert.equal(say('en', [0.4, 0.35, 0.25]), 'Query 1 looks first at key 1, 40 %, then at key 2, 35 %.');
  assert.equal(say('en', [0.3, 0.7], true), 'Key 2 counts most, 70 %.');
});

test('in Chinese', () => {
  assert.equal(say('zh', [0.1, 0.19, 0.71]), '第 1 个查询主要看第 3 个键，71 %。');
  assert.equal(say('zh', [0.3, 0.7], true), '第 2 个键最重要，70 %。');
});

test('no text is missing for any kind of row', () => {
  const rows = [[0, 0], [1], [1, 0], [0.998, 0.002], [0.34, 0.33, 0.33], [0.5, 0.5], [0.7, 0.3], [0.4, 0.35, 0.25]];
  const kinds = new Set(rows.map((row) => kindOf(row.map((share, column) => ({ share, column })))));
  assert.equal(kinds.size, rows.length);
  for (const language of ['en', 'zh'] as const)
    for (const row of rows) for (const pooling of [false, true]) assert.doesNotMatch(say(language, row, pooling), /looks\.|pooled\.|[{}]/);
});
