// What the worker does for the page: the core's calls with numbers for handles, so that they can cross threads.
import type { SlicedCore } from '../core.js';
import { AttentionError } from '../errors.js';
import { modelsFrom } from '../load.js';
import { findCase, lengthCase, measuring, type Case } from '../measure.js';
import type { Batch, ForeignWeights, Model, StepResult, Training, TrainingOptions } from '../training.js';
import type { AttendOptions, AttendResult, Cell, Core, Encoder, EncoderRun, Explanation, Models, Stage, Tensor } from '../types.js';
import type { MeasureWhat, RemoteMeasurement } from './remote.js';

/** What the page may call of a training or a model; steps have a way of their own. */
export type ObjectMethod = Exclude<keyof Training | keyof Model, 'config' | 'metadata' | 'parameters' | 'step' | 'steps' | 'dispose'>;

export interface EncoderInfo {
  readonly id: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly maxTokens: number;
  readonly metadata: Readonly<Record<string, string>>;
}

const slice = 10; // ms of work between two looks at what waits

/** Lets waiting messages in, so that an abort is seen before the work it cancels. */
const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

export class CoreService {
  private readonly encoders = new Map<number, Encoder>();
  private readonly runs = new Map<number, EncoderRun>();
  private readonly objects = new Map<number, Training | Model>();
  private readonly aborted = new Set<number>();
  private models: Models | undefined;
  private nextId = 1;

  /** `another` makes a core like this one, with a memory of its own. */
  constructor(
    private readonly core: SlicedCore,
    private readonly another: () => Promise<Core>,
  ) {}

  get build() {
    return this.core.build;
  }

  /** Takes the models' compiled binary: before the first encoder. */
  async startModels(binary: WebAssembly.Module): Promise<void> {
    this.models ??= await modelsFrom(binary);
  }

  private get ready(): Models {
    if (!this.models) throw new Error('models were asked for before they were started');
    return this.models;
  }

  /** Gives up request `id` before its next slice of work. */
  abort(id: number): void {
    this.aborted.add(id);
  }

  private async begin(request: number): Promise<void> {
    await this.pause(request);
  }

  /** Lets an abort of this request in. */
  private async pause(request: number): Promise<void> {
    await nextTask();
    if (this.aborted.delete(request)) throw new AttentionError('aborted', {}, 'the call was given up');
  }

  async attend(options: AttendOptions, request: number): Promise<AttendResult> {
    await this.begin(request);
    return this.core.attendSlowly({ ...options, trace: false }, slice, () => this.pause(request));
  }

  async openEncoder(weights: Uint8Array, request: number): Promise<EncoderInfo> {
    await this.begin(request);
    const encoder = this.ready.encoder(weights);
    const id = this.nextId++;
    this.encoders.set(id, encoder);
    const { layers, heads, width, maxTokens, metadata } = encoder;
    return { id, layers, heads, width, maxTokens, metadata };
  }

  async encode(encoder: number, tokens: Int32Array, off: readonly (readonly [number, number])[], request: number) {
    await this.begin(request);
    const run = held(this.encoders, encoder).encode(tokens, { off });
    const id = this.nextId++;
    this.runs.set(id, run);
    return { id, vector: run.vector };
  }

  private keep(object: Training | Model): number {
    const id = this.nextId++;
    this.objects.set(id, object);
    return id;
  }

  async train(options: TrainingOptions, request: number) {
    await this.begin(request);
    const training = this.ready.train(options);
    const { config, parameters } = training;
    return { id: this.keep(training), config, parameters };
  }

  async openModel(file: Uint8Array | ForeignWeights, request: number) {
    await this.begin(request);
    const model = this.ready.model(file);
    const { config, metadata, parameters } = model;
    return { id: this.keep(model), config, metadata, parameters };
  }

  /** Lets waiting messages in between the steps. */
  async steps(training: number, batches: readonly Batch[], request: number): Promise<readonly StepResult[]> {
    await this.begin(request);
    const results: StepResult[] = [];
    let until = performance.now() + slice;
    for (const batch of batches) {
      if (results.length && performance.now() >= until) {
        await this.pause(request);
        until = performance.now() + slice;
      }
      results.push(...(held(this.objects, training) as Training).steps([batch]));
    }
    return results;
  }

  /** Any other method of a training or a model. */
  async call(object: number, method: ObjectMethod, given: readonly unknown[], request: number): Promise<unknown> {
    await this.begin(request);
    const it = held(this.objects, object) as unknown as Record<ObjectMethod, (...given: readonly unknown[]) => unknown>;
    return it[method](...given);
  }

  disposeObject(object: number): void {
    this.objects.get(object)?.dispose();
    this.objects.delete(object);
  }

  /** In another core, which is dropped afterwards: what it held at most is what the calls took, and this one stays small. */
  async measure(what: MeasureWhat, milliseconds: number | undefined, request: number): Promise<RemoteMeasurement> {
    await this.begin(request);
    const another = await this.another().catch(() => null);
    const core = another ?? this.core;
    const before = core.heapPeak();
    const which = typeof what === 'string' ? findCase(what) : lengthCase(what.length, what);
    const slices = measuring(core, which, { milliseconds });
    try {
      for (;;) {
        const { done, value } = slices.next();
        if (done) return { ...value, flops: which.flops, ...(another && { memory: value.heapBytes - before }), ...bandwidth(core, which) };
        await this.pause(request);
      }
    } finally {
      slices.return?.(undefined as never);
    }
  }

  stage(run: number, layer: number, head: number, stage: Stage): Tensor {
    return held(this.runs, run).stage(layer, head, stage);
  }

  /** (layer, head, query, key) */
  weights(encoder: number, run: number): Tensor {
    const { layers, heads } = held(this.encoders, encoder);
    const all = Array.from({ length: layers * heads }, (_, i) => this.stage(run, Math.floor(i / heads), i % heads, 'weights'));
    const [rows = 0, columns = 0] = all[0]?.shape ?? [];
    const data = new Float32Array(all.length * rows * columns);
    all.forEach((head, i) => data.set(head.data, i * rows * columns));
    return { data, shape: [layers, heads, rows, columns] };
  }

  explain(run: number, layer: number, head: number, stage: Stage, cell: Cell): Explanation {
    return held(this.runs, run).explain(layer, head, stage, cell);
  }

  disposeRun(run: number): void {
    this.runs.get(run)?.dispose();
    this.runs.delete(run);
  }

  disposeEncoder(encoder: number): void {
    this.encoders.get(encoder)?.dispose();
    this.encoders.delete(encoder);
  }
}

/** Of a case that memory limits: what it must read, beside copying. */
const bandwidth = (core: Core, { bytes }: Case) => (bytes === undefined ? {} : { bytes, copy: core.measureCopy() });

function held<T>(handles: Map<number, T>, id: number): T {
  const handle = handles.get(id);
  if (!handle) throw new AttentionError('disposed', { id }, `handle ${id} was disposed`);
  return handle;
}
