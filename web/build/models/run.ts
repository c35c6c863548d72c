// npm run -s run -- MODEL [--weights FILE]: a line in, a line out. Translations, scores −1 … 1, or what comes next.
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DataError } from './data/folder.js';
import { MODELS, type ModelName } from './data/prepare.js';
import { judge, shippedFile, translator, writer } from './shipped.js';

async function answerer(model: ModelName, file: string): Promise<(line: string) => string> {
  if (!existsSync(file)) throw new DataError(`no weights ${file}: npm run train -- ${model} makes them`);
  if (model === 'sentiment') {
    const { score } = await judge(file);
    return (line) => score(line).toFixed(4);
  }
  if (model === 'generation') {
    const { continued } = await writer(file);
    return (line) => continued(line);
  }
  const { translate } = await translator(file);
  return translate;
}

try {
  const { values, positionals } = parseArgs({ options: { weights: { type: 'string' } }, allowPositionals: true });
  const model = MODELS.find((name) => name === positionals[0]);
  if (!model) throw new DataError(`which model? npm run -s run -- ${MODELS.join(' | ')}`);
  const answer = await answerer(model, values.weights ?? shippedFile(model));
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity }))
    process.stdout.write(`${line.trim() ? answer(line).replaceAll(/\s+/g, ' ') : ''}\n`);
} catch (error) {
  console.error(error instanceof DataError ? `run: ${error.message}` : error);
  process.exitCode = 1;
}
