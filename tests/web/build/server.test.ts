import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { serve } from '../../../web/build/server.mjs';

const top = mkdtempSync(join(tmpdir(), 'attention-lab-'));
const folder = join(top, 'dist');
const wasm = Buffer.concat([Buffer.from('\0asm\x01\0\0\0'), Buffer.alloc(4000)]);
let server: Awaited<ReturnType<typeof serve>>;

before(async () => {
  mkdirSync(join(folder, 'core'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>hello</p>');
  writeFileSync(join(folder, 'core/core.wasm'), wasm);
  writeFileSync(join(folder, 'weights.safetensors'), 'weights');
  writeFileSync(join(top, 'secret.txt'), 'secret');
  mkdirSync(join(top, 'dist-other'));
  writeFileSync(join(top, 'dist-other/secret.txt'), 'secret');
  server = await serve({ folder, headers: { 'x-test': 'yes' } });
});
after(async () => {
  await server.close();
  rmSync(top, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A request as it stands: fetch would tidy `..` away. */
function ask(path: string, { method = 'GET', headers = {} } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
    });
    sent.on('error', reject).end();
  });
}

test('MIME types, lengths and given headers', async () => {
  for (const [path, type] of [
    ['/', 'text/html; charset=utf-8'],
    ['/index.html?x=1', 'text/html; charset=utf-8'],
    ['/core/core.wasm', 'application/wasm'],
    ['/weights.safetensors', 'application/octet-stream'],
  ] as const) {
    const { status, headers, body } = await ask(path);
    assert.equal(status, 200, path);
    assert.equal(headers['content-type'], type);
    assert.equal(Number(headers['content-length']), body.length);
    assert.equal(headers['x-test'], 'yes');
  }
});

test('gzip where it is asked for and worth it', async () => {
  const zipped = await ask('/core/core.wasm', { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(zipped.headers['content-encoding'], 'gzip');
  assert.ok(zipped.body.length < 200 && gunzipSync(zipped.body).equals(wasm));
  assert.equal((await ask('/core/core.wasm')).headers['content-encoding'], undefined);
  assert.equal((await ask('/weights.safetensors', { headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding'], undefined);
});

test('an unchanged file is not sent again; a changed one is', async () => {
  const tag = String((await ask('/')).headers['etag']);
  assert.equal((await ask('/', { headers: { 'if-none-match': tag } })).status, 304);
  writeFileSync(join(folder, 'index.html'), '<p>hello again</p>');
  const { status, body } = await ask('/', { headers: { 'if-none-match': tag } });
  assert.deepEqual([status, String(body)], [200, '<p>hello again</p>']);
});

test('HEAD has no body; other methods and other places are refused', async () => {
  assert.equal((await ask('/', { method: 'HEAD' })).body.length, 0);
  assert.equal((await ask('/', { method: 'POST' })).status, 405);
  for (const path of [
    '/none.js',
    '/core',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/../dist-other/secret.txt',
    '/%00',
    '/%E0',
  ])
    assert.equal((await ask(path)).status, 404, path);
});

test('a busy port is an error, or the next one is taken', async () => {
  await assert.rejects(() => serve({ folder, port: server.port }), { code: 'EADDRINUSE' });
  const next = await serve({ folder, port: server.port, tries: 5 });
  assert.notEqual(next.port, server.port);
  await next.close();
});
