// A finished model: a weights file in; translations, scores and next tokens out.
import type { MainModule, ModelHandle } from '#models-glue';
import { AttentionError } from './errors.js';
import { badBatch, packExamples, packHeads } from './examples.js';
import { Handle } from './explain.js';
import { failure, readTensor, readWords, withBytes } from './heap.js';
import { Looking } from './look.js';
import { configFrom } from './model-config.js';
import type {
  Candidate,
  Classification,
  ForeignWeights,
  HeadName,
  LayerAttention,
  Look,
  Model,
  ModelConfig,
  Next,
  TransformerConfig,
  TranslateOptions,
  TranslateStep,
  Translation,
} from './training.js';
import type { Tensor } from './types.js';

/** What a model can be asked; the config says which. */
type Ability = 'translate' | 'score' | 'next';

function abilityOf(config: ModelConfig): Ability | null {
  if (config.kind === 'pooling-classifier') return 'score';
  if (config.kind === 'gru-attention') return 'translate';
  return { encoder: null, decoder: 'next', 'encoder-decoder': 'translate' }[config.architecture] as Ability | null;
}

function need(config: ModelConfig, operation: Ability): void {
  if (abilityOf(config) === operation) return;
  const kind = config.kind === 'transformer' ? config.architecture : config.kind;
  throw new AttentionError('not-for-model', { operation, kind }, `${operation}: a model of the kind ${kind} cannot`);
}

function whole(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw badBatch(name, String(value), value < least ? least : most, `must be a whole number from ${least} to ${most}`);
}

const candidatesShown = 10;

/** The likeliest tokens of a row of logits. */
function candidatesOf(logits: Float32Array): Candidate[] {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  const all = Array.from(logits, (logit, token) => ({ token, logProbability: logit - most - total }));
  return all.sort((a, b) => b.logProbability - a.logProbability).slice(0, candidatesShown);
}

/** Row `row` of every layer and head: (layer, head, key). */
function rowsAt(layers: readonly LayerAttention[], row: number): Tensor {
  const [heads = 0, , keys = 0] = layers[0]?.weights.shape ?? [];
  const data = new Float32Array(layers.length * heads * keys);
  layers.forEach(({ weights: { data: from, shape } }, layer) => {
    for (let head = 0; head < heads; head++) {
      const start = (head * shape[1]! + row) * keys;
      data.set(from.subarray(start, start + keys), (layer * heads + head) * keys);
    }
  });
  return { data, shape: [layers.length, heads, keys] };
}

/** Each token of an answer, from a look at the whole. */
function stepsOf({ logits, layers }: Look, tokens: readonly number[]): TranslateStep[] {
  const [, vocabulary = 0] = logits.shape;
  const cross = layers.filter(({ part }) => part === 'cross');
  return tokens.map((_, i) => ({
    weights: rowsAt(cross, i),
    candidates: candidatesOf(logits.data.subarray(i * vocabulary, (i + 1) * vocabulary)),
  }));
}

/** The last row of each. */
const lastRow = ({ part, layer, weights: { data, shape } }: LayerAttention): LayerAttention => {
  const [heads = 0, queries = 0, keys = 0] = shape;
  const rows = new Float32Array(heads * keys);
  for (let head = 0; head < heads; head++) {
    const end = (head + 1) * queries * keys;
    rows.set(data.subarray(end - keys, end), head * keys);
  }
  return { part, layer, weights: { data: rows, shape: [heads, 1, keys] } };
};

class ModelOfFile implements Model {
  private readonly handle: Handle<ModelHandle>;
  private readonly looking: Looking;
  private off = '';
  readonly config: ModelConfig;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parameters: number;

  constructor(
    private readonly module: MainModule,
    raw: ModelHandle,
  ) {
    this.handle = new Handle('model', raw);
    this.looking = new Looking(module);
    this.config = configFrom(String(raw.config()));
    this.parameters = raw.parameters();
    const fields = Array.from({ length: raw.fields() }, (_, i) => [String(raw.fieldName(i)), String(raw.fieldText(i))]);
    this.metadata = Object.fromEntries(fields) as Record<string, string>;
  }

