// Gets the two C++ libraries the core uses into the user's cache folder: xsimd (headers) and Catch2 (built once
// for the native compiler and once for WASM). Pinned to Debian trixie's versions, checksummed by apt.
//
//   node cpp/toolchain/libraries.mjs           prints where they are
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptDownload, aptSource, unpack } from './apt.mjs';
import { emscripten } from './emscripten.mjs';
import { cacheFolder, output, say } from './system.mjs';

const xsimdVersion = '13.2.0';
const catchVersion = '3.7.1';

/** Makes `folder` by `make(temporary)`, whole or not at all. */
async function once(folder, make) {
  if (existsSync(join(folder, '.complete'))) return folder;
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  await make(building);
  writeFileSync(join(building, '.complete'), '');
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
  return folder;
}

const tree = () => join(cacheFolder(), 'apt-trixie');

/** Folder that holds `xsimd/xsimd.hpp`; the compiler's own prefix has it where we installed that. */
export function xsimd(compiler) {
  return once(join(cacheFolder(), `xsimd-${xsimdVersion}`), async (folder) => {
    const fromCompiler = join(compiler?.origin ?? '', 'usr/include/xsimd');
    if (existsSync(fromCompiler)) return cpSync(fromCompiler, join(folder, 'xsimd'), { recursive: true });
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    const debs = await aptDownload({ tree: tree(), suite: 'trixie', packages: ['libxsimd-dev'] });
    unpack(
      debs.filter((deb) => /libxsimd/.test(deb)),
      unpacked,
      [],
    );
    renameSync(join(unpacked, 'usr/include/xsimd'), join(folder, 'xsimd'));
    rmSync(unpacked, { recursive: true });
  });
}

function catchSource() {
  return once(join(cacheFolder(), `catch2-${catchVersion}-source`), async (folder) => {
    await aptSource({ tree: tree(), suite: 'trixie', name: 'catch2', folder });
    const archive = readdirSync(folder).find((name) => name.includes(`_${catchVersion}.orig.tar`));
    if (!archive) throw new Error(`Catch2 ${catchVersion} is not among ${readdirSync(folder).join(', ')}`);
    output('tar', ['-x', '--strip-components=1', '-f', archive], { cwd: folder, must: true });
  });
}

/** Install prefix of Catch2 for CMake's find_package; `compiler` is null for the native build. */
export function catch2(compiler) {
  const kind = compiler ? `wasm-${compiler.version}` : 'native';
  return once(join(cacheFolder(), `catch2-${catchVersion}-${kind}`), async (folder) => {
    const source = await catchSource();
    say(`building Catch2 ${catchVersion} (${kind}), once`);
    const run = (args) => output('cmake', args, { must: true, env: compiler?.env ?? process.env });
    const build = join(folder, 'build');
    const wasm = compiler ? [`-DCMAKE_TOOLCHAIN_FILE=${compiler.toolchainFile}`, '-DCMAKE_CXX_FLAGS=-fwasm-exceptions'] : [];
    run([
      '-S',
      source,
      '-B',
      build,
      '-DCMAKE_BUILD_TYPE=Release',
      '-DCMAKE_CXX_STANDARD=20',
      '-DCATCH_INSTALL_DOCS=OFF',
      '-DCATCH_ENABLE_WERROR=OFF',
      '-DBUILD_TESTING=OFF',
      ...wasm,
    ]);
    run(['--build', build, '-j', String(availableParallelism())]);
    run(['--install', build, '--prefix', folder]);
    rmSync(build, { recursive: true });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const compiler = await emscripten();
  console.log([await xsimd(compiler), await catch2(null), await catch2(compiler)].join('\n'));
}
