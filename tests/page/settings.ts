// The settings that a page of ours may have to live in (WEB.md): what the servers say, what stands in the way, what is shown.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sitePolicy } from '../../web/build/policy.mjs';
import { types } from '../../web/build/server.mjs';
import type { BrowserName } from './browsers.js';
import { lanHost } from './browsers.js';
import { dist } from './places.js';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Host {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves dist/ on this machine; `change` may answer a path otherwise, wholly or in part. */
export function host(change: (path: string) => Answer): Promise<Host> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://local').pathname);
    const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
    const { status, headers, body } = change(path);
    const there = body !== undefined || (existsSync(file) && statSync(file).isFile());
    const type = types[(extname(path) || '.html') as keyof typeof types] ?? 'application/octet-stream';
    response.writeHead(status ?? (there ? 200 : 404), { 'content-type': type, ...headers });
    response.end(body ?? (there ? readFileSync(file) : 'not found'));
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      done({ port, close: () => (server.closeAllConnections(), new Promise((end) => server.close(() => end()))) });
    });
  });
}

/** What a cell must show. */
export type Proof = 'numbers' | 'numbers, worker' | 'numbers, no worker' | 'numbers, plain core' | 'core-file' | 'no-simd';

export interface Setting {
  readonly name: string;
  readonly proof?: Proof;
  /** The author's server, which has our files as well; `other` is the port of ours, which opens its files to all. */
  readonly site?: (path: string, other: number) => Answer;
  /** What is opened: a path of the author's server, or a whole address. */
  readonly open?: string;
  readonly host?: string;
  /** The lab is in the page's iframe. */
  readonly inFrame?: boolean;
  readonly before?: () => void;
  /** True in the page where the setting holds: else nothing would be shown by a cell that passes. */
  readonly holds?: string;
  /** Complaints that the setting itself causes. */
  readonly expected?: readonly RegExp[];
  /** Engines in which there is no such setting, and why. */
  readonly impossible?: Partial<Record<BrowserName, string>>;
}

const policy = (text: string) => ({ headers: { 'content-security-policy': text } });
const trusted = (names: string) => `${sitePolicy}; require-trusted-types-for 'script'; trusted-types ${names}`;
const isRefused = "(() => { try { document.createElement('p').innerHTML = 'x'; return false; } catch { return true; } })()";

const noInline =
  "(() => { const s = document.createElement('script'); s.textContent = 'ran = 1'; document.body.append(s); return !globalThis.ran; })()";

/** The policy keeps the page from every server but its own. */
const noForeign = `new Promise((tell) => {
  document.addEventListener('securitypolicyviolation', () => tell(true));
  fetch('http://127.0.0.1:1/').catch(() => undefined);
  setTimeout(tell, 2000, false);
})`;

const article = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A post</title><body><p>A post.</p>${body}</body></html>`;
const lab = '<attention-lab lab="mechanism"></attention-lab>';
const twoLabs = `${lab}<attention-lab lab="sentence"></attention-lab>`;
const script = (base = '') => `<script type="module" src="${base}attention-lab.js"></script>`;
const frame = (address: string) => `<iframe sandbox="allow-scripts" width="1000" height="800" src="${address}"></iframe>`;

/** A page of the author's, for /post.html; `of` may say more about the other files. */
const post =
  (body: string | ((other: number) => string), of: Answer = {}) =>
  (path: string, other: number): Answer =>
    path === '/post.html' ? { ...of, body: article(typeof body === 'string' ? body : body(other)) } : of;

const mime = (type: string) => (path: string) => (path.endsWith('.wasm') ? { headers: { 'content-type': type } } : {});

const noRelaxed = () => {
  const validate = WebAssembly.validate.bind(WebAssembly);
  // opcodes of relaxed SIMD: 0xfd, then 0x100 and up in LEB128
  WebAssembly.validate = (bytes) => !/(^|,)253,\d+,2(,|$)/.test(new Uint8Array(bytes as ArrayBuffer).join()) && validate(bytes);
};

const noStorage = () => {
  for (const name of ['localStorage', 'sessionStorage', 'caches'])
    Object.defineProperty(globalThis, name, {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
};

const isolated = {
  headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
};

const fromElsewhere = (other: number) => twoLabs + script(`http://127.0.0.1:${other}/`);
const shadow = `<div id="host"></div><script>document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '${lab}';</script>`;

export const settings: readonly Setting[] = [
  { name: 'http', proof: 'numbers, worker' },
  { name: 'file', open: pathToFileURL(join(dist, 'lab.html')).href, holds: "location.protocol === 'file:'" },
  { name: 'plain http, not local', host: lanHost, holds: '!isSecureContext' },
  { name: 'lab.html in a sandbox', site: post(frame('lab.html')), open: 'post.html', inFrame: true, holds: "self.origin === 'null'" },
  {
    name: 'embed.html',
    site: post('<iframe width="1000" height="800" src="embed.html"></iframe>'),
    open: 'post.html',
    inFrame: true,
    holds: noForeign,
  },
  {
    name: 'embed.html in a sandbox',
    site: post(frame('embed.html')),
    open: 'post.html',
    inFrame: true,
    holds: `self.origin === 'null' && ${noForeign}`,
  },
  { name: 'element', site: post(lab + script()), open: 'post.html' },
  { name: 'element from another origin', site: post(fromElsewhere), open: 'post.html', proof: 'numbers, worker' },
  { name: 'element in a shadow root', site: post(shadow + script()), open: 'post.html' },
  { name: 'strict CSP', site: () => policy(sitePolicy), holds: noInline },
  { name: 'strict CSP, element', site: post(lab + script(), policy(sitePolicy)), open: 'post.html' },
  { name: 'Trusted Types', site: () => policy(trusted('lit-html attention-lab')), holds: isRefused, proof: 'numbers, worker' },
  {
    name: 'Trusted Types, element',
    site: post(twoLabs + script(), policy(trusted('lit-html attention-lab'))),
    open: 'post.html',
    proof: 'numbers, worker',
    holds: isRefused,
  },
  {
    name: 'Trusted Types without ours',
    site: () => policy(trusted('lit-html')),
    holds: isRefused,
    proof: 'numbers, no worker',
    expected: [/attention-lab|Trusted|Content.Security.Policy/i],
  },
  { name: '.wasm as text/html', site: mime('text/html'), expected: [/mime|wasm/i] },
  { name: '.wasm as octet-stream', site: mime('application/octet-stream'), expected: [/mime|wasm/i] },
  {
    name: '.wasm missing',
    site: (path) =>
      path.endsWith('.wasm') ? { status: 404, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>404</title>' } : {},
    proof: 'core-file',
    expected: [/404/, /wasm/i],
  },
  { name: 'COOP and COEP', site: () => isolated, holds: 'crossOriginIsolated', proof: 'numbers, worker' },
  {
    name: 'blocked workers',
    site: () => policy(sitePolicy.replace("worker-src 'self' blob:", "worker-src 'none'")),
    proof: 'numbers, no worker',
    expected: [/worker/i, /Content.Security.Policy/i],
  },
  { name: 'no relaxed SIMD', before: noRelaxed, proof: 'numbers, plain core' },
  { name: 'no SIMD', before: () => void (WebAssembly.validate = () => false), proof: 'no-simd', expected: [/preload/] },
  { name: 'no storage', before: noStorage, proof: 'numbers, worker' },
];
