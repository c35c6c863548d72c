// A core whose models learn by counting steps: what a player does with a training can be tested without one.
import { AttentionError } from '../../../web/core/errors.js';
import type { Batch, Evaluation, HeadName, TrainingChanges, TrainingOptions, TransformerConfig } from '../../../web/core/training.js';
import type { RemoteCore, RemoteTraining } from '../../../web/core/worker/remote.js';

const kLearned = 60; // steps until all is right

export interface Fake {
  readonly core: RemoteCore;
  /** What has been asked of it, in order. */
  readonly calls: string[];
  /** Trainings not yet disposed. */
  readonly open: Set<RemoteTraining>;
}

/** `explodes`: the step whose loss is no number; from a rate of 1 on losses grow by half at every step. */
export function fakeCore({ explodes = Infinity }: { readonly explodes?: number } = {}): Fake {
  const calls: string[] = [];
  const open = new Set<RemoteTraining>();
  const train = async (options: TrainingOptions): Promise<RemoteTraining> => {
    await Promise.resolve();
    const config = options.model as TransformerConfig;
    if (config.width > 128) throw new AttentionError('bad-model', { name: 'width', actual: config.width, limit: 128 }, 'too wide');
    let [step, rate, wild] = [0, options.rate ?? 1e-3, 0];
    let off: readonly HeadName[] = [];
    const loss = (at: number) => (2.5 / (1 + at / 10)) * 1.5 ** wild;
    const training: RemoteTraining = {
      config,
      parameters: 12_345,
      async steps(batches) {
        calls.push(`steps ${batches.length}`);
        await Promise.resolve();
        return batches.map(({ target }) => {
          if (step + 1 >= explodes && rate >= 1) throw new AttentionError('loss-not-finite', { step: step + 1 }, 'not finite');
          step++;
          if (rate >= 1) wild++;
          return { step, loss: loss(step), gradientNorm: 1, rate, tokens: target.flat().length, milliseconds: 2, flops: 1e6 };
        });
      },
      async evaluate({ source, target }: Batch): Promise<Evaluation> {
        calls.push(`evaluate ${source.length}`);
        await Promise.resolve();
        const known = off.length ? 0 : Math.min(1, step / kLearned);
        const predictions = target.map((ids, i) => ((i + 0.5) / target.length < known ? [...ids] : ids.map(() => 4)));
        const right = predictions.filter((ids, i) => ids.join() === target[i]!.join()).length;
        const tokens = target.flat().length;
        return {
          loss: loss(step),
          tokens,
          correctTokens: Math.round(tokens * known),
          sequences: target.length,
          correctSequences: right,
          predictions,
        };
      },
      async look(source, target) {
        calls.push('look');
        await Promise.resolve();
        const [rows, columns] = [target.length, source.length];
        const sharp = Math.min(0.95, step / kLearned);
        const weights = new Float32Array(config.heads * rows * columns);
        for (let i = 0; i < weights.length; i++) {
          const [row, column] = [Math.floor(i / columns) % rows, i % columns];
          weights[i] = (1 - sharp) / columns + (column === Math.max(0, columns - 1 - row) ? sharp : 0);
        }
        const layer = { part: 'cross', layer: 0, weights: { data: weights, shape: [config.heads, rows, columns] } } as const;
        return { logits: { data: new Float32Array(0), shape: [0, 0] }, layers: [layer] };
      },
      explain: () => Promise.reject(new AttentionError('disposed', {}, 'no explanation here')),
      async change(changes: TrainingChanges) {
        rate = changes.rate ?? rate;
      },
      async prune({ fraction, headsOff }) {
        calls.push(`prune ${fraction ?? ''}${headsOff ? headsOff.map((name) => name.join('-')).join() : ''}`);
        off = headsOff ?? off;
      },
      weights: async () => file({ step: 0, wild: 0 }),
      checkpoint: async () => file({ step, wild }),
      async restore(bytes) {
        const { __metadata__ } = JSON.parse(new TextDecoder().decode(bytes.subarray(8))) as { __metadata__: { fake: string } };
        ({ step, wild } = JSON.parse(__metadata__.fake) as { step: number; wild: number });
        calls.push(`restore ${step}`);
      },
      async dispose() {
        open.delete(training);
      },
    };
    open.add(training);
    return training;
  };
  return { core: { build: 'simd', where: 'worker', train } as unknown as RemoteCore, calls, open };
}

/** A safetensors file without tensors. */
function file(state: object): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: { fake: JSON.stringify(state) } }));
  const bytes = new Uint8Array(8 + header.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}
