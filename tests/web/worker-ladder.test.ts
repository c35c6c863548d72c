// Which worker a page gets: its file, a blob of its text, or none.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { expose } from 'comlink';
import { configure } from '../../web/core/configure.js';
import { connectWorker } from '../../web/core/worker/connect.js';

const page = 'https://author.example/post.html';
const own = 'https://author.example/core/worker.js';
const foreign = 'https://files.example/core/worker.js';
const real = { Worker: globalThis.Worker, fetch: globalThis.fetch, createObjectURL: URL.createObjectURL };

/** A page's globals: `allowed` are the worker addresses that its engine and policy let through; others throw or fail as engines do. */
function stub(allowed: RegExp, { text = 'the worker' as string | null, refuse = 'throw' as 'throw' | 'event' } = {}) {
  const tried: string[] = [];
  const blobs: Blob[] = [];
  class FakeWorker extends EventTarget {
    private readonly channel = new MessageChannel();

    constructor(url: unknown) {
      super();
      tried.push(String(url).replace(/^blob:.*/, 'blob'));
      if (!allowed.test(String(url))) {
        if (refuse === 'throw') throw new DOMException('not of this origin', 'SecurityError');
        setTimeout(() => this.dispatchEvent(new Event('error')));
        return;
      }
      expose({ start: async () => 'simd' }, this.channel.port1 as never);
      this.channel.port2.addEventListener('message', ({ data }) => this.dispatchEvent(Object.assign(new Event('message'), { data })));
      this.channel.port2.start();
    }
    postMessage(data: unknown): void {
      this.channel.port2.postMessage(data);
    }
    terminate(): void {
      this.channel.port1.close();
      this.channel.port2.close();
    }
  }
  Object.assign(globalThis, {
    Worker: FakeWorker,
    location: { href: page },
    self: { origin: new URL(page).origin },
    fetch: async (url: unknown) => {
      tried.push(`fetch ${url}`);
      if (text === null) throw new TypeError('blocked by CORS');
      return new Response(text);
    },
  });
  URL.createObjectURL = (blob: Blob) => (blobs.push(blob), 'blob:https://author.example/1');
  return { tried, blobs };
}

afterEach(() => {
  for (const name of ['location', 'self', 'trustedTypes']) delete (globalThis as Record<string, unknown>)[name];
  Object.assign(globalThis, { Worker: real.Worker, fetch: real.fetch });
  URL.createObjectURL = real.createObjectURL;
  configure({ workerUrl: undefined, workerSource: undefined } as never);
});

async function where(): Promise<string> {
  const core = await connectWorker();
  core.dispose();
  return core.where;
}

test('a file of the page’s own origin', async () => {
  const { tried } = stub(/^https:\/\/author/);
  configure({ workerUrl: own });
  assert.equal(await where(), 'worker');
  assert.deepEqual(tried, [own]);
});

test('a file of another origin is never tried as a worker: its text is fetched for a blob', async () => {
  const { tried, blobs } = stub(/^blob:/);
  configure({ workerUrl: foreign });
  assert.equal(await where(), 'worker');
  assert.deepEqual(tried, [`fetch ${foreign}`, 'blob']);
  assert.equal(await blobs[0]?.text(), 'the worker');
  assert.equal(blobs[0]?.type, 'text/javascript');
});

test('a file that the page’s policy keeps from being a worker may still be a blob', async () => {
  const { tried } = stub(/^blob:/, { refuse: 'event' });
  configure({ workerUrl: own });
  assert.equal(await where(), 'worker');
  assert.deepEqual(tried, [own, `fetch ${own}`, 'blob']);
});

test('text that the page carries is not fetched', async () => {
  const { tried } = stub(/^blob:/);
  configure({ workerSource: 'the worker' });
  assert.equal(await where(), 'worker');
  assert.deepEqual(tried, ['blob']);
});

test('neither file nor text nor blob: on the page’s own thread', async () => {
  for (const [allowed, text] of [
    [/never/, 'the worker'],
    [/^blob:/, null],
  ] as const) {
    stub(allowed, { text });
    configure({ workerUrl: foreign });
    assert.equal(await where(), 'main');
  }
});
