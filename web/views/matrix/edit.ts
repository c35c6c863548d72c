// The editable matrix: every cell is a text field, and the keys are those of a spreadsheet.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { cellLooks, isAt, table } from './grid.js';
import { focusCell, keyTarget, tabTarget } from './keys.js';
import type { CellPlace, CellView, MatrixView } from './types.js';

export interface EditCell extends CellView {
  /** What is wrong with the text, in the page's language. */
  readonly error?: string | undefined;
}

export interface EditGrid extends MatrixView {
  /** Prefix of the cells' names: "q" makes q-0-1. */
  readonly id: string;
  cell(place: CellPlace): EditCell;
  /** Every keystroke. */
  onInput(place: CellPlace, text: string): void;
  /** Left by Enter, Tab (which leaves the grid), an arrow or the pointer. */
  onCommit(place: CellPlace): void;
  /** Escape: the last good number again. */
  onCancel(place: CellPlace): void;
  onPaste(place: CellPlace, text: string): boolean;
  onFocus(place: CellPlace | null): void;
}

/** Left and right move the caret while one is set inside the text; with all of it selected they change cell. */
function caretMoves(event: KeyboardEvent, field: HTMLInputElement): boolean {
  if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return false;
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (start === 0 && end === value.length) return false;
  if (event.key === 'ArrowLeft') return end !== 0;
  if (event.key === 'ArrowRight') return start !== value.length;
  return true;
}

function target(view: EditGrid, event: KeyboardEvent, place: CellPlace): CellPlace | null {
  if (event.key === 'Enter')
    return place.row + 1 < view.rows
      ? { ...place, row: place.row + 1 }
      : tabTarget(false, { row: 0, column: place.column }, 1, view.columns);
  if (caretMoves(event, event.target as HTMLInputElement)) return null;
  return keyTarget(event, place, view.rows, view.columns);
}

function onKey(view: EditGrid, event: KeyboardEvent, place: CellPlace): void {
  if (event.isComposing) return;
  const field = event.target as HTMLInputElement;
  if (event.key === 'Escape') {
    view.onCancel(place);
    field.select();
  } else if (event.key === 'F2') {
    field.setSelectionRange(field.value.length, field.value.length);
  } else {
    const next = target(view, event, place);
    if (!next && event.key !== 'Enter') return;
    event.preventDefault();
    view.onCommit(place);
    if (next) focusCell(field, next);
  }
}

/** While it is edited, a number has the hyphen that other programs read. */
function enter(view: EditGrid, field: HTMLInputElement, place: CellPlace): void {
  field.value = field.value.replaceAll('−', '-');
  field.select();
  view.onFocus(place);
}

export function editGrid(view: EditGrid): TemplateResult {
  const paste = (event: ClipboardEvent, place: CellPlace) => {
    if (view.onPaste(place, event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
  };
  return table(view, (place) => {
    const cell = view.cell(place);
    const { classes, strength } = cellLooks(cell);
    return html`<td class=${classes} role="gridcell" ${strength} @pointerenter=${() => view.onHover?.(place)}>
      <input
        type="text"
        autocomplete="off"
        spellcheck="false"
        tabindex=${isAt(view.current, place.row, place.column) ? 0 : -1}
        aria-label=${view.cellName(place)}
        aria-invalid=${cell.error ? 'true' : nothing}
        data-cell="${view.id}-${place.row}-${place.column}"
        data-row=${place.row}
        data-column=${place.column}
        title=${cell.error ?? cell.title ?? nothing}
        .value=${live(cell.text)}
        @input=${(event: Event) => view.onInput(place, (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => onKey(view, event, place)}
        @paste=${(event: ClipboardEvent) => paste(event, place)}
        @focus=${(event: Event) => enter(view, event.target as HTMLInputElement, place)}
        @blur=${() => (view.onCommit(place), view.onFocus(null))}
      />
    </td>`;
  });
}
