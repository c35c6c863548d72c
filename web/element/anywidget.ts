// attention-lab/anywidget: the element as a widget of Jupyter and MyST (anywidget's front-end module), all in one file,
// the core inside. Traits: lab, state, view, controls, lang, theme, matrices.
import { inflated } from '../assets/files.js';
import { configure } from '../core/configure.js';
import type { AttentionLabElement } from './element.js';
import { define } from './register.js';

declare const ATTENTION_LAB_INLINE: { readonly core: string; readonly worker: string };

/** The part of anywidget's model that is used here. */
export interface WidgetModel {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

const attributes = ['lab', 'state', 'view', 'controls', 'lang', 'theme'] as const;

let configured = false;

/** Draws the widget into `el`; answers what puts it away. */
export function render({ model, el }: { readonly model: WidgetModel; readonly el: HTMLElement }): () => void {
  if (!configured) configure({ wasmBinary: inflated(ATTENTION_LAB_INLINE.core), workerSource: ATTENTION_LAB_INLINE.worker });
  configured = true;
  define();
  const element = document.createElement('attention-lab') as AttentionLabElement;

  const listeners = attributes.map((name): [string, () => void] => [
    `change:${name}`,
    () => {
      const value = model.get(name);
      if (typeof value !== 'string' || value === '') element.removeAttribute(name);
      else if (value !== element.getAttribute(name)) element.setAttribute(name, value);
    },
  ]);
  const setMatrices = () => {
    const matrices = model.get('matrices');
    if (typeof matrices === 'object' && matrices !== null) element.matrices = matrices as Record<string, unknown>;
  };
  listeners.push(['change:matrices', setMatrices]);
  for (const [event, listener] of listeners) {
    listener();
    model.on(event, listener);
  }

  /** The state goes back to Python, where a lab's user has changed it. */
  element.addEventListener('al-change', () => {
    model.set('state', element.getAttribute('state') ?? '');
    model.save_changes();
  });
  el.append(element);
  return () => {
    for (const [event, listener] of listeners) model.off(event, listener);
    element.remove();
  };
}

export default { render };
