// One view of the lab at a time in large type, stepped through by keys, a clicker or two buttons. Loaded when first asked for.
import { html, type TemplateResult } from 'lit';
import { lookUp } from '../../i18n/index.js';
import { adopt } from '../../views/styles.js';
import type { App } from '../app.js';
import en from './en.json' with { type: 'json' };
import { insideOf, moveOf, type Move } from './keys.js';
import { presentStyles } from './styles.js';
import zh from './zh.json' with { type: 'json' };

const texts = { en, zh };
const kHelpTime = 6000; // ms that the keys are told

export class Presenter {
  private help = true;
  private fading: ReturnType<typeof setTimeout> | undefined;

  /** `wanted`: a view of the lab, or any other text for its first. */
  constructor(
    private readonly app: App,
    private wanted: string,
  ) {
    adopt(document, presentStyles);
    document.documentElement.dataset['presenting'] = '';
    document.addEventListener('keydown', this.onKey, { capture: true });
    document.addEventListener('fullscreenchange', this.onScreen);
    this.fading = setTimeout(() => {
      this.help = false;
      app.draw();
    }, kHelpTime);
  }

  private get views(): readonly string[] {
    return this.app.lab?.views ?? [];
  }

  get view(): string {
    return this.views.includes(this.wanted) ? this.wanted : (this.views[0] ?? '');
  }

  private readonly text = (key: string) => lookUp([texts[this.app.language]], key);

  /** The lab's first view, from its start; a view that was named is shown as it stands. */
  begin(): void {
    const named = this.views.includes(this.wanted);
    this.show(this.view);
    if (!named) this.app.mounted?.present?.('first');
  }

  private show(view: string): void {
    this.wanted = view;
    this.app.presenting(view);
  }

  go(move: Move): void {
    if (move === 'leave') return this.app.stopPresenting();
    const { app, views } = this;
    if (move === 'next' || move === 'previous') {
      if (app.mounted?.present?.(move)) return;
      const view = views[views.indexOf(this.view) + (move === 'next' ? 1 : -1)];
      if (view === undefined) return;
      this.show(view);
      app.mounted?.present?.(move === 'next' ? 'first' : 'last');
    } else {
      const view = move === 'first' ? views[0] : views.at(-1);
      if (view !== undefined && view !== this.view) this.show(view);
      app.mounted?.present?.(move);
    }
  }

  close(): void {
    clearTimeout(this.fading);
    document.removeEventListener('keydown', this.onKey, { capture: true });
    document.removeEventListener('fullscreenchange', this.onScreen);
    delete document.documentElement.dataset['presenting'];
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  }

  /** Before the page's own: a clicker goes on wherever the focus is. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const move = moveOf(event, insideOf(event.composedPath()));
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    this.go(move);
  };

  /** Escape leaves the full screen first, and is not told: it ends both. */
  private readonly onScreen = (): void => {
    if (!document.fullscreenElement) this.app.stopPresenting();
  };

  draw(): TemplateResult {
    const { text } = this;
    const button = (move: Move, sign: string) =>
      html`<button type="button" data-present=${move} aria-label=${text(move)} title=${text(move)} @click=${() => this.go(move)}>
        ${sign}
      </button>`;
    return html`<h1 class="hidden-text">${this.app.entry.title[this.app.language]}</h1>
      <h2 class="hidden-text">${this.app.text(`view.${this.view}`)}</h2>
      <div class="presenter" role="group" aria-label=${text('presenting')}>
        <p class="present-help" data-test="present-help" data-shown=${this.help}>${text('help')}</p>
        ${button('previous', '‹')} ${button('next', '›')} ${button('leave', '×')}
      </div>`;
  }
}
