// The panel that runs the article's own size.
import { html, nothing, type TemplateResult } from 'lit';
import { shapeText, shortNumber } from '../../views/number.js';
import type { MechanismLab } from './lab.js';
import { kLargeHeads, kLargeShape } from './large-run.js';
import { errorText } from './names.js';

function statusView(lab: MechanismLab): TemplateResult | typeof nothing {
  const { large, text } = lab;
  const { status } = large;
  switch (status.is) {
    case 'idle':
      return nothing;
    case 'running':
      return html`<p role="status">${text('large.running')}</p>`;
    case 'failed':
      return html`<p class="problem" role="alert" data-error="large">${errorText(lab, status.error)}</p>`;
    case 'done':
      return html`<p role="status" data-test="large-result">
        ${text(status.where === 'worker' ? 'large.done' : 'large.doneHere', { input: shapeText(kLargeShape), output: shapeText(status.shape), seconds: status.seconds.toFixed(2), first: shortNumber(status.first) })}
      </p>`;
  }
}

export function largeView(lab: MechanismLab): TemplateResult | typeof nothing {
  const { text, large, preset, version } = lab;
  if (!preset.large || version.id !== 'right') return nothing;
  const running = large.status.is === 'running';
  return html`<section class="large-run" data-test="large">
    <h2>${text('large.title', { shape: shapeText(kLargeShape) })}</h2>
    <p>${text('large.about', { shape: shapeText(kLargeShape), heads: kLargeHeads, width: kLargeShape[2] / kLargeHeads })}</p>
    ${
      running
        ? html`<button type="button" data-test="large-stop" @click=${() => large.stop()}>${text('large.stop')}</button>`
        : html`<button type="button" data-test="large-run" @click=${() => void large.start()}>${text('large.run')}</button>`
    }
    ${statusView(lab)}
  </section>`;
}
