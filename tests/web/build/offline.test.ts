import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { buildIcons } from '../../../web/build/icons.mjs';
import { buildManifest, filesUnder, offlineList } from '../../../web/build/offline.mjs';
import { buildZip, zipName } from '../../../web/build/zip.mjs';

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function site(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const files = {
  'index.html': '<!doctype html>',
  'js/main-ABCDEFGH.js': 'x',
  'guide/zh/index.html': '指南',
  'models/use-lite-12345678.safetensors': 'weights',
  'lab.html': 'one file',
  'lab-with-model.html': 'one large file',
};

test('the service worker keeps the site; models and what is carried away are left to who asks for them', () => {
  const { files: kept } = offlineList(site(files));
  assert.deepEqual(Object.keys(kept), ['guide/zh/index.html', 'index.html', 'js/main-ABCDEFGH.js']);
  assert.equal(kept['index.html'], `sha256-${createHash('sha256').update('<!doctype html>').digest('base64')}`);
});

test('the version is the content: the same for the same, another for a changed byte or name', () => {
  const version = (changes = {}) => offlineList(site({ ...files, ...changes })).version;
  assert.equal(version(), version());
  assert.equal(version({ 'lab.html': 'changed' }), version());
  assert.notEqual(version({ 'index.html': '<!doctype html> ' }), version());
  assert.notEqual(version({ 'new.html': '' }), version());
});

test('the zip: the same content, the same bytes; everything in one folder, with a note in both languages', () => {
  const [a, b] = [site(files), site(files)];
  const zone = process.env['TZ'];
  buildZip(a);
  process.env['TZ'] = 'Asia/Shanghai';
  buildZip(b);
  buildZip(b); // its own former self is not in it
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  const [first, second] = [a, b].map((folder) => readFileSync(join(folder, zipName)));
  assert.ok(first!.equals(second!));
  const unpacked = unzipSync(first!);
  const top = zipName.replace('.zip', '');
  assert.deepEqual(Object.keys(unpacked).sort(), [`${top}/README.txt`, ...Object.keys(files).map((path) => `${top}/${path}`)].sort());
  for (const [path, text] of Object.entries(files)) assert.equal(strFromU8(unpacked[`${top}/${path}`]!), text);
  assert.match(strFromU8(unpacked[`${top}/README.txt`]!), /double click[\s\S]*双击/);
});

interface Icon {
  readonly src: string;
  readonly sizes: string;
}

/** Size and one pixel of a PNG without filters. */
function readPng(bytes: Buffer, x: number, y: number): { size: [number, number]; pixel: number[] } {
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const at = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  return { size: [width, height], pixel: [...rows.subarray(y * (width * 4 + 1) + 1 + x * 4).subarray(0, 4)] };
}

test('icons are as large as the manifest says, in the colours of the page’s own', () => {
  const folder = site({});
  buildManifest(folder);
  const { icons } = JSON.parse(readFileSync(join(folder, 'manifest.webmanifest'), 'utf8')) as { icons: Icon[] };
  assert.deepEqual(icons, buildIcons(folder));
  assert.deepEqual(
    filesUnder(folder).filter((path) => path.startsWith('icons/')),
    icons.map(({ src }) => src).sort(),
  );
  for (const { src, sizes } of icons.filter((icon) => icon.src.endsWith('.png'))) {
    const side = Number(sizes.split('x')[0]);
    const { size, pixel } = readPng(readFileSync(join(folder, src)), Math.round(side * 0.3), Math.round(side * 0.3));
    assert.deepEqual(size, [side, side]);
    assert.deepEqual(pixel, [0x1d, 0x4e, 0xd8, 255]); // the query's blue, top left
  }
});

test('a maskable icon survives the smallest mask: beyond 80 % of its width there is only paper', () => {
  const folder = site({});
  buildIcons(folder);
  const bytes = readFileSync(join(folder, 'icons/maskable-512.png'));
  for (let angle = 0; angle < 360; angle += 5) {
    const [x, y] = [Math.cos, Math.sin].map((of) => Math.round(256 + 206 * of((angle * Math.PI) / 180)));
    assert.deepEqual(readPng(bytes, x!, y!).pixel, [0xfd, 0xfc, 0xfa, 255]);
  }
});
