// All weights of the chosen d, without and with division by √d, side by side in the same colours.
import { html, type TemplateResult } from 'lit';
import type { MapCell } from '../../views/heatmap/layout.js';
import { shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import { saveMenu } from '../save.js';
import { mapFigure } from './figures.js';
import type { ScalingLab } from './lab.js';
import type { Variant } from './state.js';
import type { Point } from './sweep.js';

const largest = ({ weights }: Point) => weights.reduce((most, weight) => Math.max(most, weight), 0);

/** Without its sign: cells are small. */
const bare = (weight: number) => finePercent(weight).slice(0, -2);

export function mapsPanel(lab: ScalingLab): TemplateResult {
  const { say, state, shown } = lab;
  return html`<section role="group" aria-labelledby="scaling-maps">
    <h2 id="scaling-maps">${say('maps.title', { d: state.d })}</h2>
    <p class="quiet">${say(state.divide ? 'maps.both' : 'maps.plain')}</p>
    <div class="pair">${shown.map((variant) => map(lab, variant))}</div>
  </section>`;
}

/** What a map shows, on the page and as a figure. */
export function pictureOf(lab: ScalingLab, variant: Variant) {
  const { say, state, shown } = lab;
  const point = lab.point(variant)!;
  const high = Math.min(...shown.map((each) => largest(lab.point(each)!)));
  return {
    values: point.weights,
    labels: Array.from({ length: state.n }, (_, i) => String(i + 1)),
    ramp: 'viridis' as const,
    low: 0,
    high,
    clipped: largest(point) > high,
    mark: { value: 1 / state.n, label: say('mark.even') },
    format: finePercent,
    cellFormat: bare,
    texts: mapTexts(lab, variant, point),
  };
}

function map(lab: ScalingLab, variant: Variant): TemplateResult {
  const { values, labels, ramp, low, high, clipped, mark, format, cellFormat, texts } = pictureOf(lab, variant);
  const [row, column] = lab.cell;
  return html`<div class="map-box" data-map=${variant}>
    <h3>${lab.say(`variant.${variant}`)}</h3>
    <al-heatmap
      .values=${values}
      .rowLabels=${labels}
      .columnLabels=${labels}
      .ramp=${ramp}
      .low=${low}
      .high=${high}
      .clipped=${clipped}
      .mark=${mark}
      .selected=${{ row, column }}
      .format=${format}
      .cellFormat=${cellFormat}
      .texts=${texts}
      @cell-select=${({ detail }: CustomEvent<MapCell>) => lab.set({ cell: [detail.row, detail.column], variant })}
    ></al-heatmap>
    ${saveMenu(lab.context, () => mapFigure(lab, variant))}
  </div>`;
}

function mapTexts({ say, state }: ScalingLab, variant: Variant, point: Point) {
  const values = { variant: say(`variant.${variant}`), d: state.d, n: state.n };
  return {
    name: say('map.name', values),
    axes: say('map.axes'),
    unit: say('map.unit'),
    zoomIn: say('map.zoomIn'),
    zoomOut: say('map.zoomOut'),
    fit: say('map.fit'),
    showTable: say('map.table'),
    showPicture: say('map.picture'),
    largest: say('map.largest'),
    caption: say('map.caption', { ...values, largest: shortNumber(point.largest), entropy: shortNumber(point.entropy) }),
    cell: (row: number, column: number, weight: number) => say('map.cell', { query: row + 1, key: column + 1, share: finePercent(weight) }),
  };
}
