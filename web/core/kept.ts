// Layers and caches: what stays in the core's memory from one call to the next.
import type { CacheHandle, LayerWeights, MainModule } from '#core-glue';
import { AttentionError } from './errors.js';
import { Handle } from './explain.js';
import { failure, writeAt } from './heap.js';
import type { Session } from './session.js';
import { toTensor } from './tensors.js';
import type { CacheOptions, KeyValueCache, MultiHeadLayer, MultiHeadWeights, Projection } from './types.js';

const wholeNumber = (operation: string, name: string, value: number, limit: number): number => {
  if (Number.isInteger(value) && value >= 0 && value < limit) return value;
  throw new AttentionError(
    'out-of-range',
    { operation, name, actual: String(value), limit },
    `${operation}: ${name} ${String(value)} must be a whole number between 0 and ${limit - 1}`,
  );
};

export class Kept {
  private readonly caches = new WeakMap<KeyValueCache, Handle<CacheHandle>>();

  constructor(
    private readonly module: MainModule,
    private readonly session: Session,
  ) {}

  cache({ batch = 1, kvHeads, d, dv = d, capacity }: CacheOptions): KeyValueCache {
    const size = (name: string, value: number) => wholeNumber('cache', name, value, 2 ** 31);
    const raw = this.module.makeCache(
      size('batch', batch),
      size('kvHeads', kvHeads),
      size('d', d),
      size('dv', dv),
      size('capacity', capacity),
    );
    if (!raw) throw failure(this.module);
    const handle = new Handle<CacheHandle>('cache', raw);
    const cache: KeyValueCache = {
      capacity,
      get length() {
        return handle.get().length();
      },
      truncate: (length) => handle.get().truncate(wholeNumber('cache', 'length', length, 2 ** 31)),
      dispose: () => handle.dispose(),
    };
    this.caches.set(cache, handle);
    return cache;
  }

  /** What stands behind a cache of this core. */
  cacheOf(cache: KeyValueCache): CacheHandle {
    const handle = this.caches.get(cache);
    if (!handle)
      throw new AttentionError(
        'unknown-name',
        { operation: 'attend', name: 'cache', actual: typeof cache },
        'attend: this is no cache of this core',
      );
    return handle.get();
  }

  multiHead(weights: MultiHeadWeights): MultiHeadLayer {
    const { module } = this;
    const heads = wholeNumber('multi-head', 'heads', weights.heads, 2 ** 16);
    const kvHeads = wholeNumber('multi-head', 'kvHeads', weights.kvHeads ?? 0, 2 ** 16);
    const room = new module.LayerWeights();
    try {
      [weights.query, weights.key, weights.value, weights.output].forEach((projection, part) => this.place(room, part, projection));
      const raw = room.make(heads, kvHeads);
      if (!raw) throw failure(module);
      const handle = new Handle('layer', raw);
      return {
        run: (x, { memory, ...options } = {}) => this.session.runLayer(handle.get(), x, memory, options, this),
        dispose: () => handle.dispose(),
      };
    } finally {
      room.delete();
    }
  }

  private place(room: LayerWeights, part: number, projection: Projection | undefined): void {
    if (!projection) return;
    const { data, shape } = toTensor('weight', projection.weight);
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2 || rows === 0)
      throw new AttentionError(
        'bad-rank',
        { operation: 'multi-head', name: 'weight', actual: shape.length, expected: '2' },
        `multi-head: a weight has ${shape.length} axes but needs 2, none of them empty`,
      );
    writeAt(this.module, room.place(2 * part, rows, columns), data);
    if (projection.bias) writeAt(this.module, room.place(2 * part + 1, 0, projection.bias.length), Float32Array.from(projection.bias));
  }
}
