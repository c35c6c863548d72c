// What the core's speed is measured on: sizes with their arithmetic counted, and seeded inputs.
import type { Core, Tensor } from './types.js';

/** What is computed; `d` is the size of one head, the model's width is heads·d. */
export type Problem =
  { readonly kind: 'gemm'; readonly size: number } | { readonly kind: 'attention' | 'layer' | 'decode'; readonly sizes: Sizes };

export interface Sizes {
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
  readonly heads: number;
  readonly d: number;
  readonly causal: boolean;
  /** The weights are wanted too. */
  readonly weights: boolean;
}

export type Inputs = Readonly<Record<string, Tensor>>;

export interface Prepared {
  readonly inputs: Inputs;
  /** One call through the public façade. */
  run(): void;
  /** What the last call answered. */
  output(): Tensor;
  /** The weights of the last call, (batch, head, query, key), where the case wants them. */
  weights(): Tensor | undefined;
  dispose(): void;
}

export interface Case {
  readonly name: string;
  readonly problem: Problem;
  /** A multiply-add counts 2; under a causal mask only the n(n+1)/2 pairs that are seen count. */
  readonly flops: number;
  /** Bytes of keys and values that must be read, where that is the limit. */
  readonly bytes?: number;
  prepare(core: Core): Prepared;
}

/** Numbers of N(0, 1), the same for the same seed: mulberry32, then Box and Muller's transform. */
export function normals(seed: number, count: number): Float32Array {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const numbers = new Float32Array(count + (count % 2));
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - next())); // 1 − u is never 0
    const angle = 2 * Math.PI * next();
    numbers[i] = radius * Math.cos(angle);
    numbers[i + 1] = radius * Math.sin(angle);
  }
  return numbers.subarray(0, count);
}

/** Seeded tensors; a projection's numbers are divided by √(its inputs), so that what comes out is again about N(0, 1). */
function tensors(shapes: Readonly<Record<string, readonly number[]>>, scale = 1): Inputs {
  const made = Object.entries(shapes).map(([name, shape], i): [string, Tensor] => {
    const data = normals(
      1 + i,
      shape.reduce((product, size) => product * size, 1),
    );
    const divisor = name.startsWith('W') ? scale : 1;
    return [name, { data: divisor === 1 ? data : data.map((x) => x / divisor), shape }];
  });
  return Object.fromEntries(made);
}

/** gemm: a, b; attention and decode: q, k, v; layer: x and Wq, Wk, Wv, Wo. */
export function inputsOf(problem: Problem): Inputs {
  if (problem.kind === 'gemm') return tensors({ a: [problem.size, problem.size], b: [problem.size, problem.size] });
  const { batch, queries, keys, heads, d } = problem.sizes;
  const model = heads * d;
  if (problem.kind !== 'layer') return tensors({ q: [batch, queries, model], k: [batch, keys, model], v: [batch, keys, model] });
  const square = [model, model];
  return tensors({ x: [batch, queries, model], Wq: square, Wk: square, Wv: square, Wo: square }, Math.sqrt(model));
}

export function flopsOf(problem: Problem): number {
  if (problem.kind === 'gemm') return 2 * problem.size ** 3;
  const { batch, queries, keys, heads, d, causal } = problem.sizes;
  const pairs = causal ? (queries * (queries + 1)) / 2 : queries * keys;
  const attention = 4 * batch * heads * pairs * d;
  return problem.kind === 'layer' ? attention + 4 * 2 * batch * queries * (heads * d) ** 2 : attention;
}

const never = (): never => {
  throw new Error('asked for an answer before the first run');
};

function prepareGemm(core: Core, { a, b }: Inputs): Omit<Prepared, 'inputs'> {
  let output: () => Tensor = never;
  const run = () => {
    const product = core.matmul(a!, b!);
    output = () => product;
  };
  return { run, output: () => output(), weights: () => undefined, dispose() {} };
}

function prepareAttention(core: Core, { q, k, v }: Inputs, { heads, causal, weights }: Sizes): Omit<Prepared, 'inputs'> {
  let result: ReturnType<Core['attend']> | null = null;
  return {
    run: () => void (result = core.attend({ q: q!, k: k!, v: v!, heads, causal, weights })),
    output: () => result?.output ?? never(),
    weights: () => result?.weights,
    dispose: () => void (result = null),
  };
}

