// Lying bars against a mark, each with its number. One of them can be chosen with pointer or arrow keys.
//
// Event 'bar-select', detail: the id of the bar.
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { ViewElement, watchLook } from '../element.js';
import { widest } from '../figure/text.js';
import { layoutBars, type BarLayout } from './bar-layout.js';
import { chartSheet } from './sheet.js';
import { chartTable, type ChartTable } from './table.js';

export interface Bar {
  readonly id: string;
  readonly label: string;
  /** null: not known yet. */
  readonly value: number | null;
  /** The number as text. */
  readonly text: string;
  /** Beside the number: another measure of the same. */
  readonly remark: string;
  /** All of it in words. */
  readonly reading: string;
  readonly hue?: 'weights';
}

/** A line across all bars, and how far it moved between them. */
export interface BarMark {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

export interface BarTexts {
  readonly name: string;
  readonly axis: string;
  readonly remark: string;
  readonly caption: string;
  readonly numbers: string;
  readonly hint: string;
}

const kSize = 13; // px, as in sheet.ts

export class BarChart extends ViewElement {
  static override sheets = [chartSheet];
  static override properties = {
    bars: { attribute: false },
    mark: { attribute: false },
    table: { attribute: false },
    texts: { attribute: false },
    format: { attribute: false },
    selected: { type: String },
    pointed: { state: true },
    width: { state: true },
  };
  declare bars: readonly Bar[];
  declare mark: BarMark | null;
  declare table: ChartTable | null;
  declare texts: BarTexts | null;
  /** A value of the axis as text. */
  declare format: (value: number) => string;
  declare selected: string | null;
  declare pointed: string | null;
  declare width: number;
  private stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.bars = [];
    this.mark = null;
    this.table = null;
    this.texts = null;
    this.format = String;
    this.selected = null;
    this.pointed = null;
    this.width = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.stopWatching = null;
  }

  protected override updated(_changed: PropertyValues): void {
    this.stopWatching ??= watchLook(this, () => (this.width = this.clientWidth));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const ids = this.bars.map(({ id }) => id);
    const at = ids.indexOf((event.target as Element).closest<SVGElement>('[data-bar]')?.dataset.bar ?? '');
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1, Enter: at, ' ': at };
    const next = ids[Math.max(0, Math.min(ids.length - 1, moves[event.key] ?? -1))];
    if (moves[event.key] === undefined || next === undefined) return;
    event.preventDefault();
    this.find<SVGElement>(`[data-bar="${next}"]`)?.focus();
    this.emit('bar-select', next);
  };

  protected override render(): TemplateResult | typeof nothing {
    const { texts, bars, width } = this;
    if (!texts || bars.length === 0) return nothing;
    const reading = bars.find(({ id }) => id === (this.pointed ?? this.selected))?.reading ?? texts.hint;
    return html`<figure class="figure">
      ${width > 0 ? this.picture(this.layout(), texts) : nothing}
      <p class="reading" data-test="bars-reading">${reading}</p>
      <figcaption data-test="bars-caption">${texts.caption}</figcaption>
      ${this.table ? chartTable(this.table, texts.numbers, texts.name) : nothing}
    </figure>`;
  }

  private layout(): BarLayout {
    const longest = widest(
      this.bars.map(({ label }) => label),
      kSize,
    );
    const largest = Math.max(this.mark?.high ?? 0, ...this.bars.map(({ value }) => value ?? 0));
    return layoutBars(this.bars.length, this.width, largest, longest);
  }

  private picture(layout: BarLayout, texts: BarTexts): TemplateResult {
    const bottom = layout.top + this.bars.length * layout.pitch;
    const stop = this.bars.some(({ id }) => id === this.selected) ? this.selected : this.bars[0]?.id;
    return html`<svg height=${layout.height} data-test="bars">
      <g aria-hidden="true">
        ${axis(layout, bottom, this.format)}
        ${
          layout.narrow
            ? nothing
            : svg`<text class="head" x=${layout.valueX} y="14" text-anchor="end">${texts.axis}</text>
            <text class="head" x=${layout.remarkX} y="14" text-anchor="end">${texts.remark}</text>`
        }
        <text class="axis" x=${layout.barX} y="14">${layout.narrow ? `${texts.axis} · ${texts.remark}` : texts.name}</text>
      </g>
      <g role="listbox" aria-label=${texts.name} @keydown=${this.onKey}>
        ${this.bars.map((bar, row) => this.option(bar, row, layout, bar.id === stop))}
      </g>
      <g aria-hidden="true" pointer-events="none">
        ${this.mark ? markRange(this.mark, layout, this.bars.length) : nothing}
        ${this.bars.map((bar, row) => barAndNumber(bar, row, layout))}
      </g>
      ${this.mark ? markLine(this.mark, layout, this.bars.length) : nothing}
    </svg>`;
  }

  /** What is chosen, pointed at and read out; what is seen of it lies over it. */
  private option({ id, reading }: Bar, row: number, { top, pitch }: BarLayout, isStop: boolean): SVGTemplateResult {
    return svg`<g
      role="option" data-bar=${id} transform="translate(0 ${top + row * pitch})"
      tabindex=${isStop ? 0 : -1} aria-selected=${id === this.selected} aria-label=${reading}
      @click=${() => this.emit('bar-select', id)}
      @pointerenter=${(event: PointerEvent) => event.pointerType !== 'touch' && (this.pointed = id)}
      @pointerleave=${() => (this.pointed = null)}
    >
      <rect class="row" x="1" y="1" width=${Math.max(0, this.width - 2)} height=${pitch - 2} rx="4"></rect>
    </g>`;
  }
}

