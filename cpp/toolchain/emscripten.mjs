// Finds a good Emscripten, or installs one without root into the user's cache folder.
//
//   node cpp/toolchain/emscripten.mjs            prints what it found or installed
//   import { emscripten } from '…'               → {version, root, env, toolchainFile, origin}
//
// The install is Debian trixie's own package, taken through a private apt tree from the Debian mirror this
// machine already uses: apt checks signatures and checksums and resumes a broken download; nothing outside the
// cache folder is written.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptDownload, unpack } from './apt.mjs';
import { cacheFolder, newer, output, say } from './system.mjs';

const oldestGood = '3.1.69'; // first with EMBIND_AOT and --emit-tsd as used here; Debian trixie's version
const layout = 2; // raise when what this file makes of the packages changes

/** ELF programs of the packages: they need trixie's C library, which lies in the prefix beside them. */
const elfFolders = ['usr/bin', 'usr/lib/llvm-19/bin'];
const notNeeded = ['./usr/share/doc*', './usr/share/man*', './usr/share/locale*', './usr/share/emscripten/test*', './usr/share/info*'];

/** The version of the `emcc` on the PATH, or null. */
function pathVersion() {
  return /emcc.*?(\d+\.\d+\.\d+)/.exec(output('emcc', ['--version']) ?? '')?.[1] ?? null;
}

function manualWay(reason) {
  return new Error(
    `${reason}\nInstall Emscripten ${oldestGood} or newer by hand (emsdk: https://emscripten.org/docs/getting_started/downloads.html), ` +
      'put emcc on the PATH and start again.',
  );
}

/** Gives the trixie programs the loader and libraries of the prefix (Debian 12's C library is older). */
function relink(prefix) {
  const libraries = join(prefix, 'usr/lib/x86_64-linux-gnu');
  const loader = join(libraries, 'ld-linux-x86-64.so.2');
  const patchelf = [loader, ['--library-path', libraries, join(prefix, 'usr/bin/patchelf')]];
  const rpath = `${libraries}:${join(prefix, 'usr/lib/llvm-19/lib')}`;
  for (const folder of elfFolders) {
    for (const name of readdirSync(join(prefix, folder), { withFileTypes: true })) {
      const path = join(prefix, folder, name.name);
      const wanted = folder !== 'usr/bin' || name.name.startsWith('wasm-');
      if (!wanted || !name.isFile() || readFileSync(path).subarray(1, 4).toString() !== 'ELF') continue;
      output(patchelf[0], [...patchelf[1], '--set-interpreter', loader, '--force-rpath', '--set-rpath', rpath, path], { must: true });
    }
  }
}

function writeConfig(prefix) {
  writeFileSync(
    join(prefix, 'emscripten.config'),
    [
      `LLVM_ROOT = '${prefix}/usr/lib/llvm-19/bin'`,
      `BINARYEN_ROOT = '${prefix}/usr'`,
      `NODE_JS = '${process.execPath}'`,
      `CACHE = '${prefix}/usr/share/emscripten/cache'`,
      'FROZEN_CACHE = True',
      '',
    ].join('\n'),
  );
}

/** Downloads, unpacks and relinks into `prefix`; a folder is moved into place only when whole. */
async function install(prefix) {
  if (process.platform !== 'linux' || process.arch !== 'x64' || output('apt-get', ['--version']) === null)
    throw manualWay(`No emcc ${oldestGood} or newer on the PATH, and no apt to get one with.`);
  const building = `${prefix}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  try {
    const packages = await aptDownload({
      tree: join(cacheFolder(), 'apt-trixie'),
      suite: 'trixie',
      packages: ['emscripten', 'libxsimd-dev', 'patchelf'],
    });
    unpack(packages, building, notNeeded);
    rmSync(prefix, { recursive: true, force: true });
    renameSync(building, prefix);
    say('relinking the compiler to its own C library');
    relink(prefix);
    writeFileSync(join(prefix, '.complete'), '');
    rmSync(join(cacheFolder(), 'apt-trixie', 'cache'), { recursive: true, force: true });
  } catch (error) {
    throw manualWay(`Installing Emscripten failed: ${error.message}`);
  }
}

/** The compiler to use; installs one first where none is good enough. */
export async function emscripten() {
  const found = pathVersion();
  if (found && newer(found, oldestGood)) {
    const root = output('em-config', ['EMSCRIPTEN_ROOT'])?.trim();
    return describe({ version: found, root, env: process.env, origin: 'PATH' });
  }
  const prefix = join(cacheFolder(), `emscripten-${oldestGood}-${layout}`);
  if (!existsSync(join(prefix, '.complete'))) {
    say(
      found
        ? `emcc ${found} is older than ${oldestGood}: installing ${oldestGood} into ${prefix}`
        : `no emcc on the PATH: installing ${oldestGood} into ${prefix} (395 MB to download, once)`,
    );
    await install(prefix);
  }
  writeConfig(prefix); // the node that runs us may have moved since
  const env = {
    ...process.env,
    EM_CONFIG: join(prefix, 'emscripten.config'),
    NODE_PATH: join(prefix, 'usr/share/nodejs'),
    PATH: `${join(prefix, 'usr/share/emscripten')}${delimiter}${process.env.PATH}`,
  };
  return describe({ version: oldestGood, root: join(prefix, 'usr/share/emscripten'), env, origin: prefix });
}

function describe({ version, root, env, origin }) {
  return { version, root, env, origin, toolchainFile: join(root, 'cmake/Modules/Platform/Emscripten.cmake') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { version, origin } = await emscripten();
    console.log(`emscripten ${version} (${origin})`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
