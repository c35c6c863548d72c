// The lab at work: measures a little by itself and everything when asked, and draws.
import { render } from 'lit';
import type { RemoteCore } from '../../core/worker/remote.js';
import { download } from '../../views/figure/download.js';
import { adopt } from '../../views/styles.js';
import type { LabContext, MountedLab } from '../lab.js';
import { describeInspector } from './inspector.js';
import type { Words } from './describe.js';
import { csv, json } from './export.js';
import { figures } from './figures.js';
import { counting } from './format.js';
import { page } from './page.js';
import { allTasks, kFirst, quickTasks, type Task } from './plan.js';
import type { Result, Results } from './results.js';
import { Runner } from './runner.js';
import { speedSheet } from './sheet.js';
import type { SpeedState } from './state.js';
import { defineViews } from './views.js';

export class SpeedLab implements MountedLab<SpeedState> {
  state: SpeedState;
  /** The id of the measurement that is explained. */
  selected: string = kFirst;
  machine: RemoteCore | null = null;
  readonly runner: Runner;
  readonly words: Words;
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    readonly context: LabContext<SpeedState>,
    /** Kept while the page lives: another language or lab does not lose them. */
    readonly results: Results,
  ) {
    defineViews();
    adopt(host, speedSheet);
    this.state = context.state;
    this.words = { say: this.say, counting: counting(context.language) };
    this.runner = new Runner(
      () => this.open(),
      results,
      () => this.ran(),
    );
    this.draw();
    this.measureMissing(quickTasks(this.state));
  }

  readonly say = (key: string, values?: Readonly<Record<string, string | number>>): string => this.context.text(key, values);

  private ran(): void {
    const { state } = this.runner;
    if (this.disposed) return;
    if (state.kind === 'idle') this.context.tell('result');
    if (state.kind === 'failed')
      this.context.tell('error', {
        code: (state.error as { code?: string })?.code ?? 'error',
        values: {},
        message: this.sentenceFor(state.error),
      });
    this.draw();
  }

  private async open(): Promise<RemoteCore> {
    this.machine = await this.context.worker();
    this.draw();
    return this.machine;
  }

  /** What the picture lacks. Where all is there the machine is still looked up, to say what runs. */
  private measureMissing(tasks: readonly Task[]): void {
    const missing = tasks.filter(({ id }) => !this.results.get(id));
    if (missing.length || !this.machine) void this.runner.run(missing, false);
  }

  update(state: SpeedState): void {
    const before = this.state;
    this.state = state;
    const { runner } = this;
    if (runner.state.kind === 'running' && runner.state.whole) {
      if (state.heads !== before.heads || state.d !== before.d || state.longest !== before.longest) runner.cancel(); // a link or the back button
    } else this.measureMissing(quickTasks(state));
    this.draw();
  }

  set(patch: Partial<SpeedState>): void {
    this.context.setState(patch);
  }

  readonly measureAll = (): void => {
    void this.begin().then(() => {
      if (!this.disposed && this.runner.state.kind === 'idle') this.context.announce(this.say('run.ready'));
    });
  };

  readonly cancel = (): void => {
    this.runner.cancel();
    this.host.querySelector<HTMLElement>('[data-test="measure-all"]')?.focus(); // the pressed button is gone
  };

  begin(): Promise<void> {
    return this.runner.run(allTasks(this.state), true);
  }

  select(id: string): void {
    this.selected = id;
    this.context.tell('select', { measurement: id });
    this.draw();
  }

  /** The measurement that is explained; the first one where the chosen is not measured. */
  chosen(): Result | undefined {
    return this.results.get(this.selected) ?? this.results.get(kFirst);
  }

  readonly save = (kind: 'csv' | 'json'): void => {
    if (!this.machine) return;
    const { build, where } = this.machine;
    const all = this.results.all();
    if (kind === 'csv') return download('attention-lab-speed.csv', new Blob([csv(all, { build, where })], { type: 'text/csv' }));
    const circumstances = { build, where, date: new Date().toISOString(), browser: navigator.userAgent };
    download('attention-lab-speed.json', new Blob([json(all, circumstances)], { type: 'application/json' }));
  };

  /** A sentence in the page's language for whatever was thrown. */
  readonly sentenceFor = (error: unknown): string => {
    const { code, values } = error as { code?: string; values?: Readonly<Record<string, string | number>> };
    const key = `error.${code}`;
    const text = code ? this.say(key, values) : key;
    return text === key ? this.say('error', { message: String((error as Error)?.message ?? error) }) : text;
  };

  draw(): void {
    if (this.disposed) return;
    render(page(this), this.host);
    render(describeInspector(this), this.context.inspector);
  }

  figures() {
    return figures(this);
  }

  dispose(): void {
    this.runner.cancel();
    this.disposed = true;
    render(null, this.host);
    render(null, this.context.inspector);
  }
}
