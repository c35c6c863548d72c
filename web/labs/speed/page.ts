// The stage of the lab, from top to bottom.
import { html, type TemplateResult } from 'lit';
import { machinePanel, readingPanel } from './about-panel.js';
import { barsPanel } from './bars-panel.js';
import { curvesPanel } from './curves-panel.js';
import type { SpeedLab } from './lab.js';
import { runPanel } from './run-panel.js';

export function page(lab: SpeedLab): TemplateResult {
  const { say } = lab;
  return html`<div class="speed">
    <header>
      <h1>${say('title')}</h1>
      <p class="lead">${say('summary')}</p>
    </header>
    ${runPanel(lab)} ${barsPanel(lab)} ${curvesPanel(lab)} ${machinePanel(lab)} ${readingPanel(lab)}
  </div>`;
}
