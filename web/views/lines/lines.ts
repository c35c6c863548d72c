// Token-to-token lines: queries on the left, keys on the right, a line as strong as its weight.
//
// Pointing at a token or focusing it shows its lines alone, with their numbers; pressing it keeps them.
// Event 'cell-select', detail {row, column}: a token was pressed (with its strongest partner, or the kept token's).
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ViewElement } from '../element.js';
import { vars } from '../styles.js';
import { chooseLines, linesOf, type Choice, type Line, type Side } from './choose.js';
import { kLimit, kPitch, lineLook, linePath } from './shape.js';
import { linesSheet } from './sheet.js';

export interface LinesTexts {
  readonly name: string;
  readonly queries: string;
  readonly keys: string;
  readonly caption: string;
  /** What is drawn where not all can be. */
  drawn(count: number, total: number, threshold: number, share: number): string;
  /** A token and its strongest partners in words. */
  token(side: Side, index: number, strongest: readonly Line[]): string;
}

interface Place {
  readonly side: Side;
  readonly index: number;
}

const kBoard = { left: 0, right: 100, top: 0 };
const kSpoken = 4;

export class Lines extends ViewElement {
  static override sheets = [linesSheet];
  static override properties = {
    values: { attribute: false },
    queryLabels: { attribute: false },
    keyLabels: { attribute: false },
    format: { attribute: false },
    texts: { attribute: false },
    pointed: { state: true },
    kept: { state: true },
  };
  /** (queries, keys). */
  declare values: ArrayLike<number>;
  declare queryLabels: readonly string[];
  declare keyLabels: readonly string[];
  declare format: (value: number) => string;
  declare texts: LinesTexts | null;
  declare pointed: Place | null;
  declare kept: Place | null;
  private choice: Choice = { lines: [], threshold: 0, share: 0 };
  private stop: Record<Side, number> = { query: 0, key: 0 };

