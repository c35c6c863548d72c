// Weights and checkpoints as files: the core's safetensors, with the settings and the curve in the metadata.
//
// safetensors: length of the header, 8 bytes little-endian · header, JSON · numbers. Offsets count from the end of the header.
import { readState, type LearnState } from './state.js';
import type { Run } from './run.js';

export const kMostBytes = 64e6;
const kMostHeader = 4e6;
const kField = 'attention-lab learn 1';

export interface Carried {
  readonly state: LearnState;
  /** Null beside weights alone. */
  readonly run: Run | null;
}

type Header = Record<string, unknown> & { __metadata__?: Record<string, string> };

/** Why a file is none of ours: a text key. */
export class FileError extends Error {
  override readonly name = 'FileError';
  constructor(readonly key: 'file.large' | 'file.format' | 'file.settings') {
    super(key);
  }
}

function split(file: Uint8Array): { readonly header: Header; readonly numbers: Uint8Array } {
  if (file.length < 8) throw new FileError('file.format');
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (length > kMostHeader || 8 + length > file.length) throw new FileError('file.format');
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(8, 8 + length)));
    if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new FileError('file.format');
    return { header: header as Header, numbers: file.subarray(8 + length) };
  } catch {
    throw new FileError('file.format');
  }
}

function joined(header: Header, numbers: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8; // numbers begin at a multiple of 8 bytes, as the format asks
  const file = new Uint8Array(8 + padded + numbers.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.fill(0x20, 8, 8 + padded);
  file.set(text, 8);
  file.set(numbers, 8 + padded);
  return file;
}

/** The core's file, and with it what the page needs to go on. */
export function carrying(file: Uint8Array, carried: Carried): Uint8Array<ArrayBuffer> {
  const { header, numbers } = split(file);
  return joined({ ...header, __metadata__: { ...header.__metadata__, [kField]: JSON.stringify(carried) } }, numbers);
}

const isCount = (value: unknown) => typeof value === 'number' && value >= 0;
const isList = (value: unknown) => Array.isArray(value);

/** A record as this page writes it; what cannot be one is refused. */
function readRun(raw: unknown, state: LearnState): Run {
  const { parameters, losses, checks, paid, reached } = (raw ?? {}) as Partial<Run>;
  const sums = Object.values(paid ?? {});
  if (!isCount(parameters) || !isList(losses) || !isList(checks) || sums.length !== 5 || !sums.every(isCount))
    throw new FileError('file.settings');
  return { state, parameters: parameters!, losses: losses!.map(Number), checks: checks!, paid: paid!, reached: reached ?? null };
}

/** What such a file carries; null for weights of another origin, which fit the settings on show or do not. */
export function carriedBy(file: Uint8Array): Carried | null {
  if (file.length > kMostBytes) throw new FileError('file.large');
  const text = split(file).header.__metadata__?.[kField];
  if (text === undefined) return null;
  try {
    const { state, run } = JSON.parse(text) as { state: unknown; run: unknown };
    const read = readState(state);
    return { state: read, run: run === null ? null : readRun(run, read) };
  } catch {
    throw new FileError('file.settings');
  }
}
