// The core in a worker, seen from the page: the same names as `Core`, every answer a promise.
import type { lengthCase, Measurement } from '../measure.js';
import type { AttendOptions, AttendResult, Cell, Explanation, Stage, Tensor } from '../types.js';

export interface RemoteOptions {
  /** Gives the call up: it rejects with an AbortError, and later slices of its work are not done. */
  readonly signal?: AbortSignal;
}

export interface RemoteRun {
  readonly vector: Float32Array;
  stage(layer: number, head: number, stage: Stage): Promise<Tensor>;
  /** The weights of every head at once, (layer, head, query, key). */
  weights(): Promise<Tensor>;
  explain(layer: number, head: number, stage: Stage, cell: Cell): Promise<Explanation>;
  dispose(): Promise<void>;
}

export interface RemoteEncoder {
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly maxTokens: number;
  readonly metadata: Readonly<Record<string, string>>;
  encode(
    tokens: Int32Array,
    options?: RemoteOptions & { readonly off?: readonly (readonly [layer: number, head: number])[] },
  ): Promise<RemoteRun>;
  dispose(): Promise<void>;
}

/** A case of the benchmark by its name, or attention of any length. */
export type MeasureWhat = string | (NonNullable<Parameters<typeof lengthCase>[1]> & { readonly length: number });

export interface RemoteMeasurement extends Measurement {
  /** Operations of one call. */
  readonly flops: number;
  /**
   * Bytes of memory that the core took for the calls, in steps of 64 kB: inputs, answer, and what it works in.
   * Missing where the browser had no room for a second core to measure it in.
   */
  readonly memory?: number;
  /** Where memory is the limit: bytes that one call must read, and GB/s of copying (bytes read and written). */
  readonly bytes?: number;
  readonly copy?: number;
}

export interface RemoteCore {
  readonly build: 'simd' | 'relaxed';
  /** Where it runs: a worker, or (where workers are blocked) this thread. */
  readonly where: 'worker' | 'main';
  attend(options: Omit<AttendOptions, 'trace'>, remote?: RemoteOptions): Promise<AttendResult>;
  /** How fast the core is here. Between its runs the worker does what else it is asked, and the signal is heeded. */
  measure(what: MeasureWhat, options?: RemoteOptions & { readonly milliseconds?: number }): Promise<RemoteMeasurement>;
  /** Takes the bytes over (they are transferred). */
  encoder(weights: Uint8Array, remote?: RemoteOptions): Promise<RemoteEncoder>;
  dispose(): void;
}
