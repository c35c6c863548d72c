// The article's program with the shape of every line, and the line where it stops.
import { html, nothing, type TemplateResult } from 'lit';
import { shapeText } from '../../views/number.js';
import type { MechanismLab } from './lab.js';
import type { LineResult } from './listing.js';

function outcome({ text }: MechanismLab, line: LineResult): TemplateResult {
  if (line.state === 'ran') return html`<span class="shape">${shapeText(line.shape)}</span>`;
  if (line.state === 'not-reached') return html`<span class="muted">${text('listing.notReached')}</span>`;
  return html`<strong data-error=${line.error.key}>✗ ${text(line.error.key, line.error.values)}</strong>`;
}

export function listingView(lab: MechanismLab): TemplateResult | typeof nothing {
  const { listing } = lab.version;
  if (!listing) return nothing;
  const { given } = listing(lab.problem);
  const shapes = Object.entries(given).map(([name, shape]) => `${name}: ${shapeText(shape)}`);
  return html`<figure class="listing" data-test="listing">
    <figcaption>
      ${lab.text('listing.title')} ${shapes.length ? lab.text('listing.given', { shapes: shapes.join(', ') }) : nothing}
    </figcaption>
    <ol>
      ${lab.listed.map((line) => html`<li class=${line.state}><code>${line.code}</code> ${outcome(lab, line)}</li>`)}
    </ol>
  </figure>`;
}
