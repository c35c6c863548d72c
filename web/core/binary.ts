// Where the WASM binary comes from: the first of given bytes, streaming compile, whole download.
import { AttentionError } from './errors.js';

export interface BinarySource {
  /** The bytes themselves (a page in one file), or a compiled module (a worker is handed one). */
  readonly wasmBinary?: Uint8Array | Promise<Uint8Array> | WebAssembly.Module;
  /** Where to fetch them. */
  readonly wasmUrl?: string | URL;
}

const isNode = typeof process === 'object' && typeof process.versions?.node === 'string';

/** Compiles the binary; `fallback` is where it lies beside this code. */
export async function compile({ wasmBinary, wasmUrl }: BinarySource, fallback: () => string | URL): Promise<WebAssembly.Module> {
  if (wasmBinary instanceof WebAssembly.Module) return wasmBinary;
  if (wasmBinary) return WebAssembly.compile((await wasmBinary) as BufferSource);
  const url = new URL(wasmUrl ?? fallback(), globalThis.location?.href);
  if (isNode && url.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    return WebAssembly.compile(await readFile(url));
  }
  return download(url);
}

async function download(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url).catch((reason: unknown) => {
    throw new AttentionError(
      'core-file',
      { url: url.href, status: 0, mime: '', start: '' },
      `core: ${url.href} cannot be fetched: ${String(reason)}`,
    );
  });
  const copy = response.clone();
  if (response.ok && WebAssembly.compileStreaming) {
    try {
      return await WebAssembly.compileStreaming(response);
    } catch {
      // A server that names another MIME type, or a broken file: the whole bytes tell which.
    }
  }
  const bytes = new Uint8Array(await copy.arrayBuffer());
  try {
    if (response.ok) return await WebAssembly.compile(bytes);
  } catch {
    // said below
  }
  const mime = response.headers.get('content-type') ?? '';
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new AttentionError(
    'core-file',
    { url: url.href, status: response.status, mime, start },
    `core: ${url.href} is not WebAssembly (status ${response.status}, type ${mime || 'none'}, first bytes ${start || 'none'})`,
  );
}
