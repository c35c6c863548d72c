// One head: what it does in a sentence, its picture, its numbers.
import { html, nothing, type TemplateResult } from 'lit';
import type { MapCell } from '../../views/heatmap/layout.js';
import type { Line, Side } from '../../views/lines/choose.js';
import { finePercent } from '../../views/percent.js';
import { saveMenu } from '../save.js';
import { bits, headCaption, headSentence } from './describe.js';
import { headFigure } from './figures.js';
import type { SentenceLab } from './lab.js';
import { evenSpread, type HeadMeasures } from './measures.js';
import { evenMark } from './overview-panel.js';
import { errorAt } from './page.js';
import { isolate } from './pieces.js';
import type { Analysis, HeadResult } from './session.js';
import { headName } from './state.js';

export function headPanel(lab: SentenceLab, analysis: Analysis, head: HeadResult): TemplateResult {
  const { say, state } = lab;
  const choice = (view: 'map' | 'lines') =>
    html`<button type="button" data-view=${view} aria-pressed=${state.view === view} @click=${() => lab.set({ view })}>
      ${say(`view.${view}`)}
    </button>`;
  return html`<section role="group" class="head-page" data-test="head-page" aria-label=${say('head.title', names(head))}>
    <div class="row spread">
      <h2>${say('head.title', names(head))}</h2>
      <div class="row" role="group" aria-label=${say('view')}>${choice('map')}${choice('lines')}</div>
    </div>
    <p data-test="head-does">${headSentence(head.measures, analysis.labels, say)}</p>
    ${analysis.off.includes(headName(head.layer, head.head)) ? html`<p class="note" data-test="head-off">${say('head.off')}</p>` : nothing}
    ${errorAt(lab, 'cell')} ${state.view === 'map' ? map(lab, analysis, head) : lines(lab, analysis, head)}
    ${saveMenu(lab.context, () => headFigure(lab, analysis, head))} ${numbers(lab, head.measures)}
  </section>`;
}

export const names = ({ layer, head }: HeadResult) => ({ layer: layer + 1, head: head + 1 });

const select = (lab: SentenceLab) => (event: CustomEvent<MapCell>) => lab.set({ cell: [event.detail.row, event.detail.column] });

/** Without its sign: cells are small. */
export const bare = (weight: number) => finePercent(weight).slice(0, -2);

function map(lab: SentenceLab, analysis: Analysis, head: HeadResult): TemplateResult {
  const [row, column] = lab.cell(head);
  return html`<al-heatmap
    .values=${head.weights}
    .rowLabels=${analysis.labels}
    .columnLabels=${analysis.labels}
    .low=${0}
    .high=${head.scale.high}
    .clipped=${head.scale.clipped}
    .mark=${evenMark(lab, analysis)}
    .selected=${{ row, column }}
    .format=${finePercent}
    .cellFormat=${bare}
    .texts=${mapTexts(lab, analysis, head)}
    @cell-select=${select(lab)}
  ></al-heatmap>`;
}

function mapTexts({ say }: SentenceLab, { labels }: Analysis, head: HeadResult) {
  return {
    name: say('map.name', names(head)),
    axes: say('map.axes'),
    unit: say('map.unit'),
    zoomIn: say('map.zoomIn'),
    zoomOut: say('map.zoomOut'),
    fit: say('map.fit'),
    showTable: say('map.table'),
    showPicture: say('map.picture'),
    largest: say('map.largest'),
    caption: headCaption(head.measures, labels, say),
    cell: (row: number, column: number, weight: number) =>
      say('map.cell', {
        query: isolate(labels[row]),
        key: isolate(labels[column]),
        share: finePercent(weight),
        row: row + 1,
        column: column + 1,
      }),
  };
}

function lines(lab: SentenceLab, { labels }: Analysis, head: HeadResult): TemplateResult {
  const { say } = lab;
  const partner = ({ row, column, value }: Line, side: Side) =>
    say('lines.partner', { token: isolate(labels[side === 'query' ? column : row]), share: finePercent(value) });
  const texts = {
    name: say('map.name', names(head)),
    queries: say('lines.queries'),
    keys: say('lines.keys'),
    caption: headCaption(head.measures, labels, say),
    drawn: (count: number, total: number, threshold: number, share: number) =>
      say('lines.drawn', { count, total, threshold: finePercent(threshold), share: finePercent(share) }),
    token: (side: Side, index: number, strongest: readonly Line[]) =>
      say(`lines.${side}`, { token: isolate(labels[index]), list: strongest.map((line) => partner(line, side)).join(say('list.comma')) }),
  };
  return html`<al-lines
    .values=${head.weights}
    .queryLabels=${labels}
    .keyLabels=${labels}
    .format=${finePercent}
    .texts=${texts}
    @cell-select=${select(lab)}
  ></al-lines>`;
}

/** Measured beside what an even spread would measure. */
function numbers({ say }: SentenceLab, m: HeadMeasures): TemplateResult {
  const even = evenSpread(m.tokens);
  const row = (key: string, value: string, spread: string) =>
    html`<tr>
      <th scope="row">${say(`measure.${key}`)}</th>
      <td data-measure=${key}>${value}</td>
      <td>${spread}</td>
    </tr>`;
  const share = (key: 'self' | 'previous' | 'next' | 'first') => row(key, finePercent(m[key]), finePercent(even.share));
  return html`<table class="measures">
    <caption>
      ${say(m.tokens === 1 ? 'measure.caption.one' : 'measure.caption', { tokens: m.tokens })}
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${say('measure.head')}</th>
        <th scope="col">${say('measure.even')}</th>
      </tr>
    </thead>
    <tbody>
      ${row('entropy', say('measure.bits', { bits: bits(m.entropy) }), say('measure.bits', { bits: bits(even.entropy) }))}
      ${share('self')}${share('previous')}${share('next')}${share('first')}
    </tbody>
  </table>`;
}
