// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { controlsPanel } from './controls.js';
import { chart } from './charts.js';
import type { ScalingLab } from './lab.js';
import { mapsPanel } from './maps-panel.js';

export function page(lab: ScalingLab): TemplateResult {
  const { say, failure } = lab;
  const { view, controls } = lab.context;
  const header = html`<header>
    <h1>${say('title')}</h1>
    <p class="lead">${say('summary')}</p>
  </header>`;
  return html`<div class="scaling" data-view=${view}>
    ${!view && controls === 'full' ? header : nothing} ${controlsPanel(lab)}
    ${failure ? html`<p class="problem" role="alert" data-error="scaling">${lab.sentenceFor(failure)}</p>` : nothing}
    ${lab.sweep ? panels(lab) : nothing}
  </div>`;
}

function panels(lab: ScalingLab): TemplateResult {
  const { say } = lab;
  const { view } = lab.context;
  const spread = html`<section role="group" aria-labelledby="scaling-variance">
    <h2 id="scaling-variance">${say('variance.title')}</h2>
    <p class="quiet">${say('variance.about')}</p>
    ${chart(lab, 'variance')}
  </section>`;
  const softmax = html`<section role="group" aria-labelledby="scaling-softmax">
    <h2 id="scaling-softmax">${say('softmax.title')}</h2>
    <p class="quiet">${say('softmax.about')}</p>
    <div class="pair">${chart(lab, 'largest')} ${chart(lab, 'entropy')}</div>
  </section>`;
  return html`${view === 'weights' ? nothing : spread} ${view === 'variance' ? nothing : html`${mapsPanel(lab)} ${softmax}`}`;
}
