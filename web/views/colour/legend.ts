// The legend of a ramp: its ends as text, and where a value of note lies.
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { cellImage, prepareCanvas } from '../canvas.js';
import { ViewElement, watchLook } from '../element.js';
import { vars } from '../styles.js';
import { paintCells, unit, type RampName } from './colour.js';

export interface LegendMark {
  readonly value: number;
  readonly label: string;
}

const kSteps = 128;

const sheet = css`
  al-legend {
    display: inline-grid;
    grid-template-columns: auto 8rem auto;
    gap: 0 var(--al-space-2, 8px);
    align-items: center;
    font-size: var(--al-text-s, 13px);
    color: var(--al-muted);
  }
  al-legend .bar {
    position: relative;
    height: 0.75rem;
    border: 1px solid var(--al-line);
    forced-color-adjust: none;
  }
  al-legend canvas {
    display: block;
  }
  al-legend .tick {
    position: absolute;
    inset: -3px auto -3px calc(100% * var(--place));
    border-left: 2px solid var(--al-ink);
    outline: 1px solid var(--al-paper);
  }
  al-legend .mark {
    grid-column: 1 / -1;
  }
`;

export class Legend extends ViewElement {
  static override sheets = [sheet];
  static override properties = {
    ramp: {},
    low: { type: Number },
    high: { type: Number },
    mark: { attribute: false },
    format: { attribute: false },
    clipped: { type: Boolean },
  };
  declare ramp: RampName;
  declare low: number;
  declare high: number;
  declare mark: LegendMark | null;
  declare format: (value: number) => string;
  /** Larger values have the colour of `high`. */
  declare clipped: boolean;
  private stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.ramp = 'viridis';
    this.low = 0;
    this.high = 1;
    this.mark = null;
    this.format = String;
    this.clipped = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.stopWatching = null;
  }

  protected override updated(_changed: PropertyValues): void {
    this.stopWatching ??= watchLook(this, () => this.requestUpdate());
    this.draw();
  }

  private draw(): void {
    const canvas = this.find<HTMLCanvasElement>('canvas')!;
    const width = canvas.parentElement!.clientWidth;
    const context = prepareCanvas(canvas, width, 10);
    const steps = Float32Array.from({ length: kSteps }, (_, i) => i / (kSteps - 1));
    context?.drawImage(cellImage(paintCells(steps, 0, 1, this.ramp), kSteps, 1), 0, 0, width, 10);
  }

  protected override render(): TemplateResult {
    const { mark } = this;
    const shown = mark && mark.value >= this.low && mark.value <= this.high;
    return html`<span data-test="legend-low">${this.format(this.low)}</span>
      <span class="bar"
        ><canvas aria-hidden="true"></canvas
        >${shown ? html`<i class="tick" ${vars({ '--place': unit(mark.value, this.low, this.high) })}></i>` : nothing}</span
      >
      <span data-test="legend-high">${this.clipped ? '≥\u00a0' : ''}${this.format(this.high)}</span>
      ${mark ? html`<span class="mark">${mark.label}</span>` : nothing}`;
  }
}
