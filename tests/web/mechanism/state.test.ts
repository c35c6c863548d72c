// States of the Mechanism lab: from links, with own numbers, refused where they cannot be used.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadCore, type Core } from '../../../web/core/index.js';
import { LabError } from '../../../web/labs/error.js';
import { run } from '../../../web/labs/mechanism/compute.js';
import { isMask, maskKind, maskOptions, paint } from '../../../web/labs/mechanism/mask.js';
import { parameterMatrix, parametersOf, scoreNames } from '../../../web/labs/mechanism/parameters.js';
import { columnsOf, rowsOf } from '../../../web/labs/mechanism/problem.js';
import { defaultState, problemOfState, readState, type State } from '../../../web/labs/mechanism/state.js';
import { applyChanges, readLink, writeLink } from '../../../web/labs/link.js';

let core: Core;
before(async () => {
  core = await loadCore();
});

const plain = (state: State) => state as unknown as Record<string, unknown>;

test('a state survives its link', () => {
  const state: State = {
    ...defaultState,
    preset: 'a5-additive',
    own: { data: { Q: [[1, -2.5, 3, 4e-7]] }, score: 'bilinear', temperature: 0.5, mask: '1111111110', W: [[1, 2]] },
    cell: 'output-0-1',
    predict: true,
    revealed: ['score', 'weights-0-1'],
    steps: 2,
    compare: true,
  };
  const link = readLink(writeLink('mechanism', plain(state), plain(defaultState)).hash)!;
  assert.deepEqual(readState(applyChanges(plain(defaultState), link.changes)), state);
});

test('what cannot be used is refused with a reason', () => {
  const bad: Record<string, unknown>[] = [
    { preset: 'nix' },
    { preset: 7 },
    { seed: 'x' },
    { head: -1 },
    { steps: 1.5 },
    { cell: 'weights' },
    { cell: 'evil-0-0' },
    { revealed: 'all' },
    { revealed: ['x'] },
    { own: null },
    { own: { data: { Q: [] } } },
    { own: { data: { Q: [[1], [1, 2]] } } },
    { own: { data: { Q: [['1']] } } },
    { own: { data: { Q: [[null]] } } },
    { own: { data: { Z: [[1]] } } },
    { own: { data: { Q: [[1e39, 2]] } } },
    { version: 'zzz' },
    { version: 7 },
    { own: { data: { Q: Array.from({ length: 13 }, () => [1]) } } },
    { own: { data: { Q: [Array.from({ length: 17 }, () => 1)] } } },
    { own: { data: {}, score: 'nix' } },
    { own: { data: {}, mask: 'nix' } },
    { own: { data: {}, temperature: 'hot' } },
    { own: { data: {}, heads: 0 } },
    { own: { data: {}, temperature: 0 } },
    { own: { data: {}, temperature: 1e-60 } },
    { own: { data: {}, softcap: -1 } },
    { own: { data: {}, toString: 1 } },
  ];
  for (const change of bad) assert.throws(() => readState({ ...defaultState, ...change }), LabError, JSON.stringify(change));
  for (const raw of [null, 7, 'x', []]) assert.throws(() => readState(raw), LabError);
});

test('every score function runs on the default numbers, with parameters that fit', () => {
  for (const score of scoreNames) {
    const problem = problemOfState({ ...defaultState, own: { data: {}, score } });
    const done = run(core, problem);
    const { data, rows, columns } = done.stage('weights', 0);
    assert.equal(columns, 3);
    assert.equal(rows, score.startsWith('importance') ? 1 : 3);
    for (let row = 0; row < rows; row++)
      assert.ok(Math.abs(data.slice(row * columns, (row + 1) * columns).reduce((a, b) => a + b) - 1) < 1e-6);
    done.dispose();
    for (const name of parametersOf(score))
      if (name !== 'gain') assert.ok(columnsOf(parameterMatrix(problem, name)) > 0 && rowsOf(parameterMatrix(problem, name)) > 0);
  }
});

test('masks as text', () => {
  assert.deepEqual(['none', 'causal', 'window-1-2', '10,01'].map(maskKind), ['none', 'causal', 'window', 'painted']);
  assert.deepEqual(['none', 'causal', 'window-1-2', '10,01', '', '12', 'window-1', 'all'].map(isMask), [
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  assert.deepEqual(maskOptions('window-1-2', 3, 3), { window: [1, 2] });
  const { mask } = maskOptions('10', 2, 3);
  assert.deepEqual(mask, { kind: 'boolean', data: Uint8Array.of(1, 0, 1, 1, 1, 1), shape: [2, 3] });
});

test('painting keeps what is hidden and changes one cell', () => {
  const causal = (row: number, column: number) => column > row;
  assert.equal(paint(causal, 2, 2, { row: 0, column: 0 }, false), '00,11');
  assert.equal(paint(causal, 2, 2, { row: 0, column: 1 }, true), 'none');
});
