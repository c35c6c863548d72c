// The heads of one look, each with the names of its rows and columns.
import type { HeadName } from '../../core/training.js';
import { patternOf, type Pattern } from './measures.js';
import type { Sight } from './session.js';
import { parts, type HeadPlace, type LearnState } from './state.js';
import { kBegin } from './tokens.js';

export type AttentionPart = (typeof parts)[number];

export interface Head {
  readonly place: HeadPlace;
  /** (query, key). */
  readonly weights: Float32Array;
  readonly pattern: Pattern;
}

/** All heads of one kind of attention: they share rows and columns. */
export interface HeadGroup {
  readonly part: AttentionPart;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly heads: readonly Head[];
  /** Largest weight of all. */
  readonly high: number;
}

const kWrites = '→\u2009';
/** What shows the task comes first. */
const kOrder: readonly AttentionPart[] = ['cross', 'decoder', 'encoder'];

/** Rows: what is written there, or for places that write nothing what stands there. */
function labelsOf(part: AttentionPart, { source, target }: Sight, architecture: LearnState['architecture'], rows: number, columns: number) {
  const written = target.map((letter) => kWrites + letter);
  if (part === 'cross') return { rows: written.slice(0, rows), columns: source.slice(0, columns) };
  const inputs = architecture === 'decoder' ? [kBegin, ...source, ...target] : part === 'encoder' ? source : [kBegin, ...target];
  if (part === 'encoder' && architecture === 'encoder-decoder') return { rows: source, columns: source };
  if (part === 'encoder') return { rows: written, columns: source };
  const silent = Math.max(0, rows - written.length);
  return { rows: [...inputs.slice(0, silent), ...written].slice(0, rows), columns: inputs.slice(0, columns) };
}

/** Without the first rows and columns. */
function rest(weights: Float32Array, columns: number, skip: { readonly rows: number; readonly columns: number }): Float32Array {
  return weights.filter((_, i) => Math.floor(i / columns) >= skip.rows && i % columns >= skip.columns);
}

export function headGroups(sight: Sight, { architecture }: LearnState): HeadGroup[] {
  const known = sight.layers.filter(({ part }) => (parts as readonly string[]).includes(part));
  return kOrder
    .filter((part) => known.some((layer) => layer.part === part))
    .map((part) => {
      const layers = known.filter((layer) => layer.part === part);
      const [, rows = 0, columns = 0] = layers[0]!.weights.shape;
      const names = labelsOf(part, sight, architecture, rows, columns);
      // a decoder alone reads begin, the question and its answer; only the rows of the answer write
      const alone = architecture === 'decoder';
      const skip = { rows: alone ? Math.max(0, rows - sight.target.length) : 0, columns: alone ? 1 : 0 };
      const input = {
        rows: rows - skip.rows,
        columns: columns - skip.columns,
        written: sight.target,
        looked: sight.source,
        length: [...sight.example.source].length,
        writes: part === 'cross' || architecture !== 'encoder-decoder',
      };
      const heads = layers.flatMap(({ layer, weights: { data, shape } }) =>
        Array.from({ length: shape[0]! }, (_, head): Head => {
          const weights = data.subarray(head * rows * columns, (head + 1) * rows * columns);
          return { place: [part, layer, head], weights, pattern: patternOf({ ...input, weights: rest(weights, columns, skip) }) };
        }),
      );
      const high = heads.reduce((most, { weights }) => weights.reduce((high, weight) => Math.max(high, weight), most), 0);
      return { part, ...names, heads, high };
    });
}

export const samePlace = (a: readonly unknown[], b: readonly unknown[]): boolean => a.every((one, i) => one === b[i]);

/** The head that is enlarged: the chosen one, else the first. */
export function chosenHead(
  groups: readonly HeadGroup[],
  place: HeadPlace | null,
): { readonly group: HeadGroup; readonly head: Head } | null {
  const all = groups.flatMap((group) => group.heads.map((head) => ({ group, head })));
  const asked = place && all.find(({ head }) => samePlace(head.place, place));
  if (asked) return asked;
  return all[0] ?? null;
}

export const isOff = (off: readonly HeadName[], place: HeadPlace): boolean => off.some((name) => samePlace(name, place));
