// A training that outlives the page: one record in the browser's own store (IndexedDB), on this machine only.
import type { Run } from './run.js';
import type { LearnState } from './state.js';

export interface Kept {
  readonly state: LearnState;
  readonly run: Run;
  readonly file: Uint8Array;
  /** Milliseconds since 1970. */
  readonly when: number;
}

const [kName, kStore, kKey] = ['attention-lab', 'learn', 'last'];

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });

/** Throws where the browser keeps nothing: in a sandboxed frame, in some private windows. */
async function store<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(kName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(kStore);
  const database = await answered(opening);
  try {
    return await answered(work(database.transaction(kStore, mode).objectStore(kStore)));
  } finally {
    database.close();
  }
}

export const keep = (kept: Kept): Promise<unknown> => store('readwrite', (all) => all.put(kept, kKey));
export const forget = (): Promise<unknown> => store('readwrite', (all) => all.delete(kKey));
export const findKept = (): Promise<Kept | undefined> => store('readonly', (all) => all.get(kKey) as IDBRequest<Kept | undefined>);
