// npm start [-- --port N] [--no-open]: from a fresh clone to a page in the browser.
// Node's own parts only, until the packages are there.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { root } from './dependencies.mjs';
import { serve } from './server.mjs';

const defaultPort = 4173;

function options(args) {
  const at = args.indexOf('--port');
  const asked = at >= 0 ? Number(args[at + 1]) : null;
  if (asked !== null && !(Number.isInteger(asked) && asked > 0 && asked < 65536))
    throw new Error(`--port wants a number from 1 to 65535, got ${args[at + 1] ?? 'nothing'}`);
  return { port: asked, open: !args.includes('--no-open') };
}

/** A desktop is there, and nobody runs us from a script. */
function desktop() {
  if (process.env.CI || !process.stdout.isTTY) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function openBrowser(url) {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/** The port asked for, or the first free one from 4173 on. */
async function listen(port) {
  try {
    return await serve({ port: port ?? defaultPort, tries: port ? 0 : 20 });
  } catch (error) {
    if (error.code === 'EADDRINUSE')
      throw new Error(`port ${port} is in use: choose another with npm start -- --port ${port + 1}`, { cause: error });
    throw error;
  }
}

try {
  const { port, open } = options(process.argv.slice(2));
  await buildAll();
  const { url } = await listen(port);
  console.log(`\n  Attention Lab: ${url}\n\n  on this machine only; Ctrl+C ends it`);
  if (existsSync(join(root, 'dist/lab.html'))) console.log('  without a server: open dist/lab.html\n');
  if (open && desktop()) openBrowser(url);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
