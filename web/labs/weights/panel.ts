// What the model is, and the way to get it.
import { html, nothing, type TemplateResult } from 'lit';
import type { LoadState, Loader } from './loader.js';
import { WeightsError } from './bytes.js';

/** What the panel needs of a lab; its texts are those of this folder and the lab's own `model.title`, `model.about`. */
export interface ModelLab {
  readonly loader: Loader<unknown>;
  say(key: string, values?: Readonly<Record<string, string | number>>): string;
  sentenceFor(error: unknown): string;
}

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const canFetch = (loader: Loader<unknown>) => loader.file !== undefined && location.protocol !== 'file:';

export function loadPanel(lab: ModelLab): TemplateResult {
  const { say, loader } = lab;
  const { state } = loader;
  const size = loader.file ? say('model.size', { size: megabytes(loader.file.size) }) : '';
  return html`<section role="group" class="card load" data-load-state=${state.kind} aria-label=${say('model.title')}>
    <h2>${say('model.title')}</h2>
    ${state.kind === 'failed' ? html`<p class="problem" role="alert" data-error="weights">${weightsSentence(lab, state.error)}</p>` : nothing}
    ${state.kind === 'loading' || state.kind === 'opening' ? progress(lab, state) : choices(lab, state)}
    <p>${say('model.about')} ${size} ${say('model.precision')}</p>
  </section>`;
}

/** What the model is, once it is at hand. */
export function modelNote({ say }: ModelLab): TemplateResult {
  return html`<details class="model" data-test="model">
    <summary>${say('model.title')}</summary>
    <p>${say('model.about')} ${say('model.precision')}</p>
  </details>`;
}

function weightsSentence(lab: ModelLab, error: unknown): string {
  return error instanceof WeightsError ? lab.say(`weights.${error.code}`, error.values) : lab.sentenceFor(error);
}

function progress({ say, loader }: ModelLab, state: LoadState<unknown> & { kind: 'loading' | 'opening' }): TemplateResult {
  const loading = state.kind === 'loading' && state.total > 0;
  const text = loading ? say('load.progress', { loaded: megabytes(state.loaded), total: megabytes(state.total) }) : say('load.opening');
  return html`<div class="row">
    ${loading ? html`<progress aria-label=${say('load.name')} max=${state.total} .value=${state.loaded}></progress>` : html`<progress aria-label=${say('load.name')}></progress>`}
    <span data-test="load-progress">${text}</span>
    <button type="button" data-load="cancel" @click=${() => loader.cancel()}>${say('load.cancel')}</button>
  </div>`;
}

function choices({ say, loader }: ModelLab, state: LoadState<unknown>): TemplateResult {
  const pick = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = ''; // the same file can be picked again
    if (file) void loader.pick(file);
  };
  const failed = state.kind === 'failed';
  return html`<div class="row">
    ${canFetch(loader) ? html`<button type="button" class="primary" data-load=${failed ? 'retry' : 'start'} @click=${() => void loader.start()}>${say(failed ? 'load.retry' : 'load.start')}</button>` : nothing}
    <label class="pick">
      <span>${say(canFetch(loader) ? 'load.pick' : 'load.pickOnly', { file: loader.file?.name ?? '….safetensors' })}</span>
      <input type="file" data-load="file" accept=".safetensors,application/octet-stream" @change=${pick} />
    </label>
  </div>`;
}
