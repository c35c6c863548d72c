// <attention-lab> in somebody else's page, and embed.html in an iframe.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../web/build/dependencies.mjs';
import { eachPlace, type Place } from './places.js';
import { brokenRules } from './axe.js';
import type { VisitOptions } from './visit.js';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const tag = '<script type="module" src="attention-lab.js"></script>';
const keepEvents = `<script>window.events = [];
  for (const name of ['ready', 'change', 'select', 'result', 'error'])
    addEventListener('al-' + name, ({ target, detail }) => events.push({ name, id: target.id, detail: JSON.parse(JSON.stringify(detail)) }));
</script>`;

/** A page of the author's own with this body, on the site's server. */
function post(place: Place, body: string, options: VisitOptions = {}) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A post</title><body>${keepEvents}${body}</body></html>`;
  return place.open('post.html', { ...options, pages: { 'post.html': html } });
}

interface Told {
  readonly name: string;
  readonly id: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
const told = (page: Page, name?: string) =>
  page.evaluate((only) => (window as unknown as { events: Told[] }).events.filter((event) => !only || event.name === only), name);

/** Numbers of a stage inside an element's shadow root (or document). */
const cells = (page: Page, id: string, stage = 'weights') =>
  page
    .locator(`#${id} [data-stage="${stage}"] [data-cell]`)
    .evaluateAll((all) => all.map((cell) => Number((cell.getAttribute('title') ?? cell.textContent!).replace('−', '-'))));

const until = (page: Page, id: string) => page.locator(`#${id} [data-stage="weights"] [data-cell]`).first().waitFor();

