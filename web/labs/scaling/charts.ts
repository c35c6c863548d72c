// Three quantities against d: the variance of the scores, the largest weight, the entropy of a row.
import { html, type TemplateResult } from 'lit';
import type { PointName, Reference, Series } from '../../views/chart/log-chart.js';
import { shortNumber } from '../../views/number.js';
import type { ScalingLab } from './lab.js';
import { sizes, type Variant } from './state.js';
import type { Point } from './sweep.js';

type Quantity = 'variance' | 'largest' | 'entropy';

const hues: Readonly<Record<Variant, Series['hue']>> = { plain: 'plain', divided: 'weights' };

/** Two digits: an error is no more exact. */
export const roughly = (value: number) => String(Number(value.toPrecision(2)));

const tick = (value: number) => String(Number(value.toPrecision(6)));

function chart(lab: ScalingLab, quantity: Quantity, references: readonly Reference[], caption: string): TemplateResult {
  const { say, state, shown } = lab;
  const points = (variant: Variant): readonly Point[] => lab.sweep![variant];
  const series = shown.map((variant): Series => ({
    id: variant,
    name: say(`variant.${variant}`),
    hue: hues[variant],
    points: points(variant).map((point) => ({ x: point.d, y: point[quantity], reading: reading(lab, quantity, variant, point) })),
  }));
  const table = {
    heads: ['d', ...shown.map((variant) => say(`variant.${variant}`))],
    rows: sizes.map((d, i) => [String(d), ...shown.map((variant) => shortNumber(points(variant)[i]![quantity]))]),
  };
  return html`<div class="chart" data-chart=${quantity}>
    <h3>${say(`chart.${quantity}`)}</h3>
    <al-log-chart
      .series=${series}
      .references=${references}
      .linear=${quantity !== 'variance'}
      .xTicks=${sizes}
      .yFormat=${tick}
      .table=${table}
      .selected=${{ series: lab.variant, x: state.d }}
      .texts=${{
        name: say(`chart.${quantity}`),
        xAxis: say('axis.d'),
        yAxis: say(`axis.${quantity}`),
        caption,
        numbers: say('numbers'),
        hint: '',
      }}
      @point-select=${({ detail }: CustomEvent<PointName>) => lab.set({ d: detail.x, variant: detail.series as Variant })}
    ></al-log-chart>
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

export function varianceChart(lab: ScalingLab): TemplateResult {
  const { say, state } = lab;
  const grows = { label: say('reference.d'), slope: 1, through: { x: 1, y: 1 } };
  const stays = { label: say('reference.one'), slope: 0, through: { x: 1, y: 1 } };
  const [plain, divided] = [lab.point('plain')!, lab.point('divided')!];
  const values = {
    d: state.d,
    scores: state.n * state.n,
    plain: shortNumber(plain.variance),
    error: roughly(plain.error),
    divided: shortNumber(divided.variance),
  };
  const caption = say(state.divide ? 'variance.both' : 'variance.plain', values);
  return chart(lab, 'variance', state.divide ? [grows, stays] : [grows], caption);
}

function softmaxCaption({ say, state, point }: Readers, quantity: 'largest' | 'entropy', even: number): string {
  return say(state.divide ? `${quantity}.both` : `${quantity}.plain`, {
    d: state.d,
    n: state.n,
    even: shortNumber(even),
    plain: shortNumber(point('plain')[quantity]),
    divided: shortNumber(point('divided')[quantity]),
  });
}

interface Readers extends Pick<ScalingLab, 'say' | 'state'> {
  point(variant: Variant): Point;
}

const readers = (lab: ScalingLab): Readers => ({ say: lab.say, state: lab.state, point: (variant) => lab.point(variant)! });

const level = (label: string, y: number): Reference => ({ label, slope: 0, through: { x: 1, y } });

/** Where all keys get the same: 1/n. */
export function largestChart(lab: ScalingLab): TemplateResult {
  const even = 1 / lab.state.n;
  return chart(lab, 'largest', [level(lab.say('reference.even', { n: lab.state.n }), even)], softmaxCaption(readers(lab), 'largest', even));
}

/** Where all keys get the same: log₂ n bits. */
export function entropyChart(lab: ScalingLab): TemplateResult {
  const even = Math.log2(lab.state.n);
  return chart(lab, 'entropy', [level(lab.say('reference.bits', { n: lab.state.n }), even)], softmaxCaption(readers(lab), 'entropy', even));
}
