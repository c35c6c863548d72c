// A client of the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/): the few commands that tests/page/webkit.ts needs.
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';

/** What a driver calls an element. */
export type ElementId = Readonly<Record<string, string>>;
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** One window of one browser. */
export class Session {
  constructor(
    private readonly command: (method: string, path: string, body?: object) => Promise<unknown>,
    readonly version: string,
  ) {}

  navigate(url: string): Promise<unknown> {
    return this.command('POST', '/url', { url });
  }

  reload(): Promise<unknown> {
    return this.command('POST', '/refresh', {});
  }

  url(): Promise<string> {
    return this.command('GET', '/url') as Promise<string>;
  }

  /** `body` is a function's, with `arguments`; its promise is awaited. */
  async run(body: string, given: readonly unknown[] = []): Promise<unknown> {
    const script = `const tell = arguments[arguments.length - 1];
      (async function () { ${body} }).apply(null, Array.prototype.slice.call(arguments, 0, -1))
        .then((value) => tell({ value }), (error) => tell({ error: String(error) }));`;
    const answer = (await this.command('POST', '/execute/async', { script, args: given })) as { value?: unknown; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  /** Key actions, pointer actions: https://www.w3.org/TR/webdriver2/#actions */
  act(actions: readonly object[]): Promise<unknown> {
    return this.command('POST', '/actions', { actions });
  }

  click(element: ElementId): Promise<unknown> {
    return this.command('POST', `/element/${element[elementKey]}/click`, {});
  }

  /** Types into an element; for a file input, the path of a file. */
  send(element: ElementId, text: string): Promise<unknown> {
    return this.command('POST', `/element/${element[elementKey]}/value`, { text });
  }

  enterFrame(element: ElementId | null): Promise<unknown> {
    return this.command('POST', '/frame', { id: element });
  }

  resize(width: number, height: number): Promise<unknown> {
    return this.command('POST', '/window/rect', { width, height });
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from((await this.command('GET', '/screenshot')) as string, 'base64');
  }

  close(): Promise<unknown> {
    return this.command('DELETE', '');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const kAnswer = 40_000; // ms; a script may take 30 s

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A driver's program with a screen of its own. */
export class Driver {
  private constructor(
    private readonly address: string,
    private readonly processes: readonly ChildProcess[],
  ) {}

  static async start(program: string, environment: Readonly<Record<string, string>> = {}): Promise<Driver> {
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [display] = (await Promise.race([
      once(screen.stdio[3]!, 'data'),
      once(screen, 'exit').then(() => Promise.reject(new Error('Xvfb does not start'))),
    ])) as [Buffer];
    const port = await freePort();
    const env = { ...process.env, DISPLAY: `:${display.toString().trim()}`, NO_AT_BRIDGE: '1', ...environment };
    const driver = spawn(program, [`--port=${port}`], { env, stdio: 'ignore' });
    const started = new Driver(`http://127.0.0.1:${port}`, [driver, screen]);
    for (let tries = 0; tries < 200; tries++) {
      if (await fetch(`${started.address}/status`).catch(() => null)) return started;
      await wait(50);
    }
    started.stop();
    throw new Error(`${program} does not answer`);
  }

  async open(capabilities: object): Promise<Session> {
    const { sessionId, capabilities: got } = (await this.command('POST', '/session', {
      capabilities: { alwaysMatch: capabilities },
    })) as { sessionId: string; capabilities: { browserVersion: string } };
    return new Session((method, path, body) => this.command(method, `/session/${sessionId}${path}`, body), got.browserVersion);
  }

  private async command(method: string, path: string, body?: object): Promise<unknown> {
    const signal = AbortSignal.timeout(kAnswer);
    const response = await fetch(this.address + path, { method, signal, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
    if (!response.ok) throw new Error(`${value?.error ?? response.status}: ${value?.message ?? path}`);
    return value;
  }

  stop(): void {
    for (const process of this.processes) process.kill();
  }
}
