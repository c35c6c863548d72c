// The numbers that the articles and questions quote, from the core: page → what must stand in it, in both languages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../web/build/dependencies.mjs';
import { loadCore, type Core, type Stage } from '../../../web/core/index.js';
import { readVocabulary, Tokenizer } from '../../../web/inputs/tokenizer/index.js';
import { applyChanges, readLink } from '../../../web/labs/link.js';
import { run } from '../../../web/labs/mechanism/compute.js';
import { defaultState, problemOfState, readState, type State } from '../../../web/labs/mechanism/state.js';
import * as scaling from '../../../web/labs/scaling/state.js';
import { sweep, type Point } from '../../../web/labs/scaling/sweep.js';
import { cosine, measureHead } from '../../../web/labs/sentence/measures.js';
import { examplePairs } from '../../../web/labs/sentence/state.js';
import { shortNumber } from '../../../web/views/number.js';

export type Facts = Readonly<Record<string, readonly string[]>>;

/** Rows of a stage of the Mechanism lab, in the state that a page's tag names. */
export function stageOf(core: Core, link: string, name: Stage, head = 0): number[][] {
  const { changes } = readLink(`#v1/mechanism/${link}`)!;
  const state = readState(applyChanges(defaultState as unknown as Record<string, unknown>, changes)) as State;
  const done = run(core, problemOfState(state));
  const { rows, columns, data } = done.stage(name, head);
  done.dispose();
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

const short = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map(shortNumber));
/** As a page's formula has it: 0.291 & 0.599 & 0.110. */
const tex = (row: readonly number[]) =>
  row.map((value) => shortNumber(value).replace('−', '-').replace('·10⁻⁹', ' \\cdot 10^{-9}')).join(' & ');
const texRows = (rows: readonly (readonly number[])[]) => rows.map(tex);
/** As running text has it: (4.876, 5.876). */
const tuple = (row: readonly number[]) => `(${row.map(shortNumber).join(', ')})`;

function article1(core: Core): string[] {
  const at = (link: string, stage: Stage) => stageOf(core, `preset=a1-${link}`, stage);
  const temperatures = [10, 30, 100].map((t) => tex(at(`dot&own.temperature=${t}`, 'weights')[0]!));
  return [
    ...texRows(at('dot&version=printed', 'score')),
    ...texRows(at('dot', 'score')),
    ...short(at('dot', 'weights'))[0]!.slice(0, 2),
    ...texRows(at('dot', 'output')),
    ...temperatures,
    ...short(at('euclidean&version=euclidean', 'score')).flat(),
    ...short(at('euclidean&version=euclidean', 'weights'))[0]!,
    tuple(at('euclidean&version=euclidean', 'output')[0]!),
    short(at('euclidean&version=squared', 'weights'))[0]![1]!,
  ];
}

function article2(core: Core): string[] {
  const at = (stage: Stage) => stageOf(core, 'preset=a2-tanh', stage);
  return [tex(at('score')[0]!), tex(at('weights')[0]!), tuple(at('output')[0]!)];
}

function article3(core: Core): string[] {
  const at = (link: string, stage: Stage) => stageOf(core, `preset=a3-${link}`, stage);
  const there = short(at('translation', 'weights'));
  const back = short(at('translation-back', 'weights'));
  const causal = short(at('causal', 'weights'));
  const weights = 32 * 8 * 512 ** 2;
  return [
    tuple(at('softmax', 'weights')[0]!),
    ...texRows(at('softmax', 'output')),
    tuple(at('softmax&version=printed', 'weights')[0]!),
    short(at('translation&version=printed', 'weights'))[0]![0]!,
    there[0]![1]!,
    there[2]![2]!,
    there[4]![3]!,
    ...back[3]!.filter((_, j) => j === 1 || j === 5),
    causal[1]!.slice(0, 2).join(', '),
    weights.toLocaleString('en'),
    (4 * 512 * 512).toLocaleString('en'),
  ];
}

