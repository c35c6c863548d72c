// What training is measured on: a model, a batch, and the way of the optimiser, the same for all.
import type { Batch, TrainingOptions, TransformerConfig } from '../../web/core/training.js';

const vocabulary = 32;

export const model: TransformerConfig = {
  kind: 'transformer',
  architecture: 'encoder',
  sourceVocabulary: vocabulary,
  targetVocabulary: vocabulary,
  width: 64,
  heads: 4,
  kvHeads: 4,
  layers: 2,
  decoderLayers: 1,
  hidden: 256,
  norm: 'layer',
  normFirst: true,
  activation: 'relu', // one kernel for the rival too
  bias: true,
  positions: 'sinusoidal',
  maxLength: 16,
  dropout: 0,
  tied: false,
  epsilon: 1e-5,
};

export const options: TrainingOptions = { model, seed: 1, rate: 1e-3, clip: 0, beta1: 0.9, beta2: 0.98 };

const [size, length] = [32, 16];

/** Each sequence is to be turned round; the ids are a fixed scramble. */
export const batch: Batch = (() => {
  const source = Array.from({ length: size }, (_, i) =>
    Array.from({ length }, (_, t) => 4 + ((i * 131 + t * t * 17 + i * t * 7) % (vocabulary - 4))),
  );
  return { source, target: source.map((ids) => [...ids].reverse()) };
})();

/** Losses of this many steps are compared: the first knows the forward run, the others the gradients and the optimiser. */
export const comparedSteps = 5;
export const allowed = 1e-3; // relative

declare global {
  interface Window {
    training?: {
      /** A fresh model's file, of our own pages. */
      weights?(): string;
      /** Begins anew from this file (base64). */
      begin(file: string): void | Promise<void>;
      /** So many steps; the loss before each. */
      steps(count: number): number[] | Promise<number[]>;
    };
    trainingFailed?: string;
  }
}
