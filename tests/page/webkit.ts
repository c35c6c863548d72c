// Safari's engine, by its own driver: the verbs of Playwright's Page that the tests use, so that the same tests run in it.
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { miniBrowser } from '../system.mjs';
import { Driver, type ElementId, type Session } from './webdriver.js';
import { Proxy as WatchingProxy, firstScript, watchedCopy } from './watched.js';

const kLimit = 15_000; // ms

/** Beside every script: document.querySelectorAll that looks into shadow roots too. */
const prelude = `const __name = (it) => it;
  const all = (selector, root = document) => [...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((each) => (each.shadowRoot ? all(selector, each.shadowRoot) : []))];`;

/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keys: Readonly<Record<string, string>> = {
  Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Alt: '\uE00A', Escape: '\uE00C',
  Space: ' ', PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011', ArrowLeft: '\uE012', ArrowUp: '\uE013',
  ArrowRight: '\uE014', ArrowDown: '\uE015', Delete: '\uE017', Meta: '\uE03D',
}; // prettier-ignore

interface Limit {
  readonly timeout?: number;
  readonly state?: 'attached' | 'visible' | 'detached' | 'hidden';
}

/** A page as tests see it. What is not here a test cannot do in WebKit: it is told so. */
class WebKitPage {
  private readonly earlier: string[] = [];
  private inFrame = false;

  constructor(private readonly session: Session) {}

  /** What the documents so far have complained of (watched.ts); of a page with a frame that was entered, both. */
  async problems(): Promise<string[]> {
    await this.leaveFrame();
    return [...this.earlier, ...((await this.evaluate('globalThis.attentionLabProblems ?? []')) as string[])];
  }

  private async keepProblems(): Promise<void> {
    this.earlier.push(...((await this.evaluate('globalThis.attentionLabProblems ?? []')) as string[]));
  }

  private script(body: string, ...given: unknown[]): Promise<unknown> {
    return this.session.run(`${prelude}\n${body}\n`, given);
  }

  evaluate(what: string | ((given: never) => unknown), given?: unknown): Promise<unknown> {
    if (typeof what === 'function') return this.script(`return (${what})(...arguments);`, given);
    return this.script(`return (${what.trim().replace(/;$/, '')});`);
  }

  $$eval(selector: string, what: (found: never, given: never) => unknown, given?: unknown): Promise<unknown> {
    return this.script(`return (${what})(all(arguments[0]), arguments[1]);`, selector, given);
  }

  async waitForFunction(what: string | ((given: never) => unknown), given?: unknown, { timeout = kLimit }: Limit = {}): Promise<void> {
    const until = Date.now() + timeout;
    while (!(await this.evaluate(what, given))) {
      if (Date.now() > until) throw new Error(`after ${timeout} ms there is still not: ${what}`);
      await this.waitForTimeout(30);
    }
  }

  async waitForSelector(selector: string, { timeout = kLimit, state = 'visible' }: Limit = {}): Promise<ElementId | null> {
    const until = Date.now() + timeout;
    for (;;) {
      const [found, seen] = (await this.script(
        'const [found] = all(arguments[0]); return [found ?? null, found?.checkVisibility({ visibilityProperty: true }) ?? false];',
        selector,
      )) as [ElementId | null, boolean];
      if (state === 'visible' ? seen : state === 'attached' ? found : state === 'hidden' ? !seen : !found) return found;
      if (Date.now() > until) throw new Error(`after ${timeout} ms ${selector} is not ${state}`);
      await this.waitForTimeout(30);
    }
  }

  private async element(selector: string): Promise<ElementId> {
    return (await this.waitForSelector(selector, { state: 'attached' }))!;
  }

  /** Reads one element once it is there. */
  private async read(selector: string, body: string, ...given: unknown[]): Promise<unknown> {
    await this.element(selector);
    return this.script(`const [one] = all(arguments[0]); ${body}`, selector, ...given);
  }

  innerText = (selector: string) => this.read(selector, 'return one.innerText.trim();');
  textContent = (selector: string) => this.read(selector, 'return one.textContent;');
  inputValue = (selector: string) => this.read(selector, 'return one.value;');
  getAttribute = (selector: string, name: string) => this.read(selector, 'return one.getAttribute(arguments[1]);', name);
  focus = (selector: string) => this.read(selector, 'one.focus();');

  /** As Playwright does it: typed where one types, set where one picks. */
  fill(selector: string, text: string): Promise<unknown> {
    return this.read(
      selector,
      `one.focus();
      if (['range', 'color', 'number'].includes(one.type)) {
        one.value = arguments[1];
        for (const name of ['input', 'change']) one.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
      } else {
        one.select();
        document.execCommand(arguments[1] ? 'insertText' : 'delete', false, arguments[1]);
      }`,
      text,
    );
  }

  selectOption(selector: string, value: string): Promise<unknown> {
    return this.read(
      selector,
      `one.focus();
      one.value = arguments[1];
      if (one.value !== arguments[1]) throw new Error('no option ' + arguments[1]);
      for (const name of ['input', 'change']) one.dispatchEvent(new Event(name, { bubbles: true, composed: true }));`,
      value,
    );
  }

  /** Until the element stands still where it can be hit. */
  async click(selector: string): Promise<void> {
    const until = Date.now() + kLimit;
    for (;;) {
      const element = (await this.waitForSelector(selector))!;
      await this.script("arguments[0].scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });", element);
      try {
        return void (await this.session.click(element));
      } catch (error) {
        if (Date.now() > until) throw error;
        await this.waitForTimeout(50);
      }
    }
  }

  async check(selector: string): Promise<void> {
    if (!(await this.read(selector, 'return one.checked;'))) await this.click(selector);
  }