function article4(core: Core): string[] {
  const at = (link: string, stage: Stage) => stageOf(core, `preset=a4-${link}`, stage);
  return [
    tuple(at('importance&version=dense', 'score')[0]!),
    tuple(at('importance&version=dense', 'weights')[0]!),
    tuple(at('importance&version=convolution', 'weights')[0]!),
    tuple(at('importance&version=dense', 'output')[0]!),
    ...texRows(at('scaled', 'score')),
    ...texRows(at('scaled', 'weights')),
    ...texRows(at('scaled', 'output')),
  ];
}

function article5(core: Core): string[] {
  const weights = short(stageOf(core, 'preset=a5-additive', 'weights'));
  const simple = (stage: Stage) => stageOf(core, 'preset=a5-weights', stage);
  return [
    weights[0]![5]!,
    weights[1]![3]!,
    weights[2]![0]!,
    weights[3]![4]!,
    weights[3]![8]!,
    ...texRows(simple('weights')),
    ...texRows(simple('output')),
  ];
}

function whyScale(core: Core): string[] {
  const { plain, divided } = sweep(core, scaling.defaultState);
  const at = (points: readonly Point[], d: number) => points.find((point) => point.d === d)!;
  return [4, 64, 1024].flatMap((d) => [
    ...(['variance', 'largest', 'entropy'] as const).flatMap((name) => [
      shortNumber(at(plain, d)[name]),
      shortNumber(at(divided, d)[name]),
    ]),
  ]);
}

const places = (rows: string) => `preset=random&own.data.Q=${rows}&own.data.K=${rows}&own.data.V=${rows}`;
export const withoutPlaces = places('((2,0,0,0),(0,2,0,0),(2,0,0,0))');
export const withPlaces = places('((2,0,0,1),(0,2,0.84,0.54),(2,0,0.91,-0.42))');

function whyPositions(core: Core): string[] {
  return [withoutPlaces, withPlaces].flatMap((link) => [...texRows(stageOf(core, link, 'output'))]);
}

/** Twelve keys, of which one matches the query. */
export function needle(place: number, count = 12): string {
  const rows = Array.from({ length: count }, (_, j) => (j === place ? '(2,0)' : '(0,2)')).join(',');
  const values = Array.from({ length: count }, (_, j) => (j === place ? '(1)' : '(0)')).join(',');
  return `preset=random&own.data.Q=((4,0))&own.data.K=(${rows})&own.data.V=(${values})`;
}

function whyForget(core: Core): string[] {
  const near = stageOf(core, needle(11), 'weights')[0]![11]!;
  const far = stageOf(core, needle(0), 'weights')[0]![0]!;
  // the sum is taken in another order: the last bit of a float32 may differ, no more
  if (Math.abs(near - far) > 2 ** -22) throw new Error(`the place of a key changes its weight: ${near}, ${far}`);
  const many = Array.from({ length: 1000 }, (_, j) => (j ? [0, 2] : [2, 0]));
  const { weights } = core.attend({ q: [[4, 0]], k: many, v: many, weights: true });
  const fading = [0.9 ** 20, 0.9 ** 100, 0.5 ** 20, 0.5 ** 100, 0.97 ** 100].map(shortNumber);
  return [shortNumber(near), shortNumber(weights!.data[0]!), ...fading];
}

