// The same numbers under every score function, side by side.
import { html, nothing, type TemplateResult } from 'lit';
import { readGrid } from '../../views/matrix/grid.js';
import { fullNumber, shortNumber } from '../../views/number.js';
import type { StageNumbers } from './compute.js';
import type { MechanismLab } from './lab.js';
import { cellTitle, keyNames, queryNames } from './names.js';
import { scoreNames } from './parameters.js';
import { isPooling } from './problem.js';

function weightsGrid(lab: MechanismLab, weights: StageNumbers, label: string): TemplateResult {
  const problem = lab.run!.problem;
  const at = lab.active?.kind === 'stage' ? lab.active : null;
  const number = (row: number, column: number) => weights.data[row * weights.columns + column]!;
  return readGrid({
    label,
    hue: 'weights',
    rows: weights.rows,
    columns: weights.columns,
    rowNames: queryNames(problem),
    columnNames: keyNames(problem),
    current: { row: 0, column: 0 },
    cellName: ({ row, column }) => cellTitle(lab, problem, 'weights', row, column),
    cell: ({ row, column }) => ({
      text: shortNumber(number(row, column)),
      title: fullNumber(number(row, column)),
      tint: number(row, column),
      light: at?.row === row && at.column === column && at.name !== 'output' ? 'target' : undefined,
    }),
    onSelect: ({ row, column }) => lab.select('weights', row, column),
  });
}

export function compareView(lab: MechanismLab): TemplateResult | typeof nothing {
  const { run, text } = lab;
  if (!run || lab.goesAstray || lab.state.predict) return nothing;
  const open = lab.compares;
  const toggle = (event: Event) => {
    event.preventDefault();
    lab.context.setState({ compare: !open });
  };
  const names = scoreNames.filter((score) => isPooling({ score }) === isPooling(run.problem));
  return html`<details class="compare" data-test="compare" ?open=${open}>
    <summary @click=${toggle}>${text('compare')}</summary>
    ${
      open
        ? html`<div class="stages">
            ${names.map((score) => {
              const weights = lab.weightsUnder(score);
              const label = text(`score.${score}`);
              return weights
                ? html`<section class="stage-box ${score === run.problem.score ? 'at-hand' : ''}" data-score=${score}>
                    <h3>${label}</h3>
                    ${weightsGrid(lab, weights, label)}
                  </section>`
                : nothing;
            })}
          </div>`
        : nothing
    }
  </details>`;
}
