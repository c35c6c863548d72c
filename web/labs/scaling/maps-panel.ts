// All weights of the chosen d, without and with division by √d, side by side in the same colours.
import { html, type TemplateResult } from 'lit';
import type { MapCell } from '../../views/heatmap/layout.js';
import { shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import type { ScalingLab } from './lab.js';
import type { Variant } from './state.js';
import type { Point } from './sweep.js';

const largest = ({ weights }: Point) => weights.reduce((most, weight) => Math.max(most, weight), 0);

/** Without its sign: cells are small. */
const bare = (weight: number) => finePercent(weight).slice(0, -2);

export function mapsPanel(lab: ScalingLab): TemplateResult {
  const { say, state, shown } = lab;
  const high = Math.min(...shown.map((variant) => largest(lab.point(variant)!)));
  return html`<section role="group" aria-labelledby="scaling-maps">
    <h2 id="scaling-maps">${say('maps.title', { d: state.d })}</h2>
    <p class="quiet">${say(state.divide ? 'maps.both' : 'maps.plain')}</p>
    <div class="pair">${shown.map((variant) => map(lab, variant, high))}</div>
  </section>`;
}

function map(lab: ScalingLab, variant: Variant, high: number): TemplateResult {
  const { say, state } = lab;
  const point = lab.point(variant)!;
  const labels = Array.from({ length: state.n }, (_, i) => String(i + 1));
  const [row, column] = lab.cell;
  return html`<div class="map-box" data-map=${variant}>
    <h3>${say(`variant.${variant}`)}</h3>
    <al-heatmap
      .values=${point.weights}
      .rowLabels=${labels}
      .columnLabels=${labels}
      .low=${0}
      .high=${high}
      .clipped=${largest(point) > high}
      .mark=${{ value: 1 / state.n, label: say('mark.even') }}
      .selected=${{ row, column }}
      .format=${finePercent}
      .cellFormat=${bare}
      .texts=${mapTexts(lab, variant, point)}
      @cell-select=${({ detail }: CustomEvent<MapCell>) => lab.set({ cell: [detail.row, detail.column], variant })}
    ></al-heatmap>
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
