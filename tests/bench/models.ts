// The graphs that ONNX Runtime runs, for the same problems as ours. Shapes in comments are those of each name.
import type { Inputs, Problem, Sizes } from '../../web/core/cases.js';
import { model, type Constant, type Graph, type Node } from './onnx.js';

export type Variant = 'mha' | 'composed' | 'matmul';

const op = (op: string, inputs: readonly string[], outputs: readonly string[], attributes: Node['attributes'] = {}): Node => ({
  op,
  inputs,
  outputs,
  attributes,
});

const int64 = (...numbers: number[]): Constant => ({ data: BigInt64Array.from(numbers, BigInt), shape: [numbers.length] });

function matmul(size: number): Graph {
  const square = [size, size];
  return { nodes: [op('MatMul', ['a', 'b'], ['output'])], inputs: { a: square, b: square }, outputs: { output: square }, constants: {} };
}

const fusedNode = ({ heads, causal }: Sizes, inputs: readonly string[], output: string): Node => ({
  ...op('MultiHeadAttention', inputs, [output], { num_heads: heads, unidirectional: causal ? 1 : 0 }),
  domain: 'com.microsoft',
});

const inputShapes = ({ batch, queries, keys, heads, d }: Sizes) => ({
  q: [batch, queries, heads * d],
  k: [batch, keys, heads * d],
  v: [batch, keys, heads * d],
});

/** com.microsoft MultiHeadAttention: one operator. */
function fused(sizes: Sizes): Graph {
  const inputs = inputShapes(sizes);
  return { nodes: [fusedNode(sizes, ['q', 'k', 'v'], 'output')], inputs, outputs: { output: inputs.q }, constants: {} };
}

/** −∞ above the diagonal, 0 elsewhere, (query, key): worked out once, when the session is made. */
const causalMask: readonly Node[] = [
  op('ConstantOfShape', ['maskShape'], ['hidden'], { value: { tensor: { data: Float32Array.of(-Infinity), shape: [1] } } }),
  op('Trilu', ['hidden', 'one'], ['mask'], { upper: 1 }),
];

/** Softmax(q·kᵀ / √d + mask)·v by heads: MatMul, Softmax, MatMul. */
function composed(sizes: Sizes): Graph {
  const { batch, queries, keys, heads, d, causal, weights } = sizes;
  const inputs = inputShapes(sizes);
  const split = (name: string, perm: readonly number[]) => [
    op('Reshape', [name, 'headed'], [`${name}.rows`]), // (batch, row, head, d)
    op('Transpose', [`${name}.rows`], [`${name}.heads`], { perm }),
  ];
  const nodes = [
    ...split('q', [0, 2, 1, 3]), // (batch, head, query, d)
    ...split('k', [0, 2, 3, 1]), // (batch, head, d, key)
    ...split('v', [0, 2, 1, 3]), // (batch, head, key, d)
    op('MatMul', ['q.heads', 'k.heads'], ['product']), // (batch, head, query, key)
    op('Mul', ['product', 'scale'], ['score']),
    ...(causal ? [...causalMask, op('Add', ['score', 'mask'], ['masked'])] : []),
    op('Softmax', [causal ? 'masked' : 'score'], ['weights'], { axis: -1 }),
    op('MatMul', ['weights', 'v.heads'], ['mixed']), // (batch, head, query, d)
    op('Transpose', ['mixed'], ['mixed.rows'], { perm: [0, 2, 1, 3] }),
    op('Reshape', ['mixed.rows', 'joined'], ['output']), // (batch, query, head·d)
  ];
  const constants: Record<string, Constant> = {
    headed: int64(batch, -1, heads, d),
    joined: int64(batch, queries, heads * d),
    scale: { data: Float32Array.of(1 / Math.sqrt(d)), shape: [] },
    ...(causal && { maskShape: int64(queries, keys), one: { data: BigInt64Array.of(1n), shape: [] } }),
  };
  const outputs = { output: inputs.q, ...(weights && { weights: [batch, heads, queries, keys] }) };
  return { nodes, inputs, outputs, constants };
}

/** x·Wq, x·Wk, x·Wv → MultiHeadAttention → ·Wo. */
function layer(sizes: Sizes, { Wq, Wk, Wv, Wo }: Inputs): Graph {
  const x = [sizes.batch, sizes.queries, sizes.heads * sizes.d];
  const nodes = [
    op('MatMul', ['x', 'Wq'], ['q']),
    op('MatMul', ['x', 'Wk'], ['k']),
    op('MatMul', ['x', 'Wv'], ['v']),
    fusedNode(sizes, ['q', 'k', 'v'], 'mixed'),
    op('MatMul', ['mixed', 'Wo'], ['output']),
  ];
  return { nodes, inputs: { x }, outputs: { output: x }, constants: { Wq: Wq!, Wk: Wk!, Wv: Wv!, Wo: Wo! } };
}

function graph(problem: Problem, variant: Variant, inputs: Inputs): Graph {
  if (problem.kind === 'gemm') return matmul(problem.size);
  if (problem.kind === 'layer') return layer(problem.sizes, inputs);
  return variant === 'mha' ? fused(problem.sizes) : composed(problem.sizes);
}

/** The model file of a problem, and which of the problem's inputs each run is fed. */
export function modelOf(problem: Problem, variant: Variant, inputs: Inputs): { bytes: Uint8Array; feeds: readonly string[] } {
  const made = graph(problem, variant, inputs);
  return { bytes: model(made), feeds: Object.keys(made.inputs) };
}
