// One case: every engine checked against the reference, warmed up, then timed in turns.
import { inputsOf, type Case, type Inputs } from '../../web/core/cases.js';
import { cases } from '../../web/core/measure.js';
import type { Sample } from './page/engine.js';
import { EngineFailure, type Pages, type Place } from './pages.js';
import { errors, isRight, reference, rowsToCheck, weightRows, type Answer, type Errors } from './reference.js';

/** Rivals' ways are 'mha', 'composed' and 'matmul'; ours is ''. */
export interface Entry extends Place {
  /** The case it runs: the contest's own, or the one that ours is compared with. */
  readonly case: string;
}

export interface Result extends Entry {
  readonly samples: Sample[];
  errors?: Errors;
  /** Why it was not timed, or not to the end. */
  failure?: string;
  /** The most bytes the core ever held, beyond what it held before and q, k, v and the output. */
  scratch?: number;
}

export interface Pace {
  /** For all rounds of a case, and for each engine before them: ms. */
  readonly budget: number;
  readonly warmUp: number;
  /** Samples of each engine, even when they take longer. */
  readonly fewest: number;
  /** No call may take longer: ms. */
  readonly limit: number;
}

export const fullPace: Pace = { budget: 8000, warmUp: 600, fewest: 3, limit: 120_000 };
export const quickPace: Pace = { budget: 2000, warmUp: 250, fewest: 3, limit: 20_000 };

const shortest = 30; // ms of one sample

const isOurs = ({ engine }: Entry) => engine === 'relaxed' || engine === 'plain';
const isLong = ({ problem }: Case) => problem.kind !== 'gemm' && problem.sizes.keys > 4096;

/** The case without its mask or its weights, which ours is compared with: itself at another price. */
export function baseOf(name: string): string | null {
  const base = name.replace(/^weights-/, 'attention-').replace(/-causal$/, '');
  return base !== name && cases.some((each) => each.name === base) ? base : null;
}

const rivals: Readonly<Record<Case['problem']['kind'], readonly string[]>> = {
  gemm: ['ort/matmul', 'tfjs/matmul'],
  attention: ['ort/mha', 'ort/composed', 'tfjs/composed'],
  layer: ['ort/mha'],
  decode: [],
};

/** Who takes part in a case. */
export function entriesOf({ name, problem }: Case, { quick = false } = {}): Entry[] {
  const base = baseOf(name);
  const ours = (['relaxed', 'plain'] as const).flatMap((engine) => [
    { engine, variant: '', case: name },
    ...(base ? [{ engine, variant: '', case: base }] : []),
  ]);
  const wantsWeights = problem.kind === 'attention' && problem.sizes.weights;
  const skipped = (rival: string) =>
    (wantsWeights && rival === 'ort/mha') ||
    (quick && problem.kind === 'attention' && problem.sizes.keys > 1024 && rival.startsWith('tfjs'));
  const others = rivals[problem.kind]
    .filter((rival) => !skipped(rival))
    .map((rival) => rival.split('/') as [Place['engine'], string])
    .map(([engine, variant]) => ({ engine, variant, case: name }));
  return [...ours, ...others];
}

/** The reference's answers, each worked out once. */
class References {
  private readonly known = new Map<string, { rows: number[]; weightRows: number[]; answer: Answer }>();

  of(name: string) {
    const { problem } = cases.find((each) => each.name === name)!;
    const known = this.known.get(name);
    if (known) return known;
    const inputs: Inputs = inputsOf(problem);
    const rows = rowsToCheck(problem);
    const wanted = problem.kind === 'attention' && problem.sizes.weights ? weightRows(problem.sizes, rows) : [];
    const made = { rows, weightRows: wanted, answer: reference(problem, inputs, rows) };
    this.known.set(name, made);
    return made;
  }
}

/** `count` rows of equal length from base64. */
function unpacked(text: string, count: number): Float32Array[] {
  const { buffer } = Uint8Array.from(Buffer.from(text, 'base64'));
  const numbers = new Float32Array(buffer);
  const columns = numbers.length / count;
  return Array.from({ length: count }, (_, i) => numbers.subarray(i * columns, (i + 1) * columns));
}

export class Contest {
  private readonly references = new References();

  constructor(
    private readonly pages: Pick<Pages, 'call' | 'close'>,
    private readonly pace: Pace,
  ) {}

  async run(contest: Case, entries: readonly Entry[]): Promise<Result[]> {
    const results = entries.map((entry): Result => ({ ...entry, samples: [] }));
    for (const result of results) await this.guarded(result, () => this.begin(contest, result));
    await this.rounds(contest, results);
    for (const result of results) if (!result.failure) await this.guarded(result, () => this.call(result, 'dispose', []));
    return results;
  }

  /** A failure ends this engine's part, and nobody else's. */
  private async guarded(result: Result, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      result.failure = error.message;
    }
  }

  private call(result: Entry, method: 'prepare' | 'answer' | 'warm' | 'sample' | 'dispose', more: unknown[]): Promise<unknown> {
    return this.pages.call(result, method, [result.case, result.variant, ...more] as never, this.pace.limit);
  }

  /** Prepares, checks, warms up. What is long gets a fresh page, whose memory tells what it needed. */
  private async begin(contest: Case, result: Result): Promise<void> {
    if (isLong(contest)) await this.pages.close(result);
    const before = isLong(contest) && isOurs(result) ? await this.heap(result) : undefined;
    await this.call(result, 'prepare', []);
    const { rows, weightRows, answer } = this.references.of(result.case);
    const { output, weights } = (await this.call(result, 'answer', [rows, weightRows])) as { output: string; weights: string };
    result.errors = errors({ output: unpacked(output, rows.length), weights: unpacked(weights, weightRows.length) }, answer);
    if (!isRight(result.errors))
      throw new EngineFailure(
        `wrong answer: error ${result.errors.output.toExponential(1)} of the output, ${result.errors.weights.toExponential(1)} of the weights`,
      );
    if (before) result.scratch = await this.scratch(contest, result, before.inUse);
    await this.call(result, 'warm', [this.pace.warmUp]);
  }

  private heap(result: Result) {
    return this.pages.call(result, 'heap', [], this.pace.limit);
  }

  private async scratch({ problem }: Case, result: Result, before: number): Promise<number | undefined> {
    if (problem.kind === 'gemm') return undefined;
    const { batch, queries, keys, heads, d } = problem.sizes;
    const after = await this.heap(result);
    return after && after.peak - before - 4 * batch * (2 * queries + 2 * keys) * heads * d;
  }

  /** In turns, another one first in each round; who has had its share of the time sits out. */
  private async rounds({ bytes = 0 }: Case, results: readonly Result[]): Promise<void> {
    const { budget, fewest } = this.pace;
    const share = budget / results.length;
    const spent = new Map<Result, number>();
    const due = (result: Result) => !result.failure && (result.samples.length < fewest || spent.get(result)! < share);
    for (let round = 0; results.some(due); round++)
      for (const [i] of results.entries()) {
        const result = results[(i + round) % results.length]!;
        if (!due(result)) continue;
        const start = performance.now();
        await this.guarded(result, async () => result.samples.push((await this.call(result, 'sample', [shortest, bytes])) as Sample));
        spent.set(result, (spent.get(result) ?? 0) + performance.now() - start);
      }
  }
}
