// Training in this project's models' binary, through its public façade. Bundled once for each build.
import { configure, loadCore, type Training } from '../../../web/core/index.js';
import { batch, options } from '../train-problem.js';

declare const BENCH_WASM: string;
declare const BENCH_MODELS: string;
declare const BENCH_BUILD: string;

const packed = (bytes: Uint8Array) => btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
const unpacked = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

async function start() {
  configure({ models: { wasmUrl: BENCH_MODELS } });
  const models = await (await loadCore({ wasmUrl: BENCH_WASM })).models();
  if (models.build !== BENCH_BUILD) throw new Error(`${BENCH_MODELS} is the build ${models.build} and not ${BENCH_BUILD}`);
  let training: Training = models.train(options);
  return {
    weights: () => packed(training.weights()),
    begin(file: string) {
      training.dispose();
      training = models.train(options);
      training.restore(unpacked(file));
    },
    steps: (count: number) => training.steps(Array(count).fill(batch)).map(({ loss }) => loss),
  };
}

start().then(
  (training) => (window.training = training),
  (error: unknown) => (window.trainingFailed = String(error)),
);