function barAndNumber({ id, label, value, text, remark, hue }: Bar, row: number, layout: BarLayout): SVGTemplateResult {
  const { barX, barY, textY, thickness, top, pitch, place, narrow, valueX, remarkX } = layout;
  return svg`<g data-row=${id} transform="translate(0 ${top + row * pitch})">
    <text x=${narrow ? barX : barX - 10} y=${textY} text-anchor=${narrow ? 'start' : 'end'}>${label}</text>
    <rect class="bar ${hue ?? ''}" x=${barX} y=${barY} width=${Math.max(0, place(value ?? 0) - barX)} height=${thickness}></rect>
    <text class=${value === null ? 'waiting' : 'value'} x=${valueX} y=${textY} text-anchor="end">${text}</text>
    <text x=${remarkX} y=${textY} text-anchor="end">${remark}</text>
  </g>`;
}

const axis = ({ ticks, place, top }: BarLayout, bottom: number, format: (value: number) => string) =>
  ticks.map(
    (tick) => svg`<line class="grid" x1=${place(tick)} x2=${place(tick)} y1=${top - 4} y2=${bottom}></line>
      <text class="tick" x=${place(tick)} y=${bottom + 16} text-anchor="middle">${format(tick)}</text>`,
  );

/** Tops and bottoms of the mark: across all rows, or on narrow screens across each bar alone, clear of the text above it. */
function markParts({ top, pitch, narrow, barY, thickness }: BarLayout, count: number): [from: number, to: number][] {
  if (!narrow) return [[top - 6, top + count * pitch]];
  return Array.from({ length: count }, (_, row) => [top + row * pitch + barY - 2, top + row * pitch + barY + thickness + 2]);
}

const markRange = ({ low, high }: BarMark, layout: BarLayout, count: number) =>
  markParts(layout, count).map(([from, to]) => {
    const width = Math.max(0, layout.place(high) - layout.place(low));
    return svg`<rect class="mark-range" x=${layout.place(low)} y=${from} width=${width} height=${to - from}></rect>`;
  });

function markLine({ value, label }: BarMark, layout: BarLayout, count: number): SVGTemplateResult {
  const at = layout.place(value);
  return svg`<g aria-hidden="true" pointer-events="none" data-test="bars-mark">
    ${markParts(layout, count).map(([from, to]) => svg`<line class="mark" x1=${at} x2=${at} y1=${from} y2=${to}></line>`)}
    <text class="mark-label" x=${at} y=${layout.top - 12} text-anchor="end">${label}</text>
  </g>`;
}
