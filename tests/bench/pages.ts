// The engines' pages in one browser: each way of each engine in a context, and so in a process, of its own.
import type { Browser, Page } from 'playwright-core';
import type { Bench } from './page/engine.js';
import type { EngineName } from './bundle.js';

type Method = 'prepare' | 'answer' | 'warm' | 'sample' | 'heap' | 'dispose';

/** What went wrong in one engine, in one line. */
export class EngineFailure extends Error {}

/** The first line, without where the rival's own sources lay when it was built. */
const firstLine = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .replace(/^page\.\w+: (Error: )?/, '')
    .split('\n')[0]!
    .replaceAll(/\/[\w./-]+\/([\w.-]+:\d+)/g, '$1')
    .slice(0, 250);

/** `work`, unless it takes longer than `milliseconds`. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${Math.round(milliseconds / 1000)} s`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** An engine and which of its ways. */
export interface Place {
  readonly engine: EngineName;
  readonly variant: string;
}

const keyOf = ({ engine, variant }: Place) => `${engine}/${variant}`;

export class Pages {
  private readonly open = new Map<string, Promise<Page>>();

  constructor(
    private readonly browser: Browser,
    private readonly url: string,
  ) {}

  private async start(name: EngineName): Promise<Page> {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${this.url}${name}.html`);
    await page.waitForFunction(() => window.bench ?? window.benchFailed);
    const failed = await page.evaluate(() => window.benchFailed);
    if (failed) throw new Error(failed);
    return page;
  }

  /** Calls the page's Bench; a page that failed or took too long is closed, and opened anew for the next call. */
  async call<Name extends Method>(
    place: Place,
    method: Name,
    given: Parameters<Bench[Name]>,
    limit: number,
  ): Promise<Awaited<ReturnType<Bench[Name]>>> {
    try {
      const key = keyOf(place);
      if (!this.open.has(key)) this.open.set(key, this.start(place.engine));
      const page = await within(30_000, this.open.get(key)!);
      const call = page.evaluate(([method, given]) => (window.bench![method] as (...given: unknown[]) => unknown)(...given), [
        method,
        given,
      ] as [Method, unknown[]]);
      return (await within(limit, call)) as Awaited<ReturnType<Bench[Name]>>;
    } catch (error) {
      await this.close(place);
      throw new EngineFailure(firstLine(error));
    }
  }

  /** Ends a page; its memory goes with it. */
  async close(place: Place): Promise<void> {
    const page = await this.open.get(keyOf(place))?.catch(() => null);
    this.open.delete(keyOf(place));
    if (page) await within(10_000, page.context().close()).catch(() => {});
  }
}
