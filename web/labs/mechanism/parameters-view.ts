// W, U, b, v and the gain of the chosen score function.
import { html, nothing, type TemplateResult } from 'lit';
import { shapeText } from '../../views/number.js';
import { saveMenu } from '../save.js';
import { parameterFigure } from './figures.js';
import { dropZone, fileButton } from './from-file.js';
import { editable, problemsOf } from './inputs-view.js';
import type { MechanismLab } from './lab.js';
import { numberField } from './fields.js';
import { fit, matrixParameters, parameterLabel, parameterMatrix, parametersOf, parameterShape } from './parameters.js';
import { columnsOf, kMaxColumns, rowsOf, type ParameterName } from './problem.js';
import type { Target } from './typing.js';

function parameterView(lab: MechanismLab, name: ParameterName): TemplateResult {
  const { problem } = lab;
  const matrix = parameterMatrix(problem, name);
  const label = parameterLabel(problem.score, name);
  const id = `p-${name.toLowerCase()}`;
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  const target: Target = {
    id,
    name: label,
    matrix,
    maxRows: rows,
    maxColumns: columns,
    write: (next, undo) => lab.edit({ [name]: fit(next, matrix) }, undo),
  };
  const { over, leave, drop } = dropZone(lab, target);
  return html`<section class="input" data-input=${id} @dragover=${over} @dragleave=${leave} @drop=${drop}>
    <h2>${label} <span class="muted">${shapeText(rows === 1 && name !== 'W' ? [columns] : [rows, columns])}</span></h2>
    ${editable(lab, target, { label, hue: 'parameter', rowNames: [] })} ${problemsOf(lab, id, '')}
    <div class="sizes">${fileButton(lab, target)}</div>
    ${saveMenu(lab.context, () => parameterFigure(lab, name))}
  </section>`;
}

/** A hidden layer of another width: v (or f) says how wide it is. */
function hiddenStepper(lab: MechanismLab): TemplateResult | typeof nothing {
  const { problem, text } = lab;
  if (!parametersOf(problem.score).includes('v')) return nothing;
  const hidden = parameterShape(problem, 'v')[1];
  const set = (next: number) => lab.edit({ v: fit(problem.v, [Array.from({ length: next }, () => 1)]) });
  return html`<span class="stepper" role="group" aria-label=${text('hidden')}>
    <button type="button" aria-label=${text('fewer', { what: text('hidden') })} ?disabled=${hidden <= 1} @click=${() => set(hidden - 1)}>
      −
    </button>
    <span>${text('hidden')} <b>${hidden}</b></span>
    <button
      type="button"
      aria-label=${text('more', { what: text('hidden') })}
      ?disabled=${hidden >= kMaxColumns}
      @click=${() => set(hidden + 1)}
    >
      +
    </button>
  </span>`;
}

export function parametersView(lab: MechanismLab): TemplateResult | typeof nothing {
  const { problem, text } = lab;
  const names = parametersOf(problem.score);
  if (!names.length) return nothing;
  return html`<details class="parameters" open data-test="parameters">
    <summary>${text('parameters', { score: text(`score.${problem.score}`) })}</summary>
    <div class="inputs">
      ${names.includes('gain') ? numberField(lab, 'gain', problem.gain ?? 1) : nothing}
      ${matrixParameters(problem.score).map((name) => parameterView(lab, name))}
    </div>
    ${hiddenStepper(lab)}
  </details>`;
}
