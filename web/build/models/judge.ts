// How good the models are, on the test part of their own data, with a baseline beside each figure.
import { prepareGeneration } from './data/generation.js';
import type { ModelName } from './data/prepare.js';
import { splitReviews } from './data/sentiment.js';
import { referenced, splitPairs, translationVocabulary } from './data/translation.js';
import { bleu } from './scores/bleu.js';
import { NaiveBayes } from './scores/naive-bayes.js';
import { NGram } from './scores/n-gram.js';
import { Retrieval } from './scores/retrieval.js';
import { Characters } from '../../inputs/tokenizer/index.js';
import { judge, translator, writer } from './shipped.js';

export interface Row {
  readonly model: ModelName;
  readonly metric: string;
  readonly value: number;
  /** Sentences, texts or characters. */
  readonly n: number;
  /** The same figure of a way without a neural model; null where there is none. */
  readonly baseline: number | null;
}

export interface JudgeOptions {
  readonly data: string | undefined;
  readonly file: string;
  /** At most so many examples, chosen by hash; the baseline is measured on the same. */
  readonly limit?: number;
  readonly tell?: (text: string) => void;
}

const rounded = (value: number): number => Number(value.toPrecision(6));

export async function judged(model: ModelName, options: JudgeOptions): Promise<Row[]> {
  if (model === 'generation') return generationRows(options);
  if (model === 'sentiment') return sentimentRows(options);
  return translationRows(model, options);
}

async function translationRows(model: ModelName, { data, file, limit, tell }: JudgeOptions): Promise<Row[]> {
  const parts = await splitPairs(data!);
  const vocabulary = await translationVocabulary(parts.train);
  const rows = referenced(parts.test, vocabulary).slice(0, limit);
  const { translate } = await translator(file);
  const answers = rows.map(({ chinese }, i) => {
    if (tell && i % 100 === 0) tell(`${model}: ${i} of ${rows.length}`);
    return translate(chinese);
  });
  const characters = new Characters(vocabulary.source);
  const simple = (text: string): string =>
    characters
      .tokenize(text)
      .map(({ piece }) => piece)
      .slice(0, -1)
      .join('');
  const retrieval = new Retrieval(parts.train.map(({ chinese, english }) => ({ chinese: simple(chinese), english })));
  const references = rows.map((row) => row.references);
  const nearest = rows.map(({ chinese }) => retrieval.translate(simple(chinese)));
  const [ours, base] = [bleu(answers, references), bleu(nearest, references)];
  return [
    { model, metric: 'BLEU (13a, lower case, all references)', value: rounded(ours.score), n: rows.length, baseline: rounded(base.score) },
  ];
}

/** −4 … 4: at least 0.5. */
const clear = ({ score }: { score: number }): boolean => Math.abs(score) >= 0.5 / 4;

async function sentimentRows({ data, file, limit }: JudgeOptions): Promise<Row[]> {
  const parts = splitReviews(data!);
  const labelled = parts.train.filter(clear).map(({ text, score }) => ({ text, good: score > 0 }));
  const bayes = new NaiveBayes(labelled);
  const { score } = await judge(file);
  const test = parts.test.slice(0, limit);
  const accuracy = (kind: string, of: (text: string) => number) => {
    const texts = test.filter((review) => review.kind === kind && clear(review));
    const right = texts.filter((review) => of(review.text) > 0 === review.score > 0).length;
    return { value: rounded((100 * right) / texts.length), n: texts.length };
  };
  const rows = ['movie', 'amazon'].map((kind) => ({
    model: 'sentiment' as const,
    metric: `accuracy in %, ${kind} snippets with |score| of at least 0.5`,
    ...accuracy(kind, score),
    baseline: accuracy(kind, (text) => bayes.score(text)).value,
  }));
  const all = test.map((review) => review.score);
  const correlation = (of: (text: string) => number): number =>
    rounded(
      pearson(
        test.map(({ text }) => of(text)),
        all,
      ),
    );
  return [
    ...rows,
    {
      model: 'sentiment',
      metric: "correlation with people's mean score, all snippets",
      value: correlation(score),
      n: test.length,
      baseline: correlation((text) => bayes.score(text)),
    },
  ];
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    x.reduce((sum, each, i) => sum + (each - mx) * (y[i]! - my), 0);
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}

const NGRAM = 6;

async function generationRows({ data, file, limit, tell }: JudgeOptions): Promise<Row[]> {
  const { parts } = prepareGeneration(data);
  const test = parts.test.slice(0, limit);
  const { bits } = await writer(file);
  const total = test.reduce((sum, { text, name }) => {
    tell?.(`generation: ${name}`);
    return sum + bits(text);
  }, 0);
  const characters = test.reduce((sum, { text }) => sum + [...text].length, 0);
  const baseline = new NGram(
    parts.train.map(({ text }) => text),
    NGRAM,
  ).bitsPerCharacter(test.map(({ text }) => text));
  return [
    {
      model: 'generation',
      metric: `bits a character of ${test.length} addresses held out`,
      value: rounded(total / characters),
      n: characters,
      baseline: rounded(baseline),
    },
  ];
}
