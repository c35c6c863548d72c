// The weight of one word, step by step: vᵀ tanh(W x + b), then softmax over the words.
import { html, nothing, type TemplateResult } from 'lit';
import { explanation, type Step } from '../../views/explanation.js';
import { fullNumber, shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import type { SentimentLab } from './lab.js';

const kMost = 3; // operands of a sum that are written out

export function describeInspector(lab: SentimentLab): TemplateResult {
  const { say, explanation: found, judgement } = lab;
  if (!found || !judgement)
    return html`<p class="quiet" data-test="inspector-hint">${say(lab.loader.session ? 'inspect.hint' : 'inspect.before')}</p>`;
  const word = judgement.reading.words[found.word];
  const all = [...found.score.steps, ...found.weight.steps];
  const first = all.findIndex(({ step }) => step === 'tanh'); // before it W x + b, a sum for each unit
  const [projections, rest] = [all.slice(0, first), all.slice(first)];
  const several = word ? word.end - word.first > 1 : false;
  return html`<div class="sentiment-steps" data-test="cell-explained">
    <h2 lang="en">${word?.label}</h2>
    <p>${say('inspect.where')}${several ? html` ${say('inspect.piece', { piece: found.token.piece.replace('▁', '') })}` : nothing}</p>
    <p class="weight" data-test="explained-weight">${finePercent(found.weight.value)}</p>
    ${written(projections.slice(0, 1), () => say('inspect.project', { count: projections.length }))}
    <details data-test="projections">
      <summary>${say('inspect.all', { count: projections.length })}</summary>
      ${written(projections.slice(1), () => '')}
    </details>
    ${written(rest, (step) => stepText(lab, step))}
    <dl class="precision">
      <dt>${say('inspect.float32')}</dt>
      <dd data-test="float32">${fullNumber(found.weight.value)}</dd>
      <dt>${say('inspect.double')}</dt>
      <dd data-test="double">${fullNumber(found.weight.reference, 'double')}</dd>
    </dl>
  </div>`;
}

const written = (steps: readonly Step[], stepText: (step: Step) => string) =>
  explanation({ steps, format: shortNumber, most: kMost, focus: 0, stepText, more: () => nothing });

const spoken = new Set(['dot', 'tanh', 'max', 'exp', 'quotient']);

const stepText = ({ say }: SentimentLab, { step, left }: Step): string =>
  say(spoken.has(step) ? `inspect.${step}` : 'inspect.step', { count: left.length, step });
