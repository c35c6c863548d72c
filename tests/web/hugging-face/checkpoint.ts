// Tiny checkpoints with random weights, under the names that Hugging Face's models save.
import type { FileTensor, Tensors } from './reference.js';

export type NumberType = 'F32' | 'F16' | 'BF16';

/** A number's bits, drawn so that all mantissas and signs occur; with its value worked out from the format's definition. */
const draws: Readonly<Record<NumberType, (random: () => number, scale: number) => { bits: number; value: number }>> = {
  F32(random, scale) {
    const value = Math.fround((2 * random() - 1) * scale);
    return { bits: new Uint32Array(Float32Array.of(value).buffer)[0]!, value };
  },
  F16(random, scale) {
    const [sign, mantissa, exponent] = [random() < 0.5 ? 1 : 0, Math.floor(random() * 1024), 11 + Math.floor(random() * 4)];
    const shift = Math.round(Math.log2(scale));
    const value = (1 - 2 * sign) * (1 + mantissa / 1024) * 2 ** (exponent + shift - 15);
    return { bits: (sign << 15) | ((exponent + shift) << 10) | mantissa, value };
  },
  BF16(random, scale) {
    const [sign, mantissa, exponent] = [random() < 0.5 ? 1 : 0, Math.floor(random() * 128), 123 + Math.floor(random() * 4)];
    const shift = Math.round(Math.log2(scale));
    const value = (1 - 2 * sign) * (1 + mantissa / 128) * 2 ** (exponent + shift - 127);
    return { bits: (sign << 15) | ((exponent + shift) << 7) | mantissa, value };
  },
};

export interface Checkpoint {
  /** The values as they are stored. */
  readonly tensors: Tensors;
  readonly file: Uint8Array;
}

/** (shape by name) → a safetensors file, the header padded to 8 bytes as theirs are. */
export function checkpoint(shapes: Readonly<Record<string, readonly number[]>>, type: NumberType, random: () => number): Checkpoint {
  const width = type === 'F32' ? 4 : 2;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const tensors: Record<string, FileTensor> = {};
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, shape] of Object.entries(shapes)) {
    const count = shape.reduce((a, b) => a * b, 1);
    const drawn = Array.from({ length: count }, () => draws[type](random, shape.length > 1 ? 0.5 : 1));
    tensors[name] = { shape, data: drawn.map(({ value }) => value) };
    const bits = drawn.map((each) => each.bits);
    parts.push(new Uint8Array((width === 4 ? Uint32Array.from(bits) : Uint16Array.from(bits)).buffer));
    header[name] = { dtype: type, shape, data_offsets: [at, at + count * width] };
    at += count * width;
  }
  const json = Buffer.from(JSON.stringify(header));
  const text = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return { tensors, file: new Uint8Array(Buffer.concat([length, text, ...parts])) };
}

type Shapes = Record<string, readonly number[]>;
const linear = (name: string, into: number, out: number, bias = true): Shapes => ({
  [`${name}.weight`]: [out, into],
  ...(bias && { [`${name}.bias`]: [out] }),
});
const conv1d = (name: string, into: number, out: number): Shapes => ({ [`${name}.weight`]: [into, out], [`${name}.bias`]: [out] });
const norm = (name: string, width: number): Shapes => ({ [`${name}.weight`]: [width], [`${name}.bias`]: [width] });
const prefixed = (prefix: string, shapes: Shapes): Shapes =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [prefix + name, shape]));
const layered = (count: number, of: (layer: number) => Shapes): Shapes =>
  Object.assign({}, ...Array.from({ length: count }, (_, i) => of(i))) as Shapes;

export const bertConfig = {
  ...{ model_type: 'bert', vocab_size: 23, hidden_size: 12, num_hidden_layers: 2, num_attention_heads: 3, intermediate_size: 20 },
  ...{ hidden_act: 'gelu', max_position_embeddings: 16, type_vocab_size: 2, layer_norm_eps: 1e-12, pad_token_id: 0 },
} as const;

