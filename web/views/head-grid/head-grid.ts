// All heads at a glance: a small map for each, one line of words, and a switch.
//
// Events: 'head-select' {layer, head}; 'head-switch' {layer, head, on}.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { cellImage, prepareCanvas } from '../canvas.js';
import { paintCells, type RampName } from '../colour/colour.js';
import type { LegendMark } from '../colour/legend.js';
import { ViewElement, watchLook } from '../element.js';
import { nearest } from './nearest.js';
import { poolMax } from './pool.js';
import { headGridSheet } from './sheet.js';

export interface HeadView {
  readonly layer: number;
  readonly head: number;
  readonly title: string;
  /** One measured line. */
  readonly summary: string;
  readonly on: boolean;
  /** (rows, columns). */
  readonly weights: Float32Array;
}

export interface HeadGridTexts {
  readonly name: string;
  readonly on: string;
  readonly off: string;
  layer(layer: number): string;
  /** Name of the switch. */
  switch(title: string, layer: number): string;
}

export class HeadGrid extends ViewElement {
  static override sheets = [headGridSheet];
  static override properties = {
    heads: { attribute: false },
    columns: { type: Number },
    high: { type: Number },
    clipped: { type: Boolean },
    ramp: {},
    mark: { attribute: false },
    chosen: { attribute: false },
    format: { attribute: false },
    texts: { attribute: false },
  };
  /** Layer by layer. */
  declare heads: readonly HeadView[];
  /** Keys: columns of each map. */
  declare columns: number;
  /** Value at the upper end of the colours, the same for all. */
  declare high: number;
  /** Larger values have the colour of `high`. */
  declare clipped: boolean;
  declare ramp: RampName;
  declare mark: LegendMark | null;
  declare chosen: { readonly layer: number; readonly head: number };
  declare format: (value: number) => string;
  declare texts: HeadGridTexts | null;
  private stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.heads = [];
    this.columns = 0;
    this.high = 1;
    this.clipped = false;
    this.ramp = 'viridis';
    this.mark = null;
    this.chosen = { layer: 0, head: 0 };
    this.format = String;
    this.texts = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.stopWatching = null;
  }

  protected override updated(changed: PropertyValues): void {
    this.stopWatching ??= watchLook(this, () => this.drawAll());
    if (['heads', 'columns', 'high', 'ramp'].some((name) => changed.has(name))) this.drawAll();
  }

  private drawAll(): void {
    this.querySelectorAll<HTMLCanvasElement>('canvas.map').forEach((canvas, i) => this.drawHead(canvas, this.heads[i]));
  }

  private drawHead(canvas: HTMLCanvasElement, head: HeadView | undefined): void {
    const size = canvas.parentElement!.clientWidth;
    const context = prepareCanvas(canvas, size, size);
    if (!context || !head || this.columns === 0) return;
    const rows = head.weights.length / this.columns;
    context.imageSmoothingEnabled = false;
    const small = poolMax(head.weights, rows, this.columns, Math.ceil(Math.max(rows, this.columns) / size));
    const image = cellImage(paintCells(small.values, 0, this.high, this.ramp), small.columns, small.rows);
    context.drawImage(image, 0, 0, size, size);
  }

  /** Arrows go to the nearest head on the screen in that direction: how the heads stand depends on the width. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const buttons = [...this.querySelectorAll<HTMLElement>('.head')];
    const from = event.currentTarget as HTMLElement;
    const ends: Record<string, HTMLElement | undefined> = { Home: buttons[0], End: buttons.at(-1) };
    const next = ends[event.key] ?? nearest(from, buttons, event.key);
    const view = next && this.heads[buttons.indexOf(next)];
    if (!view) return;
    event.preventDefault();
    next.focus();
    this.emit('head-select', { layer: view.layer, head: view.head });
  };

  private isChosen({ layer, head }: HeadView): boolean {
    return layer === this.chosen.layer && head === this.chosen.head;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts } = this;
    if (!texts) return nothing;
    const layers = [...new Set(this.heads.map(({ layer }) => layer))];
    return html`<div role="group" aria-label=${texts.name}>
      <div class="layers">
        ${layers.map(
          (layer) =>
            html`<div>
              <h3>${texts.layer(layer)}</h3>
              <ul class="layer">
                ${this.heads.map((head) => (head.layer === layer ? this.item(head, texts) : nothing))}
              </ul>
            </div>`,
        )}
      </div>
      <al-legend
        .ramp=${this.ramp}
        .low=${0}
        .high=${this.high}
        .clipped=${this.clipped}
        .mark=${this.mark}
        .format=${this.format}
      ></al-legend>
    </div>`;
  }

  private item(view: HeadView, texts: HeadGridTexts): TemplateResult {
    const { layer, head } = view;
    const chosen = this.isChosen(view);
    return html`<li class="${chosen ? 'chosen' : ''} ${view.on ? '' : 'off'}">
      <button
        type="button"
        class="head"
        data-head="${layer}-${head}"
        aria-pressed=${chosen}
        tabindex=${chosen ? 0 : -1}
        @click=${() => this.emit('head-select', { layer, head })}
        @keydown=${this.onKey}
      >
        <span class="thumb"><canvas class="map" aria-hidden="true"></canvas></span>
        <strong>${view.title}</strong>
        <span class="summary">${view.summary}</span>
      </button>
      <button
        type="button"
        class="switch"
        role="switch"
        data-switch="${layer}-${head}"
        aria-checked=${view.on}
        aria-label=${texts.switch(view.title, layer)}
        @click=${() => this.emit('head-switch', { layer, head, on: !view.on })}
      >
        ${view.on ? texts.on : texts.off}
      </button>
    </li>`;
  }
}
