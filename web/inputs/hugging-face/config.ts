// config.json of Hugging Face's BERT, DistilBERT, GPT-2 and Llama-like models: what the core's transformer is made of. What it cannot
// compute is refused by name; nothing is guessed.

export type Family = 'bert' | 'distilbert' | 'gpt2' | 'llama';

/** The core's settings of a transformer (web/core/training.ts). */
export interface ForeignConfig {
  readonly kind: 'transformer';
  readonly architecture: 'encoder' | 'decoder';
  readonly sourceVocabulary: number;
  /** 0: an encoder's rows are the answer. */
  readonly targetVocabulary: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly layers: number;
  readonly decoderLayers: number;
  readonly hidden: number;
  readonly norm: 'layer' | 'rms';
  readonly normFirst: boolean;
  readonly activation: 'gelu' | 'gelu-tanh' | 'relu' | 'swiglu';
  readonly bias: boolean;
  readonly positions: 'learned' | 'rotary';
  readonly rotaryBase: number;
  readonly maxLength: number;
  readonly dropout: 0;
  readonly tied: boolean;
  readonly scaleEmbedding: false;
  readonly embeddingNorm: boolean;
  readonly epsilon: number;
  /** −1, decoders: nothing stands before the first token but what the tokenizer puts there. */
  readonly begin: 1 | -1;
}

export type ConfigProblem =
  /** No JSON, or no object. */
  | { readonly problem: 'config-json'; readonly reason: string }
  | { readonly problem: 'config-family'; readonly actual: string; readonly known: string }
  | { readonly problem: 'config-number'; readonly name: string; readonly actual: string }
  /** A setting whose model the core does not compute. */
  | { readonly problem: 'config-cannot'; readonly name: string; readonly actual: string };

export type ReadConfig =
  | {
      readonly ok: true;
      readonly family: Family;
      readonly config: ForeignConfig;
      /** What the model itself could read; config.maxLength is at most what was asked for. */
      readonly longest: number;
    }
  | ({ readonly ok: false } & ConfigProblem);

class Refused extends Error {
  constructor(readonly why: ConfigProblem) {
    super(why.problem);
  }
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 80);

/** One setting after another, with Hugging Face's defaults. */
class Settings {
  constructor(private readonly all: Readonly<Record<string, unknown>>) {}

  cannot(name: string): never {
    throw new Refused({ problem: 'config-cannot', name, actual: shown(this.all[name]) });
  }

  has(name: string): boolean {
    return this.all[name] !== undefined && this.all[name] !== null;
  }

  number(name: string, otherwise?: number): number {
    const value = this.has(name) ? this.all[name] : otherwise;
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    throw new Refused({ problem: 'config-number', name, actual: shown(value) });
  }

  whole(name: string, otherwise?: number): number {
    const value = this.number(name, otherwise);
    if (Number.isSafeInteger(value)) return value;
    throw new Refused({ problem: 'config-number', name, actual: shown(value) });
  }

  truth(name: string, otherwise: boolean): boolean {
    const value = this.has(name) ? this.all[name] : otherwise;
    return typeof value === 'boolean' ? value : this.cannot(name);
  }

  choice<T>(name: string, choices: Readonly<Record<string, T>>, otherwise: string): T {
    const value = this.has(name) ? this.all[name] : otherwise;
    if (typeof value === 'string' && Object.hasOwn(choices, value)) return choices[value]!;
    return this.cannot(name);
  }

  /** It is missing, null or this. */
  is(name: string, value: unknown): boolean {
    return !this.has(name) || this.all[name] === value;
  }

  only(name: string, value: unknown): void {
    if (!this.is(name, value)) this.cannot(name);
  }

  object(name: string): Settings | null {
    if (!this.has(name)) return null;
    const value = this.all[name];
    return typeof value === 'object' && !Array.isArray(value) ? new Settings(value as Record<string, unknown>) : this.cannot(name);
  }

  get names(): readonly string[] {
    return Object.keys(this.all).filter((name) => this.has(name));
  }
}

const curves = { gelu: 'gelu', gelu_new: 'gelu-tanh', gelu_pytorch_tanh: 'gelu-tanh', gelu_fast: 'gelu-tanh', relu: 'relu' } as const;

const common = { kind: 'transformer', dropout: 0, scaleEmbedding: false, rotaryBase: 10000, bias: true } as const;

type Made = Omit<ForeignConfig, 'maxLength'> & { readonly longest: number };

function encoder(vocabulary: number) {
  return { ...common, architecture: 'encoder', sourceVocabulary: vocabulary, targetVocabulary: 0, decoderLayers: 1, begin: 1 } as const;
}

function decoder(vocabulary: number) {
  return { ...common, architecture: 'decoder', sourceVocabulary: 0, targetVocabulary: vocabulary, decoderLayers: 1, begin: -1 } as const;
}

/** Devlin et al. 2018: learned positions, the norm after each sum. */
function bert(s: Settings): Made {
  s.only('position_embedding_type', 'absolute');
  s.only('is_decoder', false);
  s.only('add_cross_attention', false);
  const heads = s.whole('num_attention_heads', 12);
  return {
    ...encoder(s.whole('vocab_size')),
    width: s.whole('hidden_size'),
    heads,
    kvHeads: heads,
    layers: s.whole('num_hidden_layers'),
    hidden: s.whole('intermediate_size'),
    norm: 'layer',
    normFirst: false,
    activation: s.choice('hidden_act', curves, 'gelu'),
    positions: 'learned',
    embeddingNorm: true,
    tied: true,
    epsilon: s.number('layer_norm_eps', 1e-12),
    longest: s.whole('max_position_embeddings', 512),
  };
}

