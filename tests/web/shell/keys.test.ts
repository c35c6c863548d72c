import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moveOf, type Inside, type Move } from '../../../web/shell/present/keys.js';

const table: readonly [key: string, anywhere: Move | null, button: Move | null, grid: Move | null, field: Move | null][] = [
  ['PageDown', 'next', 'next', 'next', null],
  ['PageUp', 'previous', 'previous', 'previous', null],
  ['ArrowRight', 'next', 'next', null, null],
  ['ArrowDown', 'next', 'next', null, null],
  ['ArrowLeft', 'previous', 'previous', null, null],
  ['ArrowUp', 'previous', 'previous', null, null],
  [' ', 'next', null, null, null],
  ['Home', 'first', 'first', null, null],
  ['End', 'last', 'last', null, null],
  ['Escape', 'leave', 'leave', 'leave', 'leave'],
  ['a', null, null, null, null],
  ['Enter', null, null, null, null],
  ['Tab', null, null, null, null],
];

for (const [key, ...moves] of table)
  test(`${key === ' ' ? 'space' : key}: ${moves.map(String).join(', ')} anywhere, on a button, in a grid, in a field`, () => {
    const places: readonly Inside[] = [null, 'button', 'grid', 'field'];
    assert.deepEqual(
      places.map((inside) => moveOf({ key }, inside)),
      moves,
    );
  });

test('Shift and space go back; with other helpers the browser keeps its keys', () => {
  assert.equal(moveOf({ key: ' ', shiftKey: true }, null), 'previous');
  assert.equal(moveOf({ key: 'ArrowRight', shiftKey: true }, null), null);
  for (const held of ['ctrlKey', 'altKey', 'metaKey']) assert.equal(moveOf({ key: 'ArrowLeft', [held]: true }, null), null);
});
