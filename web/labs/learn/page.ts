// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { curvesPanel } from './curves-panel.js';
import { examplesPanel } from './examples-panel.js';
import { headPanel, headsPanel } from './heads-panel.js';
import type { LearnLab } from './lab.js';
import { paidPanel } from './paid-panel.js';
import { playPanel } from './play-panel.js';
import { filesPanel, offerPanel, runsPanel } from './runs-panel.js';
import { settingsPanel } from './settings-panel.js';
import { studyPanel } from './study-panel.js';
import { ownPanel } from './task-panel.js';

export function page(lab: LearnLab): TemplateResult {
  const { say } = lab;
  const { view, controls } = lab.context;
  const whole = !view && controls === 'full';
  const shows = (name: string) => !view || view === name;
  const header = html`<header>
    <h1>${say('title')}</h1>
    <p class="lead">${say('summary')}</p>
  </header>`;
  return html`<div class="learn" data-view=${view}>
    ${whole ? header : nothing} ${offerPanel(lab)} ${playPanel(lab)} ${whole ? ownPanel(lab) : nothing}
    ${shows('heads') ? html`<div class="pair heads-pair">${headsPanel(lab)} ${headPanel(lab)}</div>` : nothing}
    ${shows('curves') ? curvesPanel(lab) : nothing} ${shows('examples') ? examplesPanel(lab) : nothing}
    ${whole ? html`${settingsPanel(lab)} ${studyPanel(lab)} ${runsPanel(lab)} ${paidPanel(lab)} ${filesPanel(lab)}` : nothing}
  </div>`;
}