function prepareLayer(core: Core, { x, Wq, Wk, Wv, Wo }: Inputs, { heads, causal }: Sizes): Omit<Prepared, 'inputs'> {
  const layer = core.multiHead({ heads, query: { weight: Wq! }, key: { weight: Wk! }, value: { weight: Wv! }, output: { weight: Wo! } });
  let result: ReturnType<Core['attend']> | null = null;
  return {
    run: () => void (result = layer.run(x!, { causal })),
    output: () => result?.output ?? never(),
    weights: () => undefined,
    dispose: () => layer.dispose(),
  };
}

/** Rows `from` … `to` of a (1, rows, columns) tensor. */
function rowsOf({ data, shape: [, , columns = 0] }: Tensor, from: number, to: number): Tensor {
  return { data: data.subarray(from * columns, to * columns), shape: [1, to - from, columns] };
}

/** Each call appends the last key and value to all those before it, then forgets them again. */
function prepareDecode(core: Core, { q, k, v }: Inputs, { keys, heads, d }: Sizes): Omit<Prepared, 'inputs'> {
  const cache = core.cache({ kvHeads: heads, d, capacity: keys });
  const before = keys - 1;
  if (before > 0) core.attend({ q: q!, k: rowsOf(k!, 0, before), v: rowsOf(v!, 0, before), heads, cache });
  const [lastK, lastV] = [rowsOf(k!, before, keys), rowsOf(v!, before, keys)];
  let result: ReturnType<Core['attend']> | null = null;
  const run = () => {
    cache.truncate(before);
    result = core.attend({ q: q!, k: lastK, v: lastV, heads, cache });
  };
  return { run, output: () => result?.output ?? never(), weights: () => undefined, dispose: () => cache.dispose() };
}

function prepare(core: Core, problem: Problem): Prepared {
  const inputs = inputsOf(problem);
  switch (problem.kind) {
    case 'gemm':
      return { inputs, ...prepareGemm(core, inputs) };
    case 'attention':
      return { inputs, ...prepareAttention(core, inputs, problem.sizes) };
    case 'layer':
      return { inputs, ...prepareLayer(core, inputs, problem.sizes) };
    case 'decode':
      return { inputs, ...prepareDecode(core, inputs, problem.sizes) };
  }
}

/** `bytes`: of keys and values, where reading them is the limit. */
export function makeCase(name: string, problem: Problem, bytes?: number): Case {
  return { name, problem, flops: flopsOf(problem), ...(bytes && { bytes }), prepare: (core) => prepare(core, problem) };
}

const gemm = (size: number) => makeCase(`gemm-${size}`, { kind: 'gemm', size });

const sizes = (batch: number, length: number, model: number, heads: number, more: Partial<Sizes> = {}): Sizes => ({
  batch,
  queries: length,
  keys: length,
  heads,
  d: model / heads,
  causal: false,
  weights: false,
  ...more,
});

/** "1x512x512h8": batch × length × width of the model, heads. */
function attention([batch, length, model, heads]: readonly [number, number, number, number]): Case[] {
  const name = `attention-${batch}x${length}x${model}h${heads}`;
  const problem = (causal: boolean): Problem => ({ kind: 'attention', sizes: sizes(batch, length, model, heads, { causal }) });
  return [makeCase(name, problem(false)), makeCase(`${name}-causal`, problem(true))];
}

export const cases: readonly Case[] = [
  ...[256, 512, 1024].map(gemm),
  ...(
    [
      [1, 128, 256, 8],
      [1, 512, 512, 8],
      [4, 512, 512, 8],
      [1, 2048, 512, 8],
    ] as const
  ).flatMap(attention),
  makeCase('weights-1x512x512h8', { kind: 'attention', sizes: sizes(1, 512, 512, 8, { weights: true }) }),
  makeCase('layer-32x512x512h8', { kind: 'layer', sizes: sizes(32, 512, 512, 8) }),
  makeCase('tiny-1x16x64h4', { kind: 'attention', sizes: sizes(1, 16, 64, 4) }),
  makeCase('decode-2048x512h8', { kind: 'decode', sizes: sizes(1, 2048, 512, 8, { queries: 1 }) }, 2 * 2048 * 512 * 4),
  makeCase('long-16384x512h8', { kind: 'attention', sizes: sizes(1, 16384, 512, 8, { causal: true }) }),
];

/** Attention of any length, for curves of time and memory against length: one batch entry. */
export function lengthCase(length: number, { heads = 8, d = 64, causal = false, weights = false } = {}): Case {
  const name = `length-${length}x${heads * d}h${heads}${causal ? '-causal' : ''}${weights ? '-weights' : ''}`;
  return makeCase(name, { kind: 'attention', sizes: sizes(1, length, heads * d, heads, { causal, weights }) });
}
