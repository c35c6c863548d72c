// What the element's events carry in `detail`.

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

export interface AttentionLabEvents {
  'al-ready': CustomEvent<ReadyDetail>;
  'al-change': CustomEvent<ChangeDetail>;
  'al-select': CustomEvent<SelectDetail>;
  'al-result': CustomEvent<ResultDetail>;
  'al-error': CustomEvent<ErrorDetail>;
}
