// npm run train -- MODEL --data DIR [--out RUN] [--steps N] [--rate R] [--seed N] [--prepare] [--pack] [--ship]
//
// Makes token ids of the data, trains in the native build of cpp/training, packs what came out, judges it and writes its
// card. Stopped and started again with the same words it goes on where it was.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { buildPreset } from '../core.mjs';
import { root } from '../dependencies.mjs';
import { DataError } from './data/folder.js';
import { MODELS, prepare, type ModelName } from './data/prepare.js';
import { writeRun, type Prepared } from './data/run-folder.js';
import { cardOf, licenceOf, titleOf, type CardFacts } from './card.js';
import { judged } from './judge.js';
import { pack } from './pack.js';
import { readSafetensors } from './safetensors.mjs';
import { shippedFile } from './shipped.js';

const USAGE = `npm run train -- MODEL --data DIR [--out RUN] [--steps N] [--rate R] [--seed N] [--prepare] [--pack] [--ship]
  MODEL      ${MODELS.join(', ')}
  --data     folder with the data (generation has its own); each model says what it looks for
  --out      folder to train in, default build/train/MODEL; the same folder again goes on with a training that was stopped
  --prepare  makes the folder and stops there
  --pack     trains no more: takes the best weights that the folder has
  --ship     puts weights and card where the page takes them from, web/assets/models/`;

interface Wishes {
  readonly model: ModelName;
  readonly data: string | undefined;
  readonly out: string;
  readonly training: Readonly<Record<string, number>>;
  readonly onlyPrepare: boolean;
  readonly onlyPack: boolean;
  readonly ship: boolean;
}

export function readWishes(args: readonly string[]): Wishes {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      data: text,
      out: text,
      steps: text,
      rate: text,
      seed: text,
      prepare: { type: 'boolean' },
      pack: { type: 'boolean' },
      ship: { type: 'boolean' },
    },
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
  return {
    model,
    data: values.data && resolve(values.data),
    out,
    training,
    onlyPrepare: values.prepare ?? false,
    onlyPack: values.pack ?? false,
    ship: values.ship ?? false,
  };
}

async function train(wishes: Wishes): Promise<void> {
  const { model, data, out, training, onlyPrepare, onlyPack } = wishes;
  const prepared = await prepare(model, data, training);
  if (onlyPack) return finish(wishes, prepared);
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
  await finish(wishes, prepared);
}

/** Weights with vocabulary and licence in one file, its card beside it. */
async function finish({ model, data, out, ship }: Wishes, { vocabulary, facts }: Prepared): Promise<void> {
  if (!existsSync(join(out, 'best.safetensors'))) throw new DataError(`no trained weights in ${out}`);
  const weights = readFileSync(join(out, 'best.safetensors'));
  const config = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')) as CardFacts['config'];
  const packed = pack(weights, { name: titleOf(model), license: licenceOf(model), vocabulary: JSON.stringify(vocabulary) });
  const file = ship ? shippedFile(model) : join(out, `${model}.safetensors`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, packed);
  console.log(`${file}: ${packed.length} bytes`);
  const rows = await judged(model, { data, file, tell: (text) => process.stderr.write(`${text}\n`) });
  const { tensors } = readSafetensors(weights) as { tensors: Map<string, { data: Float32Array }> };
  const parameters = [...tensors.values()].reduce((sum, tensor) => sum + tensor.data.length, 0);
  const log = readFileSync(join(out, 'log.jsonl'), 'utf8').trim().split('\n');
  const card = cardOf({
    model,
    command: `npm run train -- ${model}${data ? ' --data DIR' : ''}`,
    config,
    facts,
    log: log.map((line) => JSON.parse(line) as CardFacts['log'][number]),
    parameters,
    bytes: packed.length,
    rows,
  });
  writeFileSync(file.replace(/safetensors$/, 'md'), await format(card, { parser: 'markdown', printWidth: 140 }));
  console.log(JSON.stringify(rows, null, 2));
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
