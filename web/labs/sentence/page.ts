// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { headPanel } from './head-panel.js';
import type { SentenceLab } from './lab.js';
import { loadPanel, modelNote } from './load-panel.js';
import { overviewPanel } from './overview-panel.js';
import { pairPanel } from './pair-panel.js';
import type { Analysis, HeadResult } from './session.js';
import { textPanel } from './text-panel.js';
import { vectorPanel } from './vector-panel.js';

export function page(lab: SentenceLab): TemplateResult {
  const { say, analysis } = lab;
  const { view, controls } = lab.context;
  const head = lab.head();
  const whole = html`<header>
    <h1>${say('title')}</h1>
    <p class="lead">${say('summary')}</p>
  </header>`;
  return html`<div class="sentence" data-busy=${lab.busy}>
    ${!view && controls === 'full' ? whole : nothing} ${controls === 'none' ? nothing : textPanel(lab)}
    ${lab.session ? nothing : loadPanel(lab)}
    ${analysis && head ? html`${parts(lab, analysis, head)} ${view || controls !== 'full' ? nothing : modelNote(lab)}` : nothing}
  </div>`;
}

function parts(lab: SentenceLab, analysis: Analysis, head: HeadResult): TemplateResult {
  switch (lab.context.view) {
    case 'head':
      return headPanel(lab, analysis, head);
    case 'overview':
      return overviewPanel(lab, analysis, head);
    case 'vector':
      return html`${vectorPanel(lab, analysis)} ${pairPanel(lab, analysis)}`;
    default:
      return html`<div class="heads">${overviewPanel(lab, analysis, head)} ${headPanel(lab, analysis, head)}</div>
        ${vectorPanel(lab, analysis)} ${pairPanel(lab, analysis)}`;
  }
}

/** What went wrong at a place, if anything. */
export function errorAt(lab: SentenceLab, place: 'text' | 'second' | 'cell'): TemplateResult | typeof nothing {
  const error = lab.errors.get(place);
  return error === undefined ? nothing : html`<p class="problem" role="alert" data-error=${place}>${lab.sentenceFor(error)}</p>`;
}
