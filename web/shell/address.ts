// The address bar: written at most every 200 ms (browsers refuse more), the whole state kept beside it in the history.
const kPause = 200;

export class Address {
  private pending: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Calls back when the address changes by hand or by the back button, with what the history kept. */
  listen(changed: (kept: unknown) => void): void {
    window.addEventListener('popstate', ({ state }) => {
      this.cancel();
      changed(state);
    });
    window.addEventListener('pagehide', () => this.flush());
    document.addEventListener('visibilitychange', () => this.flush());
  }

  write(hash: () => string, kept: unknown, how: 'replace' | 'push'): void {
    if (how === 'push') {
      this.flush();
      history.pushState(kept, '', hash());
      return;
    }
    this.cancel();
    this.pending = () => history.replaceState(kept, '', hash());
    this.timer = setTimeout(() => this.flush(), kPause);
  }

  push(hash: string): void {
    this.flush();
    history.pushState(null, '', hash);
  }

  flush(): void {
    const write = this.pending;
    this.cancel();
    write?.();
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.pending = null;
  }
}
