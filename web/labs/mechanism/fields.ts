// One number with its name: scale, softcap, gain, temperature.
import { html, nothing, type TemplateResult } from 'lit';
import { AttentionError } from '../../core/errors.js';
import { readNumber } from '../../inputs/number.js';
import type { MechanismLab } from './lab.js';
import { errorText } from './names.js';

type NumberSetting = 'gain' | 'scale' | 'softcap' | 'temperature';

const fields: readonly NumberSetting[] = ['gain', 'scale', 'softcap', 'temperature'];

/** Is the core's error about this field (or, without a name, about any of them)? */
export function isFieldOf(error: unknown, name?: NumberSetting): boolean {
  return error instanceof AttentionError && fields.some((field) => error.code === `bad-${field}` && (name ?? field) === field);
}

/** A field that takes effect while it is typed into; what is no number is marked and changes nothing. */
export function numberField(lab: MechanismLab, name: NumberSetting, value: number | null, placeholder = ''): TemplateResult {
  const draft = lab.drafts.get(name);
  const wrong = draft?.error ?? (isFieldOf(lab.failure, name) ? `${errorText(lab, lab.failure)} ${lab.text('lastGood')}` : null);
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
      aria-invalid=${wrong ? 'true' : nothing}
      .value=${draft?.text ?? (value === null ? '' : String(value))}
      @input=${type}
      @change=${leave}
      @blur=${leave}
    />
    ${wrong ? html`<span class="problem" role="alert" data-error=${name}>${wrong}</span>` : nothing}</label
  >`;
}
