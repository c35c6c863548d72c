// The chosen cell, from q and k to its weight: the steps that the core worked out, in its own numbers.
import { html, nothing, type TemplateResult } from 'lit';
import type { Explanation } from '../../core/types.js';
import { explanation, type Step } from '../../views/explanation.js';
import { fullNumber, shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import { names } from './head-panel.js';
import type { CellExplanation, SentenceLab } from './lab.js';
import { isolate } from './pieces.js';

const kMost = 3; // operands of a sum that are written out; the list below has all

type Say = SentenceLab['say'];

export function describeInspector(lab: SentenceLab): TemplateResult {
  const { say, explanation: found } = lab;
  if (!found) return html`<p class="quiet" data-test="inspector-hint">${say(lab.session ? 'inspect.hint' : 'inspect.before')}</p>`;
  const { head, row, column, labels, score, weight } = found;
  return html`<div class="sentence-steps" data-test="cell-explained">
    <h2><bdi class="q">${labels[row]}</bdi> → <bdi class="k">${labels[column]}</bdi></h2>
    <p>${say('inspect.where', { ...names(head), row: row + 1, column: column + 1 })}</p>
    <p class="weight" data-test="explained-weight">${finePercent(weight.value)}</p>
    ${explanation({
      steps: [...score.steps, ...weight.steps],
      format: shortNumber,
      most: kMost,
      focus: column,
      stepText: (step) => stepText(say, step, found),
      more: (step) => (step.step === 'dot' ? allProducts(say, step) : nothing),
    })}
    ${precision(say, weight)}
  </div>`;
}

const spoken = new Set(['dot', 'scale', 'max', 'exp', 'quotient']);

function stepText(say: Say, { step, left, result }: Step, { labels, row, column }: CellExplanation): string {
  const largest = labels[Array.from(left).indexOf(result)];
  const values = { query: isolate(labels[row]), key: isolate(labels[column]), count: left.length, token: isolate(largest), step };
  return say(spoken.has(step) ? `inspect.${step}` : 'inspect.step', values);
}

function allProducts(say: Say, { left, right, terms }: Step): TemplateResult {
  const number = (value: number | undefined) => html`<td title=${fullNumber(value ?? NaN)}>${shortNumber(value ?? NaN)}</td>`;
  return html`<details>
    <summary>${say('inspect.all', { count: terms.length })}</summary>
    <table data-test="products">
      <thead>
        <tr>
          <td></td>
          <th scope="col" class="q">q</th>
          <th scope="col" class="k">k</th>
          <th scope="col">q·k</th>
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          terms,
          (term, i) =>
            html`<tr>
              <th scope="row">${i + 1}</th>
              ${number(left[i])}${number(right[i])}${number(term)}
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function precision(say: Say, { value, reference }: Explanation): TemplateResult {
  return html`<dl class="precision">
    <dt>${say('inspect.float32')}</dt>
    <dd data-test="float32">${fullNumber(value)}</dd>
    <dt>${say('inspect.double')}</dt>
    <dd data-test="double">${fullNumber(reference, 'double')}</dd>
  </dl>`;
}
