// What has been measured on this machine while the page is open.
import type { RemoteMeasurement } from '../../core/worker/remote.js';
import { hasRoom, lengthsUpTo, lengthTask, type Choices, type Task } from './plan.js';
import type { CurveName, SpeedState } from './state.js';

export interface Result {
  readonly task: Task;
  readonly measured: RemoteMeasurement;
}

/** By task. A later measurement of the same takes the earlier one's place. */
export class Results {
  private readonly found = new Map<string, Result>();
  private readonly wrong = new Map<string, { task: Task; error: unknown }>();

  add(task: Task, measured: RemoteMeasurement): void {
    this.wrong.delete(task.id);
    this.found.set(task.id, { task, measured });
  }

  /** What was measured before stays. */
  fail(task: Task, error: unknown): void {
    this.wrong.set(task.id, { task, error });
  }

  get(id: string): Result | undefined {
    return this.found.get(id);
  }

  all(): Result[] {
    return [...this.found.values()];
  }

  failures(): readonly { task: Task; error: unknown }[] {
    return [...this.wrong.values()];
  }

  /** The measured points of a curve, shortest first. */
  curve(curve: CurveName, state: SpeedState): { length: number; result: Result }[] {
    return lengthsUpTo(state.longest).flatMap((length) => {
      const result = this.get(lengthTask(curve, length, state).id);
      return result ? [{ length, result }] : [];
    });
  }

  /** Lengths whose weights would take more room than a page should ask for. */
  withoutRoom(state: SpeedState & Choices): number[] {
    return state.curves.includes('weights') ? lengthsUpTo(state.longest).filter((length) => !hasRoom('weights', length, state)) : [];
  }
}
