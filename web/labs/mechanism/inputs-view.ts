// The matrices people type into.
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { AttentionError } from '../../core/errors.js';
import { editGrid } from '../../views/matrix/edit.js';
import type { MatrixView } from '../../views/matrix/types.js';
import { writeTable } from '../../inputs/table.js';
import { saveMenu } from '../save.js';
import { fitted, resize } from './edit.js';
import { inputFigure } from './figures.js';
import { dropZone, fileButton } from './from-file.js';
import { applyText, cancelCell, commitCell, pasteInto, typeInto, type Target } from './typing.js';
import type { MechanismLab } from './lab.js';
import { columnNames, culprit, errorText, rowNames } from './names.js';
import { columnsOf, kMaxColumns, kMaxRows, matrixOf, rolesOf, rowsOf, usedNames, type Matrix } from './problem.js';

const stepper = (lab: MechanismLab, label: string, name: string, size: number, limit: number, set: (size: number) => void, by = 1) => html`
  <span class="stepper" role="group" aria-label=${label}>
    <button
      type="button"
      aria-label=${lab.text('fewer', { what: label })}
      data-test="${name}-fewer"
      ?disabled=${size <= by}
      @click=${() => set(size - 1)}
    >
      −
    </button>
    <span title=${label}><b>${size}</b></span>
    <button
      type="button"
      aria-label=${lab.text('more', { what: label })}
      data-test="${name}-more"
      ?disabled=${size > limit - by}
      @click=${() => set(size + 1)}
    >
      +
    </button>
  </span>
`;

/** An editable grid of `target`, for inputs and parameters alike. */
export function editable(lab: MechanismLab, target: Target, view: Pick<MatrixView, 'label' | 'hue' | 'rowNames'>): TemplateResult {
  const { id, name, matrix } = target;
  const spot = (place: { row: number; column: number }) => ({ kind: 'input' as const, name, ...place });
  return editGrid({
    ...view,
    id,
    rows: rowsOf(matrix),
    columns: columnsOf(matrix),
    columnNames: columnNames(columnsOf(matrix)),
    current: lab.focused?.name === name ? lab.focused : { row: 0, column: 0 },
    cellName: ({ row, column }) => lab.text('cell.input', { name: view.label, row: row + 1, column: column + 1 }),
    cell: (place) => {
      const draft = lab.drafts.get(`${id}-${place.row}-${place.column}`);
      const number = String(matrix[place.row]![place.column]!);
      const at = lab.focused;
      const edited = at?.kind === 'input' && at.name === name && at.row === place.row && at.column === place.column;
      return { text: draft?.text ?? (edited ? number : number.replaceAll('-', '−')), error: draft?.error, light: lab.lights(spot(place)) };
    },
    onInput: (place, text) => typeInto(lab, target, place, text),
    onCommit: (place) => commitCell(lab, target, place),
    onCancel: (place) => cancelCell(lab, target, place),
    onPaste: (place, text) => pasteInto(lab, target, place, text),
    onFocus: (place) => lab.focus(place && spot(place)),
    onHover: (place) => lab.hover(place && spot(place)),
  });
}

/** A matrix as text: for pasting on a phone, and for copying out. */
export function textEditor(lab: MechanismLab, target: Target): TemplateResult {
  const { id, matrix } = target;
  const field = (event: Event) => (event.target as Element).closest('.text-editor')!.querySelector('textarea')!.value;
  return html`<div class="text-editor">
    <textarea
      rows=${rowsOf(matrix) + 1}
      spellcheck="false"
      aria-label=${lab.text('asText.label', { name: target.name })}
      data-test="text-${id}"
      .value=${writeTable(matrix)}
    ></textarea>
    <div>
      <button type="button" data-test="text-apply-${id}" @click=${(event: Event) => applyText(lab, target, field(event))}>
        ${lab.text('asText.apply')}
      </button>
      <button type="button" @click=${() => ((lab.openText = null), lab.drafts.delete(`${id}-text`), lab.draw())}>
        ${lab.text('asText.cancel')}
      </button>
    </div>
  </div>`;
}

