// How it is built, how it learns, what it learns from.
import { html, nothing, type TemplateResult } from 'lit';
import { choiceField, numberField, switchField } from './controls.js';
import type { LearnLab } from './lab.js';
import { shortSettings } from './describe.js';

type Group = 'model' | 'learning' | 'data';

export function settingsPanel(lab: LearnLab): TemplateResult | typeof nothing {
  const { say, state } = lab;
  if (lab.context.controls !== 'full') return nothing;
  const own = state.task === 'own';
  return html`<section role="group" aria-labelledby="learn-settings">
    <h2 id="learn-settings">${say('settings.title')}</h2>
    <p class="quiet">${say('settings.about')}</p>
    ${group(
      lab,
      'learning',
      html`${numberField(lab, 'rate')} ${choiceField(lab, 'schedule')} ${numberField(lab, 'warmup')} ${numberField(lab, 'steps')}
      ${numberField(lab, 'batch')} ${numberField(lab, 'clip')} ${numberField(lab, 'decay')} ${numberField(lab, 'smoothing')}
      ${numberField(lab, 'dropout')}`,
    )}
    ${group(
      lab,
      'model',
      html`${choiceField(lab, 'architecture')} ${choiceField(lab, 'layers')} ${choiceField(lab, 'width')} ${choiceField(lab, 'heads')}
      ${choiceField(lab, 'hidden')} ${choiceField(lab, 'positions')} ${choiceField(lab, 'norm')} ${switchField(lab, 'normFirst')}
      ${choiceField(lab, 'activation')}`,
    )}
    ${group(
      lab,
      'data',
      html`${own ? nothing : html`${numberField(lab, 'size')} ${switchField(lab, 'varied')} ${choiceField(lab, 'examples')}`}
      ${switchField(lab, 'augment')} ${numberField(lab, 'seed')}`,
    )}
  </section>`;
}

const group = (lab: LearnLab, name: Group, fields: TemplateResult) =>
  html`<details class="group" data-group=${name}>
    <summary><strong>${lab.say(`settings.${name}`)}</strong> <span class="quiet">${shortSettings(lab, name)}</span></summary>
    <p class="quiet">${lab.say(`settings.${name}.about`)}</p>
    <div class="settings">${fields}</div>
  </details>`;
