// The service worker: keeps the files of one version and answers with them first. Bundled by web/build/offline.mjs as sw.js.
//
// A new version is kept beside the old one, takes over at once, and shows at the next navigation. Pages that are open stay
// whole: their files have names of their own content and are looked for in older caches, which go when no such page is left.
import { choose, namedByContent, type Choice, type Kept } from './choose.js';

/** The parts of ServiceWorkerGlobalScope used here; TypeScript has them only in a library that shuts out the page's. */
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  readonly clientId: string;
  readonly resultingClientId: string;
  respondWith(answer: Promise<Response>): void;
}
interface ServiceWorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly { id: string; url: string }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}

declare const ATTENTION_LAB_OFFLINE: { readonly version: string; readonly files: Kept };
const { version, files } = ATTENTION_LAB_OFFLINE;
const worker = self as unknown as ServiceWorkerScope;
const { scope } = worker.registration;
/** Cache Storage belongs to the whole origin, where another copy of the site may lie in another folder. */
const prefix = `attention-lab-files ${new URL(scope).pathname} `;
const current = prefix + version;
const addressOf = (path: string) => new URL(path, scope).href;

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));

/** From this version's cache first, then from the others. */
async function find(path: string): Promise<Response | undefined> {
  const names = await ours();
  for (const name of [current, ...names.filter((other) => other !== current)]) {
    const found = names.includes(name) ? await (await caches.open(name)).match(addressOf(path), { ignoreVary: true }) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** A redirected answer must not be given to a navigation: the same body without its history. */
const plain = (response: Response): Response =>
  response.redirected ? new Response(response.body, { status: response.status, headers: response.headers }) : response;

/** Throws where the answer is not the very file of this version: half-uploaded sites and log-in pages are not kept. */
async function download(path: string, integrity: string): Promise<Response> {
  const response = await fetch(addressOf(path), { integrity, cache: namedByContent(path) ? 'default' : 'no-cache' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return plain(response);
}

async function keepAll(): Promise<void> {
  const cache = await caches.open(current);
  const keep = async ([path, integrity]: [string, string]) => {
    if (await cache.match(addressOf(path), { ignoreVary: true })) return; // an earlier try got this far
    await cache.put(addressOf(path), (namedByContent(path) && (await find(path))) || (await download(path, integrity)));
  };
  await Promise.all(Object.entries(files).map(keep));
}

/** `localhost:8000` is another site every day: there the server is asked first, as far as a name does not fix the content. */
const passing = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(scope).hostname);

async function answer(request: Request, { kind, path }: Choice): Promise<Response> {
  if (kind === 'earlier' || !passing || namedByContent(path)) return (await find(path)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await find(path);
    if (!kept) throw error;
    return kept;
  }
}

/** Pages that this version was given to, as far as this run of the worker knows. */
const served = new Set<string>();
let tidy = false;

/** Drops older caches once every open page is of this version. */
async function tidyUp(): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some(({ id, url }) => url.startsWith(scope) && !served.has(id))) return;
  tidy = true;
  for (const name of await ours()) if (name !== current) await caches.delete(name);
}

worker.addEventListener('install', (event) => event.waitUntil(keepAll().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const choice = choose(event.request, scope, files);
  if (!choice || event.request.headers.has('range')) return;
  event.respondWith(answer(event.request, choice));
  if (event.resultingClientId) served.add(event.resultingClientId);
  else if (!tidy && served.has(event.clientId)) event.waitUntil(tidyUp());
});
