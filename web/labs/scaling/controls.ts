// What changes the picture.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { readNumber } from '../../inputs/number.js';
import type { ScalingLab } from './lab.js';
import { counts, distributions, isSeed, isTemperature, sizes, temperatures, type Distribution } from './state.js';

const valueOf = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

export function controlsPanel(lab: ScalingLab): TemplateResult | typeof nothing {
  const { controls, view } = lab.context;
  if (controls === 'none') return nothing;
  return html`<section role="group" class="controls" aria-label=${lab.say('controls')}>
    ${sizeSlider(lab)} ${divideSwitch(lab)} ${view === 'variance' ? nothing : temperatureControls(lab)}
    ${controls === 'full' ? html`${countChoice(lab)} ${distributionChoice(lab)} ${numberField(lab, 'seed')}` : nothing}
    <button type="button" data-test="new-draw" @click=${() => lab.set({ seed: (lab.state.seed + 1) % 2 ** 32 })}>${lab.say('draw')}</button>
  </section>`;
}

function sizeSlider(lab: ScalingLab): TemplateResult {
  const { say, state } = lab;
  return html`<label class="slider">
    <span>${say('d')} = <output>${state.d}</output></span>
    <input
      type="range"
      data-test="d"
      min="0"
      max=${sizes.length - 1}
      step="1"
      .value=${live(String(sizes.indexOf(state.d)))}
      aria-valuetext=${String(state.d)}
      @input=${(event: Event) => lab.set({ d: sizes[Number(valueOf(event))]! })}
    />
  </label>`;
}

const divideSwitch = (lab: ScalingLab) =>
  html`<label class="switch">
    <input type="checkbox" data-test="divide" .checked=${live(lab.state.divide)} @change=${() => lab.set({ divide: !lab.state.divide })} />
    ${lab.say('divide')}
  </label>`;

/** Even in factors: each step multiplies. */
function temperatureControls(lab: ScalingLab): TemplateResult {
  const slide = (event: Event) => {
    lab.drafts.delete('temperature');
    lab.set({ temperature: Number((10 ** Number(valueOf(event))).toPrecision(3)) });
  };
  const { least, most } = temperatures;
  return html`<label class="slider">
      <span>${lab.say('temperature.slider')}</span>
      <input
        type="range"
        data-test="temperature-slider"
        min=${Math.log10(least)}
        max=${Math.log10(most)}
        step="any"
        .value=${live(String(Math.log10(lab.state.temperature)))}
        aria-valuetext=${String(lab.state.temperature)}
        @input=${slide}
      />
    </label>
    ${numberField(lab, 'temperature')}`;
}

const usable = { seed: isSeed, temperature: isTemperature } as const;

/** What is wrong with what stands in a field, in words; null: it can be used. */
function wrongWith({ say }: ScalingLab, name: 'seed' | 'temperature', text: string): string | null {
  const read = readNumber(text);
  if (!read.ok) return say('field.notANumber', { text });
  return usable[name](read.value) ? null : say(`field.${name}`, { text, ...temperatures });
}

/** Takes effect while it is typed into; what cannot be used is marked when it is left, and changes nothing. */
function numberField(lab: ScalingLab, name: 'seed' | 'temperature'): TemplateResult {
  const draft = lab.drafts.get(name);
  const type = (event: Event) => {
    const text = valueOf(event);
    const read = readNumber(text);
    lab.drafts.set(name, { text });
    if (read.ok && !wrongWith(lab, name, text)) lab.set({ [name]: read.value });
    else lab.draw();
  };
  const leave = () => {
    const error = draft && wrongWith(lab, name, draft.text);
    if (error) lab.drafts.set(name, { text: draft.text, error });
    else lab.drafts.delete(name);
    lab.draw();
  };
  return html`<label class="field">
    <span>${lab.say(name)}</span>
    <input
      type="text"
      inputmode="decimal"
      data-test=${name}
      aria-invalid=${draft?.error ? 'true' : nothing}
      .value=${live(draft?.text ?? String(lab.state[name]))}
      @input=${type}
      @change=${leave}
      @blur=${leave}
    />
    ${draft?.error ? html`<span class="problem" role="alert" data-error=${name}>${draft.error}</span>` : nothing}
  </label>`;
}

const countChoice = (lab: ScalingLab) =>
  html`<label class="field">
    <span>${lab.say('n')}</span>
    <select data-test="n" @change=${(event: Event) => lab.setCount(Number(valueOf(event)))}>
      ${counts.map((count) => html`<option value=${count} .selected=${live(count === lab.state.n)}>${count}</option>`)}
    </select>
  </label>`;

const distributionChoice = (lab: ScalingLab) =>
  html`<label class="field">
    <span>${lab.say('distribution')}</span>
    <select data-test="distribution" @change=${(event: Event) => lab.set({ distribution: valueOf(event) as Distribution })}>
      ${distributions.map(
        (name) =>
          html`<option value=${name} .selected=${live(name === lab.state.distribution)}>${lab.say(`distribution.${name}`)}</option>`,
      )}
    </select>
  </label>`;
