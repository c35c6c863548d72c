// What the tests of the page need of the system: two browsers, and fonts for the Chinese screenshots.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { output, say } from '../cpp/toolchain/system.mjs';

const first = (paths) => paths.find(existsSync) ?? '';
const chromium = () => process.env.CHROMIUM ?? first(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']);
const firefox = () => process.env.FIREFOX ?? first(['/usr/bin/firefox-esr', '/usr/bin/firefox']);

/** The programs that tests/page/browsers.ts starts. */
export const browsers = () => [
  ['chromium', chromium()],
  ['firefox', firefox()],
];

const needed = [
  { name: 'chromium', there: chromium },
  { name: 'firefox-esr', there: firefox },
  { name: 'fonts-noto-cjk', there: () => (output('fc-list', [':lang=zh']) ?? '').trim() !== '' },
];

/** How to become root without asking: nothing to put before a command, `sudo -n`, or null. */
function root() {
  if (process.getuid?.() === 0) return [];
  return output('sudo', ['-n', 'true']) === null ? null : ['sudo', '-n'];
}

/** Installs what is missing where that needs no password; returns what is still missing. */
export function ensureSystem() {
  const missing = () => needed.filter(({ there }) => !there()).map(({ name }) => name);
  const wanted = missing();
  if (!wanted.length) return [];
  const before = root();
  if (before && output('apt-get', ['--version']) !== null) {
    say(`apt-get install ${wanted.join(' ')}`);
    const run = (args) => {
      const [command, ...rest] = [...before, 'apt-get', ...args];
      return (
        spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
          .status === 0
      );
    };
    run(['update', '-q']);
    run(['install', '-q', '-y', '--no-install-recommends', ...wanted]);
  }
  const left = missing();
  if (left.length) say(`missing, and so not tested with: ${left.join(', ')}. Get them with: apt-get install ${left.join(' ')}`);
  return left;
}
