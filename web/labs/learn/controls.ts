// One setting: its name, its control, a sentence on what it does.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { readNumber } from '../../inputs/number.js';
import type { LearnLab } from './lab.js';
import { bounds, choices, fits, isBounded, sizesOf, type Bounded, type Choice, type LearnState } from './state.js';

export const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;

const hint = ({ say }: LearnLab, field: string) => html`<span class="hint">${say(`hint.${field}`)}</span>`;

/** Why a choice cannot be had with the others; heads must divide the width. */
function blocked(state: LearnState, field: Choice, choice: unknown): boolean {
  const next = { ...state, [field]: choice };
  if (next.width % next.heads) return true;
  return field === 'architecture' && !fits(next.architecture, next.task);
}

export function choiceField(lab: LearnLab, field: Choice): TemplateResult {
  const { say, state } = lab;
  const known: readonly (string | number)[] = choices[field];
  const text = (choice: string | number) => {
    if (typeof choice === 'string') return say(`${field}.${choice}`);
    return field === 'examples' && choice === 0 ? say('examples.fresh') : lab.counting.count(choice);
  };
  const change = (event: Event) => {
    const choice = known[(event.target as HTMLSelectElement).selectedIndex]!;
    lab.set({ [field]: choice } as Partial<LearnState>, 'push');
  };
  return html`<label class="setting">
    <span class="name">${say(field)}</span>
    <select data-test=${field} @change=${change}>
      ${known.map(
        (choice) =>
          html`<option value=${choice} .selected=${live(choice === state[field])} ?disabled=${blocked(state, field, choice)}>
            ${text(choice)}
          </option>`,
      )}
    </select>
    ${hint(lab, field)}
  </label>`;
}

export const switchField = (lab: LearnLab, field: 'varied' | 'augment' | 'normFirst'): TemplateResult =>
  html`<label class="setting">
    <span class="name switch">
      <input
        type="checkbox"
        data-test=${field}
        .checked=${live(lab.state[field])}
        @change=${() => lab.set({ [field]: !lab.state[field] }, 'push')}
      />
      ${lab.say(field)}
    </span>
    ${hint(lab, field)}
  </label>`;

/** How far a number goes; the size has bounds of its task. */
const boundsOf = (state: LearnState, field: Bounded) => ({ ...bounds[field], ...(field === 'size' ? (sizesOf(state.task) ?? {}) : {}) });

function wrongWith({ say, state }: LearnLab, field: Bounded, text: string): string | null {
  const read = readNumber(text);
  if (!read.ok) return say('field.notANumber', { text });
  const { least, most, whole } = boundsOf(state, field);
  const usable = isBounded(field, read.value) && read.value >= least && read.value <= most;
  return usable ? null : say(whole ? 'field.whole' : 'field.number', { text, least, most });
}

/** A number that begins a new run waits until the field is left; others take effect while they are typed. */
const waits: readonly Bounded[] = ['size', 'seed'];

export function numberField(lab: LearnLab, field: Bounded): TemplateResult {
  const { say } = lab;
  const draft = lab.drafts.get(field);
  const use = (text: string) => {
    const read = readNumber(text);
    if (read.ok && !wrongWith(lab, field, text) && read.value !== lab.state[field]) lab.set({ [field]: read.value });
    else lab.draw();
  };
  const type = (event: Event) => {
    const text = valueOf(event);
    lab.drafts.set(field, { text });
    if (waits.includes(field)) lab.draw();
    else use(text);
  };
  const leave = () => {
    const error = draft && wrongWith(lab, field, draft.text);
    if (error) lab.drafts.set(field, { text: draft.text, error });
    else lab.drafts.delete(field);
    if (draft && !error) use(draft.text);
    else lab.draw();
  };
  return html`<label class="setting">
    <span class="name">${say(field)}</span>
    <input
      type="text"
      inputmode="decimal"
      data-test=${field}
      aria-invalid=${draft?.error ? 'true' : nothing}
      .value=${live(draft?.text ?? String(lab.state[field]))}
      @input=${type}
      @change=${leave}
      @blur=${leave}
      @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && leave()}
    />
    ${hint(lab, field)} ${draft?.error ? html`<span class="problem" role="alert" data-error=${field}>${draft.error}</span>` : nothing}
  </label>`;
}
