// Curves on axes where equal factors are equally far apart: y ∝ xᵃ is straight, and a is its slope. `linear`: y from 0, even.
//
// Event 'point-select', detail {series, x}: the id of the series, and which of its points.
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { ViewElement, watchLook } from '../element.js';
import { curvePath, kLogMargin, kTickWidth, layoutLog, markerPath, type Axes, type Hue } from './log-layout.js';
import { powerLine, thinned, type Point } from './scale.js';
import { chartSheet } from './sheet.js';
import { chartTable, type ChartTable } from './table.js';

export interface Series {
  readonly id: string;
  readonly name: string;
  /** Also tells the marker's shape: circle, square, triangle. */
  readonly hue: Hue;
  readonly points: readonly (Point & { readonly reading: string })[];
}

/** A line of known steepness, for comparison. */
export interface Reference {
  readonly label: string;
  readonly slope: number;
  readonly through: Point;
}

export interface LogTexts {
  readonly name: string;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly caption: string;
  readonly numbers: string;
  readonly hint: string;
}

export interface PointName {
  readonly series: string;
  readonly x: number;
}

const kReach = 48; // px: how far from a point it can be pointed at

export class LogChart extends ViewElement {
  static override sheets = [chartSheet];
  static override properties = {
    series: { attribute: false },
    references: { attribute: false },
    xTicks: { attribute: false },
    xFormat: { attribute: false },
    yFormat: { attribute: false },
    table: { attribute: false },
    texts: { attribute: false },
    selected: { attribute: false },
    linear: { type: Boolean },
    pointed: { state: true },
    width: { state: true },
  };
  declare series: readonly Series[];
  declare references: readonly Reference[];
  /** Values named on the x axis; they also bound it. */
  declare xTicks: readonly number[];
  declare xFormat: (value: number) => string;
  declare yFormat: (value: number) => string;
  declare table: ChartTable | null;
  declare texts: LogTexts | null;
  declare selected: PointName | null;
  declare linear: boolean;
  declare pointed: PointName | null;
  declare width: number;
  private stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.series = [];
    this.references = [];
    this.xTicks = [1, 10];
    this.xFormat = String;
    this.yFormat = String;
    this.table = null;
    this.texts = null;
    this.selected = null;
    this.linear = false;
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

  private axes(): Axes {
    return layoutLog(this, this.width);
  }

  private points(): PointName[] {
    return this.series.flatMap(({ id, points }) => points.map(({ x }) => ({ series: id, x })));
  }

  /** The point that Tab reaches: the chosen one, else the last of the first curve. */
  private stop(): PointName | undefined {
    const first = this.series.find(({ points }) => points.length > 0);
    return this.points().find((point) => same(point, this.selected)) ?? (first && { series: first.id, x: first.points.at(-1)!.x });
  }

  private readingOf(name: PointName | null): string | undefined {
    if (!name) return undefined;
    return this.series.find(({ id }) => id === name.series)?.points.find(({ x }) => x === name.x)?.reading;
  }

  private choose(point: PointName): void {
    this.find<SVGElement>(`[data-point="${point.series}-${point.x}"]`)?.focus();
    this.emit('point-select', point);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const stop = this.stop();
    const curves = this.series.filter(({ points }) => points.length > 0);
    const curve = curves.findIndex(({ id }) => id === stop?.series);
    if (!stop || curve < 0) return;
    const next = neighbour(curves, curve, stop.x, event.key);
    if (!next) return;
    event.preventDefault();
    this.choose(next);
  };

