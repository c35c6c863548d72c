// From a data folder to a folder that can be trained in.
import * as recipes from './configs.js';
import { prepareGeneration } from './generation.js';
import type { Prepared } from './run-folder.js';
import { prepareSentiment } from './sentiment.js';
import { prepareTranslation } from './translation.js';

export const MODELS = ['translation', 'translation-gru', 'sentiment', 'generation'] as const;
export type ModelName = (typeof MODELS)[number];

/** `data` is needed by all but generation. `training` replaces single values of the recipe. */
export async function prepare(
  model: ModelName,
  data: string | undefined,
  training: Readonly<Record<string, number>> = {},
): Promise<Prepared> {
  const config = (recipe: recipes.Recipe, sizes: object) => ({
    model: { ...recipe.model, ...sizes },
    training: { ...recipe.training, ...training },
  });
  if (model === 'generation') {
    const made = prepareGeneration(data);
    return { ...made, config: config(recipes.generation, { sourceVocabulary: 0, targetVocabulary: made.vocabulary.pieces.length }) };
  }
  if (model === 'sentiment') {
    const made = prepareSentiment(data!, Number(recipes.sentiment.model['width']));
    return { ...made, config: config(recipes.sentiment, { vocabulary: made.vocabulary.pieces.length }) };
  }
  const made = await prepareTranslation(data!);
  const { source, target } = made.vocabulary;
  const sizes = { sourceVocabulary: source.pieces.length, targetVocabulary: target.pieces.length };
  return { ...made, config: config(model === 'translation' ? recipes.translation : recipes.translationGru, sizes) };
}
