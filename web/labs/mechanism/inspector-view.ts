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
import { parametersOf } from './parameters.js';

/** A name in words ("the query"), or the symbol itself ("‖q‖²"); in a score, v is the parameter. */
function operand({ text, problem }: MechanismLab, stage: Stage, name: string): string {
  const key = name === 'v' && problem.roles.v === 'scores' ? 'operand.scores' : `operand.${name}`;
  const words = text(key);
  return words === key || (name === 'v' && stage === 'score') ? name : words;
}

/** W q + b and W x + b: the core hands over b as the last term. */
const hasBias = ({ problem }: MechanismLab, stage: Stage, { step, leftName }: Pick<Step, 'step' | 'leftName'>): boolean =>
  stage === 'score' && step === 'dot' && leftName === 'W' && parametersOf(problem.score).includes('b');

/** In a score, v is a parameter and not a value. */
const hueOf = (stage: Stage, name: string) => (stage === 'score' && ['W', 'U', 'b', 'f', 'v'].includes(name) ? 'parameter' : undefined);

/** What a step does, and with whose numbers. */
function stepText(lab: MechanismLab, stage: Stage, { step, leftName, rightName }: Step): string {
  const scaled = step === 'scale' && stage === 'score' && lab.problem.score === 'scaled-dot' && lab.problem.scale === null;
  const key = scaled ? 'step.rootScale' : step === 'squares' && rightName === '' ? 'step.lengths' : `step.${step}`;
  const biased = hasBias(lab, stage, { step, leftName }) ? 'step.dotBias' : key;
  return lab.text(biased, { left: operand(lab, stage, leftName), right: operand(lab, stage, rightName) });
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

/** Would the arithmetic of this cell give away a number that is still to be guessed? */
function sourcesHidden(lab: MechanismLab, stage: Stage, row: number, column: number): boolean {
  const stages = lab.reachable.slice(0, lab.reachable.indexOf(stage));
  const columns = (name: Stage) => (stage === 'weights' || stage === 'output' ? lab.run!.stage(name, lab.head).columns : 0);
  const before = stages.at(-1);
  if (!before) return false;
  const sources = columns(before) ? Array.from({ length: columns(before) }, (_, j) => j) : [column];
  return sources.some((j) => lab.isHidden(before, row, j));
}

function explained(lab: MechanismLab, { name, row, column }: Spot): TemplateResult {
  const { run, state, text } = lab;
  const stage = name as Stage;
  if (lab.isHidden(stage, row, column))
    return html`<p>${text('predict.question')}</p>
      <button type="button" data-test="reveal-cell" @click=${() => lab.select(stage, row, column)}>${text('predict.reveal')}</button>`;
  const found = run!.explain(stage, lab.head, row, column);
  const steps = explanation({
    steps: found.steps,
    format: state.full ? fullNumber : shortNumber,
    stepText: (step) => stepText(lab, stage, step),
    hasBias: (step) => hasBias(lab, stage, step),
    hueOf: (operand) => hueOf(stage, operand),
  });
  return html`${sourcesHidden(lab, stage, row, column) ? html`<p class="muted">${text('predict.sources')}</p>` : steps}
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
