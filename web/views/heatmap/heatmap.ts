// A matrix of any size up to 256×256 as colours: zoom, hover, tap, keys, a table of the same numbers.
//
// Events, both with detail {row, column} (or null for 'cell-hover' on leaving): 'cell-hover', 'cell-select'.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { cellImage, inksOf, prepareCanvas, textScale } from '../canvas.js';
import { paintCells, type RampName } from '../colour/colour.js';
import type { LegendMark } from '../colour/legend.js';
import { ViewElement, watchLook } from '../element.js';
import { drawMap, kNumberCell } from './draw.js';
import { canGrow, cellAt, layoutMap, moveCell, scrollTo, type Layout, type MapCell } from './layout.js';
import { heatmapSheet } from './sheet.js';
import { isWhole, mapTable } from './table.js';
import type { HeatmapTexts } from './texts.js';

const kZoomStep = 1.5;
const kMaxHeight = 720;
const kMinHeight = 320;
const kAround = 220; // of the window's height, for what stands above and below a map in large type

const isPrinting = (): boolean => matchMedia('print').matches;

export class Heatmap extends ViewElement {
  static override sheets = [heatmapSheet];
  static override properties = {
    values: { attribute: false },
    rowLabels: { attribute: false },
    columnLabels: { attribute: false },
    high: { type: Number },
    clipped: { type: Boolean },
    low: { type: Number },
    ramp: {},
    mark: { attribute: false },
    selected: { attribute: false },
    format: { attribute: false },
    cellFormat: { attribute: false },
    texts: { attribute: false },
    zoom: { state: true },
    table: { state: true },
  };
  /** (rows, columns), row-major; rows and columns are as many as the labels. */
  declare values: ArrayLike<number>;
  declare rowLabels: readonly string[];
  declare columnLabels: readonly string[];
  declare low: number;
  declare high: number;
  /** Larger values have the colour of `high`. */
  declare clipped: boolean;
  declare ramp: RampName;
  /** A value shown on the legend. */
  declare mark: LegendMark | null;
  declare selected: MapCell | null;
  declare format: (value: number) => string;
  /** For the numbers in the cells: short. */
  declare cellFormat: (value: number) => string;
  declare texts: HeatmapTexts | null;
  declare zoom: number;
  declare table: boolean;
  private image: HTMLCanvasElement | null = null;
  private layout: Layout | null = null;
  /** CSS pixels to one of the layout. */
  private scale = 1;
  private hovered: MapCell | null = null;
  private stopWatching: (() => void) | null = null;

