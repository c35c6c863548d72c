// The stage of the lab, from top to bottom.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { finePercent } from '../../views/percent.js';
import { vars } from '../../views/styles.js';
import { loadPanel } from '../weights/panel.js';
import { effectsPanel } from './effects-panel.js';
import { scoreText } from './describe.js';
import type { SentimentLab } from './lab.js';
import type { Judgement } from './session.js';
import { examples } from './state.js';

export function page(lab: SentimentLab): TemplateResult {
  const { say, judgement } = lab;
  const { view, controls } = lab.context;
  const whole = html`<header>
    <h1>${say('title')}</h1>
    <p class="lead">${say('summary')}</p>
  </header>`;
  const parts = judgement
    ? html`${view === 'effects' ? nothing : wordsPanel(lab, judgement)} ${view === 'words' ? nothing : effectsPanel(lab, judgement)}`
    : nothing;
  return html`<div class="sentiment" data-busy=${lab.busy}>
    ${!view && controls === 'full' ? whole : nothing} ${controls === 'none' ? nothing : textPanel(lab)}
    ${lab.loader.session ? nothing : loadPanel(lab)}
    ${lab.error === undefined ? nothing : html`<p class="problem" role="alert" data-error="text">${lab.sentenceFor(lab.error)}</p>`}
    ${parts} ${lab.loader.session && controls === 'full' && !view ? aboutModel(lab) : nothing}
  </div>`;
}

function textPanel(lab: SentimentLab): TemplateResult {
  const { say, state } = lab;
  return html`<section role="group" class="text" aria-label=${say('text.label')}>
    <label class="field">
      <span>${say('text.label')}</span>
      <textarea
        data-test="text"
        lang="en"
        rows=${Math.min(5, Math.max(1, Math.ceil(state.text.length / 60)))}
        spellcheck="false"
        .value=${live(state.text)}
        @input=${(event: Event) => lab.setText((event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>
    <div class="row" role="group" aria-label=${say('examples')}>
      <span class="quiet">${say('examples')}</span>
      ${examples.map(
        (text, i) =>
          html`<button
            type="button"
            lang="en"
            data-example=${i}
            aria-pressed=${state.text === text}
            @click=${() => lab.context.setState({ text, out: [], word: null }, 'push')}
          >
            ${text}
          </button>`,
      )}
    </div>
  </section>`;
}

/** The score, and each word as heavy as the pooling made it. */
function wordsPanel(lab: SentimentLab, judgement: Judgement): TemplateResult {
  const { say } = lab;
  const { reading, weights, score, out } = judgement;
  const most = Math.max(...weights);
  return html`<section role="group" class="judged" data-test="judged" aria-label=${say('score.title')}>
    <p class="score" data-test="score">${scoreText(lab, score)}</p>
    <div
      class="scale"
      role="img"
      aria-label=${say('scale.name', { score: scoreText(lab, score) })}
      ${vars({ '--at': String((score + 1) / 2) })}
    >
      <span>${say('scale.low')}</span><span class="bar"><span class="zero"></span><span class="mark"></span></span
      ><span>${say('scale.high')}</span>
    </div>
    ${reading.left > 0 ? html`<p class="note" role="status" data-test="cut">${say('text.cut', { kept: reading.tokens.length, left: reading.left })}</p>` : nothing}
    <p class="quiet">${say('words.about')}</p>
    <ol class="words" lang="en" aria-label=${say('words.label')}>
      ${reading.words.map((word, i) => {
        const gone = out.includes(i);
        const share = weights[i]!;
        const title = say(gone ? 'word.out' : 'word.in', { word: word.label, share: finePercent(share) });
        return html`<li class=${gone ? 'out' : ''} ${vars({ '--lit': String(gone ? 0 : share / most) })}>
          <button type="button" data-word=${i} aria-pressed=${gone} title=${title} @click=${() => lab.toggle(i)}>
            <span>${word.label}</span><small>${gone ? '–' : finePercent(share)}</small>
          </button>
        </li>`;
      })}
    </ol>
    ${out.length ? html`<button type="button" data-test="all-in" @click=${() => lab.context.setState({ out: [] }, 'push')}>${say('words.allIn')}</button>` : nothing}
  </section>`;
}

/** What the model is, from its own card. */
function aboutModel(lab: SentimentLab): TemplateResult {
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
