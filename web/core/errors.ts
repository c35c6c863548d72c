// The error every function of the core throws.

/** A code for the page's own sentence, named values for it, and the core's English sentence as the message. */
export class AttentionError extends Error {
  override readonly name = 'AttentionError';
  constructor(
    readonly code: string,
    readonly values: Readonly<Record<string, string | number>>,
    message: string,
  ) {
    super(message);
  }
}
