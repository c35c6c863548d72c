// The table of tests/matrix.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixTable } from '../../matrix.mjs';

const printed = `▶ chromium
  ✔ chromium matrix › http (2779.9ms)
  ✖ chromium matrix › a long setting (1201.5ms)
    AssertionError
▶ webkit
  ✔ webkit matrix › http (12ms)
  ﹣ webkit matrix › a long setting (0.3ms) # no such thing
✖ failing tests:
  ✖ chromium matrix › a long setting (1201.5ms)
`;

test('a row for each setting, a column for each engine', () => {
  assert.deepEqual(matrixTable(printed).split('\n'), [
    'setting         chromium  webkit',
    'http            ok        ok',
    'a long setting  FAILED    not possible here: no such thing',
  ]);
});

test('nothing where nothing ran', () => assert.equal(matrixTable('✔ chromium http › opens (1ms)'), ''));
