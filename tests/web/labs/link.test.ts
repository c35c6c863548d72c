// A state as a link and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../../../web/labs/error.js';
import { applyChanges, decodeValue, encodeValue, readLink, writeLink } from '../../../web/labs/link.js';
import { randomNumbers } from '../random.js';

const standard = { preset: 'a', seed: 1, on: false, own: { data: {} }, view: { zoom: 1, at: null }, list: [] as unknown[] };
type State = Record<string, unknown>;

const roundTrip = (state: State, base: State = standard) => {
  const { hash, leftOut } = writeLink('mechanism', state, base);
  assert.deepEqual(leftOut, []);
  const link = readLink(hash)!;
  assert.equal(link.lab, 'mechanism');
  return applyChanges(base, link.changes);
};
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

const awkward = [
  'word',
  'two words',
  'true',
  'null',
  '',
  '1',
  'a&b=c#d%',
  `"it's" (a) [b] {c}; *`,
  '我昨天去公园跑步',
  '🙂 עברית',
  '1-2',
  'x\ny',
  0,
  -0.5,
  1e-20,
  12345678.9,
  true,
  false,
  null,
  [],
  [
    [1, 2.5],
    [-3, 1e-7],
  ],
  ['a', 'b c'],
  [{ a: 1 }],
  { 'x y': [1] },
];

test('every value comes back, and needs no escape in an address', () => {
  for (const value of awkward) {
    const text = encodeValue(value);
    assert.deepEqual(decodeValue(text), value, text);
    assert.match(text, /^[\w\-.!~*'(),:;%]*$/);
  }
});

test('a state comes back', () => {
  for (const value of awkward) {
    const state = { ...standard, preset: value, list: [value], own: { data: { X: [[1, 2]] }, extra: value }, view: { zoom: 2, at: value } };
    assert.deepEqual(plain(roundTrip(state)), plain(state));
  }
});

test('only what differs is written', () => {
  assert.equal(writeLink('mechanism', standard, standard).hash, '#v1/mechanism/');
  const state = {
    ...standard,
    preset: 'a1-dot',
    own: {
      data: {
        X: [
          [1, 2],
          [3, 4],
        ],
      },
    },
  };
  assert.equal(writeLink('mechanism', state, standard).hash, '#v1/mechanism/preset=a1-dot&own.data.X=((1,2),(3,4))');
});

test('what is too long for a link is left out, longest first, and named', () => {
  const numbers = Array.from({ length: 3000 }, randomNumbers(1));
  const state = { ...standard, preset: 'kept', own: { data: { X: [numbers] } }, list: numbers.slice(0, 400) };
  const { hash, leftOut } = writeLink('mechanism', state, standard, 8000);
  assert.deepEqual(leftOut, ['own.data.X', 'list'].slice(0, leftOut.length));
  assert.ok(leftOut.length >= 1 && hash.length <= 8000);
  assert.equal(readLink(hash)!.changes.preset, 'kept');
});

test('an address without a link is no link; other versions and damage are told apart', () => {
  assert.equal(readLink(''), null);
  assert.equal(readLink('#'), null);
  const keyOf = (hash: string) => {
    try {
      readLink(hash);
    } catch (error) {
      assert.ok(error instanceof LabError);
      return error.key;
    }
    return 'fine';
  };
  assert.equal(keyOf('#v0/mechanism/x=1'), 'link.version');
  assert.equal(keyOf('#v27/mechanism/'), 'link.version');
  assert.equal(keyOf('#hello'), 'link.broken');
  assert.equal(keyOf('#v1/mechanism/x=((1,2)'), 'link.broken');
  assert.equal(keyOf('#v1/mechanism/x=%E0%A4%A'), 'link.broken');
  assert.equal(keyOf('#v1/mechanism/garbage'), 'link.broken');
  assert.equal(keyOf('#v1/mechanism/=1'), 'link.broken');
  assert.equal(keyOf('#v1/mechanism/x=1'), 'fine');
});

test('a link cannot reach a prototype', () => {
  const link = readLink('#v1/mechanism/__proto__.evil=1&own.__proto__.evil=1&constructor.prototype.evil=1')!;
  applyChanges(standard, link.changes);
  assert.equal(({} as State).evil, undefined);
});
