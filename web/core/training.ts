// The public types of models and of training in the page: what goes in, what comes out. No code.
//
// Token ids: 0 padding, 1 begin, 2 end, 3 unknown; the rest is the caller's. Losses and log probabilities are in nats,
// shapes row-major. What a function was given is not changed. Errors are AttentionErrors (errors.ts):
//   bad-model       {name, actual, limit}      a setting that no model can have, or that is too large to train here
//   bad-batch       {name, actual, limit}      no examples, a sequence that is empty or longer than maxLength, a token the model has not
//   loss-not-finite {step}                     the loss of a step was no number: the weights are those before that step
//   not-for-model   {operation, kind}          a translation of a classifier, a score of a translator …
//   weights-…                                  of a file: as the sentence encoder's (types.ts)
//   disposed        {name}                     a call after dispose()
import type { Cell, Explanation, Stage, Tensor } from './types.js';

/** What a model is made of; the same keys stand in its weights file, as JSON under "config". */
export type ModelConfig = TransformerConfig | GruAttentionConfig | PoolingClassifierConfig;

export interface TransformerConfig {
  readonly kind: 'transformer';
  /** encoder: logits at each position of the source; decoder: a language model; encoder-decoder: Vaswani et al. 2017. */
  readonly architecture: 'encoder' | 'decoder' | 'encoder-decoder';
  /** Ids of the source are below it; a decoder has no source. */
  readonly sourceVocabulary: number;
  /** Ids that can be answered; of an encoder 0: its rows are the answer. */
  readonly targetVocabulary: number;
  /** Numbers of one position; heads · d_head. */
  readonly width: number;
  readonly heads: number;
  /** Divides `heads`: fewer is grouped-query attention. */
  readonly kvHeads: number;
  /** Layers of the encoder; of the decoder where there is no encoder. */
  readonly layers: number;
  /** Layers of the decoder of an encoder-decoder. */
  readonly decoderLayers: number;
  /** Units of the feed-forward part. */
  readonly hidden: number;
  readonly norm: 'layer' | 'rms';
  /** Norm before each part (GPT-2) or after its sum (2017). */
  readonly normFirst: boolean;
  readonly activation: 'gelu' | 'gelu-tanh' | 'relu' | 'swiglu';
  /** Whether projections have one. */
  readonly bias: boolean;
  readonly positions: 'sinusoidal' | 'learned' | 'rotary';
  /** Tokens of the longest sequence. */
  readonly maxLength: number;
  /** Part of the numbers that training drops, 0 … <1. */
  readonly dropout: number;
  /** Output weights are the embedding's (source's and target's too, where the vocabularies are one). */
  readonly tied: boolean;
  /** Of the norms. */
  readonly epsilon: number;
  /** Of rotary positions. Default 10000. */
  readonly rotaryBase?: number;
  /** Embeddings are multiplied by √width. Default true. */
  readonly scaleEmbedding?: boolean;
  /** A norm on the embeddings (BERT). Default false. */
  readonly embeddingNorm?: boolean;
  /** The token before a decoder's first, 1; −1: it has none, and the source of an example is not empty (Hugging Face). Default 1. */
  readonly begin?: 1 | -1;
}

/** Bahdanau et al. 2015: bidirectional GRU encoder, additive attention, GRU decoder. */
export interface GruAttentionConfig {
  readonly kind: 'gru-attention';
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  /** Of the embeddings. */
  readonly width: number;
  /** Units of each GRU. */
  readonly hidden: number;
  readonly dropout: number;
  /** Output weights are the target embedding's. Default true. */
  readonly tied?: boolean;
}

/** A small encoder, pooled by importance (M8), to one number −1 … 1. */
export interface PoolingClassifierConfig {
  readonly kind: 'pooling-classifier';
  readonly vocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly hidden: number;
  readonly dropout: number;
  readonly maxLength: number;
}

/** Examples of one step, padded inside: `source[i]` belongs to `target[i]`. */
export interface Batch {
  /** For a decoder: the prompt, which counts in no loss (may be empty). */
  readonly source: readonly (readonly number[])[];
  /** Ends with 2, has no begin. Encoder: as long as its source. Pooling classifier: one number, the label in thousandths. */
  readonly target: readonly (readonly number[])[];
}

