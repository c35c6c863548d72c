// A heatmap as text. Small maps give every number; large ones, for each row, its largest numbers.
import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { MapCell } from './layout.js';

export const kWholeTable = 24; // most rows and columns of which every number is printed
const kTop = 6;

export interface TableInput {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
  readonly selected: MapCell | null;
  readonly format: (value: number) => string;
  readonly label: string;
  readonly largest: string;
}

/** The columns of a row's `count` largest values, largest first; of equal values the first. */
export function largestColumns(values: ArrayLike<number>, columns: number, row: number, count: number): number[] {
  const value = (column: number) => values[row * columns + column] ?? 0;
  const best: number[] = [];
  for (let column = 0; column < columns; column++) {
    let place = best.length;
    while (place > 0 && value(column) > value(best[place - 1]!)) place--;
    if (place < count) best.splice(place, 0, column);
    if (best.length > count) best.pop();
  }
  return best;
}

export const isWhole = (rows: number, columns: number): boolean => rows <= kWholeTable && columns <= kWholeTable;

export function mapTable(input: TableInput): TemplateResult {
  const whole = isWhole(input.rows, input.columns);
  return html`<div class="table" tabindex="0" role="group" aria-label=${input.label}>
    <table data-test="map-table">
      ${whole ? wholeTable(input) : guard([input.values, input.rowLabels], () => largestTable(input))}
    </table>
  </div>`;
}

const rowNumbers = (input: TableInput) => Array.from({ length: input.rows }, (_, row) => row);

const wholeTable = (input: TableInput) => html`
  <thead>
    <tr>
      <td></td>
      ${input.columnLabels.map((label) => html`<th scope="col" dir="auto">${label}</th>`)}
    </tr>
  </thead>
  <tbody>
    ${rowNumbers(input).map(
      (row) =>
        html`<tr>
          <th scope="row" dir="auto">${input.rowLabels[row]}</th>
          ${input.columnLabels.map((_, column) => tableCell(input, row, column))}
        </tr>`,
    )}
  </tbody>
`;

function tableCell({ values, columns, selected, format }: TableInput, row: number, column: number): TemplateResult {
  const isSelected = selected?.row === row && selected.column === column;
  return html`<td aria-selected=${isSelected ? 'true' : 'false'}>${format(values[row * columns + column] ?? 0)}</td>`;
}

const largestTable = (input: TableInput) => html`
  <thead>
    <tr>
      <td></td>
      <th scope="col">${input.largest}</th>
    </tr>
  </thead>
  <tbody>
    ${rowNumbers(input).map(
      (row) =>
        html`<tr>
          <th scope="row" dir="auto">${row + 1} ${input.rowLabels[row]}</th>
          <td class="list">${largestText(input, row)}</td>
        </tr>`,
    )}
  </tbody>
`;

function largestText({ values, columns, columnLabels, format }: TableInput, row: number): TemplateResult[] {
  const shown = largestColumns(values, columns, row, kTop);
  return shown.map((column, i) => html`${i ? ', ' : ''}<bdi>${columnLabels[column]}</bdi> ${format(values[row * columns + column] ?? 0)}`);
}
