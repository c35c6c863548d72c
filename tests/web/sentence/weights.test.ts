import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { atHand, loadWeights, readBody, readPicked, verify, WeightsError } from '../../../web/labs/sentence/weights.js';
import { lookUp } from '../../../web/i18n/text.js';
import en from '../../../web/labs/sentence/en.json' with { type: 'json' };

const good = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
const file = {
  name: 'w.safetensors',
  url: 'models/w.safetensors',
  size: good.length,
  sha256: createHash('sha256').update(good).digest('hex'),
};
const kind = (code: string) => (error: unknown) =>
  error instanceof WeightsError && error.code === code && !/[{}]|^weights\./.test(lookUp([en], `weights.${code}`, error.values));

/** The browser's parts that loading uses. */
function page({ answer, cache, protocol = 'https:' }: { answer?: () => Promise<Response>; cache?: FakeCache; protocol?: string }): void {
  Object.assign(globalThis, {
    document: { baseURI: 'https://lab.test/', getElementById: () => null },
    location: { protocol },
    fetch: answer ?? (() => Promise.reject(new Error('not expected'))),
    caches: cache ? { open: async () => cache } : undefined,
  });
}
const original = { fetch: globalThis.fetch };
afterEach(() => {
  for (const name of ['document', 'location', 'caches']) delete (globalThis as Record<string, unknown>)[name];
  globalThis.fetch = original.fetch;
});

class FakeCache {
  readonly kept = new Map<string, Response>();
  match = async (url: URL) => this.kept.get(String(url))?.clone();
  put = async (url: URL, response: Response) => void this.kept.set(String(url), response);
  delete = async (key: URL | { url: string }) => this.kept.delete('url' in key ? key.url : String(key));
  keys = async () => [...this.kept.keys()].map((url) => ({ url }));
}

const load = (onProgress = (_loaded: number, _total: number) => {}) => loadWeights(file, new AbortController().signal, onProgress);

test('a good answer: the bytes, with progress up to the end', async () => {
  page({ answer: async () => new Response(good) });
  const seen: number[] = [];
  assert.deepEqual(await load((loaded) => seen.push(loaded)), good);
  assert.equal(seen.at(-1), good.length);
});

test('works without Cache Storage, and with one that throws', async () => {
  page({ answer: async () => new Response(good) });
  assert.equal((await load()).length, good.length);
  Object.assign(globalThis, { caches: { open: () => Promise.reject(new Error('SecurityError')) } });
  assert.equal((await load()).length, good.length);
  assert.equal(await atHand(file), false);
});

test('the second time comes from the cache, without a request; older versions are dropped', async () => {
  const cache = new FakeCache();
  cache.kept.set('https://lab.test/models/old.safetensors', new Response('old'));
  page({ answer: async () => new Response(good), cache });
  await load();
  assert.deepEqual([...cache.kept.keys()], ['https://lab.test/models/w.safetensors']);
  page({ cache });
  assert.equal(await atHand(file), true);
  assert.deepEqual(await load(), good);
});

test('a damaged copy in the cache is dropped and fetched anew', async () => {
  const cache = new FakeCache();
  cache.kept.set('https://lab.test/models/w.safetensors', new Response(new Uint8Array(5000)));
  page({ answer: async () => new Response(good), cache });
  assert.deepEqual(await load(), good);
  assert.deepEqual(new Uint8Array(await cache.kept.get('https://lab.test/models/w.safetensors')!.clone().arrayBuffer()), good);
});

const answers: [string, () => Promise<Response>][] = [
  ['status', async () => new Response('no', { status: 404 })],
  ['html', async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } })],
  ['network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['size', async () => new Response(good.subarray(0, 4000))],
  ['size', async () => new Response(new Uint8Array(6000))],
  ['hash', async () => new Response(good.map((byte, i) => (i === 77 ? byte ^ 1 : byte)))],
  ['empty', async () => new Response(new Uint8Array(0))],
];
for (const [code, answer] of answers)
  test(`a bad answer is named: ${code}`, async () => {
    page({ answer });
    await assert.rejects(load(), kind(code));
  });

test('a stream that breaks is a network error', async () => {
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(good.subarray(0, 100));
      controller.error(new Error('connection lost'));
    },
  });
  page({ answer: async () => new Response(body) });
  await assert.rejects(load(), kind('network'));
});

test('cancelling rejects with an AbortError, not with a message for the visitor', async () => {
  const controller = new AbortController();
  page({ answer: () => (controller.abort(), Promise.reject(new Error('aborted'))) });
  await assert.rejects(
    loadWeights(file, controller.signal, () => {}),
    { name: 'AbortError' },
  );
});

test('file:// and a build without weights: absent', async () => {
  page({ protocol: 'file:' });
  await assert.rejects(load(), kind('absent'));
  page({});
  await assert.rejects(
    loadWeights(undefined, new AbortController().signal, () => {}),
    kind('absent'),
  );
});

test('a picked file: good, truncated, damaged, empty', async () => {
  assert.deepEqual(await readPicked(new Blob([good]), file), good);
  await assert.rejects(readPicked(new Blob([good.subarray(1)]), file), kind('size'));
  await assert.rejects(readPicked(new Blob([new Uint8Array(5000)]), file), kind('hash'));
  await assert.rejects(readPicked(new Blob([]), undefined), kind('empty'));
  await assert.rejects(readPicked(new Blob([]), file), kind('empty'));
  assert.deepEqual(await readPicked(new Blob([good]), undefined), good);
});

test('verify without crypto.subtle (plain http) still checks the size', async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!;
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
  try {
    assert.equal((await verify(new Uint8Array(5000), file)).length, 5000);
    await assert.rejects(verify(new Uint8Array(4999), file), kind('size'));
  } finally {
    Object.defineProperty(globalThis, 'crypto', real);
  }
});

test('a body without a reader is read at once', async () => {
  const response = { body: null, arrayBuffer: async () => good.slice().buffer } as unknown as Response;
  assert.deepEqual(await readBody(response, good.length, () => {}), good);
});