const near = (actual: readonly number[], expected: readonly number[]) => {
  assert.equal(actual.length, expected.length, JSON.stringify(actual));
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${value} is not ${expected[i]}`));
};

/** softmax(q kᵀ / √d), in double precision. */
function weightsOf(q: number[][], k: number[][]): number[] {
  return q.flatMap((query) => {
    const scores = k.map((key) => query.reduce((sum, x, i) => sum + x * key[i]!, 0) / Math.sqrt(query.length));
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  });
}

const q = [
  [1, 0],
  [0, 1],
];
const k = [
  [1, 2],
  [0.5, -1],
  [2, 0],
];
const v = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const numbers = JSON.stringify({ q, k, v, names: { k: ['love', 'cats', 'dogs'] } });
const own = (id: string, attributes = '') =>
  `<attention-lab id="${id}" view="weights" ${attributes}><script type="application/json">${numbers}</script></attention-lab>`;

/** What another version of the script has registered. */
const other = `<script>customElements.define('other-lab', class extends HTMLElement { static version = '9.9.9'; });</script><other-lab></other-lab>`;

eachPlace({ origins: ['http'], headers: {} }, (place, add) => {
  add('numbers of the author’s own, with their names', async () => {
    const { page, close } = await post(place, own('a') + tag);
    await until(page, 'a');
    near(await cells(page, 'a'), weightsOf(q, k));
    assert.deepEqual(await page.locator('#a [data-stage="weights"] thead th').allInnerTexts(), ['love', 'cats', 'dogs']);
    assert.deepEqual(
      (await told(page)).map(({ name }) => name),
      ['ready', 'result'],
    );
    await close();
  });

  add('properties, setState and getState; the state attribute follows and opens the same picture', async () => {
    const { page, close } = await post(place, own('a') + tag);
    await until(page, 'a');
    await page.evaluate(() => {
      const element = document.getElementById('a') as HTMLElement & { matrices: object; setState(patch: object): void };
      element.matrices = { k: [[3, 1]], v: [[2, 2]] };
    });
    await page.waitForFunction(
      () => document.querySelector('#a')!.shadowRoot!.querySelectorAll('[data-stage="weights"] [data-cell]').length === 2,
    );
    near(await cells(page, 'a'), [1, 1]);
    await page.evaluate(() =>
      (document.getElementById('a') as HTMLElement & { setState(patch: object): void }).setState({ own: { data: {}, temperature: 2 } }),
    );
    await page.waitForFunction(() => document.getElementById('a')!.getAttribute('state')?.includes('temperature=2'));
    assert.equal((await told(page, 'change')).length, 1);
    const state = await page.getAttribute('#a', 'state');
    const shown = await cells(page, 'a');
    await page.evaluate((text) => {
      const other = document.createElement('attention-lab');
      other.id = 'b';
      other.setAttribute('view', 'weights');
      other.setAttribute('state', text!);
      document.body.append(other);
    }, state);
    await until(page, 'b');
    near(await cells(page, 'b'), shown);
    const refused = await page.evaluate(() => {
      try {
        (document.getElementById('a') as HTMLElement & { setState(patch: object): void }).setState({ preset: 'nonsense' });
        return '';
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    assert.equal(refused, 'broken-state');
    near(await cells(page, 'a'), shown);
    await close();
  });

  add('selecting a cell tells the page and explains', async () => {
    const { page, close } = await post(place, own('a', 'controls="minimal"') + tag);
    await until(page, 'a');
    await page.click('#a [data-stage="weights"] [data-cell="1-2"]');
    assert.deepEqual((await told(page, 'select')).at(-1)?.detail, { lab: 'mechanism', stage: 'weights', head: 0, row: 1, column: 2 });
    const value = await page.innerText('#a [data-test="value"]');
    assert.ok(Math.abs(Number(value) - weightsOf(q, k)[5]!) < 1e-3, value);
    await close();
  });

  add('ten elements: one worker, one core; what a removed one held is given back', async () => {
    const { page, requests, close } = await post(place, Array.from({ length: 10 }, (_, i) => own(`e${i}`)).join('') + tag);
    for (let i = 0; i < 10; i++) {
      await page.locator(`#e${i}`).scrollIntoViewIfNeeded();
      await until(page, `e${i}`);
    }
    assert.equal(requests.filter((url) => url.endsWith('.wasm')).length, 1);
    assert.ok(page.workers().length <= 1);
    const disposed = await page.evaluate(async () => {
      document.querySelectorAll('attention-lab').forEach((element) => element.remove());
      await new Promise((done) => setTimeout(done, 50));
      return document.querySelectorAll('attention-lab').length;
    });
    assert.equal(disposed, 0);
    await close();
  });

  add('starts when it comes near the window; moved it stays, put back it shows the same', async () => {
    const { page, close } = await post(place, `<div style="height: 4000px"></div><div id="there"></div>${own('a')}${tag}`);
    await page.waitForFunction(() => customElements.get('attention-lab'));
    await page.waitForTimeout(300);
    assert.deepEqual(await told(page), []);
    await page.locator('#a').scrollIntoViewIfNeeded();
    await until(page, 'a');
    await page.evaluate(() => document.getElementById('there')!.append(document.getElementById('a')!));
    assert.equal((await told(page, 'ready')).length, 1);
    near(await cells(page, 'a'), weightsOf(q, k));
    await page.evaluate(async () => {
      const element = document.getElementById('a')!;
      element.remove();
      await new Promise((done) => setTimeout(done));
      document.body.prepend(element);
      scrollTo(0, 0);
    });
    await page.waitForFunction(
      () => (window as unknown as { events: { name: string }[] }).events.filter(({ name }) => name === 'ready').length === 2,
    );
    near(await cells(page, 'a'), weightsOf(q, k));
    await close();
  });

  add('inside somebody else’s shadow root, without leaking styles', async () => {
    const { page, close } = await post(place, `<p id="p">text</p><button id="button">b</button><div id="outer"></div>${tag}`);
    const look = () =>
      page.evaluate(() =>
        ['p', 'button'].map(
          (id) => getComputedStyle(document.getElementById(id)!).cssText || getComputedStyle(document.getElementById(id)!).font,
        ),
      );
    const before = await look();
    await page.evaluate((html) => {
      document.getElementById('outer')!.attachShadow({ mode: 'open' }).append(document.createRange().createContextualFragment(html));
    }, own('a'));
    await page.locator('#outer #a [data-stage="weights"] [data-cell]').first().waitFor();
    near(await cells(page, 'outer #a'), weightsOf(q, k));
    assert.deepEqual(await look(), before);
    await close();
  });

  add('wrong attributes and broken JSON are told in place; the page around is unharmed', async () => {
    const { page, close } = await post(
      place,
      `<attention-lab id="lab" lab="nothing"><p slot="fallback">instead</p></attention-lab>
       <attention-lab id="view" view="nothing" lang="zh"></attention-lab>
       <attention-lab id="controls" view="weights" controls="some"></attention-lab>
       <attention-lab id="state" view="weights" state="preset=nothing"></attention-lab>
       <attention-lab id="link" view="weights" state="&amp;=%"></attention-lab>
       <attention-lab id="long" view="weights" state="${'x'.repeat(200_000)}"></attention-lab>
       <attention-lab id="json" view="weights"><script type="application/json">{"q": [1,</script></attention-lab>
       <attention-lab id="nan" view="weights"><script type="application/json">{"q": [["a"]]}</script></attention-lab>${tag}`,
    );
    const codes = {
      lab: 'unknown-lab',
      view: 'unknown-view',
      controls: 'unknown-controls',
      state: 'broken-state',
      link: 'broken-state',
      long: 'state-too-long',
      json: 'broken-json',
      nan: 'broken-state',
    };
    for (const [id, code] of Object.entries(codes)) {
      await page.locator(`#${id}`).scrollIntoViewIfNeeded();
      assert.equal(await page.getAttribute(`#${id} [data-error]`, 'data-error'), code);
      assert.ok(
        (await told(page, 'error')).some((event) => event.id === id && event.detail.code === code),
        id,
      );
      if (id !== 'lab') await until(page, id); // shown as it starts
    }
    assert.ok(await page.isVisible('#lab [slot="fallback"]'));
    assert.match(await page.innerText('#view [data-error]'), /没有名为/);
    await close();
  });

  add('removed while it loads, and two scripts of two versions', async () => {
    const { page, close } = await post(place, own('a') + other + tag, { expected: [/is on this page already/] });
    await page.evaluate(() => document.getElementById('a')!.remove());
    await page.waitForFunction(() => customElements.get('attention-lab'));
    await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), own('b'));
    await until(page, 'b');
    await page.evaluate(async () => {
      const address = new URL('attention-lab.js', location.href).href;
      const { define } = (await import(address)) as typeof import('../../web/element/index.js');
      define('other-lab');
    });
    assert.equal((await told(page, 'error')).at(-1)?.detail.code, 'two-versions');
    near(await cells(page, 'b'), weightsOf(q, k));
    await close();
  });

  for (const lab of ['mechanism', 'sentence', 'speed'])
    for (const theme of ['light', 'dark'])
      add(`axe finds nothing in an embedded ${lab}, ${theme}`, async () => {
        const { page, close } = await post(
          place,
          `<main><h1>A post</h1><attention-lab id="a" lab="${lab}" theme="${theme}"></attention-lab></main>${tag}`,
        );
        await page.waitForFunction(() => (window as unknown as { events: { name: string }[] }).events.some(({ name }) => name === 'ready'));
        await page.waitForTimeout(500);
        assert.deepEqual(await brokenRules(page), []);
        await close();
      });

  add('at 360 px nothing sticks out', async () => {
    const { page, close } = await post(
      place,
      `<meta name="viewport" content="width=device-width"><attention-lab id="a"></attention-lab>${tag}`,
      { viewport: { width: 360, height: 740 } },
    );
    await until(page, 'a');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    await close();
  });
});

