// How the binary is found, and the core behind the worker's interface (here, without a worker, on this thread).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import type { AddressInfo } from 'node:net';
import { AttentionError, compileCore, connectWorker, loadCore, type RemoteCore } from '../../web/core/index.js';

const wasm = readFileSync('build/wasm-simd/cpp/bindings/attention-core.wasm');
const code = (expected: string) => (error: unknown) => error instanceof AttentionError && error.code === expected;

describe('the binary', () => {
  let server: Server;
  let base: string;
  before(async () => {
    const answers: Record<string, [status: number, type: string, body: Buffer | string]> = {
      '/right.wasm': [200, 'application/wasm', wasm],
      '/mime.wasm': [200, 'text/plain', wasm],
      '/page.wasm': [200, 'text/html', '<!doctype html>'],
      '/short.wasm': [200, 'application/wasm', wasm.subarray(0, 5000)],
    };
    server = createServer((request, response) => {
      const [status, type, body] = answers[request.url ?? ''] ?? [404, 'text/plain', 'none'];
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  for (const file of ['right.wasm', 'mime.wasm'])
    it(`${file} works`, async () => {
      const core = await loadCore({ wasmUrl: `${base}/${file}` });
      assert.equal(core.attend({ q: [[1]], k: [[1]], v: [[2]] }).output.data[0], 2);
    });

  for (const [file, status, start] of [
    ['page.wasm', 200, '3c 21 64 6f'],
    ['short.wasm', 200, '00 61 73 6d'],
    ['missing.wasm', 404, '6e 6f 6e 65'],
  ] as const)
    it(`${file} is refused by name, status and first bytes`, async () => {
      await assert.rejects(loadCore({ wasmUrl: `${base}/${file}` }), (error: AttentionError) => {
        assert.equal(error.code, 'core-file');
        assert.equal(error.values.status, status);
        assert.equal(error.values.start, start);
        assert.match(error.message, new RegExp(file));
        return true;
      });
    });

  it('a server that does not answer is named', async () => {
    await assert.rejects(loadCore({ wasmUrl: 'http://127.0.0.1:1/x.wasm' }), code('core-file'));
  });

  it('bytes and compiled modules are taken as they are', async () => {
    const module = await compileCore({ wasmBinary: new Uint8Array(wasm) });
    assert.equal((await loadCore({ wasmBinary: module })).build, 'simd');
  });

  it('another module is refused', async () => {
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    await assert.rejects(loadCore({ wasmBinary: empty }), code('core-start'));
  });
});

describe('the core behind promises', () => {
  let remote: RemoteCore;
  before(async () => {
    remote = await connectWorker();
  });
  const small = { q: [[1]], k: [[0], [Math.log(3)]], v: [[4], [8]], score: 'dot' } as const;

  it('answers as the core does', async () => {
    assert.equal(remote.where, 'main');
    assert.ok(Math.abs((await remote.attend(small)).output.data[0]! - 7) < 1e-5);
  });

  it('gives up what was aborted, before and after asking', async () => {
    await assert.rejects(remote.attend(small, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    const late = new AbortController();
    const asked = remote.attend(small, { signal: late.signal });
    late.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    assert.ok(await remote.attend(small));
  });

  it('errors keep their code', async () => {
    await assert.rejects(remote.attend({ ...small, temperature: -1 }), code('bad-temperature'));
    await assert.rejects(remote.encoder(new Uint8Array(100)), (error: unknown) => error instanceof AttentionError);
  });

  it('an encoder that was disposed is gone', async () => {
    const weights = new Uint8Array(readFileSync('build/models/use-lite.safetensors'));
    const encoder = await remote.encoder(weights);
    const run = await encoder.encode(Int32Array.of(10, 20, 30));
    const all = await run.weights();
    assert.deepEqual(all.shape, [encoder.layers, encoder.heads, 3, 3]);
    for (let row = 0; row < all.data.length; row += 3)
      assert.ok(Math.abs(all.data[row]! + all.data[row + 1]! + all.data[row + 2]! - 1) < 1e-5);
    const head = await run.stage(1, 2, 'weights');
    assert.deepEqual([...head.data], [...all.data.subarray(6 * 9, 7 * 9)]);
    const { value, steps } = await run.explain(1, 2, 'weights', { row: 1, column: 2 });
    assert.equal(value, head.data[5]);
    assert.equal(steps.at(-1)!.result, value);
    await run.dispose();
    await assert.rejects(run.weights(), code('disposed'));
    await encoder.dispose();
    await assert.rejects(encoder.encode(Int32Array.of(1)), code('disposed'));
  });
});
