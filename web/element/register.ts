// Registers the element once; a second copy of another version is told, not mixed in.
import { AttentionLabElement } from './element.js';

/** Registers <attention-lab> (or another name). Where another version has the name it stays, and every such element says so. */
export function define(name = 'attention-lab'): void {
  if (typeof customElements === 'undefined') return; // no DOM
  const there = customElements.get(name) as (CustomElementConstructor & { version?: string }) | undefined;
  if (!there) return customElements.define(name, AttentionLabElement);
  if (there.version === AttentionLabElement.version) return;
  const detail = {
    code: 'two-versions',
    values: { first: there.version ?? '?', second: AttentionLabElement.version },
    message: `<${name}>: version ${there.version ?? '?'} is on this page already; ${AttentionLabElement.version} is not used`,
  };
  console.warn(detail.message);
  for (const element of document.querySelectorAll(name))
    element.dispatchEvent(new CustomEvent('al-error', { detail, bubbles: true, composed: true }));
}