export interface TrainingOptions {
  readonly model: ModelConfig;
  /** Of the first weights and of dropout: the same seed and batches give the same numbers in the same binary. Default 1. */
  readonly seed?: number;
  /** Highest learning rate. Default 1e-3. */
  readonly rate?: number;
  /** After the warm-up: down a cosine to 0 at `steps`, by √(warmup / step), or not at all. Default 'constant'. */
  readonly schedule?: 'cosine' | 'inverse-root' | 'constant';
  /** Steps on which the rate grows linearly. Default 0. */
  readonly warmup?: number;
  /** Where the cosine ends; training may go on. Default 1000. */
  readonly steps?: number;
  /** Decoupled weight decay (AdamW), of matrices only. Default 0. */
  readonly decay?: number;
  /** Largest norm of all gradients together; 0: any. Default 1. */
  readonly clip?: number;
  /** Part of the target's probability spread over all tokens. Default 0. */
  readonly smoothing?: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.98. */
  readonly beta2?: number;
}

/** What may change while training goes on. */
export type TrainingChanges = Partial<Omit<TrainingOptions, 'model' | 'seed'>> & { readonly dropout?: number };

export interface StepResult {
  /** From 1 on. */
  readonly step: number;
  /** What was minimised: cross-entropy a target token, smoothing included (classifier: squared error), before the step's update. */
  readonly loss: number;
  /** √(Σ gradient²) over all weights, before clipping. */
  readonly gradientNorm: number;
  /** Learning rate of this step. */
  readonly rate: number;
  /** Target tokens that counted. */
  readonly tokens: number;
  readonly milliseconds: number;
  /** Floating-point operations of forward and backward, counted from the shapes; a multiply-add counts 2. */
  readonly flops: number;
}

/** Greedy and free-running: each token is chosen from the model's own earlier ones. */
export interface Evaluation {
  /** Cross-entropy a target token when the right tokens come before it, without smoothing and dropout (classifier: squared error). */
  readonly loss: number;
  /** Of all targets, the end included. */
  readonly tokens: number;
  /** Tokens of the predictions that are the target's at the same place. */
  readonly correctTokens: number;
  readonly sequences: number;
  readonly correctSequences: number;
  /** What the model answers to each source, with the end where it gave one (classifier: the score in thousandths). */
  readonly predictions: readonly (readonly number[])[];
}

/** Where attention stands in a model: cross is the decoder looking at the source, pooling the classifier's one row of weights (M8). */
export type Part = 'encoder' | 'decoder' | 'cross' | 'pooling';

/** The attention of one layer. */
export interface LayerAttention {
  readonly part: Part;
  readonly layer: number;
  /** (head, query, key); rows sum to 1, or to 0 where no key was seen. */
  readonly weights: Tensor;
}

/** One example, forwards: the right tokens come before each position of the target. */
export interface Look {
  /** (position, targetVocabulary): before softmax. Of an encoder without a target vocabulary (position, width), of a classifier (1, 1). */
  readonly logits: Tensor;
  /** In the order of the computation. */
  readonly layers: readonly LayerAttention[];
}

/** A head by its place. */
export type HeadName = readonly [part: Part, layer: number, head: number];

export interface PruneOptions {
  /** Part of the weights of matrices, the smallest |w| first, that become 0 and stay 0. Default: as it is. 0 gives none back. */
  readonly fraction?: number;
  /** Exactly these heads give 0 in place of their output. Default: as it is. */
  readonly headsOff?: readonly HeadName[];
}