  /** The handle, with these heads off. */
  private ready(headsOff: readonly HeadName[] = []): ModelHandle {
    const handle = this.handle.get();
    const off = JSON.stringify(headsOff);
    if (off !== this.off) withBytes(this.module, packHeads(headsOff), (at) => handle.setHeadsOff(at, headsOff.length));
    this.off = off;
    return handle;
  }

  private ids(name: string, tokens: readonly number[]): Int32Array {
    for (const id of tokens) whole(name, id, 0, 2 ** 31 - 1);
    if (tokens.length === 0) throw badBatch(name, 0, 1, 'tokens where at least one must be');
    return Int32Array.from(tokens);
  }

  translate(source: readonly number[], { beams = 1, maxLength, lengthPenalty = 0.6, headsOff }: TranslateOptions = {}): Translation {
    need(this.config, 'translate');
    const handle = this.ready(headsOff);
    const ids = this.ids('source', source);
    const longest = this.config.kind === 'transformer' ? this.config.maxLength : 256;
    const most = whole('maxLength', maxLength ?? longest, 1, longest);
    if (!Number.isFinite(lengthPenalty)) throw badBatch('lengthPenalty', String(lengthPenalty), 0, 'must be a finite number');
    const raw = withBytes(this.module, ids, (at) => handle.translate(at, ids.length, whole('beams', beams, 1, 64), most, lengthPenalty));
    if (!raw) throw failure(this.module);
    try {
      const hypotheses = Array.from({ length: raw.hypotheses() }, (_, i) => {
        const tokens = [...readWords(this.module, raw.tokens(i))];
        const steps = stepsOf(this.look(source, tokens, { headsOff }), tokens);
        return { tokens, logProbability: raw.logProbability(i), score: raw.score(i), steps };
      });
      return { hypotheses };
    } finally {
      raw.delete();
    }
  }

  score(source: readonly number[]): Classification {
    need(this.config, 'score');
    const { logits, layers } = this.look(source, []);
    const { data } = layers.find(({ part }) => part === 'pooling')!.weights;
    return { score: logits.data[0]!, weights: { data, shape: [data.length] } };
  }

  next(tokens: readonly number[], { attention = false, headsOff = [] }: Parameters<Model['next']>[1] = {}): Next {
    need(this.config, 'next');
    const ids = this.ids('tokens', tokens);
    if (attention || headsOff.length > 0) return this.nextSeen(tokens, headsOff);
    const at = withBytes(this.module, ids, (at) => this.ready().next(at, ids.length));
    if (at.rank === 0) throw failure(this.module);
    return { logits: readTensor(this.module, at).data };
  }

  /** By a look at the whole: its last row is what comes next. */
  private nextSeen(tokens: readonly number[], headsOff: readonly HeadName[]): Next {
    const { begin } = this.config as TransformerConfig;
    const { logits, layers } = this.look(begin === -1 ? tokens : tokens.slice(1), [2], { headsOff });
    return { logits: logits.data.slice(-logits.shape[1]!), layers: layers.map(lastRow) };
  }

  look(source: readonly number[], target: readonly number[], { headsOff }: { readonly headsOff?: readonly HeadName[] } = {}) {
    const handle = this.ready(headsOff);
    const words = packExamples(
      this.config,
      { source: [source], target: [this.config.kind === 'pooling-classifier' ? [0] : target] },
      false,
    );
    this.looking.dispose();
    return this.looking.take(withBytes(this.module, words, (at) => handle.look(at, words.length)));
  }

  explain: Model['explain'] = (...where) => this.looking.explain(...where);

  dispose(): void {
    this.looking.dispose();
    this.handle.dispose();
  }
}

export function modelFrom(module: MainModule, file: Uint8Array | ForeignWeights): Model {
  const raw =
    file instanceof Uint8Array
      ? withBytes(module, file, (at) => module.readModel(at, file.byteLength))
      : withBytes(module, file.weights, (at) =>
          module.readHuggingFace(at, file.weights.byteLength, file.family, JSON.stringify(file.config)),
        );
  if (!raw) throw failure(module);
  return new ModelOfFile(module, raw);
}
