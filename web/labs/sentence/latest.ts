// Of several requests for the same thing only the last one counts.

export class Latest {
  private current: AbortController | null = null;

  constructor(private readonly onError: (error: unknown) => void) {}

  get busy(): boolean {
    return this.current !== null;
  }

  /** Gives up what still runs, waits `delay` ms for something newer, then works. What `work` finds after an abort it must drop. */
  run(delay: number, work: (signal: AbortSignal) => Promise<void>): void {
    this.stop();
    const controller = (this.current = new AbortController());
    const { signal } = controller;
    const start = async () => {
      if (signal.aborted) return;
      try {
        await work(signal);
      } catch (error) {
        if (!signal.aborted) this.onError(error);
      } finally {
        if (this.current === controller) this.current = null;
      }
    };
    if (delay > 0) setTimeout(() => void start(), delay);
    else void start();
  }

  stop(): void {
    this.current?.abort();
    this.current = null;
  }
}
