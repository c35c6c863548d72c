// Asks the core for every stage of a problem.
import type { AttendOptions, Cell, Core, Explanation, Stage, Tensor, TensorLike, Trace } from '../../core/types.js';
import { maskOptions } from './mask.js';
import { scoreOf } from './parameters.js';
import { isPooling, matrixOf, queryName, sizesOf, valueName, type Matrix, type Problem } from './problem.js';

/** One stage of one head as the core holds it. */
export interface StageNumbers {
  readonly name: Stage;
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** What one call gave; must be disposed. */
export interface Run {
  readonly problem: Problem;
  stage(name: Stage, head: number): StageNumbers;
  explain(name: Stage, head: number, row: number, column: number): Explanation;
  dispose(): void;
}

/** (rows, columns) as it is, or (1, rows, heads·d) where there are heads. */
function tensor(matrix: Matrix, heads: number): TensorLike {
  if (heads === 1) return matrix;
  return { data: Float32Array.from(matrix.flat()), shape: [1, matrix.length, matrix[0]?.length ?? 0] };
}

export function attendOptions(problem: Problem): AttendOptions {
  const { heads, scale, softcap, temperature, mask } = problem;
  const { queries, keys } = sizesOf(problem);
  const query = queryName(problem);
  const matrix = (name: string) => tensor(matrixOf(problem, name), heads);
  return {
    ...(query === null ? {} : { q: matrix(query) }),
    k: matrix(problem.roles.k),
    v: matrix(valueName(problem)),
    ...(heads === 1 ? {} : { heads }),
    score: scoreOf(problem),
    ...(scale === null ? {} : { scale }),
    ...(softcap > 0 ? { softcap } : {}),
    temperature,
    ...maskOptions(mask, isPooling(problem) ? 1 : queries, keys),
    trace: true,
  };
}

function runOf(problem: Problem, trace: Trace): Run {
  const copies = new Map<Stage, Tensor>();
  const copyOf = (name: Stage): Tensor => {
    const copy = copies.get(name) ?? trace.stage(name);
    copies.set(name, copy);
    return copy;
  };
  return {
    problem,
    stage(name, head) {
      const { data, shape } = copyOf(name);
      const [rows, columns] = shape.slice(-2) as [number, number];
      return { name, rows, columns, data: data.subarray(head * rows * columns, (head + 1) * rows * columns) };
    },
    explain: (name, head, row, column) => trace.explain(name, { batch: 0, head, row, column } satisfies Cell),
    dispose: () => trace.dispose(),
  };
}

/** Runs a problem; throws AttentionError. */
export function run(core: Core, problem: Problem): Run {
  const { trace } = core.attend(attendOptions(problem));
  const first = runOf(problem, trace!);
  if (problem.roles.v !== 'scores') return first;
  try {
    return runOnScores(core, problem, first);
  } catch {
    return first; // the sizes do not allow it: the sample's own listing shows where it stops
  }
}

/** The article's slip: the score matrix stands where the values belong. */
function runOnScores(core: Core, problem: Problem, first: Run): Run {
  const { rows, columns, data } = first.stage('score', 0);
  const { trace } = core.attend({ ...attendOptions(problem), v: { data, shape: [rows, columns] } });
  first.dispose();
  return runOf(problem, trace!);
}

/** Stages to show: 'capped' only where there is a cap. */
export const stagesOf = ({ softcap }: Problem): Stage[] =>
  softcap > 0 ? ['score', 'capped', 'masked', 'weights', 'output'] : ['score', 'masked', 'weights', 'output'];
