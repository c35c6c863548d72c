// Play, pause, one step, anew; how far it is, and what stopped it.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import { valueOf } from './controls.js';
import type { LearnLab } from './lab.js';
import { taskAbout, taskChoice } from './task-panel.js';
import { speeds, type Speed } from './playing.js';
import { recentLoss } from './run.js';

export function playPanel(lab: LearnLab): TemplateResult {
  const { player, context } = lab;
  const { status } = player;
  return html`<section
    role="group"
    class="card play"
    aria-label=${lab.say('play.title')}
    data-status=${status.kind}
    data-step=${player.session?.step ?? 0}
  >
    ${context.controls === 'none' ? nothing : buttons(lab)} ${taskAbout(lab)} ${progress(lab)}
    <p class="status" data-test="status">${sentence(lab)}</p>
    ${reached(lab)} ${trouble(lab)}
  </section>`;
}

function buttons(lab: LearnLab): TemplateResult {
  const { say, player, context } = lab;
  const { kind } = player.status;
  const ready = player.session !== null && kind !== 'opening';
  const step = player.session?.step ?? 0;
  return html`<div class="row">
    ${context.controls === 'full' ? taskChoice(lab) : nothing}
    <button type="button" class="primary" data-test="play" ?disabled=${!ready && kind !== 'failed'} @click=${lab.toggle}>
      <span aria-hidden="true">${player.playing ? '❚❚' : '▶'}</span> ${say(player.playing ? 'play.pause' : step ? 'play.on' : 'play.play')}
    </button>
    <button type="button" data-test="step" ?disabled=${!ready} @click=${lab.stepOnce}>${say('play.step')}</button>
    ${
      context.controls === 'full'
        ? html`<button type="button" data-test="reset" ?disabled=${!ready || step === 0} @click=${lab.reset}>${say('play.reset')}</button>
            <label class="choice">
              <span>${say('speed')}</span>
              <select data-test="speed" @change=${(event: Event) => (player.speed = valueOf(event) as Speed)}>
                ${speeds.map((speed) => html`<option value=${speed} .selected=${live(speed === player.speed)}>${say(`speed.${speed}`)}</option>`)}
              </select>
            </label>`
        : nothing
    }
  </div>`;
}

const progress = ({ say, player, state }: LearnLab) =>
  html`<progress
    aria-label=${say('play.progress')}
    max=${state.steps}
    .value=${Math.min(state.steps, player.session?.step ?? 0)}
  ></progress>`;

function sentence({ say, player, state, context, counting: { count } }: LearnLab): string {
  const { status, session, run } = player;
  const step = session?.step ?? 0;
  if (status.kind === 'opening') return say('status.opening');
  if (status.kind === 'failed' && !session) return say('status.none');
  const check = run?.checks.at(-1);
  const values = {
    step: count(step),
    steps: count(state.steps),
    loss: run?.losses.length ? shortNumber(recentLoss(run.losses.slice(0, step))) : '–',
    answers: check ? finePercent(check.answers) : '–',
  };
  if (step === 0) return say(context.controls === 'none' ? 'status.untrained' : 'status.press', values);
  return say(status.kind === 'playing' ? 'status.playing' : status.kind === 'finished' ? 'status.finished' : 'status.paused', values);
}

function reached({ say, player: { run }, counting: { count } }: LearnLab): TemplateResult | typeof nothing {
  const reached = run?.reached;
  if (!reached) return nothing;
  const values = {
    step: count(reached.step),
    right: count(reached.right),
    of: count(reached.of),
    share: finePercent(reached.right / reached.of),
    seconds: reached.clock.toFixed(1),
  };
  return html`<p
    class="note"
    data-test="reached"
    data-reached-step=${reached.step}
    data-reached-clock=${reached.clock}
    data-reached-right=${reached.right}
  >
    ${say('status.reached', values)}
  </p>`;
}

/** What went wrong, and what can be done. */
function trouble(lab: LearnLab): TemplateResult | typeof nothing {
  const { say, player, state, counting } = lab;
  const { status } = player;
  if (status.kind === 'failed') return html`<p class="problem" role="alert" data-error="learn">${lab.sentenceFor(status.error)}</p>`;
  if (status.kind !== 'diverged') return nothing;
  const values = {
    step: counting.count(status.step),
    kept: counting.count(status.kept),
    rate: state.rate,
    loss: status.loss === null ? '' : shortNumber(status.loss),
  };
  const slower = () => {
    lab.set({ rate: Number((state.rate / 10).toPrecision(3)) });
    void lab.begin();
  };
  return html`<div class="problem" role="alert" data-error="diverged">
    <p>
      ${say(status.loss === null ? 'diverged.notFinite' : 'diverged.climbed', values)}
      ${say(status.kept ? 'diverged.kept' : 'diverged.first', values)}
    </p>
    ${lab.context.controls === 'none' ? nothing : html`<button type="button" data-test="slower" @click=${slower}>${say('diverged.slower')}</button>`}
  </div>`;
}