  private nearest(event: PointerEvent, { x, y }: Axes): PointName | null {
    const box = this.find('svg')!.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const near = this.series
      .flatMap(({ id, points }) => points.map((point) => ({ series: id, x: point.x, away: Math.hypot(x(point.x) - px, y(point.y) - py) })))
      .reduce<(PointName & { away: number }) | null>((best, one) => (best && best.away <= one.away ? best : one), null);
    return near && near.away <= kReach ? { series: near.series, x: near.x } : null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts } = this;
    if (!texts) return nothing;
    const reading = this.readingOf(this.pointed) ?? this.readingOf(this.selected) ?? texts.hint;
    return html`<figure class="figure">
      ${this.width > 0 ? this.picture(this.axes(), texts) : nothing}
      <ul class="legend">
        ${this.series.map(legendEntry)} ${this.references.map(referenceEntry)}
      </ul>
      <p class="reading" data-test="chart-reading">${reading}</p>
      <figcaption data-test="chart-caption">${texts.caption}</figcaption>
      ${this.table ? chartTable(this.table, texts.numbers, texts.name) : nothing}
    </figure>`;
  }

  private picture(axes: Axes, texts: LogTexts): TemplateResult {
    const move = (event: PointerEvent) => event.pointerType !== 'touch' && (this.pointed = this.nearest(event, axes));
    const press = (event: PointerEvent) => {
      const near = this.nearest(event, axes);
      if (near) this.choose(near);
    };
    return html`<svg
      height=${axes.box.bottom + kLogMargin.bottom}
      data-test="chart"
      @pointermove=${move}
      @pointerleave=${() => (this.pointed = null)}
      @click=${press}
    >
      <g aria-hidden="true">
        ${this.grid(axes, texts)} ${this.references.map((reference) => referenceLine(reference, axes))}
        ${reversed(this.series).map((one) => curve(one, axes))}
      </g>
      <g role="listbox" aria-label=${texts.name} @keydown=${this.onKey}>${reversed(this.series).map((one) => this.markers(one, axes))}</g>
    </svg>`;
  }

  private grid({ yTicks, x, y, box }: Axes, texts: LogTexts): SVGTemplateResult {
    const named = thinned(this.xTicks, Math.floor((box.right - box.left) / kTickWidth));
    return svg`
      ${yTicks.map(
        (tick) => svg`<line class="grid" x1=${box.left} x2=${box.right} y1=${y(tick)} y2=${y(tick)}></line>
        <text class="tick" x=${box.left - 8} y=${y(tick) + 4} text-anchor="end">${this.yFormat(tick)}</text>`,
      )}
      ${this.xTicks.map((tick) => svg`<line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${box.top} y2=${box.bottom}></line>`)}
      ${named.map((tick) => svg`<text class="tick" x=${x(tick)} y=${box.bottom + 18} text-anchor="middle">${this.xFormat(tick)}</text>`)}
      <text class="axis" x="0" y="14">${texts.yAxis}</text>
      <text class="axis" x=${(box.left + box.right) / 2} y=${box.bottom + 38} text-anchor="middle">${texts.xAxis}</text>`;
  }

  private markers({ id, hue, points }: Series, { x, y }: Axes): SVGTemplateResult {
    const stop = this.stop();
    const shown = (name: PointName) => same(name, this.pointed) || same(name, this.selected);
    return svg`<g class="series ${hue}">${points.map((point) => {
      const name = { series: id, x: point.x };
      return svg`<g role="option" data-point="${id}-${point.x}" aria-label=${point.reading} aria-selected=${same(name, this.selected)}
          tabindex=${same(name, stop ?? null) ? 0 : -1} transform="translate(${x(point.x)} ${y(point.y)})">
        <circle class="ring" r="9"></circle>${marker(hue, shown(name) ? 1.4 : 1)}
      </g>`;
    })}</g>`;
  }
}

/** The first curve lies on top. */
const reversed = (series: readonly Series[]) => [...series].reverse();

const same = (a: PointName | null, b: PointName | null) => a !== null && b !== null && a.series === b.series && a.x === b.x;

/** Where a key leads: along the curve, or to the nearest point of the curve above or below in the list. */
export function neighbour(curves: readonly Series[], curve: number, x: number, key: string): PointName | null {
  const { id, points } = curves[curve]!;
  const at = points.findIndex((point) => point.x === x);
  const along: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: points.length - 1, Enter: at, ' ': at };
  const next = along[key];
  if (next !== undefined) return { series: id, x: points[Math.max(0, Math.min(points.length - 1, next))]!.x };
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  const other = step && curves[curve + step];
  if (!other) return null;
  const nearest = other.points.reduce((best, point) => (Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best));
  return { series: other.id, x: nearest.x };
}

const marker = (hue: Hue, size: number): SVGTemplateResult => svg`<path class="marker" d=${markerPath(hue, size)}></path>`;

const curve = ({ hue, points }: Series, axes: Axes) =>
  points.length > 1 ? svg`<g class="series ${hue}"><path class="curve" d=${curvePath(points, axes)}></path></g>` : nothing;

const steep = ({ slope }: Reference) => (slope > 1 ? 'reference steep' : 'reference');

function referenceLine(reference: Reference, axes: Axes): SVGTemplateResult | typeof nothing {
  const ends = powerLine(reference.through, reference.slope, axes.xRange, axes.yRange);
  if (!ends) return nothing;
  const [from, to] = ends.map(({ x, y }) => ({ x: axes.x(x), y: axes.y(y) }));
  return svg`<line class=${steep(reference)} x1=${from!.x} y1=${from!.y} x2=${to!.x} y2=${to!.y}></line>`;
}

const legendEntry = ({ name, hue }: Series) =>
  html`<li>
    <svg viewBox="-16 -6 32 12" aria-hidden="true">
      ${svg`<g class="series ${hue}"><path class="curve" d="M-16 0H16"></path>${marker(hue, 1)}</g>`}
    </svg>
    ${name}
  </li>`;

const referenceEntry = (reference: Reference) =>
  html`<li class="muted">
    <svg viewBox="-16 -6 32 12" aria-hidden="true">${svg`<line class=${steep(reference)} x1="-16" x2="16" y1="0" y2="0"></line>`}</svg>
    ${reference.label}
  </li>`;
