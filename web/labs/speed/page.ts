// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { machinePanel, readingPanel } from './about-panel.js';
import { barsPanel } from './bars-panel.js';
import { curvesPanel } from './curves-panel.js';
import type { SpeedLab } from './lab.js';
import { runPanel } from './run-panel.js';

export function page(lab: SpeedLab): TemplateResult {
  const { say } = lab;
  const { view, controls } = lab.context;
  const whole = !view && controls === 'full';
  const header = html`<header>
    <h1>${say('title')}</h1>
    <p class="lead">${say('summary')}</p>
  </header>`;
  return html`<div class="speed">
    ${whole ? header : nothing} ${runPanel(lab)} ${view === 'curves' ? nothing : barsPanel(lab)}
    ${view === 'bars' ? nothing : curvesPanel(lab)} ${whole ? html`${machinePanel(lab)} ${readingPanel(lab)}` : nothing}
  </div>`;
}
