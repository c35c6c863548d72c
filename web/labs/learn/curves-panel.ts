// Loss and right answers against steps, with earlier runs under them.
import { html, type TemplateResult } from 'lit';
import type { LineSeries } from '../../views/chart/line-layout.js';
import type { Point } from '../../views/chart/scale.js';
import { shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import { saveMenu } from '../save.js';
import { runName } from './describe.js';
import { curvesFigure } from './figures.js';
import type { LearnLab } from './lab.js';
import type { Run } from './run.js';
import type { OldRun } from './runs.js';

export type Quantity = 'loss' | 'right';

export function curvesPanel(lab: LearnLab): TemplateResult {
  const { say } = lab;
  return html`<section role="group" aria-labelledby="learn-curves">
    <h2 id="learn-curves">${say('curves.title')}</h2>
    <p class="quiet">${say('curves.about')}</p>
    <div class="pair">${chart(lab, 'loss')} ${chart(lab, 'right')}</div>
  </section>`;
}

const stepPoints = (losses: readonly number[]): Point[] => losses.map((y, i) => ({ x: i + 1, y }));
const smoothed = new WeakMap<readonly number[], readonly Point[]>();

const kWindow = 20; // steps

/** Mean of the last 20 losses. */
function runningMean(losses: readonly number[]): readonly Point[] {
  const known = smoothed.get(losses);
  if (known) return known;
  const points: Point[] = [];
  let sum = 0;
  for (const [i, loss] of losses.entries()) {
    sum += loss - (i >= kWindow ? losses[i - kWindow]! : 0);
    // a number that was none stays in no sum
    if (!Number.isFinite(sum)) sum = 0;
    points.push({ x: i + 1, y: sum / Math.min(i + 1, kWindow) });
  }
  smoothed.set(losses, points);
  return points;
}

const checkPoints = ({ checks }: Run, of: 'loss' | 'answers' | 'characters'): Point[] =>
  checks.map((check) => ({ x: check.step, y: check[of] }));

/** Of the run on show, then of those before it. */
export function seriesOf(lab: LearnLab, quantity: Quantity): LineSeries[] {
  const { say, player, runs, state } = lab;
  const { run } = player;
  const old = runs.all.filter(({ shown }) => shown);
  const name = ({ run }: OldRun) => runName(say, run.state, state);
  if (quantity === 'loss') {
    const own: LineSeries[] = run
      ? [
          { id: 'train', name: say('curve.train'), hue: 'plain', points: runningMean(run.losses) },
          { id: 'held', name: say('curve.held'), hue: 'accent', points: checkPoints(run, 'loss') },
          { id: 'each', name: say('curve.each'), hue: 'faint', points: stepPoints(run.losses) },
        ]
      : [];
    return [
      ...own,
      ...old.map((one): LineSeries => ({ id: one.tag, name: name(one), hue: 'muted', tag: one.tag, points: runningMean(one.run.losses) })),
    ];
  }
  const own: LineSeries[] = run
    ? [
        { id: 'answers', name: say('curve.answers'), hue: 'plain', points: checkPoints(run, 'answers') },
        { id: 'characters', name: say('curve.characters'), hue: 'accent', points: checkPoints(run, 'characters') },
      ]
    : [];
  return [
    ...own,
    ...old.map((one): LineSeries => ({
      id: one.tag,
      name: name(one),
      hue: 'muted',
      tag: one.tag,
      points: checkPoints(one.run, 'answers'),
    })),
  ];
}

export const formats: Readonly<Record<Quantity, (value: number) => string>> = { loss: shortNumber, right: finePercent };
export const ticks: Readonly<Record<Quantity, (value: number) => string>> = {
  loss: (value) => String(Number(value.toPrecision(3))),
  right: (value) => `${Math.round(100 * value)}\u00a0%`,
};

export function captionOf({ say, player, counting: { count } }: LearnLab, quantity: Quantity): string {
  const { run } = player;
  const check = run?.checks.at(-1);
  if (!run || !check) return say('curves.waiting');
  const values = {
    step: count(check.step),
    loss: shortNumber(check.loss),
    answers: finePercent(check.answers),
    characters: finePercent(check.characters),
  };
  const first = run.checks[0]!;
  return say(`caption.${quantity}`, { ...values, first: shortNumber(first.loss) });
}

function chart(lab: LearnLab, quantity: Quantity): TemplateResult {
  const { say, state, counting } = lab;
  return html`<div class="chart" data-chart=${quantity}>
    <h3>${say(`chart.${quantity}`)}</h3>
    <al-line-chart
      .series=${seriesOf(lab, quantity)}
      .xMost=${Math.min(state.steps, Math.max(100, 1.25 * (lab.player.session?.step ?? 0)))}
      .yMost=${quantity === 'right' ? 1 : null}
      .log=${quantity === 'loss'}
      .xFormat=${counting.count}
      .yFormat=${formats[quantity]}
      .yTick=${ticks[quantity]}
      .table=${table(lab)}
      .texts=${{
        name: say(`chart.${quantity}`),
        xAxis: say('axis.steps'),
        yAxis: say(`axis.${quantity}`),
        caption: captionOf(lab, quantity),
        numbers: say('numbers'),
        hint: say('curves.hint'),
        reading: (x: number, values: readonly { readonly name: string; readonly value: string }[]) =>
          say('reading', {
            step: counting.count(x),
            values: values.map(({ name, value }) => say('reading.one', { name, value })).join(say('list.comma')),
          }),
      }}
    ></al-line-chart>
    ${saveMenu(lab.context, () => curvesFigure(lab, quantity))}
  </div>`;
}

const kRows = 40; // of the table: evenly among the checks

function table({ say, player, counting: { count } }: LearnLab) {
  const { checks = [], losses = [] } = player.run ?? {};
  const every = Math.max(1, Math.ceil(checks.length / kRows));
  const shown = checks.filter((_, i) => (checks.length - 1 - i) % every === 0);
  return {
    heads: [say('axis.steps'), say('curve.train'), say('curve.held'), say('curve.answers'), say('curve.characters')],
    rows: shown.map(({ step, loss, answers, characters }) => [
      count(step),
      step ? shortNumber(runningMean(losses)[step - 1]?.y ?? NaN) : '–',
      shortNumber(loss),
      finePercent(answers),
      finePercent(characters),
    ]),
  };
}
