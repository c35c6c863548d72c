// npm run screenshots: the pictures of the README, from the built page.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies, root } from './dependencies.mjs';
import { serve } from './server.mjs';

ensureDependencies();
(await import('tsx/esm/api')).register(); // the tests' TypeScript
const { launch } = await import('../../tests/page/browsers.ts');
const folder = join(root, 'web/assets/screenshots');

/** What a picture shows; `ready` is there once it is complete. */
const pictures = [
  { name: 'mechanism-en-light', locale: 'en-US', colorScheme: 'light', hash: '', ready: '[data-stage="output"] [data-cell]' },
  { name: 'mechanism-zh-dark', locale: 'zh-CN', colorScheme: 'dark', hash: '', ready: '[data-stage="output"] [data-cell]' },
  {
    name: 'sentence-en-light',
    locale: 'en-US',
    colorScheme: 'light',
    hash: '#v1/sentence/',
    prepare: (page) => page.click('[data-load="start"]'),
    ready: '[data-test="head-page"]',
  },
  {
    name: 'speed-en-light',
    locale: 'en-US',
    colorScheme: 'light',
    hash: '#v1/speed/',
    ready: '[data-run="idle"] [data-test="verdict"]',
  },
];

const [browser, server] = [await launch('chromium'), await serve()];
try {
  mkdirSync(folder, { recursive: true });
  for (const { name, hash, ready, prepare, ...options } of pictures) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
    await page.goto(server.url + hash);
    await prepare?.(page);
    await page.waitForSelector(ready);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
    console.log(`web/assets/screenshots/${name}.png`);
  }
} finally {
  await browser.close();
  await server.close();
}
