// What beam search kept: every finished sentence with what it is worth.
import { html, type TemplateResult } from 'lit';
import { shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import type { Side, TranslateLab } from './lab.js';
import type { Answer, Translated } from './session.js';

export function beamsPanel(lab: TranslateLab, side: Side, { answers }: Translated): TemplateResult {
  const { say } = lab;
  return html`<section role="group" class="hypotheses" data-test="beams-list" aria-label=${say('beams.title')}>
    <h3>${say('beams.title')}</h3>
    <p class="quiet">${say(answers.length === 1 ? 'beams.one' : 'beams.about', { count: answers.length })}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${say('beams.sentence')}</th>
            <th scope="col">${say('beams.log')}</th>
            <th scope="col">${say('beams.each')}</th>
          </tr>
        </thead>
        <tbody>
          ${answers.map((answer, i) => row(lab, side, answer, i))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function row(lab: TranslateLab, side: Side, answer: Answer, index: number): TemplateResult {
  const chosen = side.answer === answer;
  return html`<tr>
    <th scope="row">
      <button
        type="button"
        lang="en"
        data-hypothesis=${index}
        aria-pressed=${chosen}
        @click=${() => lab.set({ hypothesis: index, word: null })}
      >
        ${answer.text || lab.say('answer.empty')}
      </button>
    </th>
    <td>${shortNumber(answer.logProbability)}</td>
    <td>${finePercent(Math.exp(answer.logProbability / Math.max(1, answer.pieces.length)))}</td>
  </tr>`;
}
