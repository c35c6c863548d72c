// The table both kinds of matrix share, and the read-only kind: a grid of numbers to walk through.
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { vars } from '../styles.js';
import { focusCell, keyTarget } from './keys.js';
import type { CellPlace, CellView, MatrixView } from './types.js';

/** Characters that fit a cell at its usual size. */
const kLong = 6;

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
export const isAt = (a: CellPlace, row: number, column: number) => a.row === row && a.column === column;

/** Classes and strength of a cell's looks. */
export function cellLooks({ text, light, tint = 0, hidden = false, masked = false }: CellView) {
  const classes = {
    cell: true,
    long: text.length > kLong,
    negative: tint < 0,
    hidden,
    masked,
    self: light === 'self',
    source: light === 'source',
    target: light === 'target',
  };
  return { classes: classMap(classes), strength: vars({ '--tint': Math.min(Math.abs(tint), 1).toFixed(3) }) };
}

/** Rows, columns and their names; `drawCell` gives each `<td>`. */
export function table(view: MatrixView, drawCell: (place: CellPlace) => TemplateResult): TemplateResult {
  const { rows, columns, rowNames, columnNames } = view;
  const size = columns > 8 ? 'small' : columns > 3 ? 'middle' : 'large';
  return html`<div class="matrix-box">
    <table
      class="matrix ${size} hue-${view.hue}"
      role="grid"
      aria-label=${view.label}
      aria-rowcount=${rows + 1}
      aria-colcount=${columns + 1}
    >
      <thead>
        <tr>
          <td></td>
          ${range(columns).map((column) => html`<th scope="col" title=${columnNames[column] ?? nothing}>${columnNames[column] ?? column + 1}</th>`)}
        </tr>
      </thead>
      <tbody @pointerleave=${() => view.onHover?.(null)}>
        ${range(rows).map(
          (row) =>
            html`<tr>
              <th scope="row" title=${rowNames[row] ?? nothing}>${rowNames[row] ?? row + 1}</th>
              ${range(columns).map((column) => drawCell({ row, column }))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

export interface ReadGrid extends MatrixView {
  onSelect(place: CellPlace): void;
}

/** Numbers to look at: arrows, Home and End walk, a press selects. */
export function readGrid(view: ReadGrid): TemplateResult {
  const key = (event: KeyboardEvent, place: CellPlace) => {
    const target = keyTarget(event, place, view.rows, view.columns);
    if (!target && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    view.onSelect(target ?? place);
    if (target) focusCell(event.target as Element, target);
  };
  return table(view, (place) => {
    const cell = view.cell(place);
    const { classes, strength } = cellLooks(cell);
    return html`<td
      class=${classes}
      role="gridcell"
      tabindex=${isAt(view.current, place.row, place.column) ? 0 : -1}
      aria-selected=${cell.light === 'self'}
      aria-label=${`${view.cellName(place)}: ${cell.text}`}
      title=${cell.title ?? nothing}
      data-cell="${place.row}-${place.column}"
      data-row=${place.row}
      data-column=${place.column}
      @click=${() => view.onSelect(place)}
      @pointerenter=${() => view.onHover?.(place)}
      @keydown=${(event: KeyboardEvent) => key(event, place)}
      ${strength}
    >
      ${cell.text}
    </td>`;
  });
}
