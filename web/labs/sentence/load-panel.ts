// What the model is, and the way to get it.
import { html, nothing, type TemplateResult } from 'lit';
import { files } from '../../assets/files.js';
import type { SentenceLab } from './lab.js';
import type { LoadState } from './loader.js';
import { WeightsError } from './weights.js';

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const canFetch = () => files?.weights !== undefined && location.protocol !== 'file:';

export function loadPanel(lab: SentenceLab): TemplateResult {
  const { say, loader } = lab;
  const { state } = loader;
  const size = files?.weights ? say('model.size', { size: megabytes(files.weights.size) }) : '';
  return html`<section role="group" class="card load" data-load-state=${state.kind} aria-label=${say('model.title')}>
    <h2>${say('model.title')}</h2>
    ${state.kind === 'failed' ? html`<p class="problem" role="alert" data-error="weights">${weightsSentence(lab, state.error)}</p>` : nothing}
    ${state.kind === 'loading' || state.kind === 'opening' ? progress(lab, state) : choices(lab, state)}
    <p>${say('model.about')} ${size} ${say('model.precision')}</p>
  </section>`;
}

/** What the model is, once it is at hand. */
export function modelNote({ say }: SentenceLab): TemplateResult {
  return html`<details class="model" data-test="model">
    <summary>${say('model.title')}</summary>
    <p>${say('model.about')} ${say('model.precision')}</p>
  </details>`;
}

function weightsSentence(lab: SentenceLab, error: unknown): string {
  return error instanceof WeightsError ? lab.say(`weights.${error.code}`, error.values) : lab.sentenceFor(error);
}

function progress({ say, loader }: SentenceLab, state: LoadState & { kind: 'loading' | 'opening' }): TemplateResult {
  const loading = state.kind === 'loading' && state.total > 0;
  const text = loading ? say('load.progress', { loaded: megabytes(state.loaded), total: megabytes(state.total) }) : say('load.opening');
  return html`<div class="row">
    ${loading ? html`<progress aria-label=${say('load.name')} max=${state.total} .value=${state.loaded}></progress>` : html`<progress aria-label=${say('load.name')}></progress>`}
    <span data-test="load-progress">${text}</span>
    <button type="button" data-load="cancel" @click=${() => loader.cancel()}>${say('load.cancel')}</button>
  </div>`;
}

function choices({ say, loader }: SentenceLab, state: LoadState): TemplateResult {
  const pick = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = ''; // the same file can be picked again
    if (file) void loader.pick(file);
  };
  const failed = state.kind === 'failed';
  return html`<div class="row">
    ${canFetch() ? html`<button type="button" class="primary" data-load=${failed ? 'retry' : 'start'} @click=${() => void loader.start()}>${say(failed ? 'load.retry' : 'load.start')}</button>` : nothing}
    <label class="pick">
      <span>${say(canFetch() ? 'load.pick' : 'load.pickOnly')}</span>
      <input type="file" data-load="file" accept=".safetensors,application/octet-stream" @change=${pick} />
    </label>
  </div>`;
}
