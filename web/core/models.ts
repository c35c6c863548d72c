// Models around one instance of the second WASM module.
import type { MainModule } from '#models-glue';
import { encoderFrom } from './encoder.js';
import { memoryOf } from './heap.js';
import { modelFrom } from './model.js';
import { trainingFrom } from './trainer.js';
import type { Models } from './types.js';

export function makeModels(module: MainModule): Models {
  return {
    build: String(module.buildName()) as Models['build'],
    encoder: (weights) => encoderFrom(module, weights),
    model: (file) => modelFrom(module, file),
    train: (options) => trainingFrom(module, options),
    ...memoryOf(module),
  };
}
