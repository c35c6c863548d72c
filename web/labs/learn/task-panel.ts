// What is learned: the task, an example, its vocabulary; pairs of the reader's own.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { valueOf } from './controls.js';
import type { LearnLab } from './lab.js';
import { taskIds, type TaskId } from './tasks/index.js';
import { limits, readPairs, samplePairs, type ReadPairs } from './tasks/own.js';

const kShown = 60;

export function taskChoice(lab: LearnLab): TemplateResult {
  const { say, state } = lab;
  return html`<label class="choice">
    <span>${say('task')}</span>
    <select data-test="task" @change=${(event: Event) => lab.setTask(valueOf(event) as TaskId)}>
      ${taskIds.map((id) => html`<option value=${id} .selected=${live(id === state.task)}>${say(`task.${id}`)}</option>`)}
    </select>
  </label>`;
}

/** The task in words, by an example, with its vocabulary. */
export function taskAbout(lab: LearnLab): TemplateResult {
  const { say, state, player, counting } = lab;
  const example = player.held[1] ?? player.held[0];
  const characters = player.session?.tokens.characters ?? [];
  return html`<p data-test="task-about">
      ${say(`about.${state.task}`)}
      ${example ? html`<span class="pair-line"><code>${example.source}</code> → <code>${example.target}</code></span>` : nothing}
    </p>
    <p class="quiet small" data-test="vocabulary">
      ${say('vocabulary', { count: counting.count(characters.length) })}
      <code>${characters.slice(0, kShown).join(' ')}${characters.length > kShown ? ' …' : ''}</code>
    </p>`;
}

/** Where the task has pairs of the reader's. */
export const ownPanel = (lab: LearnLab): TemplateResult | typeof nothing =>
  lab.state.task === 'own'
    ? html`<section role="group" aria-labelledby="learn-own">
        <h2 id="learn-own">${lab.say('pairs')}</h2>
        ${pairsField(lab)}
      </section>`
    : nothing;

/** What keeps a text from being used; null: it can be. */
function wrongWith({ say, counting: { count } }: LearnLab, { problem, pairs, alphabet }: ReadPairs): string | null {
  if (!problem) return null;
  const values = {
    pairs: count(pairs.length),
    alphabet: count(alphabet),
    mostPairs: count(limits.pairs),
    mostAlphabet: count(limits.alphabet),
  };
  return say(`pairs.${problem}`, values);
}

function pairsField(lab: LearnLab): TemplateResult {
  const { say, state, counting } = lab;
  const draft = lab.drafts.get('pairs');
  const text = draft?.text ?? (state.pairs || samplePairs);
  const read = readPairs(text);
  const type = (event: Event) => {
    lab.drafts.set('pairs', { text: valueOf(event) });
    lab.draw();
  };
  const use = () => {
    const error = text.length > limits.text ? say('pairs.long', { most: counting.count(limits.text) }) : wrongWith(lab, read);
    if (error) {
      lab.drafts.set('pairs', { text, error });
      return lab.draw();
    }
    lab.drafts.delete('pairs');
    lab.set({ pairs: text === samplePairs ? '' : text, ask: '' }, 'push');
  };
  const [first] = read.left;
  return html`<div class="own">
    <label class="setting">
      <span class="hidden-text">${say('pairs')}</span>
      <textarea
        rows="7"
        spellcheck="false"
        data-test="pairs"
        aria-invalid=${draft?.error ? 'true' : nothing}
        .value=${live(text)}
        @input=${type}
      ></textarea>
      <span class="hint">${say('hint.pairs', { most: counting.count(limits.pairs), characters: limits.characters })}</span>
    </label>
    ${draft?.error ? html`<p class="problem" role="alert" data-error="pairs">${draft.error}</p>` : nothing}
    <div class="row">
      <button type="button" data-test="use-pairs" ?disabled=${!draft} @click=${use}>${say('pairs.use')}</button>
      <span class="quiet" data-test="pairs-read">
        ${say('pairs.read', { pairs: counting.count(read.pairs.length) })}
        ${first ? say('pairs.left', { count: read.left.length, line: first.line, problem: say(`pairs.line.${first.problem}`) }) : nothing}
      </span>
    </div>
  </div>`;
}
