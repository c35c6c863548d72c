// The models that the benchmark writes are loaded by ONNX Runtime and give the reference's answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { inputsOf, type Problem, type Sizes } from '../../web/core/cases.js';
import { modelOf, type Variant } from './models.js';
import { errors, isRight, reference, rowsToCheck, weightRows } from './reference.js';

env.wasm.numThreads = 1;

const sizes: Sizes = { batch: 2, queries: 7, keys: 7, heads: 3, d: 5, causal: false, weights: false };
const attention = (more: Partial<Sizes> = {}): Problem => ({ kind: 'attention', sizes: { ...sizes, ...more } });

const problems: readonly (readonly [what: string, problem: Problem, variant: Variant])[] = [
  ['MatMul', { kind: 'gemm', size: 9 }, 'matmul'],
  ['MultiHeadAttention', attention(), 'mha'],
  ['MultiHeadAttention, causal', attention({ causal: true }), 'mha'],
  ['MultiHeadAttention, fewer queries than keys', attention({ queries: 2 }), 'mha'],
  ['MatMul, Softmax, MatMul', attention(), 'composed'],
  ['MatMul, Softmax, MatMul, causal', attention({ causal: true }), 'composed'],
  ['MatMul, Softmax, MatMul, with the weights', attention({ weights: true }), 'composed'],
  ['a layer with its projections', { kind: 'layer', sizes }, 'mha'],
];

async function answer(problem: Problem, variant: Variant) {
  const inputs = inputsOf(problem);
  const { bytes, feeds } = modelOf(problem, variant, inputs);
  const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const given = feeds.map((name) => [name, new Tensor('float32', inputs[name]!.data, inputs[name]!.shape)]);
  const { output, weights } = await session.run(Object.fromEntries(given) as Record<string, Tensor>);
  await session.release();
  return { output: output!, weights };
}

function rowsOf(tensor: Tensor, rows: readonly number[]): Float32Array[] {
  const columns = tensor.dims.at(-1)!;
  return rows.map((row) => (tensor.data as Float32Array).subarray(row * columns, (row + 1) * columns));
}

describe('models', () => {
  for (const [what, problem, variant] of problems)
    it(what, async () => {
      const { output, weights } = await answer(problem, variant);
      const rows = rowsToCheck(problem);
      const wanted = weights && problem.kind === 'attention' ? rowsOf(weights, weightRows(problem.sizes, rows)) : [];
      const found = errors({ output: rowsOf(output, rows), weights: wanted }, reference(problem, inputsOf(problem), rows));
      assert.ok(isRight(found), JSON.stringify(found));
      assert.equal(rows.length * output.dims.at(-1)!, output.data.length, 'so small a problem is checked whole');
    });
});
