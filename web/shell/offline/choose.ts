// Which of the kept files answers a request.

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly mode: string;
}

/** What the build keeps: address relative to the site → integrity of its content. */
export type Kept = Readonly<Record<string, string>>;

export type Choice =
  /** A file of this version. */
  | { readonly kind: 'kept'; readonly path: string }
  /** Named by its content, and of another version: an open page may still want it. */
  | { readonly kind: 'earlier'; readonly path: string };

/** Such a name never stands for other content: js/main-7FNK7AE4.css, core/worker-e3c64dc5.js */
export const namedByContent = (path: string): boolean => /-(?:[A-Z2-7]{8}|[0-9a-f]{8})\.\w+$/.test(path);

/** Null: not ours to answer (other origins, other methods, models, whatever else lies there). */
export function choose({ method, url, mode }: Asked, scope: string, kept: Kept): Choice | null {
  const address = new URL(url);
  const bare = address.origin + address.pathname;
  if (method !== 'GET' || !bare.startsWith(scope)) return null;
  const path = bare.slice(scope.length);
  // A page may be asked for by its folder, or without its ending where the server allows that.
  const names = mode === 'navigate' ? [path, `${path}index.html`, `${path}.html`] : [path];
  const found = names.find((name) => Object.hasOwn(kept, name));
  if (found !== undefined) return { kind: 'kept', path: found };
  return /^(js|core|element)\//.test(path) && namedByContent(path) ? { kind: 'earlier', path } : null;
}
