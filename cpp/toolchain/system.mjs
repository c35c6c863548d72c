// Small things every script of the toolchain needs.
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads and third-party builds are kept, shared by every clone. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'attention-lab');
}

/** One line of progress, marked so that it stands out of compiler output. */
export function say(text) {
  process.stderr.write(`· ${text}\n`);
}

/** Standard output of a command, or null where it fails or does not exist; `must` throws with its error text instead. */
export function output(command, args, { must = false, ...options } = {}) {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (run.status === 0) return run.stdout;
  if (must) throw new Error(`${command} ${args.join(' ')}: ${run.error?.message ?? run.stderr.trim()}`);
  return null;
}

/** Is version `a` (dotted numbers) at least `b`? */
export function newer(a, b) {
  const [x, y] = [a, b].map((text) => text.split('.').map(Number));
  for (let i = 0; i < y.length; i++) if ((x[i] ?? 0) !== y[i]) return (x[i] ?? 0) > y[i];
  return true;
}
