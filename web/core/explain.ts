// Traces and explanations, copied out of the core's memory.
import type { ExplanationHandle, MainModule, TraceHandle } from '#core-glue';
import { AttentionError } from './errors.js';
import { failure, readNumbers, readTensor } from './heap.js';
import { wholeCell } from './options.js';
import type { Cell, Explanation, ExplainStep, Stage, StepName, Trace } from './types.js';

/** Something on the heap that can be used until it is disposed. */
export class Handle<T extends { delete(): void }> {
  constructor(
    private readonly name: string,
    private handle: T | null,
  ) {}

  get(): T {
    if (!this.handle) throw new AttentionError('disposed', { name: this.name }, `${this.name} was disposed`);
    return this.handle;
  }

  dispose(): void {
    this.handle?.delete();
    this.handle = null;
  }
}

export function traceFrom(module: MainModule, raw: TraceHandle): Trace {
  const handle = new Handle('trace', raw);
  return {
    stage(stage) {
      const at = handle.get().stage(stage);
      if (at.rank === 0) throw failure(module);
      return readTensor(module, at);
    },
    explain(stage, cell) {
      const { batch, head, row, column } = wholeCell(cell);
      return explanationFrom(module, handle.get().explain(stage, batch, head, row, column), stage, { batch, head, row, column });
    },
    dispose: () => handle.dispose(),
  };
}

/** Copies an explanation and frees it; throws the core's error where there is none. */
export function explanationFrom(module: MainModule, handle: ExplanationHandle | null, stage: Stage, cell: Required<Cell>): Explanation {
  if (!handle) throw failure(module);
  try {
    const steps = Array.from({ length: handle.steps() }, (_, i) => stepFrom(module, handle, i));
    return { stage, cell, steps, value: handle.value(), reference: handle.reference() };
  } finally {
    handle.delete();
  }
}

function stepFrom(module: MainModule, handle: ExplanationHandle, index: number): ExplainStep {
  const { step, leftName, rightName, left, right, terms, result } = handle.step(index);
  return {
    step: String(step) as StepName,
    leftName: String(leftName),
    rightName: String(rightName),
    left: readNumbers(module, left),
    right: readNumbers(module, right),
    terms: readNumbers(module, terms),
    result,
  };
}