eachPlace({ origins: ['http'], headers: {} }, (place, add) => {
  add('the notebook widget is one file: it draws from a text, follows its traits and gives the state back', async () => {
    const { page, requests, close } = await post(place, '<div id="cell" style="max-width: 700px"></div>');
    const address = new URL(`element/attention-lab-anywidget-${version}.js`, page.url()).href;
    const asked = requests.length;
    await page.evaluate(
      async ([from, matrices]) => {
        const text = await (await fetch(from!)).text();
        const widget = (await import(
          URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
        )) as typeof import('../../web/element/anywidget.js');
        const values: Record<string, unknown> = { lab: 'mechanism', view: 'weights', controls: 'minimal', matrices: JSON.parse(matrices!) };
        const listeners: Record<string, (() => void)[]> = {};
        const model = {
          get: (name: string) => values[name],
          set: (name: string, value: unknown) => void (values[name] = value),
          save_changes: () => void (values.saved = Number(values.saved ?? 0) + 1),
          on: (event: string, listener: () => void) => void (listeners[event] ??= []).push(listener),
          off: (event: string, listener: () => void) =>
            void (listeners[event] = (listeners[event] ?? []).filter((one) => one !== listener)),
        };
        const dispose = widget.default.render({ model, el: document.getElementById('cell')! });
        Object.assign(window, { widget: { values, listeners, dispose } });
      },
      [address, numbers],
    );
    await page.evaluate(() => (document.querySelector('#cell attention-lab')!.id = 'a'));
    await until(page, 'a');
    near(await cells(page, 'a'), weightsOf(q, k));
    assert.deepEqual(
      requests.slice(asked).filter((url) => !url.startsWith('blob:') && url !== address),
      [],
    );
    const slider = page.locator('#a [data-test="temperature-slider"]');
    await slider.press('ArrowRight');
    await page.waitForFunction(() => (window as unknown as { widget: { values: { saved?: number } } }).widget.values.saved === 1);
    const left = await page.evaluate(() => {
      const { values, listeners, dispose } = (
        window as unknown as { widget: { values: { state: string }; listeners: Record<string, unknown[]>; dispose(): void } }
      ).widget;
      dispose();
      return [values.state, Object.values(listeners).flat().length, document.querySelectorAll('attention-lab').length];
    });
    assert.match(String(left[0]), /temperature=/);
    assert.deepEqual(left.slice(1), [0, 0]);
    await close();
  });

  add('weights, CSV, SVG and PNG by method, as the picture has them', async () => {
    const { page, close } = await post(place, own('a') + tag);
    await until(page, 'a');
    const got = await page.evaluate(async () => {
      const element = document.getElementById('a') as import('../../web/element/element.js').AttentionLabElement;
      const { rows, columns, values } = element.getWeights()!;
      const png = await createImageBitmap(await element.toPNG());
      const wrong = await element.toSVG('nothing').catch((error: { code: string }) => error.code);
      return {
        rows,
        columns,
        values: [...values],
        csv: await element.toCSV(),
        svg: await element.toSVG('weights', 'dark'),
        size: [png.width, png.height],
        wrong,
      };
    });
    near(got.values, weightsOf(q, k));
    assert.deepEqual(got.columns, ['love', 'cats', 'dogs']);
    assert.match(got.csv, /love,cats,dogs/);
    assert.match(got.svg, /<svg[^]*<title>Weights<[^]*>love<[^]*<\/svg>/);
    assert.ok(
      got.size.every((side) => side > 200),
      got.size.join(),
    );
    assert.equal(got.wrong, 'unknown-figure');
    await close();
  });
});