/** The encoder of the Sentence lab on one text after another. */
class Sentences {
  private readonly encoder;
  private readonly tokenizer;
  constructor(core: Core) {
    this.encoder = core.encoder(new Uint8Array(readFileSync(join(root, 'build/models/use-lite.safetensors'))));
    this.tokenizer = new Tokenizer(readVocabulary(this.encoder.metadata));
  }
  private run(text: string, off: readonly (readonly [number, number])[] = []) {
    const ids = Int32Array.from(this.tokenizer.tokenize(text, 256).tokens, ({ id }) => id);
    return { length: ids.length, done: this.encoder.encode(ids, { off }) };
  }
  vector(text: string, off: readonly (readonly [number, number])[] = []): Float32Array {
    const { done } = this.run(text, off);
    done.dispose();
    return done.vector;
  }
  weights(text: string, layer: number, head: number) {
    const { done, length } = this.run(text);
    const { data } = done.stage(layer, head, 'weights');
    done.dispose();
    return { length, data, measures: measureHead(data, length) };
  }
  /** How near the vector stays to itself when heads are off. */
  kept(text: string, ...off: (readonly [number, number])[]): number {
    return cosine(this.vector(text), this.vector(text, off));
  }
  between(a: string, b: string, ...off: (readonly [number, number])[]): number {
    return cosine(this.vector(a, off), this.vector(b, off));
  }
}

const example = (id: string) => examplePairs.find((pair) => pair.id === id)!;

function sentenceFacts(core: Core): Facts {
  const model = new Sentences(core);
  const { text, second } = example('animal');
  const bank = example('bank');
  const opposite = example('opposite');
  const product = example('product');
  const it = model.weights(text, 1, 2);
  const from = (key: number) => shortNumber(it.data[9 * it.length + key]!);
  const [still, previous, next] = [
    model.weights(text, 0, 1).measures,
    model.weights(text, 0, 3).measures.previous,
    model.weights(text, 0, 2).measures.next,
  ];
  return {
    'why-not-explanation': [
      from(12), // tired
      from(1), // animal
      shortNumber(model.weights(text, 1, 1).measures.strongest.weight), // the → street
      shortNumber(still.self),
      shortNumber(still.strongest.weight),
      ...[model.kept(text, [1, 2]), model.kept(text, [0, 1]), model.kept(text, [1, 1])].map(shortNumber),
      shortNumber(model.between(text, second)),
      shortNumber(model.between(text, second, [1, 2])),
      shortNumber(model.weights(bank.text, 1, 1).measures.strongest.weight),
      shortNumber(model.kept(bank.text, [1, 1])),
      tuple(stageOf(core, hollow, 'weights')[1]!),
      tuple(stageOf(core, hollow, 'output')[1]!),
    ],
    'why-positions': [
      shortNumber(previous),
      shortNumber(next),
      shortNumber(1 / it.length),
      shortNumber(model.between('The dog bites the man', 'The man bites the dog')),
    ],
    'article-5': [shortNumber(model.between(product.text, product.second)), shortNumber(model.between(opposite.text, opposite.second))],
  };
}

/** The largest weight lies on a value of zeros. */
export const hollow = 'preset=a4-scaled&own.data.V=((0,0),(0,2),(3,1))';

function whyTemperature(core: Core): string[] {
  const at = (temperature: number) => stageOf(core, `preset=a5-weights&own.temperature=${temperature}`, 'weights')[0]!;
  const saturated = stageOf(core, 'preset=a1-dot', 'weights')[0]!;
  return [
    ...[0.1, 0.5, 1, 2, 10].map((t) => tex(at(t))),
    shortNumber(saturated[1]!),
    shortNumber(at(1)[0]!),
    shortNumber(at(1)[0]! * (1 - at(1)[0]!)),
  ];
}

export async function factsOfPages(): Promise<Facts> {
  const core = await loadCore();
  const sentences = sentenceFacts(core);
  const own: Facts = {
    'article-1-similarity': article1(core),
    'article-2-tanh': article2(core),
    'article-3-multi-head': article3(core),
    'article-4-importance': article4(core),
    'article-5-additive': article5(core),
    'why-scale': whyScale(core),
    'why-positions': whyPositions(core),
    'why-forget': whyForget(core),
    'why-not-explanation': [],
    'why-temperature': whyTemperature(core),
  };
  return Object.fromEntries(
    Object.entries(own).map(([page, facts]) => [page, [...facts, ...(sentences[page.replace(/^(article-\d).*/, '$1')] ?? [])]]),
  );
}
