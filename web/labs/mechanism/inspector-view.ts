// How the cell at hand came about, spelled out with the core's own numbers.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Explanation, Stage } from '../../core/types.js';
import { explanation, type Step } from '../../views/explanation.js';
import { fullNumber, shortNumber } from '../../views/number.js';
import { stageFormula } from './formula.js';
import type { MechanismLab } from './lab.js';
import type { Spot } from './links.js';
import { cellTitle } from './names.js';

/** A name in words ("the query"), or the symbol itself ("‖q‖²"); in a score, v is the parameter. */
function operand({ text, problem }: MechanismLab, stage: Stage, name: string): string {
  const key = name === 'v' && problem.roles.v === 'scores' ? 'operand.scores' : `operand.${name}`;
  const words = text(key);
  return words === key || (name === 'v' && stage === 'score') ? name : words;
}

/** What a step does, and with whose numbers. */
function stepText(lab: MechanismLab, stage: Stage, { step, leftName, rightName }: Step): string {
  const scaled = step === 'scale' && stage === 'score' && lab.problem.score === 'scaled-dot' && lab.problem.scale === null;
  const key = scaled ? 'step.rootScale' : step === 'squares' && rightName === '' ? 'step.lengths' : `step.${step}`;
  return lab.text(key, { left: operand(lab, stage, leftName), right: operand(lab, stage, rightName) });
}

const fullSwitch = (lab: MechanismLab) =>
  html`<label class="switch"
    ><input
      type="checkbox"
      data-test="full-precision"
      .checked=${live(lab.state.full)}
      @change=${() => lab.context.setState({ full: !lab.state.full })}
    />
    ${lab.text('full')}</label
  >`;

function values(lab: MechanismLab, { value, reference }: Explanation): TemplateResult {
  const { text, state } = lab;
  return html`<dl class="values">
    <dt>${text('number.core')}</dt>
    <dd lang="en" data-test="value">${state.full ? fullNumber(value) : shortNumber(value)}</dd>
    ${
      state.full
        ? html`<dt>${text('number.reference')}</dt>
            <dd lang="en" data-test="reference">${fullNumber(reference, 'double')}</dd>`
        : nothing
    }
  </dl>`;
}

function explained(lab: MechanismLab, { name, row, column }: Spot): TemplateResult {
  const { run, state, text } = lab;
  const stage = name as Stage;
  if (lab.isHidden(stage, row, column))
    return html`<p>${text('predict.question')}</p>
      <button type="button" data-test="reveal-cell" @click=${() => lab.select(stage, row, column)}>${text('predict.reveal')}</button>`;
  const found = run!.explain(stage, lab.head, row, column);
  return html`${explanation({ steps: found.steps, format: state.full ? fullNumber : shortNumber, stepText: (step) => stepText(lab, stage, step) })}
  ${values(lab, found)} ${fullSwitch(lab)}`;
}

export function inspectorView(lab: MechanismLab): TemplateResult {
  const { text, run, selected, hovered } = lab;
  const spot = hovered?.kind === 'stage' ? hovered : selected;
  if (!run || !spot || !lab.visibleStages.includes(spot.name as Stage))
    return html`<h2>${text('inspector.title')}</h2>
      <p class="muted">${text('inspector.empty')}</p>`;
  return html`<div class="mechanism-inspector">
    <h2 data-test="cell-title">${cellTitle(lab, run.problem, spot.name as Stage, spot.row, spot.column)}</h2>
    <div class="stage-formula">${stageFormula(run.problem, spot.name as Stage)}</div>
    ${explained(lab, spot)}
  </div>`;
}
