// Time and memory against length, on log axes.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { PointName, Reference, Series } from '../../views/chart/log-chart.js';
import { saveMenu } from '../save.js';
import { curvesCaption, pointsOf, quantityText, type CurvePoint, type Quantity } from './describe.js';
import { bytesText, bytesTick, durationTick, gflopsText } from './format.js';
import { curvesFigure } from './figures.js';
import type { SpeedLab } from './lab.js';
import { caseName, headsText } from './names.js';
import { lengthsUpTo, lengthTask, weightBytes } from './plan.js';
import { curveNames, headChoices, longestChoices, sizeChoices, type CurveName } from './state.js';

const hues: Readonly<Record<CurveName, Series['hue']>> = { fused: 'plain', causal: 'accent', weights: 'weights' };

export function curvesPanel(lab: SpeedLab): TemplateResult {
  const { say } = lab;
  return html`<section role="group" aria-labelledby="speed-curves">
    <h2 id="speed-curves">${say('curves.title')}</h2>
    <p class="quiet">${say('curves.about')}</p>
    ${controls(lab)} ${failures(lab)}
    <div class="pair">${chart(lab, 'time')} ${chart(lab, 'memory')}</div>
  </section>`;
}

function controls(lab: SpeedLab): TemplateResult {
  const { say, state, words, runner } = lab;
  const busy = runner.state.kind === 'running' && runner.state.whole;
  const choose = (field: 'longest' | 'heads' | 'd', choices: readonly number[]) =>
    html`<label class="choice">
      <span>${say(`choice.${field}`)}</span>
      <select
        data-test=${field}
        ?disabled=${busy}
        @change=${(event: Event) => lab.set({ [field]: Number((event.target as HTMLSelectElement).value) })}
      >
        ${choices.map((choice) => html`<option value=${choice} .selected=${live(choice === state[field])}>${words.counting.count(choice)}</option>`)}
      </select>
    </label>`;
  const toggle = (name: CurveName) => lab.set({ curves: curveNames.filter((other) => (other === name) !== state.curves.includes(other)) });
  return html`<div class="row controls">
    <div class="row" role="group" aria-label=${say('choice.curves')}>
      ${curveNames.map(
        (name) =>
          html`<button
            type="button"
            data-curve=${name}
            ?disabled=${busy}
            aria-pressed=${state.curves.includes(name)}
            @click=${() => toggle(name)}
          >
            ${say(`curve.${name}`)}
          </button>`,
      )}
    </div>
    ${choose('longest', longestChoices)} ${choose('heads', headChoices)} ${choose('d', sizeChoices)}
  </div>`;
}

/** What could not be measured, and why, above the curves that end there. */
function failures({ say, results, state, words, sentenceFor }: SpeedLab): TemplateResult {
  const skipped = results.withoutRoom(state);
  const shortest = skipped[0];
  return html`${
    shortest === undefined
      ? nothing
      : html`<p class="note" data-test="no-room">
          ${say('curves.noRoom', { tokens: words.counting.count(shortest), heads: headsText(state.heads, state.d, say), bytes: bytesText(weightBytes(shortest, state.heads)) })}
        </p>`
  }
  ${results
    .failures()
    .map(
      ({ task, error }) =>
        html`<p class="problem" role="alert" data-error="measure">
          ${say('curves.failed', { name: caseName(task.problem, say, words.counting), reason: sentenceFor(error) })}
        </p>`,
    )}`;
}

export const yFormats: Readonly<Record<Quantity, (value: number) => string>> = { time: durationTick, memory: bytesTick };

export function seriesOf(lab: SpeedLab, quantity: Quantity): Series[] {
  const { say, state, results } = lab;
  return state.curves.map((name): Series => ({
    id: name,
    name: say(`curve.${name}`),
    hue: hues[name],
    points: pointsOf(results, name, state, quantity).map(({ length, value, result }) => ({
      x: length,
      y: value,
      reading: pointReading(lab, quantity, name, { length, value, result }),
    })),
  }));
}

/** What to compare the curves with. */
export const referencesOf = (lab: SpeedLab, quantity: Quantity): Reference[] => (quantity === 'time' ? slopes(lab) : formulas(lab));

function chart(lab: SpeedLab, quantity: Quantity): TemplateResult {
  const { say, state, results, words } = lab;
  return html`<div class="chart" data-chart=${quantity}>
    <h3>${say(`chart.${quantity}`)}</h3>
    <al-log-chart
      .series=${seriesOf(lab, quantity)}
      .references=${referencesOf(lab, quantity)}
      .xTicks=${lengthsUpTo(state.longest)}
      .xFormat=${words.counting.count}
      .yFormat=${yFormats[quantity]}
      .table=${table(lab, quantity)}
      .selected=${chosen(lab)}
      .texts=${{
        name: say(`chart.${quantity}`),
        xAxis: say('axis.tokens'),
        yAxis: say(`axis.${quantity}`),
        caption: curvesCaption(quantity, results, state, words),
        numbers: say('numbers'),
        hint: say('curves.hint'),
      }}
      @point-select=${({ detail }: CustomEvent<PointName>) => lab.select(lengthTask(detail.series as CurveName, detail.x, state).id)}
    ></al-log-chart>
    ${saveMenu(lab.context, () => curvesFigure(lab, quantity))}
  </div>`;
}

function pointReading({ say, words }: SpeedLab, quantity: Quantity, curve: CurveName, { length, value, result }: CurvePoint): string {
  return say(`reading.${quantity}`, {
    curve: say(`curve.${curve}`),
    tokens: words.counting.count(length),
    value: quantityText[quantity](value),
    gflops: gflopsText(result.measured.gflops),
  });
}

/** Slopes 1 and 2 through the longest point of the first curve: what lies along one grows like it. */
function slopes({ say, state, results }: SpeedLab): Reference[] {
  const last = state.curves.flatMap((name) => pointsOf(results, name, state, 'time').slice(-1))[0];
  if (!last) return [];
  const through = { x: last.length, y: last.value };
  return [
    { label: say('reference.n'), slope: 1, through },
    { label: say('reference.n2'), slope: 2, through },
  ];
}

/** What must be held at least: q, k, v and the output, n·h·d float32 each; and the weights, n·n for each head. */
function formulas({ say, state }: SpeedLab): Reference[] {
  const [x, { heads, d }] = [64, state];
  const tensors = { label: say('formula.tensors'), slope: 1, through: { x, y: 16 * heads * d * x } };
  const weights = { label: say('formula.weights'), slope: 2, through: { x, y: weightBytes(x, heads) } };
  return state.curves.includes('weights') ? [tensors, weights] : [tensors];
}

function chosen({ selected, state }: SpeedLab): PointName | null {
  for (const series of state.curves)
    for (const x of lengthsUpTo(state.longest)) if (lengthTask(series, x, state).id === selected) return { series, x };
  return null;
}

function table({ say, state, results, words }: SpeedLab, quantity: Quantity) {
  const curves = state.curves.map((name) => new Map(pointsOf(results, name, state, quantity).map(({ length, value }) => [length, value])));
  const text = (value: number | undefined) => (value === undefined ? '–' : quantityText[quantity](value));
  return {
    heads: [say('axis.tokens'), ...state.curves.map((name) => say(`curve.${name}`))],
    rows: lengthsUpTo(state.longest)
      .filter((length) => curves.some((values) => values.has(length)))
      .map((length) => [words.counting.count(length), ...curves.map((values) => text(values.get(length)))]),
  };
}
