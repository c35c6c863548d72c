// All heads at a glance: a small map for each, one line of words, and a switch.
//
// Events: 'head-select' {layer, head}; 'head-switch' {layer, head, on}.
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { cellImage, prepareCanvas } from '../canvas.js';
import { paintCells, type RampName } from '../colour/colour.js';
import type { LegendMark } from '../colour/legend.js';
import { ViewElement, watchLook } from '../element.js';

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

const sheet = css`
  al-head-grid {
    display: block;
    container: heads / inline-size;
  }
  al-head-grid .layer {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr));
    gap: var(--al-space-2, 8px);
    list-style: none;
    margin: var(--al-space-2, 8px) 0 var(--al-space-3, 12px);
    padding: 0;
  }
  al-head-grid li {
    position: relative;
    border: 1px solid var(--al-line);
    border-radius: var(--al-radius, 4px);
    background: var(--al-surface);
  }
  al-head-grid li.chosen {
    border-color: var(--al-weights);
    box-shadow: 0 0 0 1px var(--al-weights);
  }
  al-head-grid .head {
    display: grid;
    grid-template: 1.75rem 1fr / 5rem 1fr;
    gap: 0 var(--al-space-3, 12px);
    width: 100%;
    height: 100%;
    padding: var(--al-space-2, 8px);
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    font-size: var(--al-text-s, 13px);
    cursor: pointer;
  }
  al-head-grid .head[aria-pressed='true'] {
    background: none;
    color: inherit;
  }
  al-head-grid .head strong {
    align-self: center;
  }
  al-head-grid .thumb {
    grid-row: 1 / 3;
    width: 5rem;
    height: 5rem;
    forced-color-adjust: none;
  }
  al-head-grid canvas {
    display: block;
  }
  /* In a narrow column layers stand side by side, and words below their map. */
  @container heads (max-width: 20rem) {
    al-head-grid .layers {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--al-space-2, 8px);
    }
    al-head-grid .layer {
      grid-template-columns: 1fr;
    }
    al-head-grid .head {
      grid-template: 1.75rem 5.5rem 1fr / 1fr;
    }
    al-head-grid .thumb {
      grid-row: 2;
      width: 5.5rem;
      height: 5.5rem;
    }
    al-head-grid .summary {
      margin-top: var(--al-space-1, 4px);
      min-height: 2.7em;
    }
  }
  al-head-grid .off canvas {
    opacity: 0.2;
  }
  al-head-grid .off strong,
  al-head-grid .off .summary {
    color: var(--al-muted);
  }
  al-head-grid .summary {
    line-height: 1.35;
    color: var(--al-muted);
  }
  al-head-grid .switch {
    position: absolute;
    top: var(--al-space-2, 8px);
    right: var(--al-space-2, 8px);
    display: flex;
    align-items: center;
    gap: var(--al-space-1, 4px);
    min-height: 1.75rem;
    padding: 0;
    border: 0;
    background: none;
    color: var(--al-muted);
    font-size: var(--al-text-s, 13px);
    cursor: pointer;
  }
  al-head-grid .switch::before {
    content: '';
    box-sizing: border-box;
    width: 1.75rem;
    height: 1rem;
    border: 1px solid var(--al-line-strong);
    border-radius: 1rem;
    background:
      radial-gradient(circle at 0.44rem 50%, var(--al-line-strong) 0.3rem, transparent 0.32rem) no-repeat,
      var(--al-sunken);
  }
  al-head-grid .switch[aria-checked='true']::before {
    border-color: var(--al-weights);
    background:
      radial-gradient(circle at calc(100% - 0.44rem) 50%, var(--al-surface) 0.3rem, transparent 0.32rem) no-repeat,
      var(--al-weights);
  }
  @media (forced-colors: active) {
    al-head-grid li.chosen {
      outline: 2px solid Highlight;
    }
    al-head-grid .switch[aria-checked='true']::before {
      background: Highlight;
    }
  }
  @media print {
    al-head-grid .switch::before {
      display: none;
    }
  }
`;

/** A smaller matrix: the largest value of each block of size×size, so that no strong cell is lost. */
export function poolMax(values: ArrayLike<number>, rows: number, columns: number, size: number) {
  const small = { rows: Math.ceil(rows / size), columns: Math.ceil(columns / size) };
  const pooled = new Float32Array(small.rows * small.columns).fill(-Infinity);
  for (let i = 0; i < rows * columns; i++) {
    const at = Math.floor(i / columns / size) * small.columns + Math.floor((i % columns) / size);
    pooled[at] = Math.max(pooled[at]!, values[i] ?? 0);
  }
  return { ...small, values: pooled };
}

export class HeadGrid extends ViewElement {
  static override sheets = [sheet];
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

  private readonly onKey = (event: KeyboardEvent, index: number): void => {
    const perLayer = this.heads.filter(({ layer }) => layer === this.heads[0]?.layer).length;
    const steps: Record<string, number> = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      ArrowUp: index - perLayer,
      ArrowDown: index + perLayer,
      Home: 0,
      End: this.heads.length - 1,
    };
    const next = this.heads[steps[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    this.find<HTMLElement>(`[data-head="${next.layer}-${next.head}"]`)?.focus();
    this.emit('head-select', { layer: next.layer, head: next.head });
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
                ${this.heads.map((head, index) => (head.layer === layer ? this.item(head, index, texts) : nothing))}
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

  private item(view: HeadView, index: number, texts: HeadGridTexts): TemplateResult {
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
        @keydown=${(event: KeyboardEvent) => this.onKey(event, index)}
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
