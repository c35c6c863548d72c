// The sentence encoder: a weights file in, vectors and traces out.
import type { EncoderHandle, MainModule, RunHandle } from '#core-glue';
import { explanationFrom, Handle } from './explain.js';
import { failure, readNumbers, readTensor, withBytes } from './heap.js';
import { wholeCell } from './options.js';
import type { Encoder, EncoderRun } from './types.js';

export function encoderFrom(module: MainModule, weights: Uint8Array): Encoder {
  const raw = withBytes(module, weights, (at) => module.readEncoder(at, weights.byteLength));
  if (!raw) throw failure(module);
  const handle = new Handle<EncoderHandle>('encoder', raw);
  const metadata = Object.fromEntries(Array.from({ length: raw.fields() }, (_, i) => [String(raw.fieldName(i)), String(raw.fieldText(i))]));
  return {
    layers: raw.layers(),
    heads: raw.heads(),
    width: raw.width(),
    maxTokens: raw.maxTokens(),
    metadata,
    encode(tokens, { off = [] } = {}) {
      const run = withBytes(module, tokens, (ids) =>
        withBytes(module, Int32Array.from(off.flat()), (heads) => handle.get().encode(ids, tokens.length, heads, off.length)),
      );
      if (!run) throw failure(module);
      return runFrom(module, run);
    },
    dispose: () => handle.dispose(),
  };
}

function runFrom(module: MainModule, raw: RunHandle): EncoderRun {
  const handle = new Handle('encoder run', raw);
  return {
    vector: readNumbers(module, raw.vector()),
    stage(layer, head, stage) {
      const at = handle.get().stage(layer, head, stage);
      if (at.rank === 0) throw failure(module);
      return readTensor(module, at);
    },
    explain(layer, head, stage, cell) {
      const whole = wholeCell({ ...cell, head });
      return explanationFrom(module, handle.get().explain(layer, head, stage, whole.row, whole.column), stage, whole);
    },
    dispose: () => handle.dispose(),
  };
}
