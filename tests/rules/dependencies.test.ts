import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cppEdges, webEdges, webPackages } from './edges.js';
import { imports, includes, wrongImports, wrongIncludes } from './graph.js';
import { sourcesOf } from './sources.js';

const web = { edges: webEdges, packages: webPackages };

test('C++ folders use only the levels before them', () => {
  const sources = sourcesOf('cpp', '.hpp', '.cpp').filter(({ path }) => !path.startsWith('cpp/toolchain/'));
  assert.ok(sources.length > 20 && sources.some((source) => includes(source).length > 1));
  assert.deepEqual(
    sources.flatMap((source) => wrongIncludes(source, cppEdges)),
    [],
  );
});

test('web folders use only what the table allows', () => {
  const sources = sourcesOf('web', '.ts').filter(({ path }) => !path.startsWith('web/build/') && !path.endsWith('.d.ts'));
  assert.ok(sources.length > 20 && sources.some((source) => imports(source).length > 1));
  assert.deepEqual(
    sources.flatMap((source) => wrongImports(source, web)),
    [],
  );
});

const wrong = {
  'cpp/kernels/softmax.cpp': ['#include "attention/mask.hpp"', '#include "kernels/softmax.hpp"\n#include <vector>'],
  'cpp/models/encoder.cpp': ['#include "io/safetensors.hpp"', '#include "layers/linear.hpp"'],
  'cpp/base/status.hpp': ['# include "../tensor/view.hpp"', '#include "errors.hpp"'],
} as const;
for (const [path, [bad, good]] of Object.entries(wrong))
  test(`the checker sees ${bad} in ${path}`, () => {
    assert.equal(wrongIncludes({ path, text: bad }, cppEdges).length, 1);
    assert.deepEqual(wrongIncludes({ path, text: good }, cppEdges), []);
  });

const wrongWeb: readonly [path: string, bad: string, good: string][] = [
  ['web/views/heatmap/heatmap.ts', "import type { Core } from '../../core/index.js';", "import { css } from 'lit';"],
  ['web/core/load.ts', "export { x } from '../views/x.js';", "import { y } from './heap.js';"],
  ['web/core/load.ts', "const a = await import('../shell/main.js');", "const a = await import('./binary.js');"],
  ['web/labs/sentence/index.ts', "import { a } from '../mechanism/a.js';", "import type { Lab } from '../lab.js';"],
  ['web/labs/index.ts', "import '../shell/main.js';", "const lab = () => import('./mechanism/index.js');"],
  ['web/labs/sentence/index.ts', "import { wrap } from 'comlink';", "import { html } from 'lit/static-html.js';"],
  ['web/inputs/csv.ts', "import {\n  a,\n} from '../i18n/index.js';", "// see from '../i18n/index.js'"],
];
for (const [path, bad, good] of wrongWeb)
  test(`the checker sees ${JSON.stringify(bad)} in ${path}`, () => {
    assert.equal(wrongImports({ path, text: bad }, web).length, 1);
    assert.deepEqual(wrongImports({ path, text: good }, web), []);
  });
