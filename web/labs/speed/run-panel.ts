// The sentence at the top, and measuring everything: start, progress, cancel, files.
import { html, nothing, type TemplateResult } from 'lit';
import { verdict } from './describe.js';
import type { SpeedLab } from './lab.js';
import { caseName } from './names.js';
import { allTasks } from './plan.js';

export function runPanel(lab: SpeedLab): TemplateResult {
  const { say, runner, results, words } = lab;
  const { state } = runner;
  const whole = state.kind === 'running' && state.whole;
  const sentence = verdict(results, words);
  return html`<section role="group" class="card" aria-label=${say('run.title')} data-run=${whole ? 'whole' : state.kind}>
    <p class="verdict" data-test="verdict">${sentence || say(state.kind === 'failed' ? 'run.none' : 'run.first')}</p>
    ${state.kind === 'failed' ? html`<p class="problem" role="alert" data-error="worker-measure">${lab.sentenceFor(state.error)}</p>` : nothing}
    ${whole ? progress(lab) : start(lab)} ${files(lab)}
  </section>`;
}

function start({ say, runner, results, state, measureAll }: SpeedLab): TemplateResult {
  const { state: run } = runner;
  const tasks = allTasks(state);
  const all = tasks.every(({ id, milliseconds }) => results.get(id)?.task.milliseconds === milliseconds);
  return html`<div class="row">
    <button type="button" class="primary" data-test="measure-all" @click=${measureAll}>${say(all ? 'run.again' : 'run.start')}</button>
    <span class="quiet" data-test="run-note"
      >${run.kind === 'cancelled' ? say('run.cancelled', { done: run.done, of: run.of }) : say(all ? 'run.done' : 'run.about', { count: tasks.length })}</span
    >
  </div>`;
}

function progress({ say, runner, words, cancel }: SpeedLab): TemplateResult | typeof nothing {
  if (runner.state.kind !== 'running') return nothing;
  const { tasks, done } = runner.state;
  const current = tasks[done];
  const name = current ? caseName(current.problem, say, words.counting) : '';
  return html`<div class="row">
    <progress aria-label=${say('run.title')} max=${tasks.length} .value=${done}></progress>
    <button type="button" data-test="cancel" @click=${cancel}>${say('run.cancel')}</button>
    <span data-test="run-progress">${say('run.progress', { done: done + 1, of: tasks.length, name })}</span>
  </div>`;
}

function files({ say, results, save }: SpeedLab): TemplateResult | typeof nothing {
  const { length } = results.all();
  if (length === 0) return nothing;
  return html`<div class="row" role="group" aria-label=${say('export')}>
    <span class="quiet">${say('export.about', { count: length })}</span>
    <button type="button" data-export="csv" @click=${() => save('csv')}>CSV</button>
    <button type="button" data-export="json" @click=${() => save('json')}>JSON</button>
  </div>`;
}
