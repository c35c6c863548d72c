// The numbers of a chart as text.
import { html, type TemplateResult } from 'lit';

export interface ChartTable {
  readonly heads: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

export function chartTable({ heads, rows }: ChartTable, show: string, name: string): TemplateResult {
  return html`<details class="numbers">
    <summary data-test="chart-numbers">${show}</summary>
    <div class="table" tabindex="0" role="group" aria-label=${`${name}: ${show}`}>
      <table>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first, ...others]) =>
              html`<tr>
                <th scope="row">${first}</th>
                ${others.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
