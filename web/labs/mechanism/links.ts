// Which cells belong to the one at hand: what it was made from, and what is made from it.
import type { Stage } from '../../core/types.js';
import type { CellLight } from '../../views/matrix/types.js';
import { columnsOf, matrixOf, queryName, type Problem } from './problem.js';

/** A cell of a stage, or of an input matrix by its name. */
export interface Spot {
  readonly kind: 'stage' | 'input';
  readonly name: string;
  readonly row: number;
  readonly column: number;
}

export type LightOf = (spot: Spot) => CellLight | undefined;

const order: readonly Stage[] = ['score', 'capped', 'masked', 'weights', 'output'];
const place = (name: string) => order.indexOf(name as Stage);

/** Does this cell of an input go into row `row`, column `column` of the scores (of this head)? */
function feedsScore(problem: Problem, head: number, { name, row, column }: Spot, at: { row: number; column: number }): boolean {
  const inHead = (matrix: string) => {
    const width = columnsOf(matrixOf(problem, matrix)) / problem.heads;
    return column >= head * width && column < (head + 1) * width;
  };
  const reach = problem.score === 'importance-conv' ? 1 : 0;
  const asQuery = name === queryName(problem) && row === at.row;
  const asKey = name === problem.roles.k && Math.abs(row - at.column) <= reach;
  return (asQuery || asKey) && inHead(name);
}

function feedsOutput(problem: Problem, head: number, { name, column }: Spot, at: { column: number }): boolean {
  if (name !== problem.roles.v) return false;
  const width = columnsOf(matrixOf(problem, name)) / problem.heads;
  return column === head * width + at.column;
}

/** Is `other` something the stage cell `at` was made from? */
function isSource(problem: Problem, head: number, at: Spot, other: Spot): boolean {
  if (other.kind === 'input') {
    if (at.name === 'output') return feedsOutput(problem, head, other, at);
    return feedsScore(problem, head, other, at);
  }
  if (at.name === 'output' && other.name === 'score' && problem.roles.v === 'scores') return other.column === at.column;
  if (place(other.name) >= place(at.name) || other.row !== at.row) return false;
  if (at.name === 'output') return other.name === 'weights';
  if (at.name === 'weights') return other.name === 'masked' || other.column === at.column;
  return other.column === at.column;
}

/** What lights up with `active`. */
export function lightsOf(problem: Problem, head: number, active: Spot | null): LightOf {
  if (!active) return () => undefined;
  return (other) => {
    const same = other.kind === active.kind && other.name === active.name;
    if (same && other.row === active.row && other.column === active.column) return 'self';
    if (active.kind === 'stage' && isSource(problem, head, active, other)) return 'source';
    if (other.kind === 'stage' && !same && isSource(problem, head, other, active)) return 'target';
    return undefined;
  };
}
