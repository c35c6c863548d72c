// Floating-point operations of one training step, counted from the shapes: a multiply-add counts 2, padding is computed and counts.
// What is elementwise (norms, activations, softmax, the optimiser) is not counted.
import type { Batch, GruAttentionConfig, ModelConfig, PoolingClassifierConfig, TransformerConfig } from './training.js';

const longest = (sequences: readonly (readonly number[])[]) => sequences.reduce((most, { length }) => Math.max(most, length), 0);

/** x·W for so many rows. */
const product = (rows: number, inputs: number, outputs: number) => 2 * rows * inputs * outputs;

/** Scores and their sum of values. */
const attention = (batch: number, queries: number, keys: number, width: number) => 4 * batch * queries * keys * width;

interface Layer {
  readonly width: number;
  readonly heads: number;
  readonly kvHeads?: number;
  readonly hidden: number;
  readonly gated?: boolean;
}

/** One layer with its attention over `keys` of its own rows. */
function layerFlops({ width, heads, kvHeads = heads, hidden, gated }: Layer, batch: number, length: number): number {
  const shared = (width / heads) * kvHeads;
  const rows = batch * length;
  const projections = 2 * product(rows, width, width) + 2 * product(rows, width, shared);
  return projections + attention(batch, length, length, width) + (gated ? 3 : 2) * product(rows, width, hidden);
}

function crossFlops({ width, heads, kvHeads = heads }: Layer, batch: number, queries: number, keys: number): number {
  const shared = (width / heads) * kvHeads;
  return 2 * product(batch * queries, width, width) + 2 * product(batch * keys, width, shared) + attention(batch, queries, keys, width);
}

function transformerFlops(config: TransformerConfig, batch: number, source: number, target: number): number {
  const { architecture, width, layers, decoderLayers, targetVocabulary } = config;
  const layer: Layer = { ...config, gated: config.activation === 'swiglu' };
  if (architecture === 'encoder') return layers * layerFlops(layer, batch, source) + product(batch * source, width, targetVocabulary);
  if (architecture === 'decoder') return layers * layerFlops(layer, batch, target) + product(batch * target, width, targetVocabulary);
  const decoder = layerFlops(layer, batch, target) + crossFlops(layer, batch, target, source);
  return layers * layerFlops(layer, batch, source) + decoderLayers * decoder + product(batch * target, width, targetVocabulary);
}

function gruFlops({ width, hidden, targetVocabulary }: GruAttentionConfig, batch: number, source: number, target: number): number {
  const gru = (rows: number, inputs: number) => product(rows, inputs, 3 * hidden) + product(rows, hidden, 3 * hidden);
  const encoder = 2 * gru(batch * source, width) + product(batch * source, 2 * hidden, hidden);
  const looks = product(batch * target, hidden, hidden) + 2 * batch * target * source * (hidden + 2 * hidden);
  const readout = product(batch * target, 3 * hidden + width, width) + product(batch * target, width, targetVocabulary);
  return encoder + looks + gru(batch * target, width + 2 * hidden) + readout;
}

function classifierFlops(config: PoolingClassifierConfig, batch: number, source: number): number {
  const { layers, width } = config;
  return layers * layerFlops(config, batch, source) + product(batch * source, width, width) + 4 * batch * source * width;
}

/** Forward once; backward twice that: one product for the input's gradient, one for the weights'. */
export function stepFlops(config: ModelConfig, { source, target }: Batch): number {
  const [batch, from] = [source.length, longest(source)];
  if (config.kind === 'pooling-classifier') return 3 * classifierFlops(config, batch, from);
  if (config.kind === 'gru-attention') return 3 * gruFlops(config, batch, from, longest(target));
  const isDecoder = config.architecture === 'decoder';
  const to = isDecoder ? longest(source.map((ids, i) => [...ids, ...(target[i] ?? [])])) : longest(target);
  return 3 * transformerFlops(config, batch, from, to);
}
