// From what is typed or pasted to numbers, or to a sentence at the cell that says what is wrong.
import { readNumber } from '../../inputs/number.js';
import type { NpyProblem } from '../../inputs/npy.js';
import { readTable, type TableProblem } from '../../inputs/table.js';
import type { CellPlace } from '../../views/matrix/types.js';
import { overlay, setCell } from './edit.js';
import type { FileProblem } from './from-file.js';
import type { MechanismLab } from './lab.js';
import { columnsOf, rowsOf, type Matrix } from './problem.js';

/** A matrix that can be typed into. */
export interface Target {
  /** Prefix of its cells' names. */
  readonly id: string;
  readonly name: string;
  readonly matrix: Matrix;
  readonly maxRows: number;
  readonly maxColumns: number;
  /** `undo`: edits under one name are undone as one. */
  write(matrix: Matrix, undo: string): void;
}

const cellOf = ({ id }: Target, { row, column }: CellPlace) => `${id}-${row}-${column}`;

/** Every keystroke: a number changes the picture at once; anything else waits to be finished. */
export function typeInto(lab: MechanismLab, target: Target, place: CellPlace, text: string): void {
  const cell = cellOf(target, place);
  lab.drafts.set(cell, { text });
  const read = readNumber(text);
  if (read.ok) lab.drafts.delete(`${target.id}-text`);
  if (read.ok && read.value !== target.matrix[place.row]![place.column]) target.write(setCell(target.matrix, place, read.value), cell);
  else lab.draw();
}

/** The cell is left: what is no number is marked, and the last number keeps counting. */
export function commitCell(lab: MechanismLab, target: Target, place: CellPlace): void {
  const cell = cellOf(target, place);
  const draft = lab.drafts.get(cell);
  lab.endEdit();
  if (!draft) return;
  const read = readNumber(draft.text);
  if (read.ok) lab.drafts.delete(cell);
  else
    lab.drafts.set(cell, {
      text: draft.text,
      error: lab.text(`input.${read.problem}`, { text: draft.text, name: target.name, row: place.row + 1, column: place.column + 1 }),
    });
  lab.draw();
}

export function cancelCell(lab: MechanismLab, target: Target, place: CellPlace): void {
  lab.drafts.delete(cellOf(target, place));
  lab.draw();
}

function tableError(lab: MechanismLab, problem: TableProblem | NpyProblem | FileProblem): string {
  const { problem: kind, ...values } = problem;
  const counted = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === 'row' || name === 'column' ? Number(value) + 1 : value]),
  );
  return lab.text(`table.${kind}`, counted);
}

/** What is wrong stands at the matrix; the matrix stays. */
export function refuse(lab: MechanismLab, target: Target, text: string, problem: TableProblem | NpyProblem | FileProblem): void {
  lab.drafts.set(`${target.id}-text`, { text, error: tableError(lab, problem) });
  lab.draw();
}

/** Another matrix in the place of this one, undone as one step. */
export function take(lab: MechanismLab, target: Target, next: Matrix): void {
  lab.drafts.clear();
  lab.openText = null;
  lab.endEdit();
  target.write(next, '');
  lab.context.announce(lab.text('pasted', { name: target.name, rows: rowsOf(next), columns: columnsOf(next) }));
}

/** A pasted table (more than one cell); false lets the browser paste a single number as text. */
export function pasteInto(lab: MechanismLab, target: Target, place: CellPlace, text: string): boolean {
  if (!/[\s,;[\]"]/.test(text.normalize('NFKC').trim())) return false;
  const read = readTable(text, { rows: target.maxRows - place.row, columns: target.maxColumns - place.column });
  if (read.ok) take(lab, target, overlay(target.matrix, place, read.rows));
  else refuse(lab, target, text, read);
  return true;
}

/** The whole matrix from the text field. */
export function applyText(lab: MechanismLab, target: Target, text: string): void {
  const read = readTable(text, { rows: target.maxRows, columns: target.maxColumns });
  if (read.ok) take(lab, target, read.rows);
  else refuse(lab, target, text, read);
}
