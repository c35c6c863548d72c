// One call of attention: tensors onto the heap, settings across, results out.
import type { AttendSession, MainModule } from '#core-glue';
import { traceFrom } from './explain.js';
import { failure, readTensor, writeAt } from './heap.js';
import { checkOptions } from './options.js';
import { toTensor } from './tensors.js';
import type { AttendOptions, AttendResult, Score, TensorLike } from './types.js';

/** The places of cpp/bindings/attend.cpp, in its order. */
const places = ['q', 'k', 'v', 'past.k', 'past.v', 'W', 'U', 'b', 'score.v', 'mask', 'boolean mask', 'lengths'] as const;
type Place = (typeof places)[number];

export class Attention {
  private readonly session: AttendSession;

  constructor(private readonly module: MainModule) {
    this.session = new module.AttendSession();
  }

  attend(options: AttendOptions): AttendResult {
    const score: Score = typeof options.score === 'object' ? options.score : { name: options.score ?? 'scaled-dot' };
    checkOptions(options, score);
    try {
      this.placeAll(options, score);
      return this.run(options, score);
    } finally {
      this.session.clear();
    }
  }

  private run(options: AttendOptions, score: Score): AttendResult {
    const { session, module } = this;
    const done = session.run({
      score: String(score.name),
      gain: score.gain ?? NaN,
      scale: options.scale ?? NaN,
      softcap: options.softcap ?? 0,
      temperature: options.temperature ?? 1,
      heads: options.heads ?? 0,
      kvHeads: options.kvHeads ?? 0,
      windowLeft: options.window?.[0] ?? -1,
      windowRight: options.window?.[1] ?? -1,
      causal: options.causal ?? false,
      trace: options.trace ?? false,
    });
    if (!done) throw failure(module);
    const output = readTensor(module, session.output());
    const present = options.past && { k: readTensor(module, session.presentKey()), v: readTensor(module, session.presentValue()) };
    const trace = options.trace ? session.takeTrace() : null;
    return { output, ...(present && { present }), ...(trace && { trace: traceFrom(module, trace) }) };
  }

  private placeAll(options: AttendOptions, score: Score): void {
    this.placeTensor('q', options.q);
    this.placeTensor('k', options.k);
    this.placeTensor('v', options.v);
    this.placeTensor('past.k', options.past?.k);
    this.placeTensor('past.v', options.past?.v);
    this.placeTensor('W', score.W);
    this.placeTensor('U', score.U);
    this.placeTensor('b', vector(score.b));
    this.placeTensor('score.v', vector(score.v));
    const { mask } = options;
    if (mask) this.place(mask.kind === 'boolean' ? 'boolean mask' : 'mask', mask.data, mask.shape);
    if (options.lengths) this.place('lengths', Int32Array.from(options.lengths), [options.lengths.length]);
  }

  private placeTensor(place: Place, value: TensorLike | undefined): void {
    if (value === undefined) return;
    const { data, shape } = toTensor(place, value);
    this.place(place, data, shape);
  }

  private place(place: Place, numbers: Float32Array | Int32Array | Uint8Array, shape: readonly number[]): void {
    const [a = 0, b = 0, c = 0, d = 0] = shape;
    const at = this.session.place(places.indexOf(place), Math.ceil(numbers.byteLength / 4), shape.length, a, b, c, d);
    writeAt(this.module, at, numbers);
  }
}

function vector(numbers: readonly number[] | Float32Array | undefined): TensorLike | undefined {
  return numbers && { data: Float32Array.from(numbers), shape: [numbers.length] };
}