export const bertShapes = (prefix: string): Shapes => ({
  ...prefixed(prefix, {
    'embeddings.word_embeddings.weight': [23, 12],
    'embeddings.position_embeddings.weight': [16, 12],
    'embeddings.token_type_embeddings.weight': [2, 12],
    ...norm('embeddings.LayerNorm', 12),
    ...layered(2, (i) =>
      prefixed(`encoder.layer.${i}.`, {
        ...linear('attention.self.query', 12, 12),
        ...linear('attention.self.key', 12, 12),
        ...linear('attention.self.value', 12, 12),
        ...linear('attention.output.dense', 12, 12),
        ...norm('attention.output.LayerNorm', 12),
        ...linear('intermediate.dense', 12, 20),
        ...linear('output.dense', 20, 12),
        ...norm('output.LayerNorm', 12),
      }),
    ),
    ...linear('pooler.dense', 12, 12),
  }),
  ...(prefix && { 'cls.predictions.bias': [23] }),
});

export const distilbertConfig = {
  ...{ model_type: 'distilbert', vocab_size: 19, dim: 8, n_layers: 2, n_heads: 2, hidden_dim: 14 },
  ...{ activation: 'gelu', max_position_embeddings: 12, sinusoidal_pos_embds: false },
} as const;

export const distilbertShapes = (prefix: string): Shapes =>
  prefixed(prefix, {
    'embeddings.word_embeddings.weight': [19, 8],
    'embeddings.position_embeddings.weight': [12, 8],
    ...norm('embeddings.LayerNorm', 8),
    ...layered(2, (i) =>
      prefixed(`transformer.layer.${i}.`, {
        ...linear('attention.q_lin', 8, 8),
        ...linear('attention.k_lin', 8, 8),
        ...linear('attention.v_lin', 8, 8),
        ...linear('attention.out_lin', 8, 8),
        ...norm('sa_layer_norm', 8),
        ...linear('ffn.lin1', 8, 14),
        ...linear('ffn.lin2', 14, 8),
        ...norm('output_layer_norm', 8),
      }),
    ),
  });

export const gpt2Config = {
  ...{ model_type: 'gpt2', vocab_size: 21, n_embd: 12, n_layer: 2, n_head: 2, n_positions: 16, n_ctx: 16 },
  ...{ activation_function: 'gelu_new', layer_norm_epsilon: 1e-5 },
} as const;

export const gpt2Shapes = (prefix: string): Shapes => ({
  ...prefixed(prefix, {
    'wte.weight': [21, 12],
    'wpe.weight': [16, 12],
    ...layered(2, (i) =>
      prefixed(`h.${i}.`, {
        'attn.bias': [1, 1, 16, 16],
        ...norm('ln_1', 12),
        ...conv1d('attn.c_attn', 12, 36),
        ...conv1d('attn.c_proj', 12, 12),
        ...norm('ln_2', 12),
        ...conv1d('mlp.c_fc', 12, 48),
        ...conv1d('mlp.c_proj', 48, 12),
      }),
    ),
    ...norm('ln_f', 12),
  }),
});

export const llamaConfig = {
  ...{ model_type: 'llama', vocab_size: 17, hidden_size: 16, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2 },
  ...{ intermediate_size: 22, hidden_act: 'silu', max_position_embeddings: 32, rms_norm_eps: 1e-6, rope_theta: 500000 },
  ...{ tie_word_embeddings: false, attention_bias: false, mlp_bias: false, rope_scaling: null },
} as const;

export const llamaShapes = (prefix: string, { biases = false, tied = false } = {}): Shapes => ({
  ...prefixed(prefix, {
    'embed_tokens.weight': [17, 16],
    ...layered(2, (i) =>
      prefixed(`layers.${i}.`, {
        'input_layernorm.weight': [16],
        'post_attention_layernorm.weight': [16],
        ...linear('self_attn.q_proj', 16, 16, biases),
        ...linear('self_attn.k_proj', 16, 8, biases),
        ...linear('self_attn.v_proj', 16, 8, biases),
        ...linear('self_attn.o_proj', 16, 16, false),
        ...linear('mlp.gate_proj', 16, 22, false),
        ...linear('mlp.up_proj', 16, 22, false),
        ...linear('mlp.down_proj', 22, 16, false),
      }),
    ),
    'norm.weight': [16],
  }),
  ...(tied ? {} : { 'lm_head.weight': [17, 16] }),
});
