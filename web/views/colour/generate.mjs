// Writes tables.ts from d3-scale-chromatic: `node web/views/colour/generate.mjs`. A test keeps the file up to date.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { interpolateCividis, interpolatePuOr, interpolateViridis } from 'd3-scale-chromatic';

const kStops = 65;
const kRamps = { viridis: interpolateViridis, cividis: interpolateCividis, diverging: (t) => interpolatePuOr(1 - t) };

/** '#440154' and 'rgb(68, 1, 84)' → '440154'. */
function hex(colour) {
  if (colour.startsWith('#')) return colour.slice(1);
  return colour
    .match(/\d+/g)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('');
}

export function tablesSource() {
  const lines = Object.entries(kRamps).map(([name, ramp]) => {
    const stops = Array.from({ length: kStops }, (_, i) => hex(ramp(i / (kStops - 1))));
    return `  ${name}:\n    '${stops.join('')}',`;
  });
  return [
    '// Made by generate.mjs from d3-scale-chromatic (ISC): 65 evenly spaced stops a ramp, six hex digits each.',
    'export const kTables = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('./tables.ts', import.meta.url), tablesSource());
}