const frame = (query: string, attributes = '') =>
  `<iframe id="frame" ${attributes} style="width: 100%; height: 50px; border: 0" src="embed.html${query}"></iframe>
  <script>window.told = [];
    addEventListener('message', ({ source, data }) => {
      const frame = document.getElementById('frame');
      if (source !== frame.contentWindow) return;
      told.push(data);
      if (data.type === 'attention-lab:resize') frame.style.height = data.height + 'px';
    });
  </script>`;

eachPlace({ origins: ['http'] }, (place, add) => {
  for (const sandbox of ['', 'sandbox="allow-scripts"'])
    add(`embed.html ${sandbox || 'without a sandbox'}: shows, grows, answers and takes a state; strangers are not heard`, async () => {
      const { page, close } = await post(place, frame('?view=weights&lang=zh#v1/mechanism/preset=a1-dot', sandbox));
      const inner = page.frameLocator('#frame');
      await inner.locator('[data-stage="weights"] [data-cell]').first().waitFor();
      const send = (message: object) =>
        page.evaluate((data) => (document.getElementById('frame') as HTMLIFrameElement).contentWindow!.postMessage(data, '*'), message);
      const answer = async (type: string) => {
        await page.waitForFunction(
          (wanted) => (window as unknown as { told: { type: string }[] }).told.some((each) => each.type === wanted),
          `attention-lab:${type}`,
        );
        return page.evaluate(
          (wanted) => (window as unknown as { told: Record<string, unknown>[] }).told.filter((each) => each.type === wanted).at(-1)!,
          `attention-lab:${type}`,
        );
      };
      await page.waitForFunction(() => document.getElementById('frame')!.clientHeight > 150);
      const inside = await inner.locator('html').evaluate((html) => html.scrollHeight - html.clientHeight);
      assert.ok(inside <= 1, `scrolls by ${inside}`);
      await send({ type: 'attention-lab:get-state' });
      assert.equal(((await answer('state')).state as { preset: string }).preset, 'a1-dot');
      await send({
        type: 'attention-lab:set-state',
        state: {
          own: {
            data: {
              X: [
                [1, 2],
                [3, 4],
              ],
            },
          },
        },
      });
      await inner.locator('[data-stage="weights"] [data-cell]').nth(3).waitFor();
      assert.equal(await inner.locator('[data-stage="weights"] [data-cell]').count(), 4);
      for (const hostile of [
        { type: 'attention-lab:set-state', state: { preset: '<img>' } },
        { type: 'attention-lab:set-state', state: 7, lab: { a: 1 } },
        'attention-lab:set-state',
        null,
        { type: 5 },
      ])
        await send(hostile as object);
      assert.equal((await answer('error')).code, 'broken-state');
      assert.equal(await inner.locator('[data-stage="weights"] [data-cell]').count(), 4);
      await close();
    });
});
