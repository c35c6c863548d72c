// What the stateful views share: elements in the light DOM, whose style sheets go to the root they stand in.
import { LitElement, type CSSResult } from 'lit';
import { adopt } from './styles.js';

export class ViewElement extends LitElement {
  static sheets: readonly CSSResult[] = [];

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, ...(this.constructor as typeof ViewElement).sheets);
  }

  protected find<T extends Element>(selector: string): T | null {
    return this.querySelector<T>(selector);
  }

  protected emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** Registers a view under its name: importing alone never does, and twice is no error. */
export function define(name: string, view: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, view);
}

/** Calls `draw` when the element's width changes, when the screen's sharpness or the colour scheme does, and around printing. */
export function watchLook(element: Element, draw: () => void): () => void {
  let width = -1;
  const observer = new ResizeObserver(([entry]) => {
    const next = Math.round(entry?.contentRect.width ?? 0);
    // not here: a drawing that changes its own height would be told to the page's window as an error
    if (next !== width) requestAnimationFrame(draw);
    width = next;
  });
  observer.observe(element);
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print', `(resolution: ${devicePixelRatio}dppx)`].map(
    (query) => matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', draw);
  const theme = new MutationObserver(draw); // the page's own choice of light or dark
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => {
    observer.disconnect();
    theme.disconnect();
    for (const query of queries) query.removeEventListener('change', draw);
  };
}