/** Sanh et al. 2019. Sinusoidal positions stand in the file as learned ones do. */
function distilbert(s: Settings): Made {
  const heads = s.whole('n_heads', 12);
  return {
    ...encoder(s.whole('vocab_size')),
    width: s.whole('dim'),
    heads,
    kvHeads: heads,
    layers: s.whole('n_layers'),
    hidden: s.whole('hidden_dim'),
    norm: 'layer',
    normFirst: false,
    activation: s.choice('activation', curves, 'gelu'),
    positions: 'learned',
    embeddingNorm: true,
    tied: true,
    epsilon: 1e-12,
    longest: s.whole('max_position_embeddings', 512),
  };
}

/** Radford et al. 2019: the norm first, one more at the end. */
function gpt2(s: Settings): Made {
  s.only('scale_attn_weights', true);
  s.only('scale_attn_by_inverse_layer_idx', false);
  s.only('add_cross_attention', false);
  const width = s.whole('n_embd');
  const heads = s.whole('n_head');
  return {
    ...decoder(s.whole('vocab_size')),
    width,
    heads,
    kvHeads: heads,
    layers: s.whole('n_layer'),
    hidden: s.whole('n_inner', 4 * width),
    norm: 'layer',
    normFirst: true,
    activation: s.choice('activation_function', curves, 'gelu_new'),
    positions: 'learned',
    embeddingNorm: false,
    tied: s.truth('tie_word_embeddings', true),
    epsilon: s.number('layer_norm_epsilon', 1e-5),
    longest: s.whole('n_positions', 1024),
  };
}

/** The rotary base, where every pair turns by base^(−2j/d) and no other way. */
function rotaryBase(s: Settings): number {
  s.only('partial_rotary_factor', 1);
  for (const name of ['rope_scaling', 'rope_parameters']) {
    const rope = s.object(name);
    if (!rope) continue;
    if (!rope.is('rope_type', 'default') || !rope.is('type', 'default')) s.cannot(name);
    if (rope.names.some((each) => !['rope_type', 'type', 'rope_theta'].includes(each))) s.cannot(name);
    if (rope.has('rope_theta')) return rope.number('rope_theta');
  }
  return s.number('rope_theta', 10000);
}

/** Touvron et al. 2023; Mistral (a window) and Qwen 2 (biases of queries, keys and values) are settings of the same. */
function llama(type: string) {
  return (s: Settings, maxLength: number): Made => {
    const width = s.whole('hidden_size');
    const heads = s.whole('num_attention_heads');
    const longest = s.whole('max_position_embeddings', 2048);
    if (s.has('head_dim') && s.whole('head_dim') * heads !== width) s.cannot('head_dim');
    // a window as long as all that is read hides nothing
    const windowed = type === 'mistral' || (type === 'qwen2' && s.truth('use_sliding_window', false));
    if (windowed && s.has('sliding_window') && s.whole('sliding_window') < Math.min(maxLength, longest)) s.cannot('sliding_window');
    s.choice('hidden_act', { silu: true, swish: true }, 'silu');
    return {
      ...decoder(s.whole('vocab_size')),
      width,
      heads,
      kvHeads: s.whole('num_key_value_heads', heads),
      layers: s.whole('num_hidden_layers'),
      hidden: s.whole('intermediate_size'),
      norm: 'rms',
      normFirst: true,
      activation: 'swiglu',
      positions: 'rotary',
      embeddingNorm: false,
      tied: s.truth('tie_word_embeddings', false),
      epsilon: s.number('rms_norm_eps', 1e-6),
      bias: type === 'qwen2' || s.truth('attention_bias', false) || s.truth('mlp_bias', false),
      rotaryBase: rotaryBase(s),
      longest,
    };
  };
}

const readers: Readonly<Record<string, readonly [Family, (s: Settings, maxLength: number) => Made]>> = {
  bert: ['bert', bert],
  distilbert: ['distilbert', distilbert],
  gpt2: ['gpt2', gpt2],
  llama: ['llama', llama('llama')],
  mistral: ['llama', llama('mistral')],
  qwen2: ['llama', llama('qwen2')],
};

function parse(text: string): Settings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refused({ problem: 'config-json', reason: (error as Error).message });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refused({ problem: 'config-json', reason: shown(value) });
  return new Settings(value as Record<string, unknown>);
}

/** `maxLength`: tokens of the longest text that will be read; the core keeps room for as many. */
export function readConfig(text: string, { maxLength = 512 }: { readonly maxLength?: number } = {}): ReadConfig {
  try {
    const settings = parse(text);
    const known = Object.fromEntries(Object.keys(readers).map((name) => [name, name]));
    const type = settings.choice('model_type', known, '');
    const [family, read] = readers[type]!;
    const { longest, ...made } = read(settings, maxLength);
    if (made.width % made.heads !== 0) settings.cannot(['num_attention_heads', 'n_heads', 'n_head'].find((name) => settings.has(name))!);
    if (made.heads % made.kvHeads !== 0) settings.cannot('num_key_value_heads');
    return { ok: true, family, config: { ...made, maxLength: Math.min(maxLength, longest) }, longest };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { why } = error;
    if (why.problem === 'config-cannot' && why.name === 'model_type')
      return { ok: false, problem: 'config-family', actual: why.actual, known: Object.keys(readers).join(', ') };
    return { ok: false, ...why };
  }
}
