// <attention-lab> in somebody else's page.
import assert from 'node:assert/strict';
import { brokenRules } from './axe.js';
import { eachPlace } from './places.js';
import { cells, k, near, own, post, q, tag, told, until, weightsOf } from './post.js';

/** What another version of the script has registered. */
const other = `<script>customElements.define('other-lab', class extends HTMLElement { static version = '9.9.9'; });</script><other-lab></other-lab>`;

eachPlace({ origins: ['http'], headers: {} }, (place, add) => {
  add('numbers of the author’s own, with their names', async () => {
    const { page, close } = await post(place, own('a') + tag);
    await until(page, 'a');
    near(await cells(page, 'a'), weightsOf(q, k));
    assert.ok(await page.evaluate(() => document.getElementById('a')!.matches(':state(ready)')));
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

  add('ten elements: one core; what they held is given back when they go', async () => {
    const { page, requests, close } = await post(place, `<main></main>${tag}`);
    await page.waitForFunction(() => customElements.get('attention-lab'));
    /** Bytes in use of the one core that all elements share. */
    const inUse = () =>
      page.evaluate(async (address) => {
        const { cores } = (await import(new URL(address, location.href).href)) as typeof import('../../web/element/index.js');
        return (await cores.core()).heapInUse();
      }, 'attention-lab.js');
    const show = async (count: number) => {
      await page.evaluate(
        (html) => document.querySelector('main')!.append(document.createRange().createContextualFragment(html)),
        Array.from({ length: count }, (_, i) => own(`e${i}`)).join(''),
      );
      for (let i = 0; i < count; i++) {
        await page.locator(`#e${i}`).scrollIntoViewIfNeeded();
        await until(page, `e${i}`);
      }
    };
    const remove = () =>
      page.evaluate(async () => {
        document.querySelector('main')!.replaceChildren();
        await new Promise((done) => setTimeout(done, 50));
      });
    await show(1); // what is made once and kept
    await remove();
    const before = await inUse();
    await show(10);
    assert.ok((await inUse()) > before);
    await remove();
    assert.equal(await inUse(), before);
    assert.equal(requests.filter((url) => url.endsWith('.wasm')).length, 1);
    assert.ok(page.workers().length <= 1);
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
