// npm run evaluate -- [MODEL …] [--data DIR] [--json FILE] [--limit N]: the shipped models on their own test parts.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../dependencies.mjs';
import { DataError } from './data/folder.js';
import { MODELS } from './data/prepare.js';
import { judged, type Row } from './judge.js';
import { obstacle } from './obstacle.js';
import { shippedFile } from './shipped.js';

/** Looked in when nothing is said. */
const BESIDE = join(root, '../shared/data');

function table(rows: readonly Row[]): string {
  const lines = [
    ['model', 'metric', 'value', 'baseline', 'n'],
    ...rows.map((row) => [row.model, row.metric, String(row.value), String(row.baseline ?? ''), String(row.n)]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) => line.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '))
    .join('\n');
}

async function evaluate(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ options: { data: text, json: text, limit: text }, allowPositionals: true });
  const unknown = positionals.filter((name) => !(MODELS as readonly string[]).includes(name));
  if (unknown.length) throw new DataError(`no such model: ${unknown.join(', ')}; there are ${MODELS.join(', ')}`);
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new DataError(`--limit ${values.limit}: a whole number above 0 is needed`);
  const data = values.data ? resolve(values.data) : existsSync(BESIDE) ? BESIDE : undefined;
  const rows: Row[] = [];
  for (const model of MODELS.filter((name) => !positionals.length || positionals.includes(name))) {
    const why = obstacle(model, data);
    if (why) console.error(`${model}: not judged: ${why}`);
    else
      rows.push(
        ...(await judged(model, {
          data: model === 'generation' ? undefined : data,
          file: shippedFile(model),
          ...(limit ? { limit } : {}),
          tell: console.error,
        })),
      );
  }
  if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (rows.length) console.log(table(rows));
  else process.exitCode = 1;
}

try {
  await evaluate();
} catch (error) {
  console.error(error instanceof DataError ? `evaluate: ${error.message}` : error);
  process.exitCode = 1;
}
