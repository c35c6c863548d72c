// States of the Scaling lab: from links, refused where they cannot be used.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError } from '../../../web/labs/error.js';
import { applyChanges, readLink, writeLink } from '../../../web/labs/link.js';
import { defaultState, readState, type ScalingState } from '../../../web/labs/scaling/state.js';

test('a state survives its link', () => {
  const state: ScalingState = {
    d: 1024,
    n: 8,
    seed: 4294967295,
    distribution: 'uniform',
    divide: false,
    temperature: 0.25,
    variant: 'divided',
    cell: [7, 0],
  };
  const { changes } = readLink(writeLink('scaling', state, defaultState).hash)!;
  assert.deepEqual(readState(applyChanges(defaultState, changes)), state);
});

test('nothing said is the default, and so is what is no object', () => {
  for (const raw of [{}, null, 7, 'x']) assert.deepEqual(readState(raw), defaultState);
});

test('a cell that fewer keys do not have is left out', () => {
  assert.equal(readState({ n: 8, cell: [1, 8] }).cell, null);
  assert.deepEqual(readState({ n: 64, cell: [1, 63] }).cell, [1, 63]);
});

for (const bad of [
  { d: 0 },
  { d: 3 },
  { d: 2048 },
  { d: '64' },
  { d: NaN },
  { n: 7 },
  { n: 1e9 },
  { seed: -1 },
  { seed: 0.5 },
  { seed: 2 ** 32 },
  { seed: 'x' },
  { distribution: 'cauchy' },
  { distribution: ['normal'] },
  { divide: 'yes' },
  { temperature: 0 },
  { temperature: -1 },
  { temperature: 1e300 },
  { temperature: null },
  { variant: '__proto__' },
  { cell: [0] },
  { cell: [0, -1] },
  { cell: [0, 64] },
  { cell: '0-0' },
])
  test(`refused: ${JSON.stringify(bad)}`, () => assert.throws(() => readState(bad), LabError));
