// What might have stood at the chosen place, from the logits that were kept: another temperature asks the model nothing.
import { html, nothing, type TemplateResult } from 'lit';
import { finePercent } from '../../views/percent.js';
import { vars } from '../../views/styles.js';
import { saveMenu } from '../save.js';
import { choicesFigure } from './figures.js';
import type { GenerateLab } from './lab.js';
import { chances, ranked, softmax } from './sampling.js';

export const kShown = 12;

export interface Choice {
  readonly token: number;
  readonly label: string;
  /** As the model gave it. */
  readonly probability: number;
  /** After temperature, top-k and top-p. */
  readonly chance: number;
}

/** The likeliest at the chosen place, and the one that stands there. */
export function choicesOf(lab: GenerateLab): readonly Choice[] {
  const [, written] = lab.chosen ?? [];
  const session = lab.loader.session;
  if (!written || !session) return [];
  const p = softmax(written.logits);
  const chance = chances(written.logits, lab.state, [0, 1, 3]);
  const order = ranked(written.logits);
  const tokens = order.slice(0, kShown);
  if (!tokens.includes(written.token)) tokens.push(written.token);
  return tokens.map((token) => ({ token, label: session.label(token), probability: p[token]!, chance: chance[token]! }));
}

export function choicesPanel(lab: GenerateLab): TemplateResult | typeof nothing {
  const { say } = lab;
  const { chosen } = lab;
  if (!chosen) return nothing;
  const [place, written] = chosen;
  const choices = choicesOf(lab);
  const most = Math.max(...choices.map(({ probability, chance }) => Math.max(probability, chance)));
  const left = chances(written.logits, lab.state, [0, 1, 3]).filter((chance) => chance > 0).length;
  return html`<section role="group" class="choices" data-test="choices" aria-label=${say('choices.title')}>
    <h2>${say('choices.title')}</h2>
    <p class="quiet">${say('choices.about', { place: place + 1, left, all: written.logits.length })}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${say('choices.token')}</th>
            <th scope="col" colspan="2">${say('choices.model')}</th>
            <th scope="col" colspan="2">${say('choices.drawn')}</th>
          </tr>
        </thead>
        <tbody>
          ${choices.map(
            ({ token, label, probability, chance }) =>
              html`<tr>
                <th scope="row">
                  <button
                    type="button"
                    lang="en"
                    data-choice=${token}
                    aria-pressed=${token === written.token}
                    @click=${() => lab.edit(place, token)}
                  >
                    ${label}
                  </button>
                </th>
                <td>${finePercent(probability)}</td>
                <td class="bars"><span class="bar" ${vars({ '--size': String(probability / most) })}></span></td>
                <td>${chance === 0 ? '–' : finePercent(chance)}</td>
                <td class="bars"><span class="bar drawn" ${vars({ '--size': String(chance / most) })}></span></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${saveMenu(lab.context, () => choicesFigure(lab))}
  </section>`;
}
