// What the element's events carry in `detail`.
import type { AttentionLabElement } from './element.js';

export interface ReadyDetail {
  readonly lab: string;
}
export interface ChangeDetail {
  readonly lab: string;
  /** The whole state, plain JSON. */
  readonly state: Readonly<Record<string, unknown>>;
}
/** What is explained now; its fields are the lab's own (stage, head, row, column …). */
export type SelectDetail = { readonly lab: string } & Readonly<Record<string, unknown>>;
export interface ResultDetail {
  readonly lab: string;
}
export interface ErrorDetail {
  /** Of the core, of a lab, or of the author's attributes. */
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** A sentence in the element's language. */
  readonly message: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'attention-lab': AttentionLabElement;
  }
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the table of events has its own name
  interface HTMLElementEventMap extends AttentionLabEvents {}
}

export interface AttentionLabEvents {
  'al-ready': CustomEvent<ReadyDetail>;
  'al-change': CustomEvent<ChangeDetail>;
  'al-select': CustomEvent<SelectDetail>;
  'al-result': CustomEvent<ResultDetail>;
  'al-error': CustomEvent<ErrorDetail>;
}
