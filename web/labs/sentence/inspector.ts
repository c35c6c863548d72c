// The chosen cell, from q and k to its weight: the steps that the core worked out, in its own numbers.
import { html, nothing, type TemplateResult } from 'lit';
import type { Explanation, ExplainStep } from '../../core/types.js';
import { fullNumber, shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import { names } from './head-panel.js';
import type { CellExplanation, SentenceLab } from './lab.js';

const kTerms = 3; // products written out; the rest is in the list

type Say = SentenceLab['say'];

export function describeInspector(lab: SentenceLab): TemplateResult {
  const { say, explanation } = lab;
  if (!explanation) return html`<p class="quiet" data-test="inspector-hint">${say(lab.session ? 'inspect.hint' : 'inspect.before')}</p>`;
  const { head, row, column, labels, score, weight } = explanation;
  const [query, key] = [labels[row] ?? '', labels[column] ?? ''];
  return html`<div class="sentence-steps" data-test="explanation">
    <h2><bdi class="q">${query}</bdi> → <bdi class="k">${key}</bdi></h2>
    <p>${say('inspect.where', { ...names(head), row: row + 1, column: column + 1 })}</p>
    <p class="weight" data-test="explained-weight">${finePercent(weight.value)}</p>
    <ol>
      ${score.steps.map((step) => scoreStep(say, step, { query, key }))} ${weightSteps(say, explanation)}
    </ol>
    ${precision(say, weight)}
  </div>`;
}

const sum = (words: string, arithmetic: TemplateResult, more: TemplateResult | typeof nothing = nothing) =>
  html`<li>
    <p>${words}</p>
    <p class="arithmetic">${arithmetic}</p>
    ${more}
  </li>`;

const number = (value: number, name = '') => html`<span class=${name} title=${fullNumber(value)}>${shortNumber(value)}</span>`;

function scoreStep(say: Say, step: ExplainStep, { query, key }: { query: string; key: string }): TemplateResult {
  if (step.step === 'dot')
    return sum(say('inspect.dot', { query, key, count: step.terms.length }), products(say, step), allProducts(say, step));
  if (step.step === 'scale')
    return sum(say('inspect.scale'), html`${number(step.left[0]!)} · ${number(step.right[0]!)} = ${number(step.result, 'result')}`);
  return sum(say('inspect.step', { step: step.step }), html`= ${number(step.result, 'result')}`);
}

function products(say: Say, { left, right, terms, result }: ExplainStep): TemplateResult {
  const shown = Array.from(left.subarray(0, kTerms));
  const rest = terms.length - shown.length;
  return html`${shown.map((q, i) => html`${i ? ' + ' : ''}${number(q, 'q')}·${number(right[i]!, 'k')}`)}${rest > 0 ? html` + … <span class="quiet">${say('inspect.more', { count: rest })}</span>` : nothing}
  = ${number(result, 'result')}`;
}

function allProducts(say: Say, { left, right, terms }: ExplainStep): TemplateResult {
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
              <td>${number(left[i]!)}</td>
              <td>${number(right[i]!)}</td>
              <td>${number(term)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

/** max, exp and quotient of the softmax; only 'zero' where the whole row is masked. */
function weightSteps(say: Say, { weight, labels, column }: CellExplanation): TemplateResult[] {
  return weight.steps.map((step) => {
    const { left, right, terms, result } = step;
    if (step.step === 'max') {
      const at = left.indexOf(result);
      return sum(say('inspect.max', { token: labels[at] ?? '', count: left.length }), html`max = ${number(result, 'result')}`);
    }
    if (step.step === 'exp') {
      return sum(
        say('inspect.exp', { count: left.length }),
        html`exp(${number(left[column]!)} − ${number(right[0]!)}) = ${number(terms[column]!, 'result')}<br />Σ = ${number(result)}`,
      );
    }
    if (step.step === 'quotient') {
      return sum(
        say('inspect.quotient'),
        html`${number(left[0]!)} / ${number(right[0]!)} = ${number(result, 'result w')} = ${finePercent(result)}`,
      );
    }
    return sum(say('inspect.step', { step: step.step }), html`= ${number(result, 'result')}`);
  });
}

function precision(say: Say, { value, reference }: Explanation): TemplateResult {
  return html`<dl class="precision">
    <dt>${say('inspect.float32')}</dt>
    <dd data-test="float32">${fullNumber(value)}</dd>
    <dt>${say('inspect.double')}</dt>
    <dd data-test="double">${fullNumber(reference, 'double')}</dd>
  </dl>`;
}
