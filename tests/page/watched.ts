// WebKit's driver tells of no console, no error and no request. So its pages come through a proxy of ours, which notes
// what is asked for, leads a name to this machine, and puts a script before all others that notes the rest.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Runs in the page: what went wrong so far is in `attentionLabProblems`. */
function watch(languages: readonly string[]): void {
  const problems: string[] = [];
  Object.assign(globalThis, { attentionLabProblems: problems });
  Object.defineProperties(navigator, { language: { get: () => languages[0] }, languages: { get: () => languages } });
  for (const level of ['error', 'warn'] as const) {
    const print = console[level].bind(console);
    console[level] = (...given: unknown[]) => {
      problems.push(`console ${level === 'warn' ? 'warning' : level}: ${given.map(String).join(' ')}`);
      print(...given);
    };
  }
  addEventListener('unhandledrejection', ({ reason }) => problems.push(`uncaught: ${String(reason)}`));
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    problems.push(`console error: Content-Security-Policy: ${effectiveDirective} blocks ${blockedURI}`),
  );
  const failed = ({ target, message }: ErrorEvent) =>
    problems.push(message ? `uncaught: ${message}` : `console error: does not load: ${(target as HTMLElement).outerHTML}`);
  addEventListener('error', failed, true);
}

interface Setting {
  /** The language that the page is read in. */
  readonly locale: string;
  readonly serviceWorkers: 'allow' | 'block';
  /** Runs in the script, before any of the page. */
  readonly before?: () => void;
}

const noServiceWorker = () => {
  if (globalThis.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = () => new Promise(() => {});
};

export function firstScript({ locale, serviceWorkers, before }: Setting): string {
  const watched = `(${watch})(${JSON.stringify([locale, locale.split('-')[0]])});`;
  const others = [serviceWorkers === 'block' && noServiceWorker, before].map((each) => (each ? `(${each})();` : ''));
  return `{const __name = (it) => it; ${watched}${others.join('')}}`;
}

/** The policy, which now allows this script as well. */
const allow = (policy: string, script: string) =>
  policy.replaceAll(/script-src /g, `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}' `);

function inject(html: string, script: string): string {
  const meta = /(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"/i;
  const allowed = html.replace(meta, (_, start: string, policy: string) => `${start}${allow(policy, script)}"`);
  return allowed.replace(/<head[^>]*>|<!doctype html>|^/i, (start) => `${start}<script>${script}</script>`);
}

/** A copy of a page that is opened from disk, with the script in it. */
export function watchedCopy(address: string, script: string): { address: string; remove(): void } {
  const path = fileURLToPath(address.replace(/[?#].*/, ''));
  const folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  const copy = join(folder, basename(path));
  cpSync(path, copy);
  writeFileSync(copy, inject(readFileSync(path, 'utf8'), script));
  return { address: pathToFileURL(copy).href + (/[?#].*/.exec(address)?.[0] ?? ''), remove: () => rmSync(folder, { recursive: true }) };
}

export class Proxy {
  /** Addresses asked for, in order. */
  requests: string[] = [];
  script = '';
  /** Pages that are served from here: address → HTML. */
  pages: ReadonlyMap<string, string> = new Map();
  private readonly server: Server;

  /** `hosts` are this machine; there are no others. */
  constructor(private readonly hosts: readonly string[]) {
    this.server = createServer((request, response) => this.pass(request, response));
    this.server.on('connect', ({ url = '' }, socket) => {
      this.requests.push(`https://${url}/`);
      socket.destroy();
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    const { port } = this.server.address() as { port: number };
    return `127.0.0.1:${port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { href, hostname, port, pathname, search } = new URL(request.url ?? '');
    this.requests.push(href);
    if (!this.hosts.includes(hostname)) return void response.writeHead(502).end();
    const page = this.pages.get(href);
    if (page !== undefined)
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(inject(page, this.script));
    const { 'accept-encoding': _, 'if-none-match': __, ...headers } = request.headers;
    const asked = ask({ host: '127.0.0.1', port, path: pathname + search, method: request.method, headers }, (answer) => {
      const type = answer.headers['content-type'] ?? '';
      if (type.startsWith('text/html') && answer.statusCode === 200 && !pathname.endsWith('.wasm'))
        return void this.passPage(answer, response);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  }

  private async passPage(answer: IncomingMessage, response: ServerResponse): Promise<void> {
    const { 'content-length': _, 'content-security-policy': policy, ...headers } = answer.headers;
    const page = inject(Buffer.concat(await answer.toArray()).toString(), this.script);
    response.writeHead(200, { ...headers, ...(policy ? { 'content-security-policy': allow(String(policy), this.script) } : {}) });
    response.end(page);
  }
}
