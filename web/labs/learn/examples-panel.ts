// Held-out examples as they are answered now, a question of the reader's, and tests on fresh ones.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { finePercent } from '../../views/percent.js';
import { valueOf } from './controls.js';
import type { LearnLab } from './lab.js';
import { kFresh } from './run.js';
import type { Answered } from './session.js';

const kShown = 8;

export function examplesPanel(lab: LearnLab): TemplateResult {
  const { say, player } = lab;
  return html`<section role="group" aria-labelledby="learn-examples">
    <h2 id="learn-examples">${say('examples.title')}</h2>
    <p class="quiet">${say('examples.about')}</p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="learn-examples">
      <table class="answers" data-test="answers">
        <thead>
          <tr>
            <th scope="col">${say('examples.question')}</th>
            <th scope="col">${say('examples.answer')}</th>
            <th scope="col">${say('examples.right')}</th>
            <th scope="col"><span class="hidden-text">${say('examples.verdict')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${player.answered.slice(0, kShown).map((one) => row(lab, one))}
        </tbody>
      </table>
    </div>
    ${lab.context.controls === 'full' ? html`${ask(lab)} ${tests(lab)}` : nothing}
  </section>`;
}

const isRight = ({ example, answer }: Answered) => answer === example.target;

const row = ({ say }: LearnLab, one: Answered) =>
  html`<tr data-right=${isRight(one)}>
    <td><code>${one.example.source}</code></td>
    <td><code>${compared(one)}</code></td>
    <td><code>${one.example.target}</code></td>
    <td class=${isRight(one) ? 'right' : 'wrong'}>
      ${isRight(one) ? '✓' : '✗'}<span class="hidden-text">${say(isRight(one) ? 'examples.isRight' : 'examples.isWrong')}</span>
    </td>
  </tr>`;

/** Each character of the answer; a wrong one is struck, a missing one a gap. */
function compared({ example, answer }: Answered): TemplateResult[] {
  const [right, given] = [[...example.target], [...answer]];
  return Array.from({ length: Math.max(right.length, given.length) }, (_, i) =>
    given[i] === right[i] ? html`<span>${given[i]}</span>` : html`<del>${given[i] ?? '␣'}</del>`,
  );
}

/** Why a question cannot be put; null: it can. */
function wrongWith({ say, player, state }: LearnLab, text: string): string | null {
  const { session } = player;
  if (!session || !text) return null;
  const { source } = session.data.longest;
  const stranger = session.tokens.stranger(text);
  if (stranger !== undefined) return say('ask.stranger', { character: stranger });
  if ([...text].length > source) return say('ask.long', { most: source, actual: [...text].length });
  return session.data.answer(text) === null ? say(`ask.${state.task}`) : null;
}

function ask(lab: LearnLab): TemplateResult {
  const { say, state, player } = lab;
  const { asked } = player;
  const draft = lab.drafts.get('ask');
  const type = (event: Event) => {
    const text = valueOf(event).trim();
    const error = wrongWith(lab, text);
    lab.drafts.set('ask', { text: valueOf(event), ...(error ? { error } : {}) });
    if (error) lab.draw();
    else lab.set({ ask: text });
  };
  const leave = () => {
    if (!draft?.error) lab.drafts.delete('ask');
    lab.draw();
  };
  return html`<div class="ask">
    <label class="setting">
      <span class="name">${say('ask')}</span>
      <input
        type="text"
        spellcheck="false"
        autocapitalize="off"
        data-test="ask"
        aria-invalid=${draft?.error ? 'true' : nothing}
        .value=${live(draft?.text ?? state.ask)}
        @input=${type}
        @blur=${leave}
      />
      <span class="hint">${say('hint.ask')}</span>
    </label>
    ${draft?.error ? html`<p class="problem" role="alert" data-error="ask">${draft.error}</p>` : nothing}
    ${asked && state.ask === asked.example.source ? answer(lab, asked) : nothing}
  </div>`;
}

function answer({ say, player }: LearnLab, asked: Answered): TemplateResult {
  const known = player.session?.data.answer(asked.example.source) !== undefined;
  const verdict = isRight(asked)
    ? html`<span class="right">✓</span>`
    : html`<span class="wrong">✗</span> ${say('ask.right', { target: asked.example.target })}`;
  return html`<p data-test="asked">${say('ask.answer')} <code>${compared(asked)}</code> ${known ? verdict : say('ask.unknown')}</p>`;
}

function tests(lab: LearnLab): TemplateResult {
  const { say, player, counting } = lab;
  const { test, session } = player;
  const of = Math.min(kFresh, session?.data.held ?? kFresh);
  const line = (name: 'fresh' | 'longer') => {
    const one = test?.[name];
    if (!one) return nothing;
    const values = {
      right: counting.count(one.right),
      of: counting.count(one.of),
      share: finePercent(one.right / one.of),
      step: counting.count(one.step),
    };
    return html`<p data-test=${`test-${name}`} data-share=${one.right / one.of}>${say(`test.${name}`, values)}</p>`;
  };
  return html`<div class="tests">
    <div class="row">
      <button type="button" data-test="test" ?disabled=${!session || lab.testing} @click=${() => void lab.testFresh()}>
        ${say('test.run', { count: counting.count(of) })}
      </button>
      <span class="quiet">${say(session?.data.longer ? 'test.about' : 'test.about.own')}</span>
    </div>
    <div aria-live="polite">${line('fresh')} ${line('longer')}</div>
  </div>`;
}
