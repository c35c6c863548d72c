/** What a lab throws from `readState` when a link cannot be used: a text key and its values. */
export class LabError extends Error {
  override readonly name = 'LabError';
  constructor(
    readonly key: string,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(key);
  }
}
