// Long vectors as strips of coloured cells, one below the other, read cell by cell with pointer or arrow keys.
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { cellImage, inksOf, prepareCanvas } from '../canvas.js';
import { paintCells } from '../colour/colour.js';
import { ViewElement, watchLook } from '../element.js';
import { cellsPerLine } from './fold.js';

export interface StripRow {
  readonly label: string;
  readonly values: Float32Array;
}

export interface StripTexts {
  readonly name: string;
  readonly caption: string;
  /** One cell of every row in words. */
  cell(index: number, values: readonly number[]): string;
}

const sheet = css`
  al-strip {
    display: block;
  }
  al-strip .rows {
    display: grid;
    gap: var(--al-space-2, 8px);
    cursor: crosshair;
  }
  al-strip .label {
    font-size: var(--al-text-s, 13px);
    color: var(--al-muted);
  }
  al-strip canvas {
    display: block;
  }
  al-strip .inks {
    display: none;
    color: var(--al-ink);
    background: var(--al-paper);
    outline-color: var(--al-lit);
  }
`;

const kRowHeight = 14; // px of one folded line

export class Strip extends ViewElement {
  static override sheets = [sheet];
  static override properties = {
    rows: { attribute: false },
    bound: { type: Number },
    texts: { attribute: false },
    format: { attribute: false },
    at: { state: true },
  };
  declare rows: readonly StripRow[];
  /** Colours run from −bound to bound. */
  declare bound: number;
  declare texts: StripTexts | null;
  declare format: (value: number) => string;
  declare at: number;
  private stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.rows = [];
    this.bound = 1;
    this.texts = null;
    this.format = String;
    this.at = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.stopWatching = null;
  }

  protected override updated(_changed: PropertyValues): void {
    this.stopWatching ??= watchLook(this, () => this.drawAll());
    this.drawAll();
  }

  private drawAll(): void {
    const inks = this.find('.inks');
    if (!inks) return;
    const { mark } = inksOf(inks);
    this.querySelectorAll<HTMLCanvasElement>('canvas.strip').forEach((canvas, i) => this.drawRow(canvas, this.rows[i]!.values, mark));
  }

  private drawRow(canvas: HTMLCanvasElement, values: Float32Array, mark: string): void {
    const width = canvas.parentElement!.clientWidth;
    const perLine = cellsPerLine(values.length, width);
    const lines = Math.ceil(values.length / perLine);
    const context = prepareCanvas(canvas, width, lines * kRowHeight);
    if (!context || values.length === 0) return;
    const padded = new Float32Array(lines * perLine);
    padded.set(values);
    context.imageSmoothingEnabled = false;
    const image = cellImage(paintCells(padded, -this.bound, this.bound, 'diverging'), perLine, lines);
    context.drawImage(image, 0, 0, width, lines * kRowHeight);
    const [x, y] = [((this.at % perLine) * width) / perLine, Math.floor(this.at / perLine) * kRowHeight];
    context.strokeStyle = mark;
    context.lineWidth = 2;
    context.strokeRect(x, y + 1, width / perLine, kRowHeight - 2);
  }

  private readonly onPoint = (event: PointerEvent): void => {
    const canvas = event.target as Element;
    if (!canvas.matches('canvas.strip')) return;
    const box = canvas.getBoundingClientRect();
    const perLine = cellsPerLine(this.length(), box.width);
    const column = Math.floor(((event.clientX - box.left) / box.width) * perLine);
    const line = Math.floor((event.clientY - box.top) / kRowHeight);
    this.at = this.clamp(line * perLine + column);
  };

  private length(): number {
    return this.rows[0]?.values.length ?? 0;
  }

  private clamp(index: number): number {
    return Math.max(0, Math.min(this.length() - 1, index));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowLeft: this.at - 1,
      ArrowDown: this.at - 1,
      ArrowRight: this.at + 1,
      ArrowUp: this.at + 1,
      PageDown: this.at - 16,
      PageUp: this.at + 16,
      Home: 0,
      End: this.length() - 1,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.at = this.clamp(next);
  };

  protected override render(): TemplateResult | typeof nothing {
    const { texts } = this;
    if (!texts || this.length() === 0) return nothing;
    const at = this.clamp(this.at);
    const reading = texts.cell(
      at,
      this.rows.map(({ values }) => values[at] ?? 0),
    );
    return html`<figure class="figure">
      <span class="inks"></span>
      <div
        class="rows"
        role="slider"
        tabindex="0"
        data-test="strip"
        aria-label=${texts.name}
        aria-valuemin="1"
        aria-valuemax=${this.length()}
        aria-valuenow=${at + 1}
        aria-valuetext=${reading}
        @keydown=${this.onKey}
        @pointermove=${this.onPoint}
        @pointerdown=${this.onPoint}
      >
        ${this.rows.map(({ label }) => html`<div><span class="label">${label}</span><canvas class="strip" aria-hidden="true"></canvas></div>`)}
      </div>
      <p class="reading" data-test="strip-reading">${reading}</p>
      <al-legend .ramp=${'diverging'} .low=${-this.bound} .high=${this.bound} .format=${this.format}></al-legend>
      <figcaption data-test="strip-caption">${texts.caption}</figcaption>
    </figure>`;
  }
}
