// The core's one session: tensors are put into its places, settings go across as numbers, results come out as copies.
import type { AttendSession, MainModule } from '#core-glue';
import { traceFrom } from './explain.js';
import { failure, readTensor, writeAt } from './heap.js';
import type { Kept } from './kept.js';
import { checkOptions } from './options.js';
import { toTensor } from './tensors.js';
import type { AttendOptions, AttendResult, Score, ScoreName, TensorLike } from './types.js';

/** The places of cpp/bindings/attend.cpp, in its order. */
const places = { q: 0, k: 1, v: 2, 'past.k': 3, 'past.v': 4, W: 5, U: 6, b: 7, 'score.v': 8, mask: 9, 'boolean mask': 10, lengths: 11 };
type Place = keyof typeof places;

const flags = { causal: 1, weights: 2, trace: 4 };

export class Session {
  private readonly session: AttendSession;
  private readonly scores = new Map<ScoreName, number>();

  constructor(private readonly module: MainModule) {
    this.session = new module.AttendSession();
  }

  /** Runs `use` on the session and leaves it empty, whatever happens. */
  private with<T>(use: (session: AttendSession) => T): T {
    try {
      return use(this.session);
    } finally {
      this.session.clear();
    }
  }

  attend(options: AttendOptions, kept: Kept): AttendResult {
    return this.with((session) => {
      this.begin(options, kept);
      if (session.advance(allBlocks) < 0) throw failure(this.module);
      return this.result(options);
    });
  }

  /** The same in slices of about `milliseconds`, and the end of this session; `pause` may throw to give the call up. */
  async attendSlowly(options: AttendOptions, kept: Kept, milliseconds: number, pause: () => Promise<void>): Promise<AttendResult> {
    try {
      this.begin(options, kept);
      for (let left = 1; left > 0;) {
        const until = performance.now() + milliseconds;
        do left = this.session.advance(1);
        while (left > 0 && performance.now() < until);
        if (left < 0) throw failure(this.module);
        if (left > 0) await pause();
      }
      return this.result(options);
    } finally {
      this.session.delete();
    }
  }

  matmul(a: TensorLike, b: TensorLike) {
    return this.with((session) => {
      this.placeTensor('q', a, 'a');
      this.placeTensor('k', b, 'b');
      if (!session.multiply()) throw failure(this.module);
      return readTensor(this.module, session.output());
    });
  }

  runLayer(
    layer: Parameters<AttendSession['runLayer']>[0],
    x: TensorLike,
    memory: TensorLike | undefined,
    options: LayerOptions,
    kept: Kept,
  ) {
    return this.with((session) => {
      const score = scoreOf(options);
      checkOptions(options, score);
      this.placeTensor('q', x, 'x');
      this.placeTensor('k', memory, 'memory');
      this.placeRest(options, score, kept);
      if (!session.runLayer(layer)) throw failure(this.module);
      return this.result(options);
    });
  }

  private begin(options: AttendOptions, kept: Kept): void {
    const score = scoreOf(options);
    checkOptions(options, score);
    this.placeTensor('q', options.q);
    this.placeTensor('k', options.k);
    this.placeTensor('v', options.v);
    this.placeRest(options, score, kept);
    if (!this.session.begin()) throw failure(this.module);
  }

  private placeRest(options: LayerOptions, score: Score, kept: Kept): void {
    this.placeTensor('past.k', options.past?.k);
    this.placeTensor('past.v', options.past?.v);
    this.placeTensor('W', score.W);
    this.placeTensor('U', score.U);
    this.placeTensor('b', vector(score.b));
    this.placeTensor('score.v', vector(score.v));
    const { mask } = options;
    if (mask) this.place(mask.kind === 'boolean' ? 'boolean mask' : 'mask', mask.data, mask.shape);
    if (options.lengths) this.place('lengths', Int32Array.from(options.lengths), [options.lengths.length]);
    if (options.cache) this.session.useCache(kept.cacheOf(options.cache));
    this.session.settings(
      this.scoreIndex(score.name),
      score.gain ?? NaN,
      options.scale ?? NaN,
      options.softcap ?? 0,
      options.temperature ?? 1,
      options.heads ?? 0,
      options.kvHeads ?? 0,
      options.window?.[0] ?? -1,
      options.window?.[1] ?? -1,
      (options.causal ? flags.causal : 0) | (options.weights ? flags.weights : 0) | (options.trace ? flags.trace : 0),
    );
  }

  private scoreIndex(name: ScoreName): number {
    const known = this.scores.get(name);
    if (known !== undefined) return known;
    const index = this.module.scoreIndex(String(name));
    if (index < 0) throw failure(this.module);
    this.scores.set(name, index);
    return index;
  }

  private result(options: LayerOptions): AttendResult {
    const { session, module } = this;
    const result: { -readonly [key in keyof AttendResult]: AttendResult[key] } = { output: readTensor(module, session.output()) };
    if (options.past) result.present = { k: readTensor(module, session.presentKey()), v: readTensor(module, session.presentValue()) };
    if (options.weights) result.weights = readTensor(module, session.weights());
    if (options.trace) result.trace = traceFrom(module, session.takeTrace());
    return result;
  }

  private placeTensor(place: Place, value: TensorLike | undefined, name: string = place): void {
    if (value === undefined) return;
    const { data, shape } = toTensor(name, value);
    this.place(place, data, shape);
  }

  private place(place: Place, numbers: Float32Array | Int32Array | Uint8Array, shape: readonly number[]): void {
    const [a = 0, b = 0, c = 0, d = 0] = shape;
    const at = this.session.place(places[place], Math.ceil(numbers.byteLength / 4), shape.length, a, b, c, d);
    writeAt(this.module, at, numbers);
  }
}

/** What a layer's run shares with a plain call. */
export type LayerOptions = Omit<AttendOptions, 'q' | 'k' | 'v'>;

const allBlocks = 0x7fffffff;

const scoreOf = ({ score }: LayerOptions): Score => (typeof score === 'object' ? score : { name: score ?? 'scaled-dot' });

function vector(numbers: readonly number[] | Float32Array | undefined): TensorLike | undefined {
  return numbers && { data: Float32Array.from(numbers), shape: [numbers.length] };
}
