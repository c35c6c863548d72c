// One run of a model with every attention kept, copied out of its memory.
import type { LookHandle, MainModule } from '#models-glue';
import { AttentionError } from './errors.js';
import { explanationFrom, Handle } from './explain.js';
import { partAt } from './examples.js';
import { failure, readTensor } from './heap.js';
import { wholeCell } from './options.js';
import type { LayerAttention, Look, Part } from './training.js';
import type { Cell, Explanation, Stage, Tensor } from './types.js';

/** (head, query, key) of runs that stand below each other: a recurrent decoder looks once a word. */
function joined(parts: readonly Tensor[]): Tensor {
  const [, heads = 0, , keys = 0] = parts[0]!.shape;
  const queries = parts.reduce((sum, { shape }) => sum + shape[2]!, 0);
  const data = new Float32Array(heads * queries * keys);
  let row = 0;
  for (const { data: from, shape } of parts) {
    const rows = shape[2]!;
    for (let head = 0; head < heads; head++)
      data.set(from.subarray(head * rows * keys, (head + 1) * rows * keys), (head * queries + row) * keys);
    row += rows;
  }
  return { data, shape: [heads, queries, keys] };
}

/** The last look of a training or a model: read at once, and kept on the heap to be explained until the next one. */
export class Looking {
  private handle: Handle<LookHandle> | null = null;
  /** Of each layer the runs that make it up. */
  private layers: { readonly part: Part; readonly layer: number; readonly runs: number[] }[] = [];

  constructor(private readonly module: MainModule) {}

  /** Takes a look over and reads it; null: the core's error is thrown. */
  take(raw: LookHandle | null): Look {
    this.dispose();
    if (!raw) throw failure(this.module);
    this.handle = new Handle('look', raw);
    this.layers = [];
    for (let run = 0; run < raw.seen(); run++) {
      const [part, layer] = [partAt(raw.part(run)), raw.layer(run)];
      const known = this.layers.find((each) => each.part === part && each.layer === layer);
      if (known) known.runs.push(run);
      else this.layers.push({ part, layer, runs: [run] });
    }
    return { logits: readTensor(this.module, raw.logits()), layers: this.layers.map((each) => this.read(raw, each)) };
  }

  private read(raw: LookHandle, { part, layer, runs }: (typeof this.layers)[number]): LayerAttention {
    return { part, layer, weights: joined(runs.map((run) => readTensor(this.module, raw.weights(run)))) };
  }

  explain(part: Part, layer: number, stage: Stage, cell: Cell): Explanation {
    const whole = wholeCell(cell);
    const found = this.layers.find((each) => each.part === part && each.layer === layer);
    if (!this.handle || !found)
      throw new AttentionError(
        'out-of-range',
        { operation: 'explain', name: 'layer', actual: `${part} ${layer}`, limit: this.layers.length },
        `explain: the last look has no attention ${part} ${layer}`,
      );
    const { runs } = found;
    const [run, row] = runs.length > 1 ? [runs[whole.row] ?? runs[0]!, whole.row < runs.length ? 0 : whole.row] : [runs[0]!, whole.row];
    return explanationFrom(this.module, this.handle.get().explain(run, stage, whole.head, row, whole.column), stage, whole);
  }

  dispose(): void {
    this.handle?.dispose();
    this.handle = null;
    this.layers = [];
  }
}
