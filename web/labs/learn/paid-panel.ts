// What the training has cost so far.
import { html, type TemplateResult } from 'lit';
import { flopsText } from './describe.js';
import type { LearnLab } from './lab.js';

export function paidPanel({ say, player, counting: { count } }: LearnLab): TemplateResult {
  const { run } = player;
  const { steps = 0, tokens = 0, flops = 0, seconds = 0, clock = 0 } = run?.paid ?? {};
  const rate = seconds > 0 ? flops / seconds / 1e9 : 0;
  const item = (name: string, value: string, more: Readonly<Record<string, string | number>> = {}) =>
    html`<div data-paid=${name}>
      <dt>${say(`paid.${name}`)}</dt>
      <dd><b>${value}</b> <span class="quiet">${say(`paid.${name}.about`, more)}</span></dd>
    </div>`;
  return html`<section role="group" aria-labelledby="learn-paid">
    <h2 id="learn-paid">${say('paid.title')}</h2>
    <dl class="facts">
      ${item('parameters', count(run?.parameters ?? 0))} ${item('steps', count(steps))} ${item('tokens', count(tokens))}
      ${item('flops', flopsText(flops), { rate: rate.toFixed(1) })}
      ${item('seconds', say('seconds', { seconds: seconds.toFixed(1) }), { clock: clock.toFixed(1) })}
    </dl>
  </section>`;
}
