// What the build put beside the page, or inside it. Nothing here fetches: a lab or the shell does, when the user asks.

export interface BuiltFile {
  /** File name with a hash of its content: a good key for a cache. */
  readonly name: string;
  /** Relative to the build's folder. */
  readonly url: string;
  readonly size: number;
  /** Hexadecimal SHA-256 of the content. */
  readonly sha256: string;
}

export interface BuiltFiles {
  /** Of the package. */
  readonly version: string;
  /** The core. */
  readonly wasm: BuiltFile;
  /** The core for engines with relaxed SIMD. */
  readonly relaxed: BuiltFile;
  /** The worker, a classic script. */
  readonly worker: BuiltFile;
  /** Core and worker as a classic script that sets `attentionLabInline`. */
  readonly inline: BuiltFile;
  /** Weights of the sentence lab; absent where the build was told to leave them out. */
  readonly weights?: BuiltFile;
}

/** What the one-file page carries, each in `<script type="text/plain" id="embedded-…">`. */
export type EmbeddedName = 'core' | 'worker' | 'weights';

declare const ATTENTION_LAB_FILES: BuiltFiles | undefined;

/** Set by the build (web/build/site.mjs); undefined in Node, where the files lie in build/. */
export const files: BuiltFiles | undefined = typeof ATTENTION_LAB_FILES === 'undefined' ? undefined : ATTENTION_LAB_FILES;

/** Scripts of a build lie in a folder (js/) beside those of its files, wherever the page is that uses them; a classic script has no address. */
const base = () => (files && import.meta.url ? new URL('..', import.meta.url) : document.baseURI);

export const addressOf = (file: Pick<BuiltFile, 'url'>): URL => new URL(file.url, base());

/** The script that puts the element on somebody's page, and its subresource integrity; null in a page that has none beside it. */
export function elementScript(): { readonly url: string; readonly integrity: string } | null {
  const [url, integrity] = document.querySelector<HTMLMetaElement>('meta[name="attention-lab-element"]')?.content.split(' ') ?? [];
  return url && integrity ? { url: new URL(url, document.baseURI).href, integrity } : null;
}

/** Core (deflated, base64) and worker by way of a classic script, which needs no CORS; null where that is no way either. */
export async function loadInline(): Promise<{ readonly core: string; readonly worker: string } | null> {
  if (!files) return null;
  const script = document.createElement('script');
  script.src = addressOf(files.inline).href;
  await new Promise((done) => {
    script.onload = script.onerror = done;
    document.head.append(script);
  });
  script.remove();
  return (globalThis as { attentionLabInline?: { core: string; worker: string } }).attentionLabInline ?? null;
}

/** The text that the page carries under this name (base64 for 'weights', deflated first for 'core'), or null: then fetch it. */
export function embedded(name: EmbeddedName): string | null {
  return typeof document === 'undefined' ? null : (document.getElementById(`embedded-${name}`)?.textContent ?? null);
}

/** Base64 of deflated bytes, inflated: a page in one file is a quarter smaller for it. */
export const inflated = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(
    await new Response(new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer(),
  );

/** Decoded without fetch: `connect-src` of a strict policy forbids data: addresses. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
