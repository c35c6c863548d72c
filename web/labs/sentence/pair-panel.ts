// A second sentence, and how close its vector is.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { vars } from '../../views/styles.js';
import { saveMenu } from '../save.js';
import { angleText, closeness, cosineText } from './describe.js';
import { pairFigure } from './figures.js';
import type { SentenceLab } from './lab.js';
import { cosine } from './measures.js';
import { errorAt } from './page.js';
import { isolate, unknownPieces } from './pieces.js';
import type { Analysis, Vectors } from './session.js';
import { beyond, rowsFor } from './text-panel.js';

export function pairPanel(lab: SentenceLab, analysis: Analysis): TemplateResult {
  const { say, state, second } = lab;
  return html`<section role="group" class="pair" aria-label=${say('pair.title')}>
    <h2>${say('pair.title')}</h2>
    <label class="field">
      <span>${say('pair.label')}</span>
      <textarea
        data-test="second"
        rows=${rowsFor(state.second)}
        dir="auto"
        spellcheck="false"
        .value=${live(state.second)}
        @input=${(event: Event) => lab.setText('second', (event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>
    ${errorAt(lab, 'second')} ${second ? notes(lab, second) : nothing}
    ${second ? result(lab, analysis, second) : html`<p class="quiet" data-test="no-second">${say('pair.empty')}</p>`}
  </section>`;
}

function notes(lab: SentenceLab, { tokens }: Vectors): TemplateResult {
  const { say } = lab;
  const unknown = unknownPieces(tokens);
  return html`${unknown.length ? html`<p class="note">${say('text.unknown', { pieces: unknown.map(isolate).join(say('list.comma')) })}</p>` : nothing}
  ${tokens.total > tokens.tokens.length ? html`<p class="note">${say('pair.cut', { kept: tokens.tokens.length, total: tokens.total })}</p>` : nothing}
  ${beyond(lab, tokens)}`;
}

function result(lab: SentenceLab, analysis: Analysis, second: Vectors): TemplateResult {
  const { say } = lab;
  const full = cosine(analysis.full, second.full);
  const off = cosine(analysis.vector, second.vector);
  return html`<div class="cosine">
      <output data-cosine=${full.toFixed(6)}>${cosineText(full)}</output>
      ${scale(full, analysis.off.length ? off : null)}
    </div>
    <p data-test="closeness">${say(`pair.${closeness(full)}`, { angle: angleText(full) })}</p>
    ${analysis.off.length ? html`<p data-cosine-off=${off.toFixed(6)}>${say('pair.off', { cosine: cosineText(off), angle: angleText(off) })}</p>` : nothing}
    <p class="quiet">${say('pair.about', { width: analysis.full.length })}</p>
    ${saveMenu(lab.context, () => pairFigure(lab, analysis))}`;
}

/** Where the two sentences lie between opposite (−1), unrelated (0) and the same (1). */
function scale(full: number, off: number | null): TemplateResult {
  return html`<div class="scale" aria-hidden="true">
    <i class="dot" ${vars({ '--at': (full + 1) / 2 })}></i>
    ${off === null ? nothing : html`<i class="dot after" ${vars({ '--at': (off + 1) / 2 })}></i>`}
    <span>−1</span><span>0</span><span>1</span>
  </div>`;
}
