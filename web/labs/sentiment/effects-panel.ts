// Weight beside effect: what each word got of the attention, and what the score does without it.
import { html, type TemplateResult } from 'lit';
import { finePercent } from '../../views/percent.js';
import { vars } from '../../views/styles.js';
import { saveMenu } from '../save.js';
import { effects, effectsSentence, signed, type Effect } from './describe.js';
import { effectsFigure } from './figures.js';
import type { SentimentLab } from './lab.js';
import type { Judgement } from './session.js';

export function effectsPanel(lab: SentimentLab, judgement: Judgement): TemplateResult {
  const { say } = lab;
  const list = effects(judgement);
  const weight = Math.max(...list.map((each) => each.weight));
  const change = Math.max(...list.map((each) => Math.abs(each.change) || 0)) || 1;
  return html`<section role="group" class="effects" data-test="effects" aria-label=${say('effects.title')}>
    <h2>${say('effects.title')}</h2>
    <p data-test="effects-sentence">${effectsSentence(lab, judgement)}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${say('effects.word')}</th>
            <th scope="col" colspan="2">${say('effects.weight')}</th>
            <th scope="col" colspan="2">${say('effects.change')}</th>
          </tr>
        </thead>
        <tbody>
          ${list.map((each) => row(lab, each, weight, change))}
        </tbody>
      </table>
    </div>
    <p class="quiet">${say('effects.about')}</p>
    ${saveMenu(lab.context, () => effectsFigure(lab, judgement))}
  </section>`;
}

function row(lab: SentimentLab, { word, label, weight, change }: Effect, mostWeight: number, mostChange: number): TemplateResult {
  const known = Number.isFinite(change);
  return html`<tr data-effect=${word}>
    <th scope="row">
      <button type="button" lang="en" aria-pressed=${lab.word === word} @click=${() => lab.choose(word)}>${label}</button>
    </th>
    <td>${finePercent(weight)}</td>
    <td class="bars"><span class="bar weight" ${vars({ '--size': String(weight / mostWeight) })}></span></td>
    <td>${known ? signed(change) : '–'}</td>
    <td class="bars">
      <span class="bar ${change < 0 ? 'down' : 'up'}" ${vars({ '--size': String(known ? Math.abs(change) / mostChange : 0) })}></span>
    </td>
  </tr>`;
}
