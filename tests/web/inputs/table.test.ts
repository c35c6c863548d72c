import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTable, writeTable } from '../../../web/inputs/table.js';

const limit = { rows: 12, columns: 16 };
const rows = [
  [1, 2.5],
  [-3, 4],
];

test('one table in many notations', () => {
  for (const text of [
    '1\t2.5\n-3\t4',
    '1\t2,5\r\n-3\t4\r\n',
    '1,2.5\n-3,4',
    '1;2,5\n-3;4',
    '1 2.5\n−3   4\n\n',
    '[[1, 2.5], [-3, 4]]',
    '[[ 1.   2.5]\n [-3.   4. ]]',
    '"1","2.5"\n"-3","4"',
    '１\t２．５\n－３\t４',
    '１，２．５\n－３，４',
    '1,2.5,\n-3,4,\n',
    '1,2.5,\n-3,4',
    '"1","2,5"\n"-3","4"',
    '1\t2,500\n-3\t4,000',
    '1\t2.5\t\n-3\t4\t',
  ])
    assert.deepEqual(readTable(text, limit), { ok: true, rows }, JSON.stringify(text));
});

test('one row, one column, one number', () => {
  assert.deepEqual(readTable('1\t2\t3', limit), { ok: true, rows: [[1, 2, 3]] });
  assert.deepEqual(readTable('1\n2\n', limit), { ok: true, rows: [[1], [2]] });
  assert.deepEqual(readTable('7', limit), { ok: true, rows: [[7]] });
});

test('what is wrong is said with its place', () => {
  assert.deepEqual(readTable(' \n', limit), { ok: false, problem: 'empty' });
  assert.deepEqual(readTable('1\t2\n3', limit), { ok: false, problem: 'ragged', row: 1, expected: 2, actual: 1 });
  assert.deepEqual(readTable('1\t2\n3\tx', limit), { ok: false, problem: 'not-a-number', row: 1, column: 1, text: 'x' });
  assert.deepEqual(readTable('"1,234",5', limit), { ok: false, problem: 'not-a-number', row: 0, column: 0, text: '"1,234"' });
  assert.deepEqual(readTable('1,,2', limit), { ok: false, problem: 'empty-cell', row: 0, column: 1, text: '' });
  assert.deepEqual(readTable('1,NaN', limit), { ok: false, problem: 'not-finite', row: 0, column: 1, text: 'NaN' });
  assert.deepEqual(readTable('1\t\n3\t4', limit), { ok: false, problem: 'empty-cell', row: 0, column: 1, text: '' });
  assert.deepEqual(readTable('1\t2\n3\t4', { rows: 1, columns: 16 }), {
    ok: false,
    problem: 'too-large',
    rows: 2,
    columns: 2,
    maxRows: 1,
    maxColumns: 16,
  });
});

test('10,000 pasted words are refused at once', () => {
  const since = performance.now();
  const read = readTable('word '.repeat(10_000), limit);
  assert.ok(!read.ok && read.problem === 'too-large');
  assert.ok(performance.now() - since < 200);
});

test('what is written is read again', () => {
  assert.deepEqual(readTable(writeTable(rows), limit), { ok: true, rows });
});

test('labels of rows and columns are left out; without an empty corner nothing is', () => {
  for (const text of [
    '\ufeff,x,y\r\na,1,2.5\r\nb,-3,4\r\n',
    '\tx\ty\na\t1\t2.5\nb\t-3\t4',
    ',1,2\n1,1,2.5\n2,-3,4',
    ',"a, b; ""c""","[d]"\n"\'=1+1",1,2.5\n你,-3,4',
    ';x;y\na;1;2,5\nb;-3;4',
  ])
    assert.deepEqual(readTable(text, limit), { ok: true, rows }, JSON.stringify(text));
  for (const text of [',2\n3,4', ',1,2\n,3,4', ',5\nb,4', 'x,1\ny,2', ',\n,'])
    assert.equal(readTable(text, limit).ok, false, JSON.stringify(text));
});

test('with labels, what is wrong is told by its place in the file, and sizes are those of the numbers', () => {
  assert.deepEqual(readTable(',x,y\na,1,?\nb,3,4', limit), { ok: false, problem: 'not-a-number', row: 1, column: 2, text: '?' });
  assert.deepEqual(readTable(',x,y\na,1,2\nb,3', limit), { ok: false, problem: 'ragged', row: 2, expected: 2, actual: 1 });
  assert.deepEqual(readTable(',x,y\na,1,2\nb,3,4', { rows: 2, columns: 2 }), {
    ok: true,
    rows: [
      [1, 2],
      [3, 4],
    ],
  });
  const result = readTable(',x,y\na,1,2\nb,3,4', { rows: 1, columns: 2 });
  assert.deepEqual(result, { ok: false, problem: 'too-large', rows: 2, columns: 2, maxRows: 1, maxColumns: 2 });
});
