// The same model in TensorFlow.js, composed of its operators, with its WASM backend: SIMD, one thread. Its CPU backend takes five
// times as long, and WebGL without a graphics card half as long again. Embeddings are a product with one-hot rows: the backend has no
// gradient of a gather.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { batch, model, options } from '../train-problem.js';

declare const BENCH_TFJS: string;

type Weights = Record<string, tf.Variable>;

const { width, heads, layers, epsilon, targetVocabulary: vocabulary } = model;
const [size, length] = [batch.source.length, batch.source[0]!.length];
const rows = size * length;

/** The tensors of a safetensors file, as variables; a matrix of one row is a vector. */
function variablesOf(file: Uint8Array): Weights {
  const headerLength = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength))) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >;
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return Object.fromEntries(
    entries.map(
      ([
        name,
        {
          shape,
          data_offsets: [begin, end],
        },
      ]) => {
        const numbers = new Float32Array(file.slice(8 + headerLength + begin, 8 + headerLength + end).buffer);
        return [name, tf.variable(tf.tensor(numbers, shape[0] === 1 ? [numbers.length] : shape))];
      },
    ),
  );
}

const oneHot = (ids: readonly (readonly number[])[]): tf.Tensor2D =>
  tf.cast(tf.oneHot(tf.tensor1d(ids.flat(), 'int32'), vocabulary), 'float32') as tf.Tensor2D;

/** sin(t ω_j), cos(t ω_j) at 2j and 2j + 1, one row for each position. */
function sinusoids(): tf.Tensor2D {
  const row = (t: number) =>
    Array.from({ length: width }, (_, j) => {
      const angle = t * 10000 ** (-(j - (j % 2)) / width);
      return j % 2 ? Math.cos(angle) : Math.sin(angle);
    });
  return tf.tensor2d(Array.from({ length }, (_, t) => row(t)));
}

function forward(w: Weights, source: tf.Tensor2D, positions: tf.Tensor2D): tf.Tensor2D {
  const affine = (x: tf.Tensor, name: string) => tf.add(tf.matMul(x as tf.Tensor2D, w[`${name}.weight`] as never), w[`${name}.bias`]!);
  const norm = (x: tf.Tensor, name: string) => {
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centred), -1, true);
    return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), w[`${name}.weight`]!), w[`${name}.bias`]!);
  };
  const byHead = (x: tf.Tensor) => tf.transpose(tf.reshape(x, [size, length, heads, width / heads]), [0, 2, 1, 3]);
  const attend = (x: tf.Tensor, name: string) => {
    const [q, k, v] = ['query', 'key', 'value'].map((part) => byHead(affine(x, `${name}.${part}`))) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const weights = tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width / heads)));
    return affine(tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [rows, width]), `${name}.output`);
  };
  const embedded = tf.mul(tf.matMul(source, w['source.embedding'] as never), Math.sqrt(width));
  let x: tf.Tensor = tf.reshape(tf.add(tf.reshape(embedded, [size, length, width]), positions), [rows, width]);
  for (let layer = 0; layer < layers; layer++) {
    const name = `encoder.${layer}`;
    x = tf.add(x, attend(norm(x, `${name}.attention.norm`), `${name}.attention`));
    const units = tf.relu(affine(norm(x, `${name}.feed-forward.norm`), `${name}.feed-forward.hidden`));
    x = tf.add(x, affine(units, `${name}.feed-forward.output`));
  }
  return affine(norm(x, 'encoder.norm'), 'output') as tf.Tensor2D;
}

async function start() {
  setWasmPaths(BENCH_TFJS);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // one thread, as ours
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js has no WASM backend here');
  const [source, target, positions] = [oneHot(batch.source), oneHot(batch.target), sinusoids()];
  let weights: Weights = {};
  let adam = tf.train.adam();
  const loss = () => tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(forward(weights, source, positions))), -1))) as tf.Scalar;
  const step = async () => {
    const value = adam.minimize(loss, true)!;
    const [number] = await value.data();
    value.dispose();
    return number!;
  };
  return {
    begin(file: string) {
      for (const each of Object.values(weights)) each.dispose();
      weights = variablesOf(Uint8Array.from(atob(file), (character) => character.charCodeAt(0)));
      adam = tf.train.adam(options.rate, options.beta1, options.beta2, 1e-8);
    },
    async steps(count: number) {
      const losses: number[] = [];
      for (let i = 0; i < count; i++) losses.push(await step());
      return losses;
    },
  };
}

start().then(
  (training) => (window.training = training),
  (error: unknown) => (window.trainingFailed = String(error)),
);
