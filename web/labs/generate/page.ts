// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { finePercent } from '../../views/percent.js';
import { vars } from '../../views/styles.js';
import { loadPanel } from '../weights/panel.js';
import { choicesPanel } from './choices-panel.js';
import type { GenerateLab } from './lab.js';
import { lookedAt, type Writing } from './session.js';
import { limits, prompts, type HeadChoice, type Slider } from './state.js';

export function page(lab: GenerateLab): TemplateResult {
  const { say, writing } = lab;
  const { view, controls } = lab.context;
  const whole = html`<header>
    <h1>${say('title')}</h1>
    <p class="lead">${say('summary')}</p>
  </header>`;
  const parts = writing
    ? html`${view === 'choices' ? nothing : textPanel(lab, writing)} ${view === 'text' ? nothing : choicesPanel(lab)}`
    : nothing;
  return html`<div class="generate" data-busy=${lab.busy}>
    ${!view && controls === 'full' ? whole : nothing} ${controls === 'none' ? nothing : promptPanel(lab)}
    ${lab.loader.session ? nothing : loadPanel(lab)} ${lab.loader.session && controls === 'full' ? settings(lab) : nothing}
    ${lab.error === undefined ? nothing : html`<p class="problem" role="alert" data-error="text">${lab.sentenceFor(lab.error)}</p>`}
    ${parts} ${lab.loader.session && controls === 'full' && !view ? aboutModel(lab) : nothing}
  </div>`;
}

function promptPanel(lab: GenerateLab): TemplateResult {
  const { say, state } = lab;
  return html`<section role="group" class="prompt" aria-label=${say('prompt.label')}>
    <label class="field">
      <span>${say('prompt.label')}</span>
      <textarea
        data-test="prompt"
        lang="en"
        rows="1"
        spellcheck="false"
        .value=${live(state.prompt)}
        @input=${(event: Event) => lab.setPrompt((event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>
    <div class="row" role="group" aria-label=${say('examples')}>
      <span class="quiet">${say('examples')}</span>
      ${prompts.map(
        (prompt, i) =>
          html`<button
            type="button"
            lang="en"
            data-example=${i}
            aria-pressed=${state.prompt === prompt}
            @click=${() => lab.set({ prompt, edits: [], at: null }, 'push')}
          >
            ${prompt}
          </button>`,
      )}
    </div>
  </section>`;
}

function settings(lab: GenerateLab): TemplateResult {
  const { say } = lab;
  const done = lab.writing?.stopped !== null;
  return html`<div class="row settings">
    ${
      lab.busy
        ? html`<button type="button" class="primary" data-test="pause" @click=${() => lab.pause()}>${say('pause')}</button>`
        : html`<button type="button" class="primary" data-test="go-on" @click=${() => lab.resume()}>
            ${say(done ? 'again' : 'goOn')}
          </button>`
    }
    ${(['temperature', 'topK', 'topP', 'length'] as const).map((name) => slider(lab, name))}
  </div>`;
}

const shown: Readonly<Record<Slider, (value: number, say: GenerateLab['say']) => string>> = {
  temperature: (value) => value.toFixed(2),
  topK: (value, say) => (value === 0 ? say('all') : String(value)),
  topP: (value, say) => (value === 1 ? say('all') : value.toFixed(2)),
  length: String,
};

function slider(lab: GenerateLab, name: Slider): TemplateResult {
  const { min, max, step } = limits[name];
  const value = lab.state[name];
  return html`<label class="slider" title=${lab.say(`about.${name}`)}>
    <span class="quiet">${lab.say(name)}</span>
    <input
      type="range"
      data-test=${name}
      min=${min}
      max=${max}
      step=${step}
      .value=${live(String(value))}
      @input=${(event: Event) => lab.set({ [name]: Number((event.target as HTMLInputElement).value) })}
    />
    <output>${shown[name](value, lab.say)}</output>
  </label>`;
}

/** The text in tokens: as strong as the chosen one looked at each. */
function textPanel(lab: GenerateLab, writing: Writing): TemplateResult {
  const { say, state } = lab;
  const session = lab.loader.session!;
  const chosen = lab.chosen;
  const weights = lookedAt(lab.layers, state.head);
  const most = weights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const lit = (index: number) => vars({ '--lit': String(index < weights.length ? weights[index]! / most : 0) });
  const told = (index: number) => (index < weights.length ? say('token.looked', { share: finePercent(weights[index]!) }) : '');
  return html`<section role="group" class="written" aria-label=${say('text.label')}>
    <div class="row spread">
      <h2>${say('text.label')}</h2>
      ${chosen ? headSelect(lab, lab.layers.length, lab.layers[0]?.weights.shape[0] ?? 0) : nothing}
    </div>
    ${writing.left > 0 ? html`<p class="note" role="status" data-test="cut">${say('prompt.cut', { left: writing.left })}</p>` : nothing}
    <p class="quiet">${chosen ? say('text.about', { token: chosen[1].label }) : say('text.none')}</p>
    <ol class="tokens" lang="en" data-test="tokens">
      <li class="given" title=${told(0)} ${lit(0)}>${say('token.begin')}</li>
      ${writing.prompt.map((id, i) => html`<li class="given" title=${told(i + 1)} ${lit(i + 1)}>${session.label(id)}</li>`)}
      ${writing.written.map(({ label, probability, edited }, i) => {
        const title = say('token.written', { token: label, share: finePercent(probability) });
        return html`<li class=${edited ? 'edited' : ''} ${lit(writing.prompt.length + 1 + i)}>
          <button type="button" data-place=${i} title=${title} aria-pressed=${chosen?.[0] === i} @click=${() => lab.set({ at: i })}>
            ${label}
          </button>
        </li>`;
      })}
    </ol>
    <p class="plain" lang="en" data-test="text">${session.text(writing)}</p>
    <p class="quiet" role="status">${writing.stopped && writing.stopped !== 'length' ? say(`stopped.${writing.stopped}`) : nothing}</p>
  </section>`;
}

function headSelect(lab: GenerateLab, layers: number, heads: number): TemplateResult {
  const { say, state } = lab;
  const names: HeadChoice[] = ['mean'];
  for (let layer = 0; layer < layers; layer++) for (let head = 0; head < heads; head++) names.push(`${layer}-${head}`);
  return html`<label class="row">
    <span class="quiet">${say('head')}</span>
    <select data-test="head" @change=${(event: Event) => lab.set({ head: (event.target as HTMLSelectElement).value as HeadChoice })}>
      ${names.map((name) => html`<option value=${name} ?selected=${name === state.head}>${headName(lab, name)}</option>`)}
    </select>
  </label>`;
}

export function headName({ say }: GenerateLab, head: HeadChoice): string {
  if (head === 'mean') return say('head.mean');
  const [layer, index] = head.split('-').map(Number) as [number, number];
  return say('head.name', { layer: layer + 1, head: index + 1 });
}

/** What the model is, from its own card. */
function aboutModel(lab: GenerateLab): TemplateResult {
  const { say } = lab;
  const { metadata, parameters } = lab.loader.session!.model;
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
