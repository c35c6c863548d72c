// <attention-lab> as a widget of a notebook, its figures by method, and embed.html in an iframe.
import assert from 'node:assert/strict';
import { eachPlace } from './places.js';
import { cells, k, near, numbers, own, post, q, tag, until, version, weightsOf } from './post.js';

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

  add('a model loaded in one element is there for the others', async () => {
    const { page, close } = await post(
      place,
      ['a', 'b'].map((id) => `<attention-lab id="${id}" lab="sentence" view="head" controls="none"></attention-lab>`).join('') + tag,
    );
    for (const id of ['a', 'b']) await page.locator(`#${id} [data-load="start"]`).waitFor();
    await page.evaluate(() => (document.getElementById('a') as import('../../web/element/element.js').AttentionLabElement).run());
    for (const id of ['a', 'b']) await page.locator(`#${id} [data-test="head-does"]`).waitFor();
    assert.equal(await page.innerText('#a [data-test="head-does"]'), await page.innerText('#b [data-test="head-does"]'));
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
