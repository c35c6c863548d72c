// What BERT, DistilBERT, GPT-2 and Llama compute, in double precision and plain loops, from their papers and under the names and shapes
// that Hugging Face gives their weights: torch's Linear holds (out, in), GPT-2's Conv1D (in, out).

export interface FileTensor {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}
export type Tensors = Readonly<Record<string, FileTensor>>;
type Row = number[];
type Rows = Row[];
type Config = Readonly<Record<string, unknown>>;

/** 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): all terms of one sign. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const curves: Readonly<Record<string, (x: number) => number>> = {
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  gelu_new: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  relu: (x) => Math.max(0, x),
  silu: (x) => x / (1 + Math.exp(-x)),
};

const dot = (a: Row, b: Row) => a.reduce((sum, each, i) => sum + each * b[i]!, 0);
const plus = (a: Rows, b: Rows): Rows => a.map((row, i) => row.map((each, j) => each + b[i]![j]!));
const columns = (x: Rows, first: number, count: number): Rows => x.map((row) => row.slice(first, first + count));

function softmax(row: Row): Row {
  const most = Math.max(...row);
  const powers = row.map((each) => Math.exp(each - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((each) => each / sum);
}

class Weights {
  constructor(
    private readonly tensors: Tensors,
    /** "bert.", "model." … or nothing */
    private readonly prefix: string,
  ) {}

  private named(name: string): FileTensor | undefined {
    return this.tensors[this.prefix + name] ?? this.tensors[name];
  }

  vector(name: string): Row {
    return Array.from(this.named(name)!.data);
  }

  rows(name: string): Rows {
    const { shape, data } = this.named(name)!;
    return Array.from({ length: shape[0]! }, (_, i) => Array.from({ length: shape[1]! }, (_, j) => data[i * shape[1]! + j]!));
  }

  private biased(rows: Rows, name: string): Rows {
    if (!this.named(`${name}.bias`)) return rows;
    const bias = this.vector(`${name}.bias`);
    return rows.map((row) => row.map((each, j) => each + bias[j]!));
  }

  linear(x: Rows, name: string): Rows {
    const out = this.rows(`${name}.weight`);
    const y = x.map((row) => out.map((weights) => dot(row, weights)));
    return this.biased(y, name);
  }

  conv1d(x: Rows, name: string): Rows {
    const into = this.rows(`${name}.weight`);
    const y = x.map((row) => into[0]!.map((_, j) => row.reduce((sum, each, i) => sum + each * into[i]![j]!, 0)));
    return this.biased(y, name);
  }

  layerNorm(x: Rows, name: string, epsilon: number): Rows {
    const gain = this.vector(`${name}.weight`);
    const bias = this.vector(`${name}.bias`);
    return x.map((row) => {
      const mean = row.reduce((a, b) => a + b, 0) / row.length;
      const variance = row.reduce((sum, each) => sum + (each - mean) ** 2, 0) / row.length;
      return row.map((each, j) => ((each - mean) / Math.sqrt(variance + epsilon)) * gain[j]! + bias[j]!);
    });
  }

  rmsNorm(x: Rows, name: string, epsilon: number): Rows {
    const gain = this.vector(`${name}.weight`);
    return x.map((row) => {
      const root = Math.sqrt(dot(row, row) / row.length + epsilon);
      return row.map((each, j) => (each / root) * gain[j]!);
    });
  }
}

/** softmax(q kᵀ / √d)·v, head by head; `shared` query heads to a key head. */
function heads(q: Rows, k: Rows, v: Rows, count: number, shared: number, causal: boolean): Rows {
  const d = q[0]!.length / count;
  const joined: Rows = q.map(() => []);
  for (let h = 0; h < count; h++) {
    const [qh, kh, vh] = [columns(q, h * d, d), columns(k, Math.floor(h / shared) * d, d), columns(v, Math.floor(h / shared) * d, d)];
    qh.forEach((query, i) => {
      const weights = softmax(kh.map((key, j) => (causal && j > i ? -Infinity : dot(query, key) / Math.sqrt(d))));
      for (let c = 0; c < d; c++) joined[i]!.push(weights.reduce((sum, weight, j) => sum + weight * vh[j]![c]!, 0));
    });
  }
  return joined;
}

/** modeling_llama.py: x·cos + rotate_half(x)·sin, rotate_half(x) = [−x₂, x₁] of the halves; angle t·base^(−2j/d). */
function rotated(x: Rows, count: number, base: number): Rows {
  const d = x[0]!.length / count;
  return x.map((row, t) =>
    row.map((each, at) => {
      const j = at % d;
      const angle = t * base ** (-(2 * (j % (d / 2))) / d);
      const half = j < d / 2 ? -row[at + d / 2]! : row[at - d / 2]!;
      return each * Math.cos(angle) + half * Math.sin(angle);
    }),
  );
}

/** Post-norm encoders: the rows after the last layer. */
function encoder(w: Weights, config: Config, x: Rows, name: (layer: number, part: string) => string): Rows {
  const [count, layers, act, epsilon] = [
    config['num_attention_heads'] ?? config['n_heads'],
    config['num_hidden_layers'] ?? config['n_layers'],
    config['hidden_act'] ?? config['activation'],
    config['layer_norm_eps'] ?? 1e-12,
  ] as [number, number, string, number];
  for (let i = 0; i < layers; i++) {
    const [q, k, v] = ['query', 'key', 'value'].map((part) => w.linear(x, name(i, part))) as [Rows, Rows, Rows];
    x = w.layerNorm(plus(x, w.linear(heads(q, k, v, count, 1, false), name(i, 'out'))), name(i, 'norm 1'), epsilon);
    const units = w.linear(x, name(i, 'hidden')).map((row) => row.map(curves[act]!));
    x = w.layerNorm(plus(x, w.linear(units, name(i, 'back'))), name(i, 'norm 2'), epsilon);
  }
  return x;
}

