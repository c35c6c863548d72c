// Three quantities against d: the variance of the scores, the largest weight, the entropy of a row.
import { html, type TemplateResult } from 'lit';
import type { PointName, Reference, Series } from '../../views/chart/log-chart.js';
import { shortNumber } from '../../views/number.js';
import { saveMenu } from '../save.js';
import { curvesFigure } from './figures.js';
import type { ScalingLab } from './lab.js';
import { sizes, type Variant } from './state.js';
import type { Point } from './sweep.js';

export type Quantity = 'variance' | 'largest' | 'entropy';

/** What a chart shows, on the page and as a figure. */
export interface Plot {
  readonly title: string;
  readonly caption: string;
  readonly series: readonly Series[];
  readonly references: readonly Reference[];
  readonly xTicks: readonly number[];
  readonly linear: boolean;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly xFormat: (value: number) => string;
  readonly yFormat: (value: number) => string;
}

const hues: Readonly<Record<Variant, Series['hue']>> = { plain: 'plain', divided: 'weights' };

/** Two digits: an error is no more exact. */
export const roughly = (value: number) => String(Number(value.toPrecision(2)));

const tick = (value: number) => String(Number(value.toPrecision(6)));

export function plotOf(lab: ScalingLab, quantity: Quantity): Plot {
  const { say, shown } = lab;
  const points = (variant: Variant) =>
    lab.sweep![variant].map((point) => ({ x: point.d, y: point[quantity], reading: reading(lab, quantity, variant, point) }));
  return {
    title: say(`chart.${quantity}`),
    caption: captionOf(lab, quantity),
    series: shown.map((variant): Series => ({ id: variant, name: say(`variant.${variant}`), hue: hues[variant], points: points(variant) })),
    references: referencesOf(lab, quantity),
    xTicks: sizes,
    linear: quantity !== 'variance',
    xAxis: say('axis.d'),
    yAxis: say(`axis.${quantity}`),
    xFormat: String,
    yFormat: tick,
  };
}

export function chart(lab: ScalingLab, quantity: Quantity): TemplateResult {
  const { say, state, shown, sweep } = lab;
  const { title, caption, series, references, linear, xAxis, yAxis, yFormat } = plotOf(lab, quantity);
  const table = {
    heads: ['d', ...series.map(({ name }) => name)],
    rows: sizes.map((d, i) => [String(d), ...shown.map((variant) => shortNumber(sweep![variant][i]![quantity]))]),
  };
  return html`<div class="chart" data-chart=${quantity}>
    <h3>${title}</h3>
    <al-log-chart
      .series=${series}
      .references=${references}
      .linear=${linear}
      .xTicks=${sizes}
      .yFormat=${yFormat}
      .table=${table}
      .selected=${{ series: lab.variant, x: state.d }}
      .texts=${{ name: title, xAxis, yAxis, caption, numbers: say('numbers'), hint: '' }}
      @point-select=${({ detail }: CustomEvent<PointName>) => lab.set({ d: detail.x, variant: detail.series as Variant })}
    ></al-log-chart>
    ${saveMenu(lab.context, () => curvesFigure(lab, quantity))}
  </div>`;
}

function reading({ say }: ScalingLab, quantity: Quantity, variant: Variant, point: Point): string {
  return say(`reading.${quantity}`, {
    variant: say(`variant.${variant}`),
    d: point.d,
    value: shortNumber(point[quantity]),
    expected: shortNumber(point.expected),
    error: roughly(point.error),
  });
}

const level = (label: string, y: number): Reference => ({ label, slope: 0, through: { x: 1, y } });

/** The rule for the variance; where all keys get the same for the others. */
function referencesOf({ say, state: { n, divide } }: ScalingLab, quantity: Quantity): Reference[] {
  if (quantity === 'largest') return [level(say('reference.even', { n }), 1 / n)];
  if (quantity === 'entropy') return [level(say('reference.bits', { n }), Math.log2(n))];
  const grows = { label: say('reference.d'), slope: 1, through: { x: 1, y: 1 } };
  return divide ? [grows, level(say('reference.one'), 1)] : [grows];
}

function captionOf(lab: ScalingLab, quantity: Quantity): string {
  const { n, d, divide } = lab.state;
  const [plain, divided] = [lab.point('plain')!, lab.point('divided')!];
  const even = quantity === 'largest' ? 1 / n : Math.log2(n);
  return lab.say(`${quantity}.${divide ? 'both' : 'plain'}`, {
    d,
    n,
    scores: n * n,
    even: shortNumber(even),
    plain: shortNumber(plain[quantity]),
    divided: shortNumber(divided[quantity]),
    error: roughly(plain.error),
  });
}
