// TensorFlow.js with its WASM backend: SIMD, one thread, attention composed of its operators.
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { inputsOf, type Problem, type Sizes } from '../../../web/core/cases.js';
import { offer, type Task } from './engine.js';

declare const BENCH_TFJS: string;

/** −10⁹ above the diagonal, 0 elsewhere: (query, key). */
function causalMask({ queries, keys }: Sizes): tf.Tensor {
  const mask = new Float32Array(queries * keys);
  for (let i = 0; i < queries; i++) mask.fill(-1e9, i * keys + i + 1, (i + 1) * keys);
  return tf.tensor(mask, [queries, keys]);
}

/** Softmax(q·kᵀ / √d + mask)·v by heads. */
function attend(q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, mask: tf.Tensor | null, { batch, heads, d }: Sizes) {
  const byHead = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [batch, -1, heads, d]), [0, 2, 1, 3]); // (batch, head, row, d)
  const scaled = tf.mul(tf.matMul(byHead(q), byHead(k), false, true), 1 / Math.sqrt(d)); // (batch, head, query, key)
  const weights = tf.softmax(mask ? tf.add(scaled, mask) : scaled);
  const mixed = tf.transpose(tf.matMul(weights, byHead(v)), [0, 2, 1, 3]); // (batch, query, head, d)
  return { output: tf.reshape(mixed, q.shape), weights };
}

function prepare(problem: Problem): Task {
  const inputs = inputsOf(problem);
  const tensor = (name: string) => tf.tensor(inputs[name]!.data, [...inputs[name]!.shape]);
  const mask = problem.kind === 'attention' && problem.sizes.causal ? causalMask(problem.sizes) : null;
  let [output, weights]: [Float32Array?, Float32Array?] = [];
  const run = () =>
    tf.tidy(() => {
      if (problem.kind === 'gemm') {
        output = tf.matMul(tensor('a'), tensor('b')).dataSync<'float32'>();
        return;
      }
      const answer = attend(tensor('q'), tensor('k'), tensor('v'), mask, problem.sizes);
      output = answer.output.dataSync<'float32'>();
      if (problem.sizes.weights) weights = answer.weights.dataSync<'float32'>();
    });
  return { run, output: () => output!, weights: () => weights, dispose: () => void mask?.dispose() };
}

offer(async () => {
  setWasmPaths(BENCH_TFJS);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // one thread, as the others
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js has no WASM backend here');
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('TensorFlow.js would run without SIMD');
  return { prepare };
});
