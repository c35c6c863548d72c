// What changes a stage, beside it: the score function, the mask, the temperature.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ScoreName, Stage } from '../../core/types.js';
import { numberField } from './fields.js';
import type { MechanismLab } from './lab.js';
import { maskKind, windowOf } from './mask.js';
import { scoreNames } from './parameters.js';
import { columnsOf, matrixOf, usedNames } from './problem.js';

const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

/** Numbers of heads that divide every matrix in use. */
function possibleHeads({ problem }: MechanismLab): number[] {
  const widths = usedNames(problem).map((name) => columnsOf(matrixOf(problem, name)));
  return [1, 2, 3, 4, 5, 6, 8].filter((heads) => heads === problem.heads || widths.every((width) => width % heads === 0));
}

function scoreControls(lab: MechanismLab): TemplateResult {
  const { problem, text } = lab;
  const heads = possibleHeads(lab);
  return html`<label class="field"
      ><span>${text('score')}</span>
      <select data-test="score" @change=${(event: Event) => lab.chooseScore(valueOf(event) as ScoreName)}>
        ${scoreNames.map((name) => html`<option value=${name} .selected=${live(name === problem.score)}>${text(`score.${name}`)}</option>`)}
      </select></label
    >
    <details class="more">
      <summary>${text('more.settings')}</summary>
      ${numberField(lab, 'scale', problem.scale, text('scale.standard'))} ${numberField(lab, 'softcap', problem.softcap)}
      <label class="field small"
        ><span>${text('heads')}</span>
        <select data-test="heads" @change=${(event: Event) => lab.choose('heads', Number(valueOf(event)))}>
          ${heads.map((count) => html`<option value=${count} .selected=${live(count === problem.heads)}>${count}</option>`)}
        </select></label
      >
    </details>`;
}

function windowFields(lab: MechanismLab): TemplateResult {
  const sides = windowOf(lab.problem.mask);
  const set = (side: 0 | 1, event: Event) => {
    const next = (event.target as HTMLInputElement).valueAsNumber;
    if (Number.isInteger(next) && next >= 0) lab.set('mask', side ? `window-${sides[0]}-${next}` : `window-${next}-${sides[1]}`);
  };
  return html`${([0, 1] as const).map(
    (side) =>
      html`<label class="field small"
        ><span>${lab.text(side ? 'window.right' : 'window.left')}</span>
        <input
          type="number"
          min="0"
          max="12"
          data-test=${side ? 'window-right' : 'window-left'}
          .value=${live(String(sides[side]))}
          @input=${(event: Event) => set(side, event)}
      /></label>`,
  )}`;
}

function maskControls(lab: MechanismLab): TemplateResult {
  const { problem, text } = lab;
  const kind = lab.painting && problem.mask === 'none' ? 'painted' : maskKind(problem.mask);
  const choose = (event: Event) => {
    const next = valueOf(event);
    lab.painting = next === 'painted';
    if (next === 'painted') lab.draw();
    else lab.choose('mask', next === 'window' ? 'window-1-1' : next);
  };
  return html`<label class="field"
      ><span>${text('mask')}</span>
      <select data-test="mask" @change=${choose}>
        ${(['none', 'causal', 'window', 'painted'] as const).map((name) => html`<option value=${name} .selected=${live(name === kind)}>${text(`mask.${name}`)}</option>`)}
      </select></label
    >
    ${kind === 'window' ? windowFields(lab) : nothing}
    <button type="button" data-test="paint" aria-pressed=${lab.painting} @click=${() => ((lab.painting = !lab.painting), lab.draw())}>
      ${text('paint')}
    </button>
    ${lab.painting ? html`<p class="hint">${text('paint.hint')}</p>` : nothing}`;
}

/** The slider is even in factors: each step multiplies. */
const kSlider = { min: -2, max: 2, step: 0.02 };

function temperatureControls(lab: MechanismLab): TemplateResult {
  const { problem, text } = lab;
  const slide = (event: Event) => {
    lab.drafts.delete('temperature');
    lab.set('temperature', Number((10 ** (event.target as HTMLInputElement).valueAsNumber).toPrecision(3)));
  };
  const at = problem.temperature > 0 ? Math.log10(problem.temperature) : kSlider.min;
  return html`<label class="slider"
      ><span>${text('temperature.slider')}</span>
      <input
        type="range"
        data-test="temperature-slider"
        min=${kSlider.min}
        max=${kSlider.max}
        step=${kSlider.step}
        .value=${live(String(at))}
        aria-valuetext=${String(problem.temperature)}
        @input=${slide}
        @change=${() => lab.endEdit()}
    /></label>
    ${numberField(lab, 'temperature', problem.temperature)}`;
}

export function stageControls(lab: MechanismLab, stage: Stage): TemplateResult | typeof nothing {
  const controls: Partial<Record<Stage, (lab: MechanismLab) => TemplateResult>> = {
    score: scoreControls,
    masked: (all) => html`${temperatureControls(all)} ${maskControls(all)}`,
  };
  const draw = controls[stage];
  return draw ? html`<div class="controls">${draw(lab)}</div>` : nothing;
}
