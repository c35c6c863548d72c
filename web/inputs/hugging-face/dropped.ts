// The files of what was dropped or picked, with the folders they lie in.
import type { FolderFile } from './folder.js';

/** A folder of a model has a few dozen files; a whole disk is nobody's model. */
export const mostFiles = 2000;

/** What the File and Directory Entries API gives, as far as it is used. */
interface Entry {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly fullPath: string;
  file?(done: (file: File) => void, failed: (error: unknown) => void): void;
  createReader?(): { readEntries(done: (entries: readonly Entry[]) => void, failed: (error: unknown) => void): void };
}

const fileOf = (entry: Entry) => new Promise<File>((done, failed) => entry.file!(done, failed));

/** A reader gives some at a time, and none at the end. */
async function entriesOf(folder: Entry): Promise<Entry[]> {
  const reader = folder.createReader!();
  const all: Entry[] = [];
  for (;;) {
    const some = await new Promise<readonly Entry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return all;
    all.push(...some);
    if (all.length > mostFiles) return all;
  }
}

/** Call it in the drop's own event: the browser empties the list after it. At most `mostFiles`. */
export function droppedFiles({ items, files }: Pick<DataTransfer, 'items' | 'files'>): Promise<FolderFile[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry?.() as Entry | null | undefined);
  if (entries.every((entry) => !entry)) return Promise.resolve(pickedFiles(files));
  return walk(entries.filter((entry) => !!entry));
}

async function walk(waiting: Entry[]): Promise<FolderFile[]> {
  const found: FolderFile[] = [];
  while (waiting.length > 0 && found.length < mostFiles) {
    const entry = waiting.shift()!;
    if (entry.isDirectory) waiting.push(...(await entriesOf(entry)));
    else if (entry.isFile) found.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry) });
  }
  return found;
}

/** Of `<input type="file" multiple>`, or with `webkitdirectory`. */
export const pickedFiles = (files: Iterable<File> | ArrayLike<File>): FolderFile[] =>
  Array.from(files)
    .slice(0, mostFiles)
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }));
