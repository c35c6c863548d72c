// The public types of the core: what goes in, what comes out. No code.
//
// Shapes are written (batch, head, query, key). Numbers are float32. Every function throws AttentionError
// (errors.ts) with a code and named values; nothing it was given is changed.

/** Numbers in row-major order and their shape. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A matrix as nested arrays, (rows, columns); or numbers with a shape of 2, 3 or 4 axes. */
export type TensorLike = Tensor | readonly (readonly number[])[];

/** How a query and a key become a score (SEEDS.md M1–M8). */
export type ScoreName =
  | 'dot' // M1  q·k
  | 'scaled-dot' // M2  q·k / √d_k                         (Vaswani et al. 2017, eq. 1)
  | 'euclidean' // M3  −‖q − k‖
  | 'squared-euclidean' // M3  −‖q − k‖²
  | 'cosine' // M4  g · q·k / (‖q‖ ‖k‖), 0 for a zero vector
  | 'additive' // M5  vᵀ tanh(W q + U k + b)           (Bahdanau et al. 2015)
  | 'tanh-dot' // M6  tanh(q·k)
  | 'bilinear' // M7  qᵀ W k                           (Luong et al. 2015, "general")
  | 'importance' // M8  fᵀ tanh(W x + b), no query: one row of weights
  | 'importance-conv'; // M8  the same with a 1-D convolution of width 3 over positions in place of W (zero padding)

/** A score function with its parameters; a parameter that the function does not use is an error. */
export interface Score {
  readonly name: ScoreName;
  /** M4: gain g, default 1. */
  readonly gain?: number;
  /** M5 (hidden, d_q) · M7 (d_q, d_k) · importance (hidden, d_k) · importance-conv (hidden, 3·d_k): columns x_{j−1}, x_j, x_{j+1}. */
  readonly W?: TensorLike;
  /** M5 (hidden, d_k). */
  readonly U?: TensorLike;
  /** M5 (hidden), default 0 · M8 (hidden), default 0. */
  readonly b?: readonly number[] | Float32Array;
  /** M5 (hidden): v. M8 (hidden): f. */
  readonly v?: readonly number[] | Float32Array;
}

/**
 * One call of attention: the ONNX `Attention` operator (opset 24 as corrected in 1.23) where that says something.
 * score · scale → softcap → ÷ temperature → + mask → softmax over keys → · value.
 */
export interface AttendOptions {
  /** (query, d), (batch, query, heads·d) or (batch, head, query, d). Left out for importance pooling (M8). */
  readonly q?: TensorLike;
  /** Like q, with kvHeads heads. */
  readonly k: TensorLike;
  /** Like k; its d may differ. */
  readonly v: TensorLike;
  /** Heads when q is 3-D. Default 1. */
  readonly heads?: number;
  /** Heads of k and v; divides `heads` (grouped-query attention). Default: heads, or the shape's own in 4-D. */
  readonly kvHeads?: number;
  /** Default 'scaled-dot'. */
  readonly score?: ScoreName | Score;
  /** Factor on the score. Default 1/√d_k for 'scaled-dot', else 1. */
  readonly scale?: number;
  /** c > 0: score becomes c·tanh(score / c). Default 0: none. */
  readonly softcap?: number;
  /** T > 0 divides the score before the mask. Default 1. */
  readonly temperature?: number;
  /** Boolean (true attends; Uint8Array of 0 and 1) or additive (float; −Infinity hides), broadcast to (batch, head, query, key). */
  readonly mask?: Mask;
  /** Query i sees key j iff j ≤ i + offset (offset: past length, or lengths[b] − queries, else 0). */
  readonly causal?: boolean;
  /** Query i sees keys i + offset − left … i + offset + right; −1: no bound on that side. */
  readonly window?: readonly [left: number, right: number];
  /** Valid keys of each batch entry: key j ≥ lengths[b] is hidden. */
  readonly lengths?: readonly number[];
  /** Keys and values of earlier calls, (batch, kvHead, past, d): put before k and v. */
  readonly past?: { readonly k: TensorLike; readonly v: TensorLike };
  /** Holds the keys and values of earlier calls: k and v are added to it, then q looks at all it holds. */
  readonly cache?: KeyValueCache;
  /** Also answer the weights; cheaper than a trace, and nothing is kept. Default false. */
  readonly weights?: boolean;
  /** Keep every stage for reading and explaining; the result's `trace` must then be disposed. Default false. */
  readonly trace?: boolean;
}

