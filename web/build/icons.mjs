// The icons of the installed page, from the one in web/shell/index.html: rectangles on a grid of 16.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { root } from './dependencies.mjs';

const kGrid = 16;
export const paper = '#fdfcfa';

/** The page's icon as SVG text. */
function iconText() {
  const template = readFileSync(join(root, 'web/shell/index.html'), 'utf8');
  const [, address] = /rel="icon"\s+href="data:image\/svg\+xml,([^"]+)"/.exec(template) ?? [];
  if (!address) throw new Error('web/shell/index.html has no icon');
  return decodeURIComponent(address);
}

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** `<path fill='#1d4ed8' d='M1 1h6v6H1z'/>` → where and in which colour. */
function rectangles(svg) {
  const paths = [...svg.matchAll(/<path fill='(#\w{6})' d='M(\d+) (\d+)h(\d+)v(\d+)H\2z'\/>/g)];
  if (paths.length !== svg.split('<path').length - 1) throw new Error('the icon is more than rectangles: draw it otherwise');
  return paths.map(([, colour, ...place]) => {
    const [x, y, width, height] = place.map(Number);
    return { x, y, width, height, colour: channels(colour) };
  });
}

/** RGBA of the rectangles on a square of `size`, inset by `inset` cells of the grid; a background or none. */
function pixels(shapes, size, inset, background) {
  const data = Buffer.alloc(size * size * 4);
  const unit = size / (kGrid + 2 * inset);
  const fill = (left, top, right, bottom, [red, green, blue]) => {
    for (let y = Math.round(top); y < Math.round(bottom); y++)
      for (let x = Math.round(left); x < Math.round(right); x++) data.set([red, green, blue, 255], (y * size + x) * 4);
  };
  if (background) fill(0, 0, size, size, channels(background));
  for (const { x, y, width, height, colour } of shapes)
    fill((x + inset) * unit, (y + inset) * unit, (x + width + inset) * unit, (y + height + inset) * unit, colour);
  return data;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(checksum(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function checksum(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** 8 bits a channel, RGBA, no filter, not interlaced. */
export function png(data, size) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) data.copy(rows, y * (size * 4 + 1) + 1, y * size * 4, (y + 1) * size * 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** A maskable icon may be cut to a circle of 80 % of its width: everything lies within that. */
const kSafeInset = 5;

/** Writes `icons/` into `folder`; returns what the manifest says of them. */
export function buildIcons(folder) {
  const svg = iconText();
  const shapes = rectangles(svg);
  mkdirSync(join(folder, 'icons'), { recursive: true });
  writeFileSync(join(folder, 'icons/icon.svg'), svg);
  const draw = (name, size, inset, background) => {
    writeFileSync(join(folder, 'icons', name), png(pixels(shapes, size, inset, background), size));
    return { src: `icons/${name}`, sizes: `${size}x${size}`, type: 'image/png' };
  };
  return [
    { src: 'icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
    draw('icon-192.png', 192, 0),
    draw('icon-512.png', 512, 0),
    { ...draw('maskable-512.png', 512, kSafeInset, paper), purpose: 'maskable' },
  ];
}
