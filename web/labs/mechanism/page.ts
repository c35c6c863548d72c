// The stage of the lab: sample, formula, inputs, stages, what they show.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { AttentionError } from '../../core/errors.js';
import { compareView } from './compare-view.js';
import { wholeFormula } from './formula.js';
import { printedFormula } from './formula-printed.js';
import { inputsView } from './inputs-view.js';
import { largeView } from './large-view.js';
import { listingView } from './listing-view.js';
import type { MechanismLab } from './lab.js';
import { culprit, errorText } from './names.js';
import { presets } from './presets/index.js';
import { sentencesView } from './sentences-view.js';
import { stagesView } from './stages-view.js';
import { parametersView } from './parameters-view.js';

const articles = [1, 2, 3, 4, 5, 0] as const;

function presetPicker(lab: MechanismLab): TemplateResult {
  const { text, preset } = lab;
  const choose = (event: Event) => lab.choosePreset((event.target as HTMLSelectElement).value);
  return html`<label class="field preset">
    <span>${text('sample')}</span>
    <select data-test="preset" @change=${choose}>
      ${articles.map(
        (article) =>
          html`<optgroup label=${text(`article.${article}`)}>
            ${presets
              .filter((each) => each.article === article)
              .map(
                (each) =>
                  html`<option value=${each.id} data-preset=${each.id} .selected=${live(each.id === preset.id)}>
                    ${text(`preset.${each.id}`)}
                  </option>`,
              )}
          </optgroup>`,
      )}
    </select>
  </label>`;
}

function versionPicker(lab: MechanismLab): TemplateResult | typeof nothing {
  const { preset, version, text } = lab;
  if (preset.versions.length < 2) return nothing;
  return html`<div class="segments" role="group" aria-label=${text('version')}>
    ${preset.versions.map(
      ({ id }) =>
        html`<button type="button" data-version=${id} aria-pressed=${id === version.id} @click=${() => lab.choosePreset(preset.id, id)}>
          ${text(`version.${id}`)}
        </button>`,
    )}
  </div>`;
}

const seedField = (lab: MechanismLab) =>
  lab.preset.seeded
    ? html`<label class="field"
          ><span>${lab.text('seed')}</span>
          <input
            type="number"
            step="1"
            data-test="seed"
            .value=${live(String(lab.state.seed))}
            @change=${(event: Event) => setSeed(lab, (event.target as HTMLInputElement).valueAsNumber)}
        /></label>
        <button type="button" data-test="new-numbers" @click=${() => setSeed(lab, lab.state.seed + 1)}>${lab.text('seed.next')}</button>`
    : nothing;

function setSeed(lab: MechanismLab, seed: number): void {
  if (Number.isSafeInteger(seed)) lab.reseed(seed);
}

const toolbar = (lab: MechanismLab) => html`
  <div class="toolbar">
    <button type="button" data-test="undo" ?disabled=${!lab.canUndo} @click=${() => lab.undo()}>${lab.text('undo')}</button>
    <button type="button" data-test="redo" ?disabled=${!lab.canRedo} @click=${() => lab.redo()}>${lab.text('redo')}</button>
    <label class="switch" title=${lab.text('predict.about')}
      ><input
        type="checkbox"
        data-test="predict"
        .checked=${live(lab.state.predict)}
        @change=${() => lab.context.setState({ predict: !lab.state.predict, revealed: [] })}
      />
      ${lab.text('predict')}</label
    >
  </div>
`;

/** Where nothing could be drawn yet there is one way out for sure. */
const resetButton = (lab: MechanismLab) =>
  lab.run || !lab.canReset
    ? nothing
    : html`<button type="button" data-test="reset" @click=${() => lab.reset()}>${lab.text('reset')}</button>`;

/** What could not be run; where a single matrix is to blame, it says so itself. */
function failureView(lab: MechanismLab): TemplateResult | typeof nothing {
  if (!lab.failure) return nothing;
  if (culprit(lab, lab.failure)) return resetButton(lab);
  const code = lab.failure instanceof AttentionError ? lab.failure.code : 'error';
  return html`<p class="problem" role="alert" data-error=${code}>
    ${errorText(lab, lab.failure)} ${lab.run ? lab.text('lastGood') : resetButton(lab)}
  </p>`;
}

/** The formula of what is shown: as printed where that is shown, none where a program without one goes astray. */
function formulaBox(lab: MechanismLab): TemplateResult | typeof nothing {
  const { problem, active, text } = lab;
  const printed = lab.version.id === 'printed' ? printedFormula(lab.preset.id) : null;
  if (!printed && lab.goesAstray) return nothing;
  return html`<div class="formula-box" tabindex="0" role="group" aria-label=${text('formula')}>
    ${printed ?? wholeFormula(problem, active?.kind === 'stage' ? active.name : '')}
  </div>`;
}

/** For the keyboard: past the sample and the inputs, to the scores. */
const toStages = (button: Element) =>
  button.closest('.mechanism')!.querySelector<HTMLElement>('.stages-area [data-cell][tabindex="0"]')?.focus();

/** Embedded: the stages with their formula and sentences, or the weights alone; `full` keeps the choice of the sample. */
function partView(lab: MechanismLab): TemplateResult {
  const { view, controls } = lab.context;
  const choices =
    controls === 'full' ? html`<div class="choices">${presetPicker(lab)} ${versionPicker(lab)} ${seedField(lab)}</div>` : nothing;
  return html`<div class="mechanism" data-view=${view} data-controls=${controls}>
    ${choices} ${view === 'weights' ? nothing : html`<div class="idea">${formulaBox(lab)}</div>`} ${failureView(lab)} ${stagesView(lab)}
    ${view === 'weights' ? nothing : sentencesView(lab)}
  </div>`;
}

export function page(lab: MechanismLab): TemplateResult {
  const { text, preset, version } = lab;
  const { view, controls } = lab.context;
  if (view || controls === 'none') return partView(lab);
  const about = `preset.${preset.id}.${version.id}`;
  return html`<div class="mechanism" data-controls=${controls}>
    <button type="button" class="skip-stages" data-test="skip" @click=${(event: Event) => toStages(event.target as Element)}>
      ${text('skip.stages')}
    </button>
    ${
      controls === 'full'
        ? html`<header class="lab-head">
            <h1>${text('title')}</h1>
            <p class="summary">${text('summary')}</p>
          </header>`
        : nothing
    }
    <div class="choices">${presetPicker(lab)} ${versionPicker(lab)} ${seedField(lab)} ${toolbar(lab)}</div>
    <div class="idea">
      <p class="about ${version.id}" data-test="about">${text(about)}</p>
      ${formulaBox(lab)}
    </div>
    ${lab.run ? nothing : failureView(lab)} ${listingView(lab)} ${inputsView(lab)} ${parametersView(lab)}
    ${lab.run ? failureView(lab) : nothing} ${stagesView(lab)} ${sentencesView(lab)}
    ${controls === 'full' ? html`${compareView(lab)} ${largeView(lab)}` : nothing}
  </div>`;
}
