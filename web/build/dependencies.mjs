// npm packages: installed where they are missing or are not those of package-lock.json. Node's own parts only.
import { existsSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { say } from '../../cpp/toolchain/system.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

export const { version } = readJson(join(root, 'package.json'));

/** The first package that is not installed as locked, or null. */
function stale() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return 'node_modules';
  const have = readJson(installed).packages;
  const wanted = Object.entries(readJson(join(root, 'package-lock.json')).packages);
  const wrong = wanted.find(([path, entry]) => path && !entry.optional && have[path]?.version !== entry.version);
  return wrong?.[0] ?? null;
}

/** Runs `npm ci` where it is needed; says so. */
export function ensureDependencies() {
  if (Number(process.versions.node.split('.')[0]) < 20) throw new Error(`Node 20 or newer is needed; this is ${process.version}`);
  const why = stale();
  if (!why) return;
  say(`npm ci (${why} is missing or not as locked)`);
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.status !== 0) throw new Error('npm ci failed: see above');
}
