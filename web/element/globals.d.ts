import type { AttentionLabElement } from './element.js';
import type { AttentionLabEvents } from './events.js';

declare global {
  /** Set by the build. */
  const ATTENTION_LAB_VERSION: string;
  interface HTMLElementTagNameMap {
    'attention-lab': AttentionLabElement;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- what is added to the table of events has its own name
  interface HTMLElementEventMap extends AttentionLabEvents {}
}
