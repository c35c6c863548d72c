// The chosen point and the chosen pair: how the variance was counted, and the core's own arithmetic of one score and weight.
import { html, type TemplateResult } from 'lit';
import type { Explanation } from '../../core/types.js';
import { explanation, type Step } from '../../views/explanation.js';
import { shortNumber } from '../../views/number.js';
import { roughly } from './charts.js';
import type { ScalingLab } from './lab.js';

const kMostTerms = 6;

export function describeInspector(lab: ScalingLab): TemplateResult {
  const { say, state, variant } = lab;
  const [point, found] = [lab.point(variant), lab.explained()];
  if (!point || !found) return html`<p class="quiet">${say('inspect.hint')}</p>`;
  const [query, key] = lab.cell;
  const names = { query: query + 1, key: key + 1, d: state.d };
  return html`<div class="scaling-steps" data-test="point-explained">
    <h2>${say('inspect.title', { d: state.d, variant: say(`variant.${variant}`) })}</h2>
    <p>${say('inspect.variance', { count: state.n ** 2 })}</p>
    <p class="arithmetic" lang="en">
      Σ (s − s̄)² / (${state.n ** 2} − 1) = <b data-test="explained-variance">${shortNumber(point.variance)}</b>
    </p>
    <p data-test="expected">
      ${say(`inspect.expected.${variant}`, { d: state.d, expected: shortNumber(point.expected), error: roughly(point.error) })}
    </p>
    <h3>${say('inspect.score', names)}</h3>
    ${steps(lab, found.score)}
    <h3>${say('inspect.weight', names)}</h3>
    ${steps(lab, found.weight)}
  </div>`;
}

function steps(lab: ScalingLab, { steps, stage }: Explanation): TemplateResult {
  const { say, state } = lab;
  const most = state.d > kMostTerms && stage === 'score' ? say('inspect.more', { d: state.d, shown: kMostTerms }) : '';
  return html`${explanation({
    steps,
    format: shortNumber,
    most: kMostTerms,
    focus: stage === 'weights' ? lab.cell[1] : 0,
    stepText: ({ step }: Step) => say(`step.${step}`, { d: state.d, n: state.n }),
  })}
  ${most ? html`<p class="quiet">${most}</p>` : ''}`;
}
