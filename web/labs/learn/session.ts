// One model in training: the core's handle, its data, and what it shows of itself.
import type { Evaluation, HeadName, LayerAttention, StepResult } from '../../core/training.js';
import type { Cell, Explanation, Stage } from '../../core/types.js';
import type { RemoteCore, RemoteTraining } from '../../core/worker/remote.js';
import { dataOf, type Data } from './data.js';
import { changesOf, optionsOf } from './options.js';
import type { LearnState } from './state.js';
import type { Example } from './tasks/index.js';
import { Tokens } from './tokens.js';

/** An example, the model's own answer, and its loss-free look at it. */
export interface Sight {
  readonly example: Example;
  /** Characters of the question as the model gets them, its signs included. */
  readonly source: readonly string[];
  /** What is to be written at each place, the end included. */
  readonly target: readonly string[];
  readonly layers: readonly LayerAttention[];
}

export interface Answered {
  readonly example: Example;
  readonly answer: string;
}

const kSlice = 100; // examples of one evaluation: the worker is free in between

const added = (a: Evaluation, b: Evaluation): Evaluation => ({
  loss: (a.loss * a.tokens + b.loss * b.tokens) / (a.tokens + b.tokens),
  tokens: a.tokens + b.tokens,
  correctTokens: a.correctTokens + b.correctTokens,
  sequences: a.sequences + b.sequences,
  correctSequences: a.correctSequences + b.correctSequences,
  predictions: [...a.predictions, ...b.predictions],
});

export class Session {
  /** Steps done. */
  step = 0;
  headsOff: readonly HeadName[] = [];

  private constructor(
    private readonly training: RemoteTraining,
    readonly data: Data,
    readonly tokens: Tokens,
    readonly build: RemoteCore['build'],
  ) {}

  static async open(core: RemoteCore, state: LearnState): Promise<Session> {
    const data = dataOf(state);
    const training = await core.train!(optionsOf(state, data));
    return new Session(training, data, new Tokens(data.vocabulary, state.architecture), core.build);
  }

  get parameters(): number {
    return this.training.parameters;
  }

  /** Steps that follow; the batches are those of their numbers. */
  async train(count: number, batch: number): Promise<readonly StepResult[]> {
    const batches = Array.from({ length: count }, (_, i) => this.tokens.batch(this.data.batch(this.step + i + 1, batch)));
    const results = await this.training.steps(batches);
    this.step = results.at(-1)?.step ?? this.step;
    return results;
  }

  /** Null for no examples. */
  async evaluate(examples: readonly Example[], signal?: AbortSignal): Promise<Evaluation | null> {
    let whole: Evaluation | null = null;
    for (let from = 0; from < examples.length; from += kSlice) {
      signal?.throwIfAborted();
      const part = await this.training.evaluate(this.tokens.batch(examples.slice(from, from + kSlice)));
      whole = whole ? added(whole, part) : part;
    }
    return whole;
  }

  answersOf(examples: readonly Example[], { predictions }: Evaluation): Answered[] {
    return examples.flatMap((example, i) => (predictions[i] ? [{ example, answer: this.tokens.decode(predictions[i]) }] : []));
  }

  async look(example: Example): Promise<Sight> {
    const [source, target] = [this.tokens.source(example.source), this.tokens.target(example.target)];
    const { layers } = await this.training.look(source, target);
    return { example, source: this.tokens.labels(source), target: this.tokens.labels(target), layers };
  }

  explain([part, layer, head]: HeadName, stage: Stage, cell: Cell): Promise<Explanation> {
    return this.training.explain(part, layer, stage, { ...cell, head });
  }

  change(state: LearnState): Promise<void> {
    return this.training.change(changesOf(state));
  }

  async switchHeads(headsOff: readonly HeadName[]): Promise<void> {
    await this.training.prune({ headsOff });
    this.headsOff = headsOff;
  }

  removeSmallest(fraction: number): Promise<void> {
    return this.training.prune({ fraction });
  }

  weights(): Promise<Uint8Array> {
    return this.training.weights();
  }

  checkpoint(): Promise<Uint8Array> {
    return this.training.checkpoint();
  }

  /** `step`: of the checkpoint; 0 for weights alone. */
  async restore(file: Uint8Array, step: number): Promise<void> {
    await this.training.restore(file.slice());
    this.step = step;
  }

  dispose(): void {
    void this.training.dispose().catch(() => undefined);
  }
}
