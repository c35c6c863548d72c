// One number with its name: scale, softcap, gain, temperature.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { readNumber } from '../../inputs/number.js';
import type { MechanismLab } from './lab.js';
import { allows, type NumberSetting } from './problem.js';

/** What is wrong with the text of a field, in words; null: it can be used. An empty scale is the standard one. */
function wrongWith({ text }: MechanismLab, name: NumberSetting, typed: string): string | null {
  const read = readNumber(typed);
  if (read.ok) return allows(name, read.value) ? null : text(`error.bad-${name}`, { actual: read.value });
  return name === 'scale' && read.problem === 'empty' ? null : text(`field.${read.problem}`, { text: typed });
}

/** A field that takes effect while it is typed into; what cannot be used is marked when it is left, and changes nothing. */
export function numberField(lab: MechanismLab, name: NumberSetting, value: number | null, placeholder = ''): TemplateResult {
  const draft = lab.drafts.get(name);
  const type = (event: Event) => {
    const text = (event.target as HTMLInputElement).value;
    const read = readNumber(text);
    lab.drafts.set(name, { text });
    if (wrongWith(lab, name, text)) lab.draw();
    else if (read.ok) lab.set(name, read.value);
    else lab.set('scale', null);
  };
  const leave = () => {
    const error = draft && wrongWith(lab, name, draft.text);
    if (error) lab.drafts.set(name, { text: draft.text, error });
    else lab.drafts.delete(name);
    lab.endEdit();
    lab.draw();
  };
  return html`<label class="field small"
    ><span>${lab.text(name)}</span>
    <input
      type="text"
      data-test=${name}
      placeholder=${placeholder}
      aria-invalid=${draft?.error ? 'true' : nothing}
      .value=${live(draft?.text ?? (value === null ? '' : String(value)))}
      @input=${type}
      @change=${leave}
      @blur=${leave}
    />
    ${draft?.error ? html`<span class="problem" role="alert" data-error=${name}>${draft.error}</span>` : nothing}</label
  >`;
}