export type Mask =
  | { readonly kind: 'boolean'; readonly data: Uint8Array; readonly shape: readonly number[] }
  | { readonly kind: 'additive'; readonly data: Float32Array; readonly shape: readonly number[] };

export interface AttendResult {
  /** Same rank as q: (query, d_v), (batch, query, heads·d_v) or (batch, head, query, d_v). */
  readonly output: Tensor;
  /** With a past: keys and values to hand to the next call, (batch, kvHead, past + key, d). */
  readonly present?: { readonly k: Tensor; readonly v: Tensor };
  /** With `weights: true`: (batch, head, query, key). */
  readonly weights?: Tensor;
  /** With `trace: true`. */
  readonly trace?: Trace;
}

/** y = x · weight + bias. */
export interface Projection {
  /** (in, out). */
  readonly weight: TensorLike;
  /** (out); default 0. */
  readonly bias?: readonly number[] | Float32Array;
}

/** Multi-head attention with its projections (Vaswani et al. 2017, section 3.2.2). */
export interface MultiHeadWeights {
  readonly heads: number;
  /** Default: heads. */
  readonly kvHeads?: number;
  readonly query: Projection; // (model, heads·d)
  readonly key: Projection; // (memory, kvHeads·d)
  readonly value: Projection; // (memory, kvHeads·d_v)
  /** (heads·d_v, out); without it the joined heads are the answer. */
  readonly output?: Projection;
}

/** Weights packed once, kept in the core's memory until disposed. */
export interface MultiHeadLayer {
  /** x (query, model) or (batch, query, model) looks at memory (default: itself). Heads are the layer's own. */
  run(x: TensorLike, options?: MultiHeadOptions): AttendResult;
  dispose(): void;
}

export type MultiHeadOptions = Omit<AttendOptions, 'q' | 'k' | 'v' | 'heads' | 'kvHeads'> & {
  /** (key, memory) or (batch, key, memory), for cross attention. */
  readonly memory?: TensorLike;
};

export interface CacheOptions {
  /** Default 1. */
  readonly batch?: number;
  readonly kvHeads: number;
  readonly d: number;
  /** Default: d. */
  readonly dv?: number;
  /** Keys it has room for. */
  readonly capacity: number;
}

/** Keys and values packed as decoding reads them; kept in the core's memory until disposed. */
export interface KeyValueCache {
  /** Keys it holds. */
  readonly length: number;
  readonly capacity: number;
  /** Forgets the keys from `length` on. */
  truncate(length: number): void;
  dispose(): void;
}

/** The stages of a score, in order. ONNX names them 0 raw, 1 after softcap, 2 after mask, 3 weights. */
export type Stage = 'score' | 'capped' | 'masked' | 'weights' | 'output';

/** One traced call, kept in the core's memory until disposed. */
export interface Trace {
  /** (batch, head, query, key); for 'output' (batch, head, query, d_v). */
  stage(stage: Stage): Tensor;
  /** How one cell came about, from the numbers the core used. */
  explain(stage: Stage, cell: Cell): Explanation;
  dispose(): void;
}

export interface Cell {
  readonly batch?: number;
  readonly head?: number;
  readonly row: number; // query
  readonly column: number; // key; for 'output' the value dimension
}

/**
 * What one step does to its operands. `terms[i]` belongs to `left[i]` and `right[i]`; `result` is their sum, or what
 * the step makes of it.
 */
