// A state as the core wants it.
import type { TrainingChanges, TrainingOptions, TransformerConfig } from '../../core/training.js';
import type { Data } from './data.js';
import type { LearnState } from './state.js';
import { Tokens } from './tokens.js';

export function modelOf(state: LearnState, data: Data): TransformerConfig {
  const { architecture, width, heads, layers, positions, norm, normFirst, activation, dropout } = state;
  const vocabulary = new Tokens(data.vocabulary, architecture).size;
  const { source, target } = data.longest;
  const longest = architecture === 'decoder' ? source + target : Math.max(source, target);
  return {
    kind: 'transformer',
    architecture,
    sourceVocabulary: vocabulary,
    targetVocabulary: vocabulary,
    width,
    heads,
    kvHeads: heads,
    layers,
    decoderLayers: layers,
    hidden: state.hidden * width,
    norm,
    normFirst,
    activation,
    bias: true,
    positions,
    maxLength: longest + 2, // begin and end, or the sign between question and answer
    dropout,
    tied: false,
    epsilon: 1e-5,
  };
}

const optimiser = ({ rate, schedule, warmup, steps, clip, decay, smoothing }: LearnState) => ({
  rate,
  schedule,
  warmup,
  steps,
  clip,
  decay,
  smoothing,
});

export const optionsOf = (state: LearnState, data: Data): TrainingOptions => ({
  model: modelOf(state, data),
  seed: state.seed,
  ...optimiser(state),
});

export const changesOf = (state: LearnState): TrainingChanges => ({ ...optimiser(state), dropout: state.dropout });
