// npm run train -- MODEL --data DIR [--out RUN] [--steps N] [--rate R] [--seed N] [--prepare]
//
// Makes token ids of the data, trains in the native build of cpp/training, packs what came out. Stopped and started
// again with the same words it goes on where it was.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPreset } from '../core.mjs';
import { root } from '../dependencies.mjs';
import { DataError } from './data/folder.js';
import { MODELS, prepare, type ModelName } from './data/prepare.js';
import { writeRun } from './data/run-folder.js';

const USAGE = `npm run train -- MODEL --data DIR [--out RUN] [--steps N] [--rate R] [--seed N] [--prepare]
  MODEL      ${MODELS.join(', ')}
  --data     folder with the data (generation has its own); each model says what it looks for
  --out      folder to train in, default build/train/MODEL; the same folder again goes on with a training that was stopped
  --prepare  makes the folder and stops there`;

interface Wishes {
  readonly model: ModelName;
  readonly data: string | undefined;
  readonly out: string;
  readonly training: Readonly<Record<string, number>>;
  readonly onlyPrepare: boolean;
}

export function readWishes(args: readonly string[]): Wishes {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { data: text, out: text, steps: text, rate: text, seed: text, prepare: { type: 'boolean' } },
    allowPositionals: true,
  });
  const model = MODELS.find((name) => name === positionals[0]);
  if (!model || positionals.length > 1)
    throw new DataError(`which model? ${positionals.join(' ') || '(none)'} is none of ${MODELS.join(', ')}`);
  if (!values.data && model !== 'generation') throw new DataError(`${model} is trained on data of its own: --data DIR`);
  const training: Record<string, number> = {};
  for (const name of ['steps', 'rate', 'seed'] as const) {
    if (values[name] === undefined) continue;
    const value = Number(values[name]);
    if (!(value > 0) || (name !== 'rate' && !Number.isInteger(value)))
      throw new DataError(`--${name} ${values[name]}: a number above 0 is needed`);
    training[name] = value;
  }
  const out = values.out ? resolve(values.out) : join(root, 'build/train', model);
  return { model, data: values.data && resolve(values.data), out, training, onlyPrepare: values.prepare ?? false };
}

async function train({ model, data, out, training, onlyPrepare }: Wishes): Promise<void> {
  const prepared = await prepare(model, data, training);
  writeRun(out, prepared);
  console.log(
    `${out}: ${Object.entries(prepared.facts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  );
  if (onlyPrepare) return;
  await buildPreset('native-train', { target: 'attention_train', tests: false });
  if (existsSync(join(out, 'last.safetensors'))) console.log('going on with the training of this folder');
  await run(join(root, 'build/native-train/cpp/command/attention-train'), [out]);
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', (error) => fail(new DataError(`${program}: ${error.message}`)));
    child.on('exit', (code, signal) =>
      code === 0 ? done() : fail(new DataError(`the training ended with ${signal ?? `code ${code}`}: see above`)),
    );
  });
}

const isCommand = process.argv[1]?.endsWith('train.ts');
if (isCommand)
  try {
    await train(readWishes(process.argv.slice(2)));
  } catch (error) {
    const told = error instanceof DataError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    console.error(told ? `train: ${(error as Error).message}` : error);
    if (told && process.argv.length < 4) console.error(USAGE);
    process.exitCode = 1;
  }
