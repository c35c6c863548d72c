// What an author's attributes, JSON or calls can get wrong.

/** Something wrong that the author of the page wrote: a code, its values, and a text key `element.<code>`. */
export class AuthorError extends Error {
  override readonly name = 'AuthorError';
  constructor(
    readonly code:
      'unknown-figure' | 'unknown-lab' | 'unknown-view' | 'unknown-controls' | 'broken-state' | 'broken-json' | 'state-too-long',
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(`attention-lab: ${code} ${JSON.stringify(values)}`);
  }
}
