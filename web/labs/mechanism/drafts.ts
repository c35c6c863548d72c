// What has been typed but is not a number (yet), by cell; and tables that could not be read, by matrix.

export interface Draft {
  readonly text: string;
  /** In the page's language; absent while the cell is still being typed. */
  readonly error?: string;
}

export class Drafts {
  /** Counts changes: a view that shows drafts is stale when it differs. */
  version = 0;
  private readonly drafts = new Map<string, Draft>();

  get(cell: string): Draft | undefined {
    return this.drafts.get(cell);
  }

  set(cell: string, draft: Draft): void {
    this.version++;
    this.drafts.set(cell, draft);
  }

  delete(cell: string): void {
    this.version++;
    this.drafts.delete(cell);
  }

  clear(): void {
    this.version++;
    this.drafts.clear();
  }

  /** The first error of a matrix, by its prefix "q-". */
  errorOf(prefix: string): string | undefined {
    return [...this.drafts].find(([cell, { error }]) => error && cell.startsWith(prefix))?.[1].error;
  }
}
