// Curves of many points while they grow. One place of the x axis can be read off, with the pointer or arrow keys.
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { ViewElement, watchLook } from '../element.js';
import { drawnPoints, kDashes, layoutLines, pointNear, type LineAxes, type LineSeries } from './line-layout.js';
import { curvePath, kLogMargin } from './log-layout.js';
import type { Point } from './scale.js';
import { chartSheet } from './sheet.js';
import { chartTable, type ChartTable } from './table.js';

export interface LineTexts {
  readonly name: string;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly caption: string;
  readonly numbers: string;
  readonly hint: string;
  /** What the curves say at x. */
  reading(x: number, values: readonly { readonly name: string; readonly value: string }[]): string;
}

const kSteps = 50; // arrow presses from one end to the other

export class LineChart extends ViewElement {
  static override sheets = [chartSheet];
  static override properties = {
    series: { attribute: false },
    xMost: { type: Number },
    yMost: { attribute: false },
    log: { type: Boolean },
    xFormat: { attribute: false },
    yFormat: { attribute: false },
    /** Of an axis: round values. */
    yTick: { attribute: false },
    table: { attribute: false },
    texts: { attribute: false },
    pointed: { state: true },
    width: { state: true },
  };
  declare series: readonly LineSeries[];
  declare xMost: number;
  declare yMost: number | null;
  declare log: boolean;
  declare xFormat: (value: number) => string;
  declare yFormat: (value: number) => string;
  declare yTick: (value: number) => string;
  declare table: ChartTable | null;
  declare texts: LineTexts | null;
  declare pointed: number | null;
  declare width: number;
  private stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.series = [];
    this.xMost = 1;
    this.yMost = null;
    this.log = false;
    this.xFormat = String;
    this.yFormat = String;
    this.yTick = String;
    this.table = null;
    this.texts = null;
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
    const most = this.furthest();
    const step = Math.max(1, Math.round(most / kSteps));
    const at = this.pointed ?? most;
    const moves: Record<string, number> = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: most };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.pointed = Math.max(0, Math.min(most, next));
  };

  private furthest(): number {
    return this.series.reduce((most, { points }) => Math.max(most, points.at(-1)?.x ?? 0), 0);
  }

  private at(x: number): (LineSeries & { readonly point: Point })[] {
    const reach = Math.max(1, this.furthest() / kSteps);
    return this.series.flatMap((one) => {
      const point = pointNear(one.points, x, reach);
      return point && Number.isFinite(point.y) ? [{ ...one, point }] : [];
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts, pointed } = this;
    if (!texts) return nothing;
    const found = pointed === null ? [] : this.at(pointed);
    const values = found.map(({ name, point }) => ({ name, value: this.yFormat(point.y) }));
    const reading = values.length ? texts.reading(found[0]!.point.x, values) : texts.hint;
    return html`<figure class="figure">
      ${this.width > 0 ? this.picture(texts, found, reading) : nothing}
      <ul class="legend">
        ${this.series.map(entry)}
      </ul>
      <p class="reading" data-test="chart-reading">${reading}</p>
      <figcaption data-test="chart-caption">${texts.caption}</figcaption>
      ${this.table ? chartTable(this.table, texts.numbers, texts.name) : nothing}
    </figure>`;
  }

  private picture(texts: LineTexts, found: readonly { hue: LineSeries['hue']; point: Point }[], reading: string): TemplateResult {
    const axes = layoutLines(this, this.width);
    const move = (event: PointerEvent) => {
      const { left } = this.find('svg')!.getBoundingClientRect();
      const share = (event.clientX - left - axes.box.left) / (axes.box.right - axes.box.left);
      this.pointed = share >= 0 && share <= 1 ? share * axes.xRange[1] : null;
    };
    const [first] = found;
    return html`<svg
      height=${axes.box.bottom + kLogMargin.bottom}
      data-test="chart"
      role="slider"
      tabindex="0"
      aria-label=${texts.name}
      aria-valuemin="0"
      aria-valuemax=${this.furthest()}
      aria-valuenow=${Math.round(this.pointed ?? this.furthest())}
      aria-valuetext=${reading}
      @keydown=${this.onKey}
      @pointermove=${move}
      @pointerdown=${move}
      @pointerleave=${(event: PointerEvent) => event.pointerType !== 'touch' && (this.pointed = null)}
    >
      ${this.grid(axes, texts)} ${[...this.series].reverse().map((one) => this.curve(one, axes))}
      ${first ? svg`<line class="cursor" x1=${axes.x(first.point.x)} x2=${axes.x(first.point.x)} y1=${axes.box.top} y2=${axes.box.bottom}></line>` : nothing}
      ${found.map(({ hue, point }) => this.dot(hue, point, axes))}
    </svg>`;
  }

  private dot(hue: LineSeries['hue'], point: Point, { x, y }: LineAxes): SVGTemplateResult | typeof nothing {
    if (this.log && !(point.y > 0)) return nothing;
    return svg`<g class="series ${hue}"><circle class="dot" cx=${x(point.x)} cy=${y(point.y)} r="4"></circle></g>`;
  }

  private grid({ xTicks, yTicks, x, y, box }: LineAxes, texts: LineTexts): SVGTemplateResult {
    return svg`
      ${yTicks.map(
        (tick) => svg`<line class="grid" x1=${box.left} x2=${box.right} y1=${y(tick)} y2=${y(tick)}></line>
        <text class="tick" x=${box.left - 8} y=${y(tick) + 4} text-anchor="end">${this.yTick(tick)}</text>`,
      )}
      ${xTicks.map((tick) => svg`<text class="tick" x=${x(tick)} y=${box.bottom + 18} text-anchor="middle">${this.xFormat(tick)}</text>`)}
      <text class="axis" x="0" y="14">${texts.yAxis}</text>
      <text class="axis" x=${(box.left + box.right) / 2} y=${box.bottom + 38} text-anchor="middle">${texts.xAxis}</text>`;
  }

  private curve({ id, hue, tag, points }: LineSeries, axes: LineAxes): SVGTemplateResult | typeof nothing {
    const drawn = drawnPoints(points, this.log, axes.box.right - axes.box.left);
    const last = drawn.at(-1);
    if (!last) return nothing;
    return svg`<g class="series ${hue}" data-curve-id=${id}>
      <path class="curve" d=${curvePath(drawn, axes)} stroke-dasharray=${kDashes[hue].join(' ') || 'none'}></path>
      ${drawn.length === 1 ? this.dot(hue, last, axes) : nothing}
      ${tag ? svg`<text class="tag" x=${axes.x(last.x) + 4} y=${axes.y(last.y) - 4} text-anchor="end">${tag}</text>` : nothing}
    </g>`;
  }
}

const entry = ({ name, hue, tag }: LineSeries) =>
  html`<li>
    <svg viewBox="-16 -6 32 12" aria-hidden="true">
      ${svg`<g class="series ${hue}"><path class="curve" d="M-16 0H16" stroke-dasharray=${kDashes[hue].join(' ') || 'none'}></path></g>`}
    </svg>
    ${tag ? `${tag} ${name}` : name}
  </li>`;
