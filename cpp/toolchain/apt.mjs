// A private apt tree: another Debian suite's packages, from the mirror this machine already uses, without root
// and without touching the system's own apt.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { output, say } from './system.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The Debian mirror that the system's apt is set up with. */
function mirror() {
  const lines = (
    output('apt-get', ['indextargets', '--format', '$(REPO_URI) $(RELEASE) $(COMPONENT)', 'Created-By: Packages']) ?? ''
  ).split('\n');
  const uris = lines.filter((line) => /\/debian\/? \S+ main$/.test(line)).map((line) => line.split(' ')[0]);
  if (!uris.length) throw new Error('apt has no Debian archive set up');
  return uris[0];
}

/** apt options that move everything it reads and writes (but the machine's own network settings) into `tree`. */
function options(tree) {
  const set = {
    'Dir::State': join(tree, 'state'),
    'Dir::State::status': join(tree, 'status'),
    'Dir::Cache': join(tree, 'cache'),
    'Dir::Etc::sourcelist': join(tree, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'APT::Architecture': 'amd64',
    'APT::Sandbox::User': process.env.USER ?? 'root',
    'APT::Get::List-Cleanup': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  };
  return Object.entries(set).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

/** Runs apt-get; `watch` sees each line it prints. Throws with apt's last words where it fails. */
async function apt(tree, args, watch = () => {}) {
  const run = spawn('apt-get', [...options(tree), '-q', '-y', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let last = '';
  run.stderr.on('data', (text) => (last = (last + text).slice(-600)));
  createInterface({ input: run.stdout }).on('line', watch);
  const [status] = await once(run, 'close');
  if (status !== 0) throw new Error(`apt-get ${args[0]}: ${last.trim()}`);
}

/** Counts `Get:` lines against what apt said it would get, and shows the share on one line. */
function progress(label) {
  let total = 0;
  let done = 0;
  return (line) => {
    total = Number(/^(\d+) upgraded, (\d+) newly/.exec(line)?.[2] ?? total);
    if (!line.startsWith('Get:')) return;
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r· ${label} ${done}/${total || '?'} `);
    else if (done % 20 === 0) say(`${label} ${done}/${total || '?'}`);
    if (done === total && process.stderr.isTTY) process.stderr.write('\n');
  };
}

/** Makes the tree and reads the suite's package lists. */
async function open(tree, suite, kinds) {
  for (const folder of ['state/lists/partial', 'cache/archives/partial']) mkdirSync(join(tree, folder), { recursive: true });
  writeFileSync(join(tree, 'status'), '');
  writeFileSync(join(tree, 'sources.list'), kinds.map((kind) => `${kind} [signed-by=${keyring}] ${mirror()} ${suite} main\n`).join(''));
  say(`reading the package list of Debian ${suite}`);
  await apt(tree, ['update']);
}

/** Downloads `packages` and all they need; returns the .deb files. A broken download goes on where it stopped. */
export async function aptDownload({ tree, suite, packages }) {
  await open(tree, suite, ['deb']);
  await apt(tree, ['install', '--download-only', '--no-install-recommends', ...packages], progress('downloading package'));
  const archives = join(tree, 'cache/archives');
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

/** Downloads a source package (checksummed, not unpacked by apt) into `folder`. */
export async function aptSource({ tree, suite, name, folder }) {
  await open(tree, suite, ['deb-src']);
  say(`downloading the source of ${name}`);
  const run = output('apt-get', [...options(tree), '-q', 'source', '--download-only', name], { cwd: folder, must: true });
  return run;
}

/** Unpacks .deb files into `prefix`, leaving out paths that match `without`. */
export function unpack(debs, prefix, without) {
  say(`unpacking ${debs.length} packages`);
  for (const deb of debs) {
    const tar = spawnSync(
      'bash',
      [
        '-o',
        'pipefail',
        '-c',
        'dpkg-deb --fsys-tarfile "$0" | tar -x -C "$1" "${@:2}"',
        deb,
        prefix,
        ...without.map((glob) => `--exclude=${glob}`),
      ],
      { encoding: 'utf8' },
    );
    if (tar.status !== 0) throw new Error(`unpacking ${deb}: ${tar.stderr.trim()}`);
  }
}
