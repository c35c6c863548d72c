// What one page of the benchmark offers to the program that drives it: one engine, one task after another.
import { cases, type Problem } from '../../../web/core/cases.js';

/** One problem, ready to run: a call takes arrays and answers arrays. */
export interface Task {
  run(): void | Promise<void>;
  output(): Float32Array;
  weights(): Float32Array | undefined;
  dispose(): void;
}

export interface Engine {
  prepare(problem: Problem, variant: string): Task | Promise<Task>;
  /** Of our own pages: the register-only loop, the copy, the core's memory. */
  peak?(milliseconds: number): number;
  copy?(megabytes: number, milliseconds: number): number;
  heap?(): { inUse: number; peak: number };
}

export interface Sample {
  /** Of one call. */
  readonly ms: number;
  /** GFLOP/s and GB/s that the machine reached beside it. */
  readonly peak?: number;
  readonly copy?: number;
}

/** Calls until `milliseconds` have passed; milliseconds per call. Looks at the clock rarely where a call is short. */
async function time(task: Task, milliseconds: number): Promise<number> {
  const start = performance.now();
  for (let calls = 0, batch = 1; ;) {
    for (let i = 0; i < batch; i++) {
      const later = task.run();
      if (later) await later;
    }
    calls += batch;
    const passed = performance.now() - start;
    if (passed >= milliseconds) return passed / calls;
    if (passed < milliseconds / 20) batch *= 2;
  }
}

function problemOf(name: string): Problem {
  const found = cases.find((each) => each.name === name);
  if (!found) throw new Error(`no such case: ${name}`);
  return found.problem;
}

/** Float32 numbers as base64: as JSON they would take seconds. */
function packed(data: Float32Array): string {
  return btoa(new Uint8Array(data.buffer).reduce((text, byte) => text + String.fromCharCode(byte), ''));
}

/** These of the `count` rows, one after another. */
function pick(data: Float32Array, rows: readonly number[], count: number): string {
  const columns = data.length / count;
  const picked = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => picked.set(data.subarray(row * columns, (row + 1) * columns), i * columns));
  return packed(picked);
}

const calibration = 20; // ms
/** Calls shorter than this are made once untimed, to bring back what other engines drove out of the caches: ms. */
const short = 100;

export class Bench {
  private readonly tasks = new Map<string, Task>();
  /** Of one call, when it was last timed: ms. */
  private readonly last = new WeakMap<Task, number>();

  constructor(private readonly engine: Engine) {}

  async prepare(name: string, variant: string): Promise<void> {
    this.tasks.set(name + variant, await this.engine.prepare(problemOf(name), variant));
  }

  private task(name: string, variant: string): Task {
    return this.tasks.get(name + variant)!;
  }

  /** Runs once; answers these rows of the output and of the weights, packed. */
  async answer(name: string, variant: string, rows: readonly number[], weightRows: readonly number[]) {
    const task = this.task(name, variant);
    await task.run();
    const problem = problemOf(name);
    const count = problem.kind === 'gemm' ? problem.size : problem.sizes.batch * problem.sizes.queries;
    const output = pick(task.output(), rows, count);
    const weights = weightRows.length && problem.kind !== 'gemm' ? pick(task.weights()!, weightRows, count * problem.sizes.heads) : '';
    return { output, weights };
  }

  /** Calls for a while, so that the engine's best code is in place. */
  async warm(name: string, variant: string, milliseconds: number): Promise<void> {
    const task = this.task(name, variant);
    this.last.set(task, await time(task, milliseconds));
    this.engine.peak?.(calibration);
  }

  async sample(name: string, variant: string, milliseconds: number, copyBytes: number): Promise<Sample> {
    const { engine } = this;
    const task = this.task(name, variant);
    if (this.last.get(task)! < short) await task.run();
    const ms = await time(task, milliseconds);
    this.last.set(task, ms);
    const copy = copyBytes ? engine.copy?.(copyBytes / 2 ** 20, calibration) : undefined;
    return { ms, peak: engine.peak?.(calibration), copy };
  }

  heap = () => this.engine.heap?.();

  dispose(name: string, variant: string): void {
    this.tasks.get(name + variant)?.dispose();
    this.tasks.delete(name + variant);
  }
}

declare global {
  interface Window {
    bench?: Bench;
    /** What went wrong while the page was starting. */
    benchFailed?: string;
  }
}

/** Starts an engine and says so to the driver. */
export function offer(start: () => Promise<Engine>): void {
  start().then(
    (engine) => (window.bench = new Bench(engine)),
    (error: unknown) => (window.benchFailed = String(error)),
  );
}
