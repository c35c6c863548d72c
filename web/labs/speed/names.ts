// What a case is called, and how its operations are counted.
import type { Problem } from '../../core/cases.js';
import type { Counting } from './format.js';

export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** "Attention, 512 tokens, causal" */
export function caseName(problem: Problem, say: Say, { count }: Counting): string {
  if (problem.kind === 'gemm') return say('case.gemm', { n: count(problem.size) });
  const { batch, queries, keys, causal, weights } = problem.sizes;
  const tokens = batch > 1 ? `${batch} × ${count(queries)}` : count(queries);
  const name = say(`case.${problem.kind}`, { tokens, keys: count(keys) });
  return name + (causal ? say('case.causal') : '') + (weights ? say('case.weights') : '');
}

/** "8 heads of 64" */
export const headsText = (heads: number, d: number, say: Say): string => say(heads === 1 ? 'heads.one' : 'heads.many', { heads, d });

/** The count of operations as a formula, and with this problem's numbers put in. */
export function operations(problem: Problem, { count }: Counting): readonly [formula: string, numbers: string] {
  if (problem.kind === 'gemm') return ['2 · n³', `2 · ${count(problem.size)}³`];
  const { batch, queries, keys, heads, d, causal } = problem.sizes;
  const [letter, number] = batch > 1 ? ['b · h', `${batch} · ${heads}`] : ['h', `${heads}`];
  if (problem.kind === 'decode') return [`4 · ${letter} · n · d`, `4 · ${number} · ${count(keys)} · ${d}`];
  const [n, pairs] = causal ? ['n(n + 1)/2', `${count(queries)} · ${count(queries + 1)}/2`] : ['n²', `${count(queries)}²`];
  const attention = [`4 · ${letter} · ${n} · d`, `4 · ${number} · ${pairs} · ${d}`] as const;
  if (problem.kind === 'attention') return attention;
  return [`${attention[0]} + 8 · b · n · (h · d)²`, `${attention[1]} + 8 · ${batch} · ${count(queries)} · ${count(heads * d)}²`];
}