const fittable = ['shape-mismatch', 'heads-not-divisible'];

/** What is wrong with this matrix: a cell, a pasted table, or its size beside the others. */
export function problemsOf(lab: MechanismLab, id: string, name: string): TemplateResult | typeof nothing {
  const typed = lab.drafts.errorOf(`${id}-`);
  const failed = culprit(lab, lab.failure) === name;
  if (!typed && !failed) return nothing;
  const mismatch = failed && lab.failure instanceof AttentionError && fittable.includes(lab.failure.code);
  return html`<p class="problem" role="alert" data-error=${id}>
    ${typed ?? html`${errorText(lab, lab.failure)} ${lab.run ? lab.text('lastGood') : nothing}`}
    ${mismatch ? html`<button type="button" data-test="fit" @click=${() => lab.setData(fitted(lab.problem, lab.lastEdited))}>${lab.text('fit')}</button>` : nothing}
  </p>`;
}

function inputView(lab: MechanismLab, name: string): TemplateResult {
  const { problem, text } = lab;
  const matrix: Matrix = matrixOf(problem, name);
  const roles = rolesOf(problem, name);
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  const id = name.toLowerCase();
  const target: Target = {
    id,
    name,
    matrix,
    maxRows: kMaxRows,
    maxColumns: kMaxColumns,
    write: (next, undo) => {
      lab.lastEdited = name;
      lab.setData({ [name]: next }, undo);
    },
  };
  const size = (r: number, c: number) => lab.setData(resize(lab.problem, name, r, c));
  /** Columns change by whole columns of every head. */
  const step = (next: number) => {
    const { heads } = problem;
    return size(rows, heads * (next > columns ? Math.floor(columns / heads) + 1 : Math.max(Math.ceil(columns / heads) - 1, 1)));
  };
  const { over, leave, drop } = dropZone(lab, target);
  return html`<section class="input" data-input=${id} @dragover=${over} @dragleave=${leave} @drop=${drop}>
    <h2>
      <span class="hue-${roles[0] ?? 'q'}">${name}</span>
      ${roles.map((role) => html`<span class="role hue-${role}">${text(`role.${role}`)}</span>`)}
    </h2>
    ${
      lab.openText === name
        ? textEditor(lab, target)
        : editable(lab, target, { label: name, hue: roles[0] ?? 'q', rowNames: rowNames(problem, name) })
    }
    ${problemsOf(lab, id, name)}
    <div class="sizes">
      ${stepper(lab, text('rows'), `${id}-rows`, rows, kMaxRows, (next) => size(next, columns))}
      <span class="muted" aria-hidden="true">×</span>
      ${stepper(lab, text('columns'), `${id}-columns`, columns, kMaxColumns, step, problem.heads)}
      <button
        type="button"
        data-test="as-text-${id}"
        aria-expanded=${lab.openText === name}
        @click=${() => ((lab.openText = lab.openText === name ? null : name), lab.draw())}
      >
        ${text('asText')}
      </button>
      ${fileButton(lab, target)} ${saveMenu(lab.context, () => inputFigure(lab, name))}
    </div>
  </section>`;
}

/** Drawn again only when something it shows has changed: a slider leaves hundreds of text fields alone. */
function guarded(lab: MechanismLab, name: string): unknown {
  const { problem, active, drafts, openText, failure, head } = lab;
  const at = active && `${active.kind}-${active.name}-${active.row}-${active.column}`;
  const { score, heads, names } = problem;
  return guard(
    [
      matrixOf(problem, name),
      rolesOf(problem, name).join(),
      at,
      lab.focused,
      drafts.version,
      openText,
      failure,
      head,
      score,
      heads,
      names,
      lab.run === null,
    ],
    () => inputView(lab, name),
  );
}

export const inputsView = (lab: MechanismLab): TemplateResult =>
  html`<div class="inputs" data-test="inputs">${usedNames(lab.problem).map((name) => guarded(lab, name))}</div>`;
