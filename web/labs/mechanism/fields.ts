// One number with its name: scale, softcap, gain, temperature.
import { html, nothing, type TemplateResult } from 'lit';
import { readNumber } from '../../inputs/number.js';
import type { MechanismLab } from './lab.js';

type NumberSetting = 'gain' | 'scale' | 'softcap' | 'temperature';

/** A field that takes effect while it is typed into; what is no number is marked and changes nothing. */
export function numberField(lab: MechanismLab, name: NumberSetting, value: number | null, placeholder = ''): TemplateResult {
  const draft = lab.drafts.get(name);
  const type = (event: Event) => {
    const text = (event.target as HTMLInputElement).value;
    const read = readNumber(text);
    lab.drafts.set(name, { text });
    if (read.ok) lab.set(name, read.value);
    else if (read.problem === 'empty' && name === 'scale') lab.set('scale', null);
    else lab.draw();
  };
  const leave = () => {
    const read = readNumber(draft?.text ?? '0');
    const fine = read.ok || (name === 'scale' && read.problem === 'empty');
    if (fine) lab.drafts.delete(name);
    else lab.drafts.set(name, { text: draft!.text, error: lab.text(`field.${read.problem}`, { text: draft!.text }) });
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
      .value=${draft?.text ?? (value === null ? '' : String(value))}
      @input=${type}
      @change=${leave}
      @blur=${leave}
    />
    ${draft?.error ? html`<span class="problem" role="alert" data-error=${name}>${draft.error}</span>` : nothing}</label
  >`;
}
