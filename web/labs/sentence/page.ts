// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { headPanel } from './head-panel.js';
import type { SentenceLab } from './lab.js';
import { loadPanel, modelNote } from './load-panel.js';
import { overviewPanel } from './overview-panel.js';
import { pairPanel } from './pair-panel.js';
import { textPanel } from './text-panel.js';
import { vectorPanel } from './vector-panel.js';

export function page(lab: SentenceLab): TemplateResult {
  const { say, analysis } = lab;
  const head = lab.head();
  return html`<div class="sentence" data-busy=${lab.busy}>
    <header>
      <h1>${say('title')}</h1>
      <p class="lead">${say('summary')}</p>
    </header>
    ${textPanel(lab)} ${lab.session ? nothing : loadPanel(lab)}
    ${
      analysis && head
        ? html`<div class="heads">${overviewPanel(lab, analysis, head)} ${headPanel(lab, analysis, head)}</div>
            ${vectorPanel(lab, analysis)} ${pairPanel(lab, analysis)} ${modelNote(lab)}`
        : nothing
    }
  </div>`;
}

/** What went wrong at a place, if anything. */
export function errorAt(lab: SentenceLab, place: 'text' | 'second' | 'cell'): TemplateResult | typeof nothing {
  const error = lab.errors.get(place);
  return error === undefined ? nothing : html`<p class="problem" role="alert" data-error=${place}>${lab.sentenceFor(error)}</p>`;
}
