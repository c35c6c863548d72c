// ONNX Runtime Web: its SIMD WASM on one thread of this page.
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { inputsOf, type Problem } from '../../../web/core/cases.js';
import { modelOf, type Variant } from '../models.js';
import { offer, type Task } from './engine.js';

declare const BENCH_ORT: { mjs: string; wasm: string };

async function prepare(problem: Problem, variant: string): Promise<Task> {
  const inputs = inputsOf(problem);
  const { bytes, feeds } = modelOf(problem, variant as Variant, inputs);
  const session = await InferenceSession.create(bytes, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' });
  const given = Object.fromEntries(feeds.map((name) => [name, new Tensor('float32', inputs[name]!.data, inputs[name]!.shape)]));
  let answer: InferenceSession.OnnxValueMapType = {};
  return {
    run: async () => void (answer = await session.run(given)),
    output: () => answer.output!.data as Float32Array,
    weights: () => answer.weights?.data as Float32Array | undefined,
    dispose: () => void session.release(),
  };
}

offer(async () => {
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.wasm.wasmPaths = Object.fromEntries(Object.entries(BENCH_ORT).map(([kind, path]) => [kind, new URL(path, location.href).href]));
  return { prepare };
});