  constructor() {
    super();
    this.values = [];
    this.rowLabels = [];
    this.columnLabels = [];
    this.low = 0;
    this.high = 1;
    this.clipped = false;
    this.ramp = 'viridis';
    this.mark = null;
    this.selected = null;
    this.format = String;
    this.cellFormat = String;
    this.texts = null;
    this.zoom = 1;
    this.table = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.stopWatching = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('rowLabels') || changed.has('values')) this.hovered = null;
    if (this.selected && !this.holds(this.selected)) this.selected = null;
    if (changed.has('rowLabels') && this.rowLabels.length !== (changed.get('rowLabels') as readonly string[] | undefined)?.length)
      this.zoom = 1;
  }

  protected override updated(changed: PropertyValues): void {
    this.stopWatching ??= watchLook(this, () => this.requestUpdate());
    if (['values', 'low', 'high', 'ramp'].some((name) => changed.has(name))) {
      const pixels = paintCells(this.values, this.low, this.high, this.ramp);
      this.image = cellImage(pixels, this.columnLabels.length, this.rowLabels.length);
    }
    this.draw();
    if (changed.has('zoom')) this.reveal();
  }

  private draw(): void {
    const canvas = this.find<HTMLCanvasElement>('canvas.cells');
    if (!canvas || !this.image) return;
    this.scale = textScale();
    this.layout = this.measure(canvas);
    const { content, view } = this.layout;
    const pixels = (length: number) => `${length * this.scale}px`;
    const space = this.find<HTMLElement>('.space')!;
    space.style.setProperty('width', pixels(content.width));
    space.style.setProperty('height', pixels(content.height));
    this.find<HTMLElement>('.scroller')!.style.setProperty('height', pixels(view.height));
    this.find<HTMLElement>('[data-test="map-unit"]')!.hidden = this.layout.cell < kNumberCell;
    const context = prepareCanvas(canvas, view.width * this.scale, view.height * this.scale);
    context?.scale(this.scale, this.scale);
    if (context) this.paint(context, this.layout);
  }

  private measure(canvas: HTMLCanvasElement): Layout {
    const context = canvas.getContext('2d');
    if (context) context.font = `600 12px ${inksOf(this.find('.inks')!).font}`;
    const widths = [...this.rowLabels, ...this.columnLabels].map((label) => context?.measureText(label).width ?? 0);
    const room = globalThis.innerHeight / this.scale;
    return layoutMap({
      rows: this.rowLabels.length,
      columns: this.columnLabels.length,
      labelWidth: widths.reduce((widest, width) => Math.max(widest, width), 0),
      width: this.clientWidth / this.scale,
      maxHeight: Math.max(kMinHeight, Math.min(kMaxHeight, this.scale > 1 ? room - kAround : room * 0.8)),
      zoom: isPrinting() ? 1 : this.zoom,
    });
  }

  private paint(context: CanvasRenderingContext2D, layout: Layout): void {
    const { values, low, high, ramp, rowLabels, columnLabels, selected, hovered, cellFormat } = this;
    const inks = inksOf(this.find('.inks')!);
    const scroll = this.scrolled();
    drawMap(context, {
      layout,
      image: this.image!,
      values,
      low,
      high,
      ramp,
      rowLabels,
      columnLabels,
      scroll,
      hovered,
      selected,
      format: cellFormat,
      inks,
    });
  }

  private scrolled(): { x: number; y: number } {
    const { scrollLeft, scrollTop } = this.find<HTMLElement>('.scroller')!;
    return { x: scrollLeft / this.scale, y: scrollTop / this.scale };
  }

  /** Scrolls the selected cell into the part that is seen. */
  private reveal(): void {
    if (!this.selected || !this.layout) return;
    const { x, y } = scrollTo(this.layout, this.selected, this.scrolled());
    this.find<HTMLElement>('.scroller')!.scrollTo(x * this.scale, y * this.scale);
    this.draw();
  }

  private pointed(event: MouseEvent): MapCell | null {
    const box = this.find('canvas.cells')!.getBoundingClientRect();
    return (
      this.layout && cellAt(this.layout, (event.clientX - box.left) / this.scale, (event.clientY - box.top) / this.scale, this.scrolled())
    );
  }

  private hover(cell: MapCell | null): void {
    if (cell?.row === this.hovered?.row && cell?.column === this.hovered?.column) return;
    this.hovered = cell;
    this.emit('cell-hover', cell);
    this.find('[data-test="map-reading"]')!.textContent = this.reading();
    this.draw();
  }

  private select(cell: MapCell | null, spoken = false): void {
    if (!cell) return;
    this.selected = cell;
    this.emit('cell-select', cell);
    if (spoken) this.find('[data-test="map-live"]')!.textContent = this.cellText(cell);
    void this.updateComplete.then(() => this.reveal());
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const zooms: Record<string, () => void> = {
      '+': () => this.grow(1),
      '=': () => this.grow(1),
      '-': () => this.grow(-1),
      '0': () => (this.zoom = 1),
    };
    const zoom = event.ctrlKey || event.metaKey ? undefined : zooms[event.key];
    const from = this.selected ?? { row: 0, column: 0 };
    const enter = event.key === 'Enter' || event.key === ' ';
    const next = enter ? from : moveCell(from, event.key, this.rowLabels.length, this.columnLabels.length, event.ctrlKey || event.metaKey);
    if (!zoom && !next) return;
    event.preventDefault();
    zoom?.();
    if (next) this.select(this.selected ? next : from, true);
  };

  private grow(direction: 1 | -1): void {
    if (direction > 0 && this.layout && !canGrow(this.layout)) return;
    this.zoom = Math.max(1, this.zoom * kZoomStep ** direction);
  }

  private cellText({ row, column }: MapCell): string {
    return this.texts!.cell(row, column, this.values[row * this.columnLabels.length + column] ?? 0);
  }

  private reading(): string {
    const cell = this.hovered ?? this.selected;
    return cell ? this.cellText(cell) : '';
  }

  private holds({ row, column }: MapCell): boolean {
    return row < this.rowLabels.length && column < this.columnLabels.length;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts } = this;
    if (!texts || this.rowLabels.length === 0) return nothing;
    const printed = isPrinting() && isWhole(this.rowLabels.length, this.columnLabels.length);
    return html`<figure class="figure">
      <div class="tools">
        <span class="axes">${texts.axes}<span data-test="map-unit" ?hidden=${this.table}> · ${texts.unit}</span></span>
        ${this.table ? nothing : this.zoomButtons(texts)}
        <button type="button" data-test="map-toggle" aria-pressed=${this.table} @click=${() => (this.table = !this.table)}>
          ${this.table ? texts.showPicture : texts.showTable}
        </button>
      </div>
      <span class="inks"></span>
      ${this.table ? nothing : this.picture(texts)} ${this.table || printed ? this.tableOf(texts) : nothing}
      <p class="reading" data-test="map-reading" .textContent=${live(this.reading())}></p>
      <div class="foot">
        <al-legend
          .ramp=${this.ramp}
          .low=${this.low}
          .high=${this.high}
          .clipped=${this.clipped}
          .mark=${this.mark}
          .format=${this.format}
        ></al-legend>
      </div>
      <figcaption data-test="map-caption">${texts.caption}</figcaption>
      <div class="hidden-text" role="status" aria-live="polite" data-test="map-live"></div>
    </figure>`;
  }

  private zoomButtons(texts: HeatmapTexts): TemplateResult {
    const full = this.layout !== null && !canGrow(this.layout);
    return html`<button
        type="button"
        data-test="zoom-out"
        aria-label=${texts.zoomOut}
        ?disabled=${this.zoom === 1}
        @click=${() => this.grow(-1)}
      >
        −
      </button>
      <button type="button" data-test="zoom-in" aria-label=${texts.zoomIn} ?disabled=${full} @click=${() => this.grow(1)}>+</button>
      <button type="button" data-test="zoom-fit" ?disabled=${this.zoom === 1} @click=${() => (this.zoom = 1)}>${texts.fit}</button>`;
  }

  private picture(texts: HeatmapTexts): TemplateResult {
    const cell = this.selected ?? { row: 0, column: 0 };
    return html`<div class="scroller" @scroll=${() => this.draw()}>
      <div class="space">
        <div
          class="map"
          role="grid"
          tabindex="0"
          data-test="map"
          aria-label=${texts.name}
          aria-rowcount=${this.rowLabels.length}
          aria-colcount=${this.columnLabels.length}
          @keydown=${this.onKey}
          @click=${(event: MouseEvent) => this.select(this.pointed(event))}
          @pointermove=${(event: PointerEvent) => event.pointerType !== 'touch' && this.hover(this.pointed(event))}
          @pointerleave=${() => this.hover(null)}
        >
          <div class="hidden-text" role="row" aria-rowindex=${cell.row + 1}>
            <div role="gridcell" aria-colindex=${cell.column + 1} aria-selected=${this.selected !== null}>${this.cellText(cell)}</div>
          </div>
          <canvas class="cells" aria-hidden="true"></canvas>
        </div>
      </div>
    </div>`;
  }

  private tableOf(texts: HeatmapTexts): TemplateResult {
    const { values, rowLabels, columnLabels, selected, format } = this;
    const size = { rows: rowLabels.length, columns: columnLabels.length };
    return mapTable({ values, ...size, rowLabels, columnLabels, selected, format, label: texts.name, largest: texts.largest });
  }
}
