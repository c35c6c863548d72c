// What the worker does for the page: the core's calls with numbers for handles, so that they can cross threads.
import type { SlicedCore } from '../core.js';
import { AttentionError } from '../errors.js';
import { findCase, lengthCase, measuring, type Case } from '../measure.js';
import type { AttendOptions, AttendResult, Cell, Core, Encoder, EncoderRun, Explanation, Stage, Tensor } from '../types.js';
import type { MeasureWhat, RemoteMeasurement } from './remote.js';

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
  private readonly aborted = new Set<number>();
  private nextId = 1;

  /** `another` makes a core like this one, with a memory of its own. */
  constructor(
    private readonly core: SlicedCore,
    private readonly another: () => Promise<Core>,
  ) {}

  get build() {
    return this.core.build;
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
    const encoder = this.core.encoder(weights);
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
