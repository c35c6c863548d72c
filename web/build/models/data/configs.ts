// What is trained, and how: the one place for sizes and rates. Each stays under 2 MB at 8 bits a weight.

/** Vocabulary sizes come from the data. */
export interface Recipe {
  readonly model: Readonly<Record<string, string | number | boolean>>;
  readonly training: Readonly<Record<string, string | number>>;
}

const common = { decay: 0.01, beta1: 0.9, beta2: 0.98, clip: 1, seed: 1, patience: 0, average: 0.999 };

export const translation: Recipe = {
  model: {
    kind: 'transformer',
    architecture: 'encoder-decoder',
    width: 128,
    heads: 4,
    kvHeads: 4,
    layers: 3,
    decoderLayers: 3,
    hidden: 384,
    norm: 'layer',
    normFirst: true,
    activation: 'gelu',
    bias: true,
    positions: 'sinusoidal',
    maxLength: 64,
    dropout: 0.3,
    tied: true,
    epsilon: 1e-5,
  },
  training: {
    ...common,
    steps: 8000,
    batchTokens: 4096,
    rate: 2e-3,
    schedule: 'cosine',
    warmup: 600,
    smoothing: 0.1,
    validEvery: 250,
    wordDropout: 0.05,
  },
};

export const translationGru: Recipe = {
  model: { kind: 'gru-attention', width: 128, hidden: 224, dropout: 0.3 },
  training: { ...translation.training, rate: 1e-3, warmup: 300, steps: 5000, decay: 0.01 },
};

export const generation: Recipe = {
  model: {
    kind: 'transformer',
    architecture: 'decoder',
    width: 192,
    heads: 6,
    kvHeads: 6,
    layers: 4,
    decoderLayers: 0,
    hidden: 448,
    norm: 'rms',
    normFirst: true,
    activation: 'swiglu',
    bias: false,
    positions: 'rotary',
    maxLength: 256,
    dropout: 0.05,
    tied: true,
    epsilon: 1e-5,
  },
  training: {
    ...common,
    steps: 4000,
    batchTokens: 4096,
    context: 256,
    rate: 3e-3,
    schedule: 'cosine',
    warmup: 200,
    decay: 0.05,
    smoothing: 0,
    validEvery: 200,
    wordDropout: 0,
  },
};

export const sentiment: Recipe = {
  model: { kind: 'pooling-classifier', width: 96, heads: 4, layers: 1, hidden: 128, dropout: 0.3, maxLength: 64 },
  training: {
    ...common,
    steps: 400,
    batchTokens: 4096,
    rate: 2e-3,
    schedule: 'cosine',
    warmup: 100,
    decay: 0.05,
    smoothing: 0,
    validEvery: 25,
    wordDropout: 0.15,
    average: 0.99,
  },
};
