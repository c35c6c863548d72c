// The chosen cell of the chosen head: what it means, and the core's own arithmetic of its score and weight.
import { html, nothing, type TemplateResult } from 'lit';
import type { Explanation } from '../../core/types.js';
import { explanation, type Step } from '../../views/explanation.js';
import { shortNumber } from '../../views/number.js';
import { headTitle } from './describe.js';
import { samePlace } from './heads.js';
import { cellText } from './heads-panel.js';
import type { LearnLab } from './lab.js';

const kMostTerms = 6;

export function describeInspector(lab: LearnLab): TemplateResult {
  const { say, explained, player } = lab;
  const chosen = lab.chosen();
  if (!chosen) return html`<p class="quiet">${say('inspect.hint')}</p>`;
  const { group, head } = chosen;
  const [row, column] = lab.cell(chosen);
  const weight = head.weights[row * group.columns.length + column] ?? 0;
  const fits = explained && explained.head.weights === head.weights && explained.row === row && explained.column === column;
  return html`<div class="learn-steps" data-test="cell-explained">
    <h2>${headTitle(say, head.place)}</h2>
    <p>${cellText(lab, group, row, column, weight)}</p>
    <p class="quiet">${say(`part.${head.place[0]}.why`)}</p>
    ${player.playing ? html`<p class="quiet">${say('inspect.playing')}</p>` : nothing}
    ${
      fits && samePlace(explained.head.place, head.place)
        ? html`<h3>${say('inspect.score')}</h3>
            ${steps(lab, explained.score, column)}
            <h3>${say('inspect.weight')}</h3>
            ${steps(lab, explained.weight, column)}`
        : nothing
    }
  </div>`;
}

function steps({ say, state }: LearnLab, { steps, stage }: Explanation, column: number): TemplateResult {
  const d = state.width / state.heads;
  const first = steps[0];
  const more = stage === 'score' && first && first.left.length > kMostTerms;
  return html`${explanation({
    steps,
    format: shortNumber,
    most: kMostTerms,
    focus: stage === 'weights' ? column : 0,
    stepText: ({ step }: Step) => say(`step.${step}`, { d }),
  })}
  ${more ? html`<p class="quiet">${say('inspect.more', { d, shown: kMostTerms })}</p>` : nothing}`;
}
