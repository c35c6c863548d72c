// Builds the C++ core through a CMake preset.
//
//   npm run build:core              the core for the page (both binaries)
//   npm run build:core -- native    one preset, with its tests
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emscripten } from '../../cpp/toolchain/emscripten.mjs';
import { catch2, xsimd } from '../../cpp/toolchain/libraries.mjs';
import { say } from '../../cpp/toolchain/system.mjs';
import { ensureDependencies, root } from './dependencies.mjs';
import { locked } from './lock.mjs';

function cmake(args, env) {
  const run = spawnSync('cmake', args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.error) throw new Error(`cmake: ${run.error.message} (install CMake 3.25 or newer)`);
  if (run.status !== 0) throw new Error(`cmake ${args.join(' ')} failed: see above`);
}

/** Is `preset` configured with these values already? CMake itself notices changed CMakeLists.txt. */
function configured(preset, settings) {
  const path = join(root, 'build', preset, 'CMakeCache.txt');
  if (!existsSync(path)) return false;
  const cache = readFileSync(path, 'utf8');
  return Object.entries(settings).every(([name, value]) =>
    new RegExp(`^${name}(:\\w+)?=${value.replaceAll(/[.+]/g, '\\$&')}$`, 'm').test(cache),
  );
}

/** The compiler's own, and our TypeScript: emcc --emit-tsd looks for tsc on the PATH. */
function wasmEnvironment({ env, toolchainFile }) {
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${env.PATH}`;
  return { ...env, PATH: path, EMSCRIPTEN_TOOLCHAIN_FILE: toolchainFile };
}

/** emcc runs what it made to learn its types; Node 20 needs a flag for relaxed SIMD, and emcc takes a program alone. */
function relaxedNode() {
  const path = join(root, 'build/node-relaxed');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' --experimental-wasm-relaxed-simd "$@"\n`, { mode: 0o755 });
  return path;
}

/** Configures where needed and builds `target` of a preset; `tests` adds the tests and Catch2. */
export async function buildPreset(preset, { target = 'all', tests = true } = {}) {
  const wasm = preset.startsWith('wasm');
  const compiler = await emscripten(); // its packages bring xsimd as well
  const env = wasm ? wasmEnvironment(compiler) : { ...process.env };
  if (preset === 'wasm-relaxed') env.EM_NODE_JS = relaxedNode();
  const settings = { XSIMD_INCLUDE_DIR: await xsimd(compiler) };
  if (tests) Object.assign(settings, { ATTN_TESTS: 'ON', Catch2_DIR: join(await catch2(wasm ? compiler : null), 'lib/cmake/Catch2') });
  await locked(join(root, 'build', `${preset}.lock`), () => configureAndBuild(preset, { target, tests, settings, env }));
}

function configureAndBuild(preset, { target, tests, settings, env }) {
  if (!configured(preset, settings)) {
    say(`configuring ${preset}`);
    const given = tests ? settings : { ...settings, ...(configured(preset, { ATTN_TESTS: 'ON' }) ? {} : { ATTN_TESTS: 'OFF' }) };
    cmake(['--preset', preset, ...Object.entries(given).map(([name, value]) => `-D${name}=${value}`)], env);
  }
  say(`building ${preset}`);
  cmake(['--build', join('build', preset), '--target', target, '-j', String(availableParallelism())], env);
}

/** The core for the page: plain SIMD, and relaxed SIMD for the engines that have it. Their glue is the same. */
export async function buildCore() {
  for (const preset of ['wasm-simd', 'wasm-relaxed']) await buildPreset(preset, { target: 'attention_core', tests: false });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    ensureDependencies();
    const presets = process.argv.slice(2);
    if (!presets.length) await buildCore();
    for (const preset of presets) await buildPreset(preset);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
