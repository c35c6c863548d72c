// The chosen word: where it looked, and, for one head, the arithmetic of its strongest weight.
import { html, nothing, type TemplateResult } from 'lit';
import { explanation, type Step } from '../../views/explanation.js';
import { fullNumber, shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import type { Side, TranslateLab } from './lab.js';
import { headName } from './map-panel.js';

const kMost = 3; // operands of a sum that are written out

export function describeInspector(lab: TranslateLab): TemplateResult {
  const { say, state } = lab;
  const parts = lab.shown.map((side) => sideSteps(lab, side));
  if (state.word === null || parts.every((part) => part === nothing))
    return html`<p class="quiet" data-test="inspector-hint">
      ${say(lab.shown.some(({ loader }) => loader.session) ? 'inspect.hint' : 'inspect.before')}
    </p>`;
  return html`<div class="translate-steps">${parts}</div>`;
}

function sideSteps(lab: TranslateLab, side: Side): TemplateResult | typeof nothing {
  const { say, state } = lab;
  const { translated, answer, explanation: found } = side;
  const piece = state.word === null ? undefined : answer?.pieces[state.word];
  if (!translated || !piece) return nothing;
  const title = html`<h2>
    <span class="q" lang="en">${piece.label}</span
    >${lab.state.shown === 'both' ? html` <small>${say(`shown.${side.engine}`)}</small>` : nothing}
  </h2>`;
  if (!found) {
    const only = translated.layers * translated.heads === 1;
    return html`${title}
      <p data-test="inspect-mean">${say(only ? 'inspect.recurrent' : 'inspect.mean')}</p>`;
  }
  const label = translated.labels[found.column] ?? '';
  return html`<div data-test="cell-explained">
    ${title}
    <p>${say('inspect.where', { word: piece.label, character: label, head: headName(lab, side.head()) })}</p>
    <p class="weight" data-test="explained-weight">${finePercent(found.weight.value)}</p>
    ${explanation({
      steps: [...found.score.steps, ...found.weight.steps],
      format: shortNumber,
      most: kMost,
      focus: found.column,
      stepText: (step: Step) => stepText(lab, step, piece.label, label),
      more: () => nothing,
    })}
    <dl class="precision">
      <dt>${say('inspect.float32')}</dt>
      <dd data-test="float32">${fullNumber(found.weight.value)}</dd>
      <dt>${say('inspect.double')}</dt>
      <dd data-test="double">${fullNumber(found.weight.reference, 'double')}</dd>
    </dl>
  </div>`;
}

const spoken = new Set(['dot', 'scale', 'max', 'exp', 'quotient']);

function stepText({ say }: TranslateLab, { step, left }: Step, query: string, key: string): string {
  return say(spoken.has(step) ? `inspect.${step}` : 'inspect.step', { query, key, count: left.length, step });
}
