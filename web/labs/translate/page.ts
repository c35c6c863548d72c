// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { loadPanel } from '../weights/panel.js';
import { answerPanel } from './answer-panel.js';
import { beamsPanel } from './beams-panel.js';
import type { Side, TranslateLab } from './lab.js';
import { mapPanel } from './map-panel.js';
import { examples, kMostBeams, type Shown } from './state.js';

export function page(lab: TranslateLab): TemplateResult {
  const { say, shown } = lab;
  const { view, controls } = lab.context;
  const whole = html`<header>
    <h1>${say('title')}</h1>
    <p class="lead">${say('summary')}</p>
  </header>`;
  return html`<div class="translate" data-shown=${lab.state.shown} data-busy=${shown.some(({ translating }) => translating.busy)}>
    ${!view && controls === 'full' ? whole : nothing} ${controls === 'none' ? nothing : textPanel(lab)}
    ${controls === 'full' ? settings(lab) : nothing}
    <div class="sides">${shown.map((side) => sidePanel(lab, side))}</div>
  </div>`;
}

function textPanel(lab: TranslateLab): TemplateResult {
  const { say, state } = lab;
  return html`<section role="group" class="text" aria-label=${say('text.label')}>
    <label class="field">
      <span>${say('text.label')}</span>
      <textarea
        data-test="text"
        rows=${Math.min(5, Math.max(1, Math.ceil(state.text.length / 28)))}
        lang="zh-CN"
        spellcheck="false"
        .value=${live(state.text)}
        @input=${(event: Event) => lab.setText((event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>
    <div class="row examples" role="group" aria-label=${say('examples')}>
      <span class="quiet">${say('examples')}</span>
      ${examples.map(
        (text, i) =>
          html`<button
            type="button"
            lang="zh-CN"
            data-example=${i}
            aria-pressed=${state.text === text}
            @click=${() => lab.set({ text, hypothesis: 0, word: null }, 'push')}
          >
            ${text}
          </button>`,
      )}
    </div>
  </section>`;
}

function settings(lab: TranslateLab): TemplateResult {
  const { say, state } = lab;
  const choice = (shown: Shown) =>
    html`<button
      type="button"
      data-shown=${shown}
      aria-pressed=${state.shown === shown}
      @click=${() => lab.set({ shown, hypothesis: 0, word: null }, 'push')}
    >
      ${say(`shown.${shown}`)}
    </button>`;
  return html`<div class="row settings">
    <div class="row" role="group" aria-label=${say('shown')}>
      <span class="quiet">${say('shown')}</span>${(['transformer', 'gru', 'both'] as const).map(choice)}
    </div>
    <label class="row beams">
      <span class="quiet">${say('beams')}</span>
      <input
        type="range"
        data-test="beams"
        min="1"
        max=${kMostBeams}
        .value=${live(String(state.beams))}
        @input=${(event: Event) => lab.set({ beams: Number((event.target as HTMLInputElement).value), hypothesis: 0, word: null })}
      />
      <output>${state.beams}</output>
    </label>
  </div>`;
}

function sidePanel(lab: TranslateLab, side: Side): TemplateResult {
  const { say, view } = { say: lab.say, view: lab.context.view };
  const { translated, answer } = side;
  const parts =
    translated && answer
      ? html`${view === 'beams' ? nothing : html`${answerPanel(lab, side, translated, answer)} ${mapPanel(lab, side, translated, answer)}`}
        ${view === 'alignment' ? nothing : beamsPanel(lab, side, translated)}`
      : nothing;
  return html`<section role="group" class="side" data-side=${side.engine} aria-label=${say(`shown.${side.engine}`)}>
    ${lab.state.shown === 'both' ? html`<h2>${say(`shown.${side.engine}`)}</h2>` : nothing}
    ${side.loader.session ? nothing : loadPanel(side)}
    ${side.error === undefined ? nothing : html`<p class="problem" role="alert" data-error="text">${lab.sentenceFor(side.error)}</p>`}
    ${parts} ${side.loader.session && lab.context.controls === 'full' && !view ? aboutModel(side) : nothing}
  </section>`;
}

/** What the model is, from its own card. */
function aboutModel(side: Side): TemplateResult {
  const { say } = side;
  const { metadata, parameters } = side.loader.session!.model;
  return html`<details class="model" data-test="model">
    <summary>${say('model.title')}</summary>
    <p>${say('model.about')} ${say('about.parameters', { count: parameters.toLocaleString('en') })}</p>
    <dl>
      ${(['data', 'licence', 'score', 'limits'] as const)
        .filter((field) => metadata[field])
        .map(
          (field) =>
            html`<dt>${say(`card.${field}`)}</dt>
              <dd>${metadata[field]}</dd>`,
        )}
    </dl>
  </details>`;
}