export type StepName =
  | 'dot' // terms = left·right, result = Σ            (q·k; W row · x + b: b is the last term, its right is 1)
  | 'squares' // terms = (left − right)², result = Σ       (right empty: left²)
  | 'root' // result = √left[0]
  | 'negate' // result = −left[0]
  | 'scale' // result = left[0] · right[0]
  | 'quotient' // result = left[0] / right[0]
  | 'product' // result = left[0] · right[0]
  | 'tanh' // terms = tanh(left), result = terms[0] where there is one
  | 'add' // terms = left + right                     (W q + U k, elementwise)
  | 'softcap' // result = right[0] · tanh(left[0] / right[0])
  | 'temperature' // result = left[0] / right[0]
  | 'mask' // result = left[0] + right[0]
  | 'max' // result = the largest of left
  | 'exp' // terms = exp(left − right[0]), result = Σ
  | 'zero'; // the row is fully masked, or a vector is zero: result = 0

export interface ExplainStep {
  readonly step: StepName;
  /** Whose numbers: 'q', 'k', 'v', 'x', 'W', 'U', 'b', 'f', 'Wq', 'Uk', 'score', 'weights', 'sum', 'max', 'softcap', … */
  readonly leftName: string;
  readonly rightName: string;
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly terms: Float32Array;
  readonly result: number;
}

export interface Explanation {
  readonly stage: Stage;
  readonly cell: Required<Cell>;
  /** In order; the last result is the cell. */
  readonly steps: readonly ExplainStep[];
  /** The cell as the trace holds it (float32). */
  readonly value: number;
  /** The same cell worked out in double precision from the float32 inputs: shown beside it, labelled. */
  readonly reference: number;
}

/** A transformer encoder with its weights (Universal Sentence Encoder Lite), kept in the core's memory until disposed. */
export interface Encoder {
  readonly layers: number;
  readonly heads: number;
  readonly width: number; // length of the sentence vector
  readonly maxTokens: number;
  /** Text fields of the weights file's metadata: vocabulary, licence, source … */
  readonly metadata: Readonly<Record<string, string>>;
  /** Runs the encoder on token ids; heads in `off` give 0 in place of their output. */
  encode(tokens: Int32Array, options?: { readonly off?: readonly (readonly [layer: number, head: number])[] }): EncoderRun;
  dispose(): void;
}

/** What one run of the encoder computed, kept in the core's memory until disposed. */
export interface EncoderRun {
  /** (width): the sentence vector, length 1. */
  readonly vector: Float32Array;
  /** A stage of one head: (query, key), or (query, d_v) for 'output'. */
  stage(layer: number, head: number, stage: Stage): Tensor;
  explain(layer: number, head: number, stage: Stage, cell: Cell): Explanation;
  dispose(): void;
}

export interface Core {
  /** Which binary runs: plain 128-bit SIMD, or relaxed SIMD. */
  readonly build: 'simd' | 'relaxed';
  attend(options: AttendOptions): AttendResult;
  /** a · b: (m, k) and (k, n) give (m, n). NaN and infinity go the way of IEEE 754. */
  matmul(a: TensorLike, b: TensorLike): Tensor;
  multiHead(weights: MultiHeadWeights): MultiHeadLayer;
  cache(options: CacheOptions): KeyValueCache;
  /** The same as trace.explain. */
  explain(trace: Trace, stage: Stage, cell: Cell): Explanation;
  /** Reads a safetensors file into an encoder. */
  encoder(weights: Uint8Array): Encoder;
  /** GFLOP/s of a loop of multiply-adds that never leaves the registers, run for about `milliseconds` (default 20). */
  measurePeak(milliseconds?: number): number;
  /** GB/s, bytes read and bytes written, of copying `megabytes` (default 8) again and again for about `milliseconds` (20). */
  measureCopy(megabytes?: number, milliseconds?: number): number;
  /** Bytes of the core's memory, in use or not: it grows, and never shrinks. */
  heapSize(): number;
  /** Bytes of the core's memory that are in use: what leaks is seen here. */
  heapInUse(): number;
  /** The most bytes of the core's memory that were ever in use, in steps of 64 kB. */
  heapPeak(): number;
}
