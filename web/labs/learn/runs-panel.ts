// Earlier runs: what was different, what came of it, and files.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { finePercent } from '../../views/percent.js';
import { runName } from './describe.js';
import type { LearnLab } from './lab.js';
import type { OldRun } from './runs.js';

export function runsPanel(lab: LearnLab): TemplateResult {
  const { say, runs } = lab;
  return html`<section role="group" aria-labelledby="learn-runs">
    <h2 id="learn-runs">${say('runs.title')}</h2>
    <p class="quiet">${say(runs.all.length ? 'runs.about' : 'runs.none')}</p>
    ${
      runs.all.length
        ? html`<div class="scroll" tabindex="0" role="group" aria-labelledby="learn-runs">
            <table class="runs" data-test="runs">
              <thead>
                <tr>
                  ${['shown', 'settings', 'steps', 'seconds', 'right', 'actions'].map((head) => html`<th scope="col">${say(`runs.${head}`)}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${runs.all.map((old) => row(lab, old))}
              </tbody>
            </table>
          </div>`
        : nothing
    }
  </section>`;
}

function row(lab: LearnLab, { tag, run, shown }: OldRun): TemplateResult {
  const { say, runs, state, counting } = lab;
  const toggle = () => {
    runs.show(tag, !shown);
    lab.draw();
  };
  const remove = () => {
    runs.remove(tag);
    lab.draw();
  };
  const { ask, head, cell } = state;
  return html`<tr data-run=${tag}>
    <td>
      <label class="switch"><input type="checkbox" .checked=${live(shown)} @change=${toggle} /> ${tag}</label>
    </td>
    <td class="words">${runName(say, run.state, state)}</td>
    <td>${counting.count(run.losses.length)}</td>
    <td>${run.paid.clock.toFixed(1)}</td>
    <td>${finePercent(run.checks.at(-1)?.answers ?? 0)}</td>
    <td class="row">
      <button type="button" data-use=${tag} @click=${() => lab.set({ ...run.state, ask, head, cell }, 'push')}>${say('runs.use')}</button>
      <button type="button" data-remove=${tag} @click=${remove}>${say('runs.remove')}</button>
    </td>
  </tr>`;
}

export function filesPanel(lab: LearnLab): TemplateResult {
  const { say, cabinet, player } = lab;
  const pick = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = ''; // the same file can be picked again
    if (file) void cabinet.open(file);
  };
  const ready = player.session !== null;
  return html`<section role="group" aria-labelledby="learn-files">
    <h2 id="learn-files">${say('files.title')}</h2>
    <p class="quiet">${say('files.about')}</p>
    <div class="row">
      <button type="button" data-test="save-weights" ?disabled=${!ready} @click=${() => void cabinet.save('weights')}>
        ${say('files.weights')}
      </button>
      <button type="button" data-test="save-checkpoint" ?disabled=${!ready} @click=${() => void cabinet.save('checkpoint')}>
        ${say('files.checkpoint')}
      </button>
      <label class="pick">
        <span>${say('files.open')}</span>
        <input type="file" data-test="open-file" accept=".safetensors,application/octet-stream" @change=${pick} />
      </label>
    </div>
    ${cabinet.error ? html`<p class="problem" role="alert" data-error="file">${lab.sentenceFor(cabinet.error)} ${say('files.unchanged')}</p>` : nothing}
    <p class="quiet" data-test="kept">${cabinet.refused === null ? say('kept.about') : say('kept.refused', { reason: cabinet.refused })}</p>
  </section>`;
}

/** A training of an earlier visit. */
export function offerPanel(lab: LearnLab): TemplateResult | typeof nothing {
  const { say, cabinet, counting } = lab;
  const { offer } = cabinet;
  if (!offer || lab.context.controls === 'none') return nothing;
  const { state, run, when } = offer;
  const values = {
    task: say(`task.${state.task}`),
    step: counting.count(run.losses.length),
    steps: counting.count(state.steps),
    when: new Date(when).toLocaleString(lab.context.language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' }),
  };
  return html`<section role="group" class="note offer" data-test="offer" aria-label=${say('offer.title')}>
    <p>${say('offer.about', values)}</p>
    <div class="row">
      <button type="button" data-test="resume" @click=${cabinet.resume}>${say('offer.resume')}</button>
      <button type="button" data-test="discard" @click=${cabinet.discard}>${say('offer.discard')}</button>
    </div>
  </section>`;
}