const bertNames: Readonly<Record<string, string>> = {
  ...{ query: 'attention.self.query', key: 'attention.self.key', value: 'attention.self.value', out: 'attention.output.dense' },
  ...{ 'norm 1': 'attention.output.LayerNorm', hidden: 'intermediate.dense', back: 'output.dense', 'norm 2': 'output.LayerNorm' },
};
const distilbertNames: Readonly<Record<string, string>> = {
  ...{ query: 'attention.q_lin', key: 'attention.k_lin', value: 'attention.v_lin', out: 'attention.out_lin' },
  ...{ 'norm 1': 'sa_layer_norm', hidden: 'ffn.lin1', back: 'ffn.lin2', 'norm 2': 'output_layer_norm' },
};

export function bert(tensors: Tensors, config: Config, ids: readonly number[], prefix = ''): Rows {
  const w = new Weights(tensors, prefix);
  const [words, places, types] = ['word', 'position', 'token_type'].map((each) => w.rows(`embeddings.${each}_embeddings.weight`));
  const sums = ids.map((id, t) => words![id]!.map((each, j) => each + places![t]![j]! + types![0]![j]!));
  const x = w.layerNorm(sums, 'embeddings.LayerNorm', config['layer_norm_eps'] as number);
  return encoder(w, config, x, (layer, part) => `encoder.layer.${layer}.${bertNames[part]}`);
}

export function distilbert(tensors: Tensors, config: Config, ids: readonly number[], prefix = ''): Rows {
  const w = new Weights(tensors, prefix);
  const [words, places] = ['word', 'position'].map((each) => w.rows(`embeddings.${each}_embeddings.weight`));
  const sums = ids.map((id, t) => words![id]!.map((each, j) => each + places![t]![j]!));
  const x = w.layerNorm(sums, 'embeddings.LayerNorm', 1e-12);
  return encoder(w, config, x, (layer, part) => `transformer.layer.${layer}.${distilbertNames[part]}`);
}

export function gpt2(tensors: Tensors, config: Config, ids: readonly number[], prefix = ''): Rows {
  const w = new Weights(tensors, prefix);
  const [words, places] = [w.rows('wte.weight'), w.rows('wpe.weight')];
  const width = config['n_embd'] as number;
  const epsilon = config['layer_norm_epsilon'] as number;
  let x = ids.map((id, t) => words[id]!.map((each, j) => each + places[t]![j]!));
  for (let i = 0; i < (config['n_layer'] as number); i++) {
    const all = w.conv1d(w.layerNorm(x, `h.${i}.ln_1`, epsilon), `h.${i}.attn.c_attn`);
    const [q, k, v] = [0, 1, 2].map((part) => columns(all, part * width, width)) as [Rows, Rows, Rows];
    x = plus(x, w.conv1d(heads(q, k, v, config['n_head'] as number, 1, true), `h.${i}.attn.c_proj`));
    const units = w.conv1d(w.layerNorm(x, `h.${i}.ln_2`, epsilon), `h.${i}.mlp.c_fc`);
    x = plus(
      x,
      w.conv1d(
        units.map((row) => row.map(curves['gelu_new']!)),
        `h.${i}.mlp.c_proj`,
      ),
    );
  }
  x = w.layerNorm(x, 'ln_f', epsilon);
  return 'lm_head.weight' in tensors && config['tie_word_embeddings'] === false
    ? w.linear(x, 'lm_head')
    : x.map((row) => words.map((word) => dot(row, word)));
}

export function llama(tensors: Tensors, config: Config, ids: readonly number[], prefix = ''): Rows {
  const w = new Weights(tensors, prefix);
  const words = w.rows('embed_tokens.weight');
  const [count, groups, layers, epsilon] = ['num_attention_heads', 'num_key_value_heads', 'num_hidden_layers', 'rms_norm_eps'].map(
    (name) => config[name],
  ) as [number, number, number, number];
  const base = (config['rope_theta'] as number | undefined) ?? 10000;
  let x = ids.map((id) => words[id]!);
  for (let i = 0; i < layers; i++) {
    const n = w.rmsNorm(x, `layers.${i}.input_layernorm`, epsilon);
    const [q, k, v] = ['q', 'k', 'v'].map((each) => w.linear(n, `layers.${i}.self_attn.${each}_proj`)) as [Rows, Rows, Rows];
    const joined = heads(rotated(q, count, base), rotated(k, groups, base), v, count, count / groups, true);
    x = plus(x, w.linear(joined, `layers.${i}.self_attn.o_proj`));
    const m = w.rmsNorm(x, `layers.${i}.post_attention_layernorm`, epsilon);
    const gate = w.linear(m, `layers.${i}.mlp.gate_proj`).map((row) => row.map(curves['silu']!));
    const up = w.linear(m, `layers.${i}.mlp.up_proj`);
    const units = gate.map((row, t) => row.map((each, j) => each * up[t]![j]!));
    x = plus(x, w.linear(units, `layers.${i}.mlp.down_proj`));
  }
  x = w.rmsNorm(x, 'norm', epsilon);
  return config['tie_word_embeddings'] === true ? x.map((row) => words.map((word) => dot(row, word))) : w.linear(x, 'lm_head');
}
