// What the tests need of the system: three browsers, fonts for the Chinese screenshots, and the guide's site generators (36 MB).
import { existsSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { output, say } from '../cpp/toolchain/system.mjs';

const first = (paths) => paths.find((path) => existsSync(path)) ?? null;

/** The browser of WebKit's driver, beside its library: /usr/lib/<machine>/webkit2gtk-4.x/MiniBrowser. */
export function miniBrowser() {
  const folders = ['/usr/libexec', '/usr/lib', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))];
  const names = ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'];
  return first(folders.flatMap((folder) => names.map((name) => join(folder, name, 'MiniBrowser'))));
}

const xvfb = () => first(['/usr/bin/Xvfb']);
const webKitDriver = () => first(['/usr/bin/WebKitWebDriver']);

/** The program to start for a browser (for WebKit its driver), or null: from CHROMIUM, FIREFOX, WEBKIT in the environment, else Debian's. */
export const programs = {
  chromium: () => process.env.CHROMIUM ?? first(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']),
  firefox: () => process.env.FIREFOX ?? first(['/usr/bin/firefox-esr', '/usr/bin/firefox']),
  webkit: () => (miniBrowser() && xvfb() ? (process.env.WEBKIT ?? webKitDriver()) : null),
};

/** Debian's packages for each. */
export const packages = { chromium: 'chromium', firefox: 'firefox-esr', webkit: 'webkit2gtk-driver xvfb' };

/** What `program --version` says, or for WebKit, which starts no program without a screen, its package. */
export function version(name) {
  const program = programs[name]();
  if (!program) return `not installed: apt-get install ${packages[name]}`;
  const said =
    name === 'webkit'
      ? output('dpkg-query', ['-W', '-f=WebKitGTK ${Version}', packages.webkit.split(' ')[0]])
      : output(program, ['--version']);
  return said?.trim() || program;
}

const onPath = (program) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const needed = [
  { name: packages.chromium, there: programs.chromium },
  { name: packages.firefox, there: programs.firefox },
  { name: 'webkit2gtk-driver', there: () => miniBrowser() && webKitDriver() },
  { name: 'xvfb', there: xvfb },
  { name: 'hugo', there: () => onPath('hugo') },
  { name: 'jekyll', there: () => onPath('jekyll') },
  { name: 'mkdocs', there: () => onPath('mkdocs') },
  { name: 'mkdocs-material', there: () => existsSync('/usr/share/mkdocs/themes/material') },
  { name: 'python3-sphinx', there: () => onPath('sphinx-build') },
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
