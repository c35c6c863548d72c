// The chosen token: how likely it was, and the tokens that the chosen head looked at most.
import { html, type TemplateResult } from 'lit';
import { finePercent } from '../../views/percent.js';
import type { GenerateLab } from './lab.js';
import { headName } from './page.js';
import { lookedAt } from './session.js';

const kListed = 6;

export function describeInspector(lab: GenerateLab): TemplateResult {
  const { say, chosen, writing, state } = lab;
  if (!chosen || !writing)
    return html`<p class="quiet" data-test="inspector-hint">${say(lab.loader.session ? 'inspect.hint' : 'inspect.before')}</p>`;
  const [place, written] = chosen;
  const session = lab.loader.session!;
  const before = [
    say('token.begin'),
    ...writing.prompt.map((id) => session.label(id)),
    ...writing.written.slice(0, place).map(({ label }) => label),
  ];
  const weights = lookedAt(lab.layers, state.head);
  const strongest = Array.from(weights, (weight, i) => ({ weight, i }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, kListed);
  return html`<div class="generate-steps" data-test="token-explained">
    <h2 lang="en">${written.label}</h2>
    <p>
      ${say('inspect.chance', { place: place + 1, share: finePercent(written.probability), bits: (-Math.log2(written.probability)).toFixed(1) })}
    </p>
    <p>${say('inspect.looked', { head: headName(lab, state.head) })}</p>
    <ol>
      ${strongest.map(({ weight, i }) => html`<li><span lang="en">${before[i]}</span> ${finePercent(weight)}</li>`)}
    </ol>
  </div>`;
}