  constructor() {
    super();
    this.values = [];
    this.queryLabels = [];
    this.keyLabels = [];
    this.format = String;
    this.texts = null;
    this.pointed = null;
    this.kept = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('values') && !changed.has('keyLabels')) return;
    this.choice = chooseLines(this.values, this.keyLabels.length, kLimit);
    if (this.labels('query').length !== (changed.get('queryLabels') as readonly string[] | undefined)?.length) this.kept = null;
    this.pointed = null;
    for (const side of ['query', 'key'] as const) this.stop[side] = Math.min(this.stop[side], Math.max(0, this.labels(side).length - 1));
  }

  private labels(side: Side): readonly string[] {
    return side === 'query' ? this.queryLabels : this.keyLabels;
  }

  private active(): Place | null {
    return this.pointed ?? this.kept;
  }

  private linesAt({ side, index }: Place): Line[] {
    return linesOf(this.values, this.queryLabels.length, this.keyLabels.length, side, index);
  }

  private strongest(place: Place, count: number): Line[] {
    return this.linesAt(place)
      .sort((a, b) => b.value - a.value)
      .slice(0, count);
  }

  private press(place: Place): void {
    const { kept } = this;
    if (kept && kept.side !== place.side) {
      const [row, column] = kept.side === 'query' ? [kept.index, place.index] : [place.index, kept.index];
      return this.emit('cell-select', { row, column });
    }
    const again = kept?.index === place.index;
    this.kept = again ? null : place;
    const partner = this.strongest(place, 1)[0];
    if (!again && partner) this.emit('cell-select', { row: partner.row, column: partner.column });
  }

  private readonly onKey = (event: KeyboardEvent, { side, index }: Place): void => {
    const last = this.labels(side).length - 1;
    const other: Side = side === 'query' ? 'key' : 'query';
    const moves: Record<string, Place> = {
      ArrowUp: { side, index: Math.max(0, index - 1) },
      ArrowDown: { side, index: Math.min(last, index + 1) },
      Home: { side, index: 0 },
      End: { side, index: last },
      ArrowLeft: { side: other, index: Math.min(index, this.labels(other).length - 1) },
      ArrowRight: { side: other, index: Math.min(index, this.labels(other).length - 1) },
    };
    const next = moves[event.key];
    if (event.key === 'Escape') this.kept = null;
    if (!next) return;
    event.preventDefault();
    this.stop = { ...this.stop, [next.side]: next.index };
    this.requestUpdate();
    this.find<HTMLElement>(`[data-side="${next.side}"][data-index="${next.index}"]`)?.focus();
  };

  private point(place: Place | null, spoken = false): void {
    this.pointed = place;
    if (place && spoken)
      this.find('[data-test="lines-live"]')!.textContent = this.texts!.token(place.side, place.index, this.strongest(place, kSpoken));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts } = this;
    if (!texts || this.queryLabels.length === 0) return nothing;
    const active = this.active();
    const { lines, threshold, share } = this.choice;
    return html`<figure class="figure" aria-label=${texts.name}>
      <div class="sides"><span>${texts.queries}</span><span>${texts.keys}</span></div>
      <div class="board" @pointerleave=${() => this.point(null)}>
        ${this.list('query', active)} ${this.drawing(active)} ${this.list('key', active)}
      </div>
      <p class="reading" data-test="lines-reading">
        ${active ? texts.token(active.side, active.index, this.strongest(active, kSpoken)) : ''}
      </p>
      ${lines.length < this.values.length ? html`<p class="note" data-test="lines-drawn">${texts.drawn(lines.length, this.values.length, threshold, share)}</p>` : nothing}
      <figcaption data-test="lines-caption">${texts.caption}</figcaption>
      <div class="hidden-text" role="status" aria-live="polite" data-test="lines-live"></div>
    </figure>`;
  }

  private list(side: Side, active: Place | null): TemplateResult {
    const numbers = active && active.side !== side ? this.linesAt(active) : null;
    const name = side === 'query' ? this.texts!.queries : this.texts!.keys;
    return html`<ol class=${side} aria-label=${name}>
      ${this.labels(side).map((label, index) => this.token({ side, index }, label, active, numbers?.[index]))}
    </ol>`;
  }

  private token(place: Place, label: string, active: Place | null, line: Line | undefined): TemplateResult {
    const { side, index } = place;
    const isActive = active?.side === side && active.index === index;
    return html`<li>
      <button
        type="button"
        class=${isActive ? 'active' : ''}
        data-side=${side}
        data-index=${index}
        tabindex=${this.stop[side] === index ? 0 : -1}
        aria-pressed=${this.kept?.side === side && this.kept.index === index}
        @pointerenter=${(event: PointerEvent) => event.pointerType !== 'touch' && this.point(place)}
        @focus=${() => this.point(place, true)}
        @blur=${() => this.point(null)}
        @click=${() => this.press(place)}
        @keydown=${(event: KeyboardEvent) => this.onKey(event, place)}
      >
        <span class="fill" ${vars({ '--share': line ? line.value : 0 })}></span>
        <bdi>${label}</bdi>${line ? html`<span class="number">${this.format(line.value)}</span>` : nothing}
      </button>
    </li>`;
  }

  /** All lines are made once; those of a token are drawn in their place. */
  private drawing(active: Place | null): TemplateResult {
    const rows = Math.max(this.queryLabels.length, this.keyLabels.length);
    return html`<svg aria-hidden="true" viewBox="0 0 100 ${rows * kPitch}" preserveAspectRatio="none" ${vars({ '--rows': rows })}>
      <g class=${active ? 'hidden' : ''}>${guard([this.choice], () => paths(this.choice.lines))}</g>
      <g>${active ? paths(this.linesAt(active)) : nothing}</g>
    </svg>`;
  }
}

function paths(lines: readonly Line[]): SVGTemplateResult[] {
  const strongest = lines.reduce((most, line) => Math.max(most, line.value), 0) || 1;
  return lines
    .filter(({ value }) => value > 0)
    .map(({ row, column, value }) => {
      const { width, opacity } = lineLook(value / strongest);
      return svg`<path d=${linePath(row, column, kBoard)} stroke-width=${width.toFixed(2)} stroke-opacity=${opacity.toFixed(3)}></path>`;
    });
}
