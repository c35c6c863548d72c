// A model in training: options in, numbers out; the arithmetic is cpp/training.
import type { MainModule, TrainingHandle } from '#models-glue';
import { AttentionError } from './errors.js';
import { packExamples, packHeads } from './examples.js';
import { Handle } from './explain.js';
import { stepFlops } from './flops.js';
import { failure, readBytes, readWords, withBytes } from './heap.js';
import { Looking } from './look.js';
import { configFrom } from './model-config.js';
import type { Batch, Evaluation, ModelConfig, StepResult, Training, TrainingChanges, TrainingOptions } from './training.js';

/** In the order of cpp/training/adamw.hpp. */
const schedules = ['constant', 'cosine', 'inverse-root'] as const;

type Settings = Required<TrainingChanges>;

const defaults: Omit<Settings, 'dropout'> = {
  rate: 1e-3,
  schedule: 'constant',
  warmup: 0,
  steps: 1000,
  decay: 0,
  clip: 1,
  smoothing: 0,
  beta1: 0.9,
  beta2: 0.98,
};

/** Least and most of each setting; `most` itself only where it is finite and not a part of 1. */
const bounds: Readonly<Record<Exclude<keyof Settings, 'schedule'>, readonly [least: number, most: number, open?: boolean]>> = {
  rate: [0, Infinity],
  warmup: [0, Infinity],
  steps: [1, Infinity],
  decay: [0, Infinity],
  clip: [0, Infinity],
  smoothing: [0, 1, true],
  beta1: [0, 1, true],
  beta2: [0, 1, true],
  dropout: [0, 1, true],
};

const badSetting = (name: string, actual: unknown, limit: number | string, rule: string) =>
  new AttentionError('bad-model', { name, actual: String(actual), limit }, `train: ${name} ${String(actual)} ${rule}`);

function checked(settings: Settings): Settings {
  for (const [name, [least, most, open]] of Object.entries(bounds)) {
    const value = settings[name as keyof typeof bounds];
    const fits = Number.isFinite(value) && value >= least && (open ? value < most : value <= most);
    if (!fits) throw badSetting(name, value, value < least ? least : most, `must lie from ${least} to ${open ? 'below ' : ''}${most}`);
  }
  if (!schedules.includes(settings.schedule)) throw badSetting('schedule', settings.schedule, schedules.join(', '), 'is none there is');
  return settings;
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

class Trainer implements Training {
  private readonly handle: Handle<TrainingHandle>;
  private readonly looking: Looking;
  readonly config: ModelConfig;
  readonly parameters: number;

  constructor(
    private readonly module: MainModule,
    raw: TrainingHandle,
    private settings: Settings,
  ) {
    this.handle = new Handle('training', raw);
    this.looking = new Looking(module);
    this.config = configFrom(String(raw.config()));
    this.parameters = raw.parameters();
    this.apply(settings);
  }

  private apply(settings: Settings): void {
    const { rate, schedule, warmup, steps, decay, beta1, beta2, clip, smoothing, dropout } = settings;
    this.handle.get().change(rate, schedules.indexOf(schedule), warmup, steps, decay, beta1, beta2, clip, smoothing, dropout);
    this.settings = settings;
  }

  /** Calls `use` with the packed examples on the heap; false or null: throws the core's error. */
  private withExamples<T>(batch: Batch, use: (handle: TrainingHandle, at: number, words: number) => T): NonNullable<T> {
    const handle = this.handle.get();
    const words = packExamples(this.config, batch);
    const done = withBytes(this.module, words, (at) => use(handle, at, words.length));
    if (!done) throw failure(this.module);
    return done;
  }

  get step(): number {
    return this.handle.get().steps();
  }

  steps(batches: readonly Batch[]): readonly StepResult[] {
    return batches.map((batch) => {
      const start = performance.now();
      this.withExamples(batch, (handle, at, words) => handle.step(at, words));
      const milliseconds = performance.now() - start;
      return { ...this.handle.get().lastStep(), milliseconds, flops: stepFlops(this.config, batch) };
    });
  }

  evaluate(batch: Batch): Evaluation {
    this.withExamples(batch, (handle, at, words) => handle.evaluate(at, words));
    const handle = this.handle.get();
    const words = readWords(this.module, handle.predictions());
    const predictions: number[][] = [];
    for (let at = 0; at < words.length; at += words[at]! + 1) predictions.push([...words.subarray(at + 1, at + 1 + words[at]!)]);
    return { ...handle.evaluation(), sequences: batch.source.length, predictions };
  }

  look(source: readonly number[], target: readonly number[]) {
    const batch = { source: [source], target: [this.config.kind === 'pooling-classifier' ? [0] : target] };
    this.looking.dispose();
    return this.looking.take(this.withExamples(batch, (handle, at, words) => handle.look(at, words)));
  }

  explain: Training['explain'] = (...where) => this.looking.explain(...where);

  change(changes: TrainingChanges): void {
    this.apply(checked({ ...this.settings, ...given(changes) }));
  }

  prune({ fraction, headsOff }: Parameters<Training['prune']>[0]): void {
    const handle = this.handle.get();
    if (fraction !== undefined && !(fraction >= 0 && fraction <= 1)) throw badSetting('fraction', fraction, 1, 'must lie from 0 to 1');
    if (fraction !== undefined) handle.prune(fraction);
    if (headsOff) withBytes(this.module, packHeads(headsOff), (at) => handle.setHeadsOff(at, headsOff.length));
  }

  private file(make: (handle: TrainingHandle) => { data: number; count: number }): Uint8Array {
    const handle = this.handle.get();
    const at = make(handle);
    if (at.count === 0) throw failure(this.module);
    const bytes = readBytes(this.module, at);
    handle.release();
    return bytes;
  }

  weights(): Uint8Array {
    return this.file((handle) => handle.weights());
  }

  checkpoint(): Uint8Array {
    return this.file((handle) => handle.checkpoint());
  }

  restore(file: Uint8Array): void {
    const handle = this.handle.get();
    if (!withBytes(this.module, file, (at) => handle.restore(at, file.byteLength))) throw failure(this.module);
  }

  dispose(): void {
    this.looking.dispose();
    this.handle.dispose();
  }
}

export function trainingFrom(module: MainModule, { model, seed = 1, ...options }: TrainingOptions): Training {
  if (!Number.isSafeInteger(seed) || seed < 0) throw badSetting('seed', seed, Number.MAX_SAFE_INTEGER, 'must be a whole number');
  const settings = checked({ ...defaults, dropout: model.dropout ?? 0, ...given(options) });
  const raw = module.makeTraining(JSON.stringify(model), seed);
  if (!raw) throw failure(module);
  return new Trainer(module, raw, settings);
}
