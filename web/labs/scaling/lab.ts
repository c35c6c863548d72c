// The lab at work: asks the core whenever a number that it depends on has changed, and draws.
import { render } from 'lit';
import type { Core } from '../../core/types.js';
import type { Figure } from '../../views/figure/figure.js';
import { adopt } from '../../views/styles.js';
import type { LabContext, MountedLab } from '../lab.js';
import { figures } from './figures.js';
import { describeInspector } from './inspector.js';
import { page } from './page.js';
import { scalingSheet } from './sheet.js';
import { variants, type Place, type ScalingState, type Variant } from './state.js';
import { explainCell, sweep, type Point, type Sweep } from './sweep.js';
import { defineViews } from './views.js';

type Values = Readonly<Record<string, string | number>>;

const strongest = (row: Float32Array) => row.indexOf(row.reduce((most, weight) => Math.max(most, weight)));

export class ScalingLab implements MountedLab<ScalingState> {
  state: ScalingState;
  sweep: Sweep | null = null;
  failure: unknown = null;
  /** What is being typed into a field and cannot be used yet. */
  readonly drafts = new Map<'seed' | 'temperature', { readonly text: string; readonly error?: string }>();
  private core: Core | null = null;
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<ScalingState>,
  ) {
    defineViews();
    adopt(host, scalingSheet);
    this.state = context.state;
    this.draw();
    context.core().then(
      (core) => {
        this.core = core;
        this.compute();
      },
      (error: unknown) => this.fail(error),
    );
  }

  readonly say = (key: string, values?: Values): string => this.context.text(key, values);

  update(state: ScalingState): void {
    const before = this.state;
    this.state = state;
    const same = (['n', 'seed', 'distribution', 'temperature'] as const).every((name) => state[name] === before[name]);
    if (same) this.draw();
    else this.compute();
  }

  set(patch: Partial<ScalingState>): void {
    this.context.setState(patch);
  }

  /** Choosing among other sizes: the cell that is explained must be one of theirs. */
  setCount(n: number): void {
    this.set({ n, cell: this.state.cell?.every((index) => index < n) ? this.state.cell : null });
  }

  private compute(): void {
    if (!this.core || this.disposed) return;
    try {
      this.sweep = sweep(this.core, this.state);
      this.failure = null;
    } catch (error) {
      this.failure = error; // the last good picture stays
    }
    this.draw();
  }

  private fail(error: unknown): void {
    this.failure = error;
    this.draw();
  }

  /** The variants on show. */
  get shown(): readonly Variant[] {
    return this.state.divide ? variants : ['plain'];
  }

  /** The variant that is explained: one that is on show. */
  get variant(): Variant {
    return this.state.divide ? this.state.variant : 'plain';
  }

  /** The point of the chosen d; null before the core has answered. */
  point(variant: Variant): Point | null {
    return this.sweep?.[variant].find(({ d }) => d === this.state.d) ?? null;
  }

  get cell(): Place {
    return this.state.cell ?? [0, strongest(this.point('plain')!.weights.subarray(0, this.state.n))];
  }

  explained(): ReturnType<typeof explainCell> | null {
    return this.core && this.sweep && !this.failure ? explainCell(this.core, this.state, this.state.d, this.variant, this.cell) : null;
  }

  /** A sentence in the page's language for whatever was thrown. */
  sentenceFor(error: unknown): string {
    const { code, values } = error as { code?: string; values?: Values };
    const text = code ? this.say(`error.${code}`, values) : '';
    return code && text !== `error.${code}` ? text : this.say('error', { message: String((error as Error)?.message ?? error) });
  }

  draw(): void {
    if (this.disposed) return;
    render(page(this), this.host);
    render(describeInspector(this), this.context.inspector);
  }

  figures(): readonly Figure[] {
    return figures(this);
  }

  dispose(): void {
    this.disposed = true;
    render(null, this.host);
    render(null, this.context.inspector);
  }
}
