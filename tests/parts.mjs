// The parts of `npm test`, in order. `needs` names parts that must have run before a part that is run alone.
import { existsSync, readFileSync } from 'node:fs';
import { globSync } from './glob.mjs';
import { emscripten } from '../cpp/toolchain/emscripten.mjs';
import { catch2, xsimd } from '../cpp/toolchain/libraries.mjs';
import { output } from '../cpp/toolchain/system.mjs';
import { buildPreset } from '../web/build/core.mjs';
import { buildAll } from '../web/build/build.mjs';
import { check, ctest, nodeTests } from './command.mjs';
import { matrixTable } from './matrix.mjs';
import { ensureSystem, programs, version } from './system.mjs';

const bin = (name) => `node_modules/.bin/${name}`;

async function toolchain() {
  const compiler = await emscripten();
  await xsimd(compiler);
  await catch2(null);
  await catch2(compiler);
}

/** Builds a preset with its tests and runs them. */
const cpp = (preset, what) => ({
  group: 'cpp',
  name: `C++ ${what}`,
  async run() {
    await buildPreset(preset);
    return ctest(`build/${preset}`, { env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=1', UBSAN_OPTIONS: 'print_stacktrace=1' } });
  },
});

const avx512 = cpp('native-avx512', 'AVX-512');
const hasAvx512 = () => existsSync('/proc/cpuinfo') && /\bavx512dq\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));

const node = (group, folder, { needs = ['build'], extra = [] } = {}) => ({
  group,
  name: `tests/${folder}`,
  needs,
  run: () => nodeTests(globSync(`tests/${folder}`, '.test.ts'), extra),
});

function clangFormat() {
  if (output('clang-format', ['--version']) === null) return { skipped: 1 };
  return check('clang-format', ['--dry-run', '--Werror', ...globSync('cpp', '.hpp', '.cpp'), ...globSync('tests/cpp', '.hpp', '.cpp')]);
}

const pageTests = node('page', 'page', { needs: ['system', 'build'], extra: ['--test-concurrency=1'] });

/** What ran in which browser, from where: counted from the names of the tests. */
function sayWhere(result) {
  const places = {};
  for (const [, place] of result.text.matchAll(/^\s+✔ ((?:chromium|firefox|webkit)(?: [a-z ]+)?) ›/gm))
    places[place] = (places[place] ?? 0) + 1;
  for (const [place, passed] of Object.entries(places)) console.log(`passed in ${place}: ${passed}`);
  console.log(`\n${matrixTable(result.text)}\n`);
  for (const name of Object.keys(programs)) console.log(`${name}: ${version(name)}`);
  return result;
}

export const parts = [
  { group: 'system', name: 'system', run: async () => void ensureSystem() },
  { group: 'toolchain', name: 'toolchain', run: toolchain },
  { group: 'build', name: 'build', run: async () => (await buildAll(), { passed: 1 }) },
  { group: 'lint', name: 'types', needs: ['build'], run: () => check(bin('tsc'), ['-p', 'web/tsconfig.json']) },
  {
    group: 'lint',
    name: 'eslint',
    run: () => check(bin('eslint'), ['--config', 'web/eslint.config.mjs', '--max-warnings', '0', 'web', 'tests', 'cpp']),
  },
  { group: 'lint', name: 'prettier', run: () => check(bin('prettier'), ['--check', 'web', 'tests', 'cpp', '*.json', '*.md']) },
  { group: 'lint', name: 'clang-format', run: clangFormat },
  cpp('native', 'native'),
  { ...avx512, run: async () => (hasAvx512() ? avx512.run() : { skipped: 1 }) },
  cpp('sanitize', 'sanitized'),
  cpp('emulated', 'emulated'),
  cpp('wasm-simd', 'WASM'),
  cpp('wasm-relaxed', 'WASM relaxed'),
  node('web', 'web'),
  node('bench', 'bench', { needs: ['system', 'build'] }),
  node('rules', 'rules'),
  node('readme', 'readme'),
  node('guide', 'guide', { needs: ['system', 'build'], extra: ['--test-concurrency=1'] }),
  {
    group: 'size',
    name: 'budgets',
    needs: ['system', 'build'],
    run: () => check(process.execPath, ['web/build/size.mjs', '--times-told']),
  },
  { ...pageTests, run: async () => sayWhere(await pageTests.run()) },
];
