// Which version this is.

declare const ATTENTION_LAB_VERSION: string | undefined;

/** Set by the build. */
export const version: string = typeof ATTENTION_LAB_VERSION === 'undefined' ? 'source' : ATTENTION_LAB_VERSION;
