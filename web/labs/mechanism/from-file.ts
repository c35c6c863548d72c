// A matrix from a file: picked, or dropped on it. CSV and TSV as spreadsheets save them, NPY as numpy does.
import { html, type TemplateResult } from 'lit';
import { isNpy, readNpy, type NpyProblem } from '../../inputs/npy.js';
import { readTable, type TableProblem } from '../../inputs/table.js';
import { shortestFloat32 } from '../../views/number.js';
import type { MechanismLab } from './lab.js';
import type { Matrix } from './problem.js';
import { refuse, take, type Target } from './typing.js';

const kMostBytes = 4_000_000; // a matrix here has 192 numbers
const kAccepted = '.csv,.tsv,.txt,.npy,text/csv,text/tab-separated-values,text/plain';

export type FileProblem =
  { readonly problem: 'file-zip' | 'file-not-text' | 'file-unreadable' } | { readonly problem: 'file-large'; readonly bytes: number };

type ReadFile = { readonly ok: true; readonly rows: Matrix } | ({ readonly ok: false } & (TableProblem | NpyProblem | FileProblem));

/** UTF-8, or UTF-16 with its mark, as Excel saves "Unicode text". Null: no text. */
function textOf(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

const isZip = ([first, second]: Uint8Array): boolean => first === 0x50 && second === 0x4b;

/** The matrix in a file's bytes. Each number is the shortest decimal of its float32: 0.1, not 0.10000000149. */
export function readBytes(name: string, bytes: Uint8Array, limit: { readonly rows: number; readonly columns: number }): ReadFile {
  if (isNpy(bytes) || /\.npy$/i.test(name)) {
    const read = readNpy(bytes, limit);
    if (!read.ok) return read;
    const { rows, columns, values } = read;
    const row = (i: number) => Array.from(values.subarray(i * columns, (i + 1) * columns), (value) => Number(shortestFloat32(value)));
    return { ok: true, rows: Array.from({ length: rows }, (_, i) => row(i)) };
  }
  if (isZip(bytes)) return { ok: false, problem: 'file-zip' };
  const text = textOf(bytes);
  return text === null ? { ok: false, problem: 'file-not-text' } : readTable(text, limit);
}

async function readFile(file: File, target: Target): Promise<ReadFile> {
  if (file.size > kMostBytes) return { ok: false, problem: 'file-large', bytes: file.size };
  try {
    return readBytes(file.name, new Uint8Array(await file.arrayBuffer()), { rows: target.maxRows, columns: target.maxColumns });
  } catch {
    return { ok: false, problem: 'file-unreadable' }; // a folder, or taken away meanwhile
  }
}

/** Puts the file's numbers in the place of the matrix, or says at the matrix what is wrong and changes nothing. */
export async function fromFile(lab: MechanismLab, target: Target, file: File): Promise<void> {
  const { version } = lab;
  const read = await readFile(file, target);
  if (lab.version !== version) return; // another sample has come meanwhile
  if (read.ok) take(lab, target, read.rows);
  else refuse(lab, target, '', read);
}

export function fileButton(lab: MechanismLab, target: Target): TemplateResult {
  const pick = () => {
    const picker = document.createElement('input');
    picker.type = 'file';
    picker.accept = kAccepted;
    picker.addEventListener('change', () => {
      const file = picker.files?.[0];
      if (file) void fromFile(lab, target, file);
    });
    picker.click();
  };
  return html`<button type="button" data-test="file-${target.id}" title=${lab.text('fromFile.about')} @click=${pick}>
    ${lab.text('fromFile')}
  </button>`;
}

const holdsFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** Listeners for the element a file can be dropped on. */
export function dropZone(lab: MechanismLab, target: Target) {
  const mark = (event: DragEvent, on: boolean) => (event.currentTarget as Element).classList.toggle('drop', on);
  return {
    over(event: DragEvent) {
      if (!holdsFile(event)) return;
      event.preventDefault();
      mark(event, true);
    },
    leave: (event: DragEvent) => mark(event, false),
    drop(event: DragEvent) {
      mark(event, false);
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      void fromFile(lab, target, file);
    },
  };
}
