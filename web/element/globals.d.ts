import type { AttentionLabElement } from './element.js';
import type { AttentionLabEvents } from './events.js';

declare global {
  /** Set by the build. */
  const ATTENTION_LAB_VERSION: string;
  interface HTMLElementTagNameMap {
    'attention-lab': AttentionLabElement;
  }
  interface HTMLElementEventMap extends AttentionLabEvents {}
}