/** A model being trained, in the memory of the models' binary until disposed. */
export interface Training {
  readonly config: ModelConfig;
  /** Numbers that are learned. */
  readonly parameters: number;
  /** Steps done. */
  readonly step: number;
  /** One step for each batch, in order. Stops at the first loss that is not finite: throws 'loss-not-finite', the earlier steps count. */
  steps(batches: readonly Batch[]): readonly StepResult[];
  evaluate(batch: Batch): Evaluation;
  look(source: readonly number[], target: readonly number[]): Look;
  /** How a cell of the last look came about. `cell.head` says of which head. */
  explain(part: Part, layer: number, stage: Stage, cell: Cell): Explanation;
  change(changes: TrainingChanges): void;
  prune(options: PruneOptions): void;
  /** A safetensors file, float32, with "config" in its metadata: what `model` and `restore` read. */
  weights(): Uint8Array;
  /** Weights, moments, random state and step: training goes on from it exactly as it would have. */
  checkpoint(): Uint8Array;
  /** Goes on from a checkpoint, or from weights alone (moments and step start at 0). The config must be the same: 'weights-format' names what differs. */
  restore(file: Uint8Array): void;
  dispose(): void;
}

export interface TranslateOptions {
  /** Hypotheses kept at each step; 1: greedy. Default 1. */
  readonly beams?: number;
  /** Tokens of the longest answer, its end included. Default: the model's own limit (of a GRU 256). */
  readonly maxLength?: number;
  /** α: a hypothesis counts log P / ((5 + length) / 6)^α (Wu et al. 2016). Default 0.6. */
  readonly lengthPenalty?: number;
  readonly headsOff?: readonly HeadName[];
}

export interface Candidate {
  readonly token: number;
  readonly logProbability: number;
}

/** One token of a hypothesis. */
export interface TranslateStep {
  /** (layer, head, source): what the decoder looked at for this token. */
  readonly weights: Tensor;
  /** The likeliest tokens there, likeliest first, at most 10. */
  readonly candidates: readonly Candidate[];
}

export interface Hypothesis {
  /** Without begin; ends with 2 unless maxLength cut it. */
  readonly tokens: readonly number[];
  /** Σ log P of the tokens. */
  readonly logProbability: number;
  /** The same divided by the length penalty: what the order goes by. */
  readonly score: number;
  /** One for each token. */
  readonly steps: readonly TranslateStep[];
}

export interface Translation {
  /** Best first, at most `beams`. */
  readonly hypotheses: readonly Hypothesis[];
}

export interface Classification {
  /** −1 … 1 */
  readonly score: number;
  /** (token): of the pooling, sum 1. */
  readonly weights: Tensor;
}

export interface Next {
  /** (targetVocabulary): of the token after the last one, before softmax. */
  readonly logits: Float32Array;
  /** Where `attention` was asked for: the last token's, (head, 1, key) for each layer. */
  readonly layers?: readonly LayerAttention[];
}

/** A safetensors file of a Hugging Face model: F32, F16 or BF16 under the names that their classes save. */
export interface ForeignWeights {
  readonly weights: Uint8Array;
  /** Where the file's names come from. */
  readonly family: 'bert' | 'distilbert' | 'gpt2' | 'llama';
  /** Said by its config.json (web/inputs/hugging-face). */
  readonly config: TransformerConfig;
}

/** A finished model, in the memory of the models' binary until disposed. */
export interface Model {
  readonly config: ModelConfig;
  /** Text fields of the weights file: vocabulary, licence, card … */
  readonly metadata: Readonly<Record<string, string>>;
  readonly parameters: number;
  /** encoder-decoder, gru-attention. */
  translate(source: readonly number[], options?: TranslateOptions): Translation;
  /** pooling-classifier. */
  score(source: readonly number[]): Classification;
  /**
   * decoder: what comes after these tokens, of which the first is the begin (1). The keys and values of a common beginning with the
   * last call are kept; not so with heads off or `attention`, which read all anew.
   */
  next(tokens: readonly number[], options?: { readonly attention?: boolean; readonly headsOff?: readonly HeadName[] }): Next;
  /** Any model, as Training's. A decoder's source is its prompt; a classifier has no target. */
  look(source: readonly number[], target: readonly number[], options?: { readonly headsOff?: readonly HeadName[] }): Look;
  /** How a cell of the last look came about. */
  explain(part: Part, layer: number, stage: Stage, cell: Cell): Explanation;
  dispose(): void;
}
