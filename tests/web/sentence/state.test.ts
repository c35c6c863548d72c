import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../../../web/labs/error.js';
import { defaultState, examplePairs, headName, headPair, kMostCharacters, readState } from '../../../web/labs/sentence/state.js';
import { continuesWord, pieceLabel, unknownPieces } from '../../../web/labs/sentence/pieces.js';
import { lookUp } from '../../../web/i18n/text.js';
import en from '../../../web/labs/sentence/en.json' with { type: 'json' };

test('nothing given: the default, which is the first example', () => {
  assert.deepEqual(readState({}), defaultState);
  assert.equal(defaultState.text, examplePairs[0]!.text);
  assert.ok(examplePairs.length >= 3);
});

test('a whole state comes back as it was', () => {
  const state = { text: '', second: 'שלום 🙂', layer: 1, head: 3, off: ['0-1', '1-2'], view: 'lines', cell: [3, 4] };
  assert.deepEqual(readState(JSON.parse(JSON.stringify(state))), state);
});

test('heads that are off: sorted, each once', () => assert.deepEqual(readState({ off: ['1-2', '0-1', '1-2'] }).off, ['0-1', '1-2']));

test('a very long text is cut', () => assert.equal(readState({ text: 'a'.repeat(1_000_000) }).text.length, kMostCharacters));

for (const [field, value] of [
  ['text', 3],
  ['second', null],
  ['layer', -1],
  ['layer', 1.5],
  ['layer', 7],
  ['head', 4],
  ['head', '2'],
  ['off', 'all'],
  ['off', [[0, 1]]],
  ['off', ['__proto__']],
  ['off', ['2-0']],
  ['off', ['0-1', '0-4']],
  ['view', 'circle'],
  ['cell', [1]],
  ['cell', [256, 0]],
  ['cell', [1, NaN]],
] as const)
  test(`${field} = ${JSON.stringify(value)} is refused by name`, () =>
    assert.throws(
      () => readState({ [field]: value }),
      (error) => error instanceof LabError && lookUp([en], error.key, error.values).includes(`“${field}” has`),
    ));

test('raw states that are no objects', () => {
  for (const raw of [null, 'x', 7, undefined]) assert.deepEqual(readState(raw), defaultState);
});

test('names of heads', () => {
  assert.equal(headName(0, 3), '0-3');
  assert.deepEqual(headPair('1-2'), [1, 2]);
});

test('labels of pieces', () => {
  const label = (piece: string, unknown = false) => pieceLabel({ piece, unknown });
  assert.equal(label('▁love'), 'love');
  assert.equal(label('ing'), 'ing');
  assert.equal(label('▁'), '␣');
  assert.equal(label('▁公园', true), '公园');
  assert.equal(continuesWord({ piece: 'ing' }), true);
  assert.equal(continuesWord({ piece: '▁love' }), false);
});

test('unknown pieces are named once each, a dozen at most', () => {
  const token = (piece: string) => ({ id: 0, piece, start: 0, end: 0, unknown: true });
  assert.deepEqual(unknownPieces({ unknown: [token('▁公园'), token('🙂'), token('公园')] }), ['公园', '🙂']);
  assert.equal(unknownPieces({ unknown: Array.from({ length: 40 }, (_, i) => token(`x${i}`)) }).length, 12);
});