  async hover(selector: string): Promise<void> {
    const origin = await this.element(selector);
    await this.read(selector, "one.scrollIntoView({ block: 'center', behavior: 'instant' });");
    await this.pointer({ type: 'pointerMove', duration: 20, origin, x: 0, y: 0 });
  }

  private pointer(action: object): Promise<unknown> {
    return this.session.act([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [action] }]);
  }

  readonly mouse = {
    down: () => this.pointer({ type: 'pointerDown', button: 0 }),
    up: () => this.pointer({ type: 'pointerUp', button: 0 }),
  };

  private strike(values: readonly string[]): Promise<unknown> {
    const actions = [
      ...values.map((value) => ({ type: 'keyDown', value })),
      ...[...values].reverse().map((value) => ({ type: 'keyUp', value })),
    ];
    return this.session.act([{ type: 'key', id: 'keyboard', actions }]);
  }

  readonly keyboard = {
    press: (key: string) => this.strike(key.split(/(?<=.)\+/).map((name) => keys[name] ?? name)),
    type: async (text: string) => {
      for (const each of text) await this.strike([each]);
    },
  };

  async press(selector: string, key: string): Promise<void> {
    await this.focus(selector);
    await this.keyboard.press(key);
  }

  async setInputFiles(selector: string, path: string): Promise<void> {
    await this.session.send(await this.element(selector), path);
  }

  locator(selector: string) {
    return {
      count: () => this.script('return all(arguments[0]).length;', selector) as Promise<number>,
      innerText: () => this.innerText(selector),
      click: () => this.click(selector),
    };
  }

  url = () => this.session.url();
  title = () => this.evaluate('document.title');
  goto = (address: string) => this.keepProblems().then(() => this.session.navigate(address));
  reload = () => this.keepProblems().then(() => this.session.reload());
  waitForTimeout = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** From here on all is asked of the document in this frame, as of Playwright's contentFrame(). */
  async enterFrame(selector: string): Promise<this> {
    await this.session.enterFrame(await this.element(selector));
    this.inFrame = true;
    return this;
  }

  private async leaveFrame(): Promise<void> {
    if (!this.inFrame) return;
    await this.keepProblems();
    await this.session.enterFrame(null);
    this.inFrame = false;
  }

  async screenshot({ path = '' } = {}): Promise<Buffer> {
    const picture = await this.session.screenshot();
    if (path) writeFileSync(path, picture);
    return picture;
  }

  async setViewportSize({ width, height }: { width: number; height: number }): Promise<void> {
    await this.session.resize(width, height);
    const [w, h] = (await this.evaluate('[innerWidth, innerHeight]')) as [number, number];
    if (w !== width || h !== height) await this.session.resize(2 * width - w, 2 * height - h);
  }
}

/** Says which verb is missing, where "not a function" would not. */
const refusing = (page: WebKitPage): Page =>
  new Proxy(page, {
    get(target, name) {
      if (name !== 'then' && !(name in target)) throw new Error(`WebKit: tests/page/webkit.ts has no page.${String(name)}`);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  }) as unknown as Page;

/** Where a visit begins. */
export interface Start {
  readonly locale: string;
  readonly viewport: { readonly width: number; readonly height: number };
  readonly serviceWorkers: 'allow' | 'block';
  readonly before?: () => void;
  readonly pages?: Readonly<Record<string, string>>;
}

export interface WebKitVisit {
  readonly page: Page;
  readonly address: string;
  readonly requests: string[];
  problems(): Promise<string[]>;
  close(): Promise<void>;
}

/** WebKit, one session at a time: each visit has its own, and so starts with nothing stored. */
export class WebKit {
  private session: Session | null = null;

  private constructor(
    private driver: Driver,
    private readonly start: () => Promise<Driver>,
    private readonly proxy: WatchingProxy,
    private readonly capabilities: object,
  ) {}

  /** `host` is another name of this machine. */
  static async launch(program: string, host: string): Promise<WebKit> {
    const binary = miniBrowser();
    if (!binary) throw new Error('there is no MiniBrowser beside WebKit’s library');
    const proxy = new WatchingProxy(['127.0.0.1', host]);
    const start = () => Driver.start(program);
    return new WebKit(await start(), start, proxy, {
      proxy: { proxyType: 'manual', httpProxy: await proxy.listen() },
      'webkitgtk:browserOptions': { binary, args: ['--automation'] },
    });
  }

  /** Seen after a page with COOP: the driver waits for a browser that does not come. Then another driver is asked. */
  private async open(): Promise<Session> {
    try {
      return await this.driver.open(this.capabilities);
    } catch {
      this.driver.stop();
      this.driver = await this.start();
      return this.driver.open(this.capabilities);
    }
  }

  async visit(address: string, { viewport, pages = {}, ...start }: Start): Promise<WebKitVisit> {
    const script = firstScript(start);
    const file = address.startsWith('file:') ? watchedCopy(address, script) : null;
    await this.session?.close().catch(() => undefined); // of a test that failed
    const session = await this.open();
    this.session = session;
    const own = Object.entries(pages).map(([path, html]) => [new URL(path, address).href, html] as const);
    Object.assign(this.proxy, { requests: [], script, pages: new Map(own) });
    const page = new WebKitPage(session);
    await page.setViewportSize(viewport);
    await session.navigate(file?.address ?? address);
    return {
      page: refusing(page),
      address: file?.address ?? address,
      requests: this.proxy.requests,
      problems: () => page.problems(),
      close: async () => {
        this.session = null;
        await session.close();
        file?.remove();
      },
    };
  }

  async close(): Promise<void> {
    this.driver.stop();
    this.proxy.close();
  }
}
