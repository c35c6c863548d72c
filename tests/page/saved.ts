// What the tests save from the page, and how they read it.
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { readNpy } from '../../web/inputs/npy.js';

const kAll = { rows: 1e6, columns: 1e6 };

export interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Does something that saves a file; the file as it arrives. */
export async function saved(page: Page, act: () => Promise<unknown>): Promise<Saved> {
  if (page.context().browser()!.browserType().name() === 'firefox') return handedOver(page, act);
  const coming = page.waitForEvent('download');
  await act();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

type Handed = { handed: Promise<{ name: string; blob: Blob }> };

/** Playwright hears of no download in Debian's Firefox: what the page hands to the browser. */
async function handedOver(page: Page, act: () => Promise<unknown>): Promise<Saved> {
  await page.evaluate(() => {
    const { click } = HTMLAnchorElement.prototype;
    const create = URL.createObjectURL.bind(URL);
    (globalThis as unknown as Handed).handed = new Promise((done) => {
      URL.createObjectURL = (blob) => {
        URL.createObjectURL = create;
        HTMLAnchorElement.prototype.click = function () {
          HTMLAnchorElement.prototype.click = click;
          done({ name: this.download, blob: blob as Blob });
        };
        return create(blob);
      };
    });
  });
  await act();
  const { name, base64 } = await page.evaluate(async () => {
    const { name, blob } = await (globalThis as unknown as Handed).handed;
    const bytes = Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte));
    return { name, base64: btoa(bytes.join('')) };
  });
  return { name, bytes: Buffer.from(base64, 'base64') };
}

/** Presses "Save ▾" within `place`, then a format. */
export async function save(page: Page, place: Locator, format: string): Promise<Saved> {
  const menu = place.locator('al-save').first();
  if ((await menu.locator('[data-test="save"]').getAttribute('aria-expanded')) !== 'true') await menu.locator('[data-test="save"]').click();
  return saved(page, () => menu.locator(`[data-save="${format}"]`).click());
}

/** Fields of a line, without their quotation marks. */
const fields = (line: string): string[] =>
  [...`${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*)),/g)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);

export interface Table {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly number[])[];
}

const number = (text: string): number => (text === '' ? NaN : Number(text.replace('inf', 'Infinity')));

export function readCsv(bytes: Buffer): Table {
  const text = bytes.toString('utf8');
  if (!text.startsWith('\ufeff')) throw new Error('no byte-order mark');
  const [head = [], ...lines] = text.slice(1).split('\r\n').slice(0, -1).map(fields);
  return { columns: head.slice(1), rows: lines.map(([name = '']) => name), values: lines.map((line) => line.slice(1).map(number)) };
}

export function readJson(bytes: Buffer): Table {
  const { rows, columns, values } = JSON.parse(bytes.toString('utf8'));
  return { rows, columns, values: values.map((row: (number | string | null)[]) => row.map((value) => number(String(value ?? '')))) };
}

/** Of finite numbers. */
export function readNumbers(bytes: Buffer): number[][] {
  const read = readNpy(bytes, kAll);
  if (!read.ok) throw new Error(read.problem);
  return Array.from({ length: read.rows }, (_, i) => Array.from(read.values.subarray(i * read.columns, (i + 1) * read.columns)));
}

export const rounded = (values: readonly (readonly number[])[]): number[][] => values.map((row) => row.map(Math.fround));

/** Title, description, writing and size of an SVG as a browser parses it. */
export const readSvg = (page: Page, bytes: Buffer) =>
  page.evaluate((source) => {
    const { documentElement: root } = new DOMParser().parseFromString(source, 'image/svg+xml');
    return {
      name: root.nodeName,
      title: root.querySelector('title')?.textContent,
      caption: root.querySelector('desc')?.textContent ?? '',
      texts: [...root.querySelectorAll('text')].map(({ textContent }) => textContent ?? ''),
      width: Number(root.getAttribute('width')),
      height: Number(root.getAttribute('height')),
    };
  }, bytes.toString('utf8'));

/** Size of a PNG, its corner, how many of its pixels have another colour, and how many of those lie in its lower part, where the caption is. */
export const readPng = (page: Page, bytes: Buffer, captionFrom: number) =>
  page.evaluate(
    async ({ base64, from }) => {
      const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const image = await createImageBitmap(new Blob([data], { type: 'image/png' }));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
      const drawn = pixels.reduce((count, pixel) => count + Number(pixel !== pixels[0]), 0);
      const caption = pixels.subarray(image.width * from).reduce((count, pixel) => count + Number(pixel !== pixels[0]), 0);
      return { width: image.width, height: image.height, corner: pixels[0]! >>> 0, drawn: drawn / pixels.length, caption };
    },
    { base64: bytes.toString('base64'), from: captionFrom },
  );
