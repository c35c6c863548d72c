// Gets the bytes of the weights: out of the page, out of the browser's cache, over the network or from a picked file.
import { addressOf, embedded, fromBase64, type BuiltFile } from '../../assets/files.js';

export type WeightsCode = 'absent' | 'network' | 'status' | 'html' | 'empty' | 'size' | 'hash' | 'read';

export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  constructor(
    readonly code: WeightsCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(`weights: ${code} ${JSON.stringify(values)}`);
  }
}

export type Progress = (loaded: number, total: number) => void;
export type Bytes = Uint8Array<ArrayBuffer>;

const kCache = 'attention-lab-weights';

/** Null where there is no Cache Storage (plain http on a network, file://) or the browser forbids it. */
async function openCache(): Promise<Cache | null> {
  try {
    return typeof caches === 'undefined' ? null : await caches.open(kCache);
  } catch {
    return null;
  }
}

/** Whether the weights can be had without a request. */
export async function atHand(file: BuiltFile | undefined): Promise<boolean> {
  if (embedded('weights') !== null) return true;
  const cache = file ? await openCache() : null;
  return Boolean(file && (await cache?.match(addressOf(file)).catch(() => undefined)));
}

async function sha256(bytes: Bytes): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null; // not a secure context
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Throws unless the bytes are those of the file the page was built with, as far as this browser can tell. */
export async function verify(bytes: Bytes, file: Pick<BuiltFile, 'size' | 'sha256'>): Promise<Bytes> {
  if (bytes.length === 0) throw new WeightsError('empty');
  if (bytes.length !== file.size) throw new WeightsError('size', { actual: bytes.length, expected: file.size });
  const hash = await sha256(bytes);
  if (hash !== null && hash !== file.sha256)
    throw new WeightsError('hash', { actual: hash.slice(0, 8), expected: file.sha256.slice(0, 8) });
  return bytes;
}

/** The body of an answer, with progress. Chunks past `total` are refused, so that a wrong file does not fill the memory. */
export async function readBody(response: Response, total: number, onProgress: Progress): Promise<Bytes> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(await response.arrayBuffer());
  const bytes = new Uint8Array(total);
  let loaded = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, loaded);
    if (loaded + value.length > total) {
      await reader.cancel();
      throw new WeightsError('size', { actual: `> ${total}`, expected: total });
    }
    bytes.set(value, loaded);
    loaded += value.length;
    onProgress(loaded, total);
  }
}

async function download(file: BuiltFile, signal: AbortSignal, onProgress: Progress): Promise<Bytes> {
  const url = addressOf(file);
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new WeightsError('network', { url: url.href, reason: String((error as Error).message ?? error) });
  }
  if (!response.ok) throw new WeightsError('status', { url: url.href, status: response.status });
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('text/html')) throw new WeightsError('html', { url: url.href, type });
  try {
    return await readBody(response, file.size, onProgress);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof WeightsError) throw error;
    throw new WeightsError('network', { url: url.href, reason: String((error as Error).message ?? error) });
  }
}

/** A kept copy that is whole; a damaged one is dropped. */
async function fromCache(cache: Cache, file: BuiltFile): Promise<Bytes | null> {
  try {
    const kept = await cache.match(addressOf(file));
    return kept ? await verify(new Uint8Array(await kept.arrayBuffer()), file) : null;
  } catch {
    await cache.delete(addressOf(file)).catch(() => false);
    return null;
  }
}

/** Keeps this version and drops older ones; a full disk is no error. */
async function keep(cache: Cache, file: BuiltFile, bytes: Bytes): Promise<void> {
  try {
    for (const old of await cache.keys()) if (old.url !== addressOf(file).href) await cache.delete(old);
    await cache.put(addressOf(file), new Response(bytes.slice(), { headers: { 'content-type': 'application/octet-stream' } }));
  } catch {
    // works without
  }
}

/** The weights that belong to this page; throws WeightsError, or AbortError when given up. */
export async function loadWeights(file: BuiltFile | undefined, signal: AbortSignal, onProgress: Progress): Promise<Bytes> {
  const carried = embedded('weights');
  if (carried !== null) return fromBase64(carried);
  if (!file || location.protocol === 'file:') throw new WeightsError('absent');
  const cache = await openCache();
  const kept = cache && (await fromCache(cache, file));
  if (kept) return kept;
  const bytes = await verify(await download(file, signal, onProgress), file);
  if (cache) await keep(cache, file, bytes);
  return bytes;
}

/** A file picked from disk. Where the page knows the right one, no other is taken. */
export async function readPicked(picked: Blob, file: BuiltFile | undefined): Promise<Bytes> {
  if (picked.size === 0) throw new WeightsError('empty');
  if (file && picked.size !== file.size) throw new WeightsError('size', { actual: picked.size, expected: file.size });
  let bytes: Bytes;
  try {
    bytes = new Uint8Array(await picked.arrayBuffer());
  } catch (error) {
    throw new WeightsError('read', { reason: String((error as Error).message ?? error) });
  }
  return file ? verify(bytes, file) : bytes;
}
