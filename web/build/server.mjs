// A static server for `dist/`: this machine only, right MIME types, gzip, no dependency.
//
//   node web/build/server.mjs [--port N] [--folder dist]
import { createServer } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { root } from './dependencies.mjs';

export const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.safetensors': 'application/octet-stream',
  '.zip': 'application/zip',
};
const worthGzip = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.txt', '.svg', '.wasm']);

/** Reads a file once for each of its versions, with its gzip form if that is wanted. */
function reader(zip) {
  const known = new Map();
  return (path) => {
    const { mtimeMs, size } = statSync(path);
    const tag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
    if (known.get(path)?.tag !== tag) {
      const body = readFileSync(path);
      known.set(path, { tag, body, gzip: zip && worthGzip.has(extname(path)) ? gzipSync(body, { level: 9 }) : null });
    }
    return known.get(path);
  };
}

/** The file a request asks for, or null where it lies outside `folder` or does not exist. */
function find(folder, url) {
  try {
    const path = resolve(join(folder, decodeURIComponent(new URL(url, 'http://local').pathname)));
    if (path !== folder && !path.startsWith(folder + sep)) return null;
    const file = statSync(path).isDirectory() ? join(path, 'index.html') : path;
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

function answer(folder, read, headers, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405, { allow: 'GET, HEAD' }).end();
  const path = find(folder, request.url);
  if (!path) return response.writeHead(404, { 'content-type': types['.txt'] }).end('not found\n');
  const { tag, body, gzip } = read(path);
  const common = { etag: tag, 'cache-control': 'no-cache', vary: 'accept-encoding', ...headers };
  if (request.headers['if-none-match'] === tag) return response.writeHead(304, common).end();
  const zipped = gzip && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(200, {
    ...common,
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-length': (zipped ? gzip : body).length,
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : zipped ? gzip : body);
}

/** Serves `folder`; a busy port is an error unless `tries` further ones may be taken. Port 0: any free one. */
export function serve({ folder = join(root, 'dist'), port = 0, tries = 0, headers = {}, zip = true } = {}) {
  const read = reader(zip);
  const server = createServer((request, response) => answer(resolve(folder), read, headers, request, response));
  return new Promise((done, fail) => {
    const attempt = (left, at) => {
      server.once('error', (error) => (error.code === 'EADDRINUSE' && left > 0 ? attempt(left - 1, at + 1) : fail(error)));
      server.listen(at, '127.0.0.1', () => {
        server.removeAllListeners('error');
        const taken = server.address().port;
        done({
          port: taken,
          url: `http://127.0.0.1:${taken}/`,
          close: () => (server.closeAllConnections(), new Promise((end) => server.close(end))),
        });
      });
    };
    attempt(tries, port);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, otherwise) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise);
  const { url } = await serve({ folder: resolve(option('--folder', join(root, 'dist'))), port: Number(option('--port', 4173)) });
  console.log(url);
}
