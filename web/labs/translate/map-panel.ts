// Words of the answer against characters of the source: how much each looked at each.
import { html, type TemplateResult } from 'lit';
import type { MapCell } from '../../views/heatmap/layout.js';
import type { Line, Side as LineSide } from '../../views/lines/choose.js';
import { finePercent } from '../../views/percent.js';
import { saveMenu } from '../save.js';
import { mapFigure } from './figures.js';
import type { Side, TranslateLab } from './lab.js';
import { endSign, type Answer, type Translated } from './session.js';
import type { HeadChoice, MapView } from './state.js';

export function mapPanel(lab: TranslateLab, side: Side, translated: Translated, answer: Answer): TemplateResult {
  const { say, state } = lab;
  const choice = (view: MapView) =>
    html`<button type="button" data-view=${view} aria-pressed=${state.view === view} @click=${() => lab.set({ view })}>
      ${say(`map.as.${view}`)}
    </button>`;
  return html`<section role="group" class="map" aria-label=${say('map.title')}>
    <div class="row spread">
      <h3>${say('map.title')}</h3>
      <div class="row" role="group" aria-label=${say('map.as')}>${headSelect(lab, side, translated)}${choice('map')}${choice('lines')}</div>
    </div>
    <p data-test="map-sentence">${mapSentence(lab, side, translated, answer)}</p>
    ${state.view === 'map' ? heatmap(lab, side, translated, answer) : lines(lab, side, translated, answer)}
    ${saveMenu(lab.context, () => mapFigure(lab, side, translated, answer))}
  </section>`;
}

function headSelect(lab: TranslateLab, side: Side, { layers, heads }: Translated): TemplateResult {
  const { say } = lab;
  if (layers * heads === 1) return html`<span class="quiet">${say('head.only')}</span>`;
  const names: HeadChoice[] = ['mean'];
  for (let layer = 0; layer < layers; layer++) for (let head = 0; head < heads; head++) names.push(`${layer}-${head}`);
  const current = side.head();
  return html`<label class="row">
    <span class="quiet">${say('head')}</span>
    <select data-test="head" @change=${(event: Event) => lab.set({ head: (event.target as HTMLSelectElement).value as HeadChoice })}>
      ${names.map((name) => html`<option value=${name} ?selected=${name === current}>${headName(lab, name)}</option>`)}
    </select>
  </label>`;
}

export function headName({ say }: TranslateLab, head: HeadChoice): string {
  if (head === 'mean') return say('head.mean');
  const [layer, index] = head.split('-').map(Number) as [number, number];
  return say('head.name', { layer: layer + 1, head: index + 1 });
}

/** "“park” looks most at 公 (71 %) …": each word with its strongest character, the sharpest first. */
export function mapSentence(lab: TranslateLab, side: Side, { source, labels }: Translated, { pieces }: Answer): string {
  const n = source.length;
  const map = side.map();
  const strongest = pieces.map(({ label }, i) => {
    const line = map.subarray(i * n, (i + 1) * n);
    const weight = Math.max(...line);
    return { label, weight, character: labels[line.indexOf(weight)] ?? '' };
  });
  const told = strongest
    .filter(({ label, character }) => label !== endSign && character !== endSign)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 3)
    .map(({ label, weight, character }) => lab.say('map.pair', { word: label, character, share: finePercent(weight) }));
  return told.length ? lab.say('map.sentence', { list: told.join(lab.say('map.comma')) }) : '';
}

export const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, value), 0) || 1;

function heatmap(lab: TranslateLab, side: Side, { labels }: Translated, { pieces }: Answer): TemplateResult {
  const { say, state } = lab;
  const values = side.map();
  const words = pieces.map(({ label }) => label);
  const row = state.word;
  const line = row === null ? null : values.subarray(row * labels.length, (row + 1) * labels.length);
  const texts = {
    name: say('map.name', { head: headName(lab, side.head()) }),
    axes: say('map.axes'),
    unit: say('map.unit'),
    zoomIn: say('map.zoomIn'),
    zoomOut: say('map.zoomOut'),
    fit: say('map.fit'),
    showTable: say('map.table'),
    showPicture: say('map.picture'),
    largest: say('map.largest'),
    caption: say('map.caption', { words: pieces.length, characters: labels.length }),
    cell: (at: number, column: number, weight: number) =>
      say('map.cell', { word: words[at] ?? '', character: labels[column] ?? '', share: finePercent(weight) }),
  };
  return html`<al-heatmap
    .values=${values}
    .rowLabels=${words}
    .columnLabels=${labels}
    .low=${0}
    .high=${largest(values)}
    .selected=${line ? { row, column: line.indexOf(Math.max(...line)) } : null}
    .format=${finePercent}
    .cellFormat=${bare}
    .texts=${texts}
    @cell-select=${({ detail }: CustomEvent<MapCell>) => lab.set({ word: detail.row })}
  ></al-heatmap>`;
}

/** Without its sign: cells are small. */
export const bare = (weight: number): string => finePercent(weight).slice(0, -2);

function lines(lab: TranslateLab, side: Side, { labels }: Translated, { pieces }: Answer): TemplateResult {
  const { say } = lab;
  const words = pieces.map(({ label }) => label);
  const partner = ({ row, column, value }: Line, where: LineSide) =>
    say('lines.partner', { token: (where === 'query' ? labels[column] : words[row]) ?? '', share: finePercent(value) });
  const texts = {
    name: say('map.name', { head: headName(lab, side.head()) }),
    queries: say('lines.queries'),
    keys: say('lines.keys'),
    caption: say('map.caption', { words: pieces.length, characters: labels.length }),
    drawn: (count: number, total: number, threshold: number, share: number) =>
      say('lines.drawn', { count, total, threshold: finePercent(threshold), share: finePercent(share) }),
    token: (where: LineSide, index: number, strongest: readonly Line[]) =>
      say(`lines.${where}`, {
        token: (where === 'query' ? words : labels)[index] ?? '',
        list: strongest.map((line) => partner(line, where)).join(say('map.comma')),
      }),
  };
  return html`<al-lines
    .values=${side.map()}
    .queryLabels=${words}
    .keyLabels=${labels}
    .format=${finePercent}
    .texts=${texts}
    @cell-select=${({ detail }: CustomEvent<MapCell>) => lab.set({ word: detail.row })}
  ></al-lines>`;
}
