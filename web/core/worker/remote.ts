// The core in a worker, seen from the page: the same names as `Core`, every answer a promise.
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

export interface RemoteCore {
  readonly build: 'simd' | 'relaxed';
  /** Where it runs: a worker, or (where workers are blocked) this thread. */
  readonly where: 'worker' | 'main';
  attend(options: Omit<AttendOptions, 'trace'>, remote?: RemoteOptions): Promise<AttendResult>;
  /** Takes the bytes over (they are transferred). */
  encoder(weights: Uint8Array, remote?: RemoteOptions): Promise<RemoteEncoder>;
  dispose(): void;
}
