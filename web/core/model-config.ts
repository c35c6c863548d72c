// A model's settings as the core writes them (all of them, whatever the kind) and as the page reads them.
import type { ModelConfig } from './training.js';

const own = {
  'gru-attention': ['sourceVocabulary', 'targetVocabulary', 'width', 'hidden', 'dropout', 'tied'],
  'pooling-classifier': ['width', 'heads', 'layers', 'hidden', 'dropout', 'maxLength'],
} as const;

export function configFrom(json: string): ModelConfig {
  const all = JSON.parse(json) as Record<string, unknown> & { readonly kind: ModelConfig['kind'] };
  const { kind, sourceVocabulary } = all;
  if (kind === 'transformer') return all as unknown as ModelConfig;
  const settings = own[kind].map((name) => [name, all[name]] as const);
  const vocabulary = kind === 'pooling-classifier' ? { vocabulary: sourceVocabulary } : {};
  return { kind, ...vocabulary, ...Object.fromEntries(settings) } as unknown as ModelConfig;
}
