// "Save ▾" beside a picture: its formats, and where downloads may be forbidden the text itself.
//
// It opens in the flow of the page: nothing is covered or cut off, in a narrow column or a frame.
import { css, html, nothing, type TemplateResult } from 'lit';
import { ViewElement } from '../element.js';
import { download, framed } from './download.js';
import type { Figure, Look } from './figure.js';
import { fileOf, formats, isText, type Format } from './formats.js';

export interface SaveTexts {
  readonly save: string;
  /** The name of the group: "Save “Weights”". */
  name(title: string): string;
  readonly look: Readonly<Record<Look, string>>;
  readonly lookName: string;
  format(format: Format): string;
  saved(file: string): string;
  failed(reason: string): string;
  /** In a frame: the browser may have kept the file back; with a text to copy, or without. */
  readonly framed: Readonly<Record<'text' | 'bytes', string>>;
  readonly text: string;
}

const sheet = css`
  al-save {
    display: block;
    min-width: 0;
    font-size: var(--al-text-s, 13px);
  }
  al-save .save-row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--al-space-1, 4px);
  }
  al-save button {
    min-height: var(--al-target, 28px);
    padding: 0 var(--al-space-2, 8px);
    font-size: inherit;
  }
  al-save .looks {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 0 var(--al-space-2, 8px);
    border: 0;
    margin: 0;
    padding: 0 0 0 var(--al-space-1, 4px);
    min-width: 0;
  }
  al-save .looks label {
    display: inline-flex;
    align-items: center;
    gap: var(--al-space-1, 4px);
    min-height: var(--al-target, 28px);
  }
  al-save .saved {
    margin: var(--al-space-1, 4px) 0 0;
    color: var(--al-muted);
    overflow-wrap: anywhere;
  }
  al-save textarea {
    display: block;
    box-sizing: border-box;
    width: 100%;
    height: 6rem;
    margin-top: var(--al-space-1, 4px);
    font:
      0.75rem var(--al-font-mono),
      monospace;
  }
  @media print {
    al-save {
      display: none;
    }
  }
`;

interface Outcome {
  readonly note: string;
  readonly text?: string;
}

export class Save extends ViewElement {
  static override sheets = [sheet];
  static override properties = {
    figure: { attribute: false, hasChanged: () => false }, // a new closure at every drawing, asked only when something is saved
    texts: { attribute: false },
    open: { state: true },
    look: { state: true },
    outcome: { state: true },
  };
  /** Asked when something is saved; null: nothing is to be seen yet. */
  declare figure: (() => Figure | null) | null;
  declare texts: SaveTexts | null;
  declare open: boolean;
  /** As chosen; null: as the page looks. */
  declare look: Look | null;
  declare outcome: Outcome | null;

  constructor() {
    super();
    this.figure = null;
    this.texts = null;
    this.open = false;
    this.look = null;
    this.outcome = null;
  }

  private toggle(open: boolean): void {
    this.open = open;
    this.outcome = null;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.open) return;
    event.stopPropagation();
    this.toggle(false);
    this.find<HTMLElement>('[data-test="save"]')?.focus();
  };

  /** Light writing means a dark page. */
  private pageLook(): Look {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(this).color.match(/[\d.]+/g) ?? []).map(Number);
    return red + green + blue > 384 ? 'dark' : 'light';
  }

  private async save(format: Format): Promise<void> {
    const { texts } = this;
    const figure = this.figure?.();
    if (!texts || !figure) return;
    try {
      const { name, blob, text } = await fileOf(figure, format, this.look ?? this.pageLook());
      download(name, blob);
      const note = texts.saved(name);
      if (!framed()) this.outcome = { note };
      else this.outcome = { note: `${note} ${texts.framed[isText(format) ? 'text' : 'bytes']}`, ...(text === undefined ? {} : { text }) };
    } catch (error) {
      this.outcome = { note: texts.failed(error instanceof Error ? error.message : String(error)) };
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts, open } = this;
    if (!texts || !this.figure) return nothing;
    return html`<div class="save-row" @keydown=${this.onKey}>
        <button type="button" data-test="save" aria-expanded=${open} @click=${() => this.toggle(!open)}>
          ${texts.save} <span aria-hidden="true">▾</span>
        </button>
        ${open ? this.choices(texts) : nothing}
      </div>
      <div role="status">${this.outcome ? html`<p class="saved" data-test="save-note">${this.outcome.note}</p>` : nothing}</div>
      ${this.outcome?.text === undefined ? nothing : this.field(texts, this.outcome.text)}`;
  }

  private choices(texts: SaveTexts): TemplateResult {
    const look = this.look ?? this.pageLook();
    const name = texts.name(this.figure?.()?.title ?? '');
    return html`<div class="save-row" role="group" aria-label=${name}>
      ${formats.map(
        (format) =>
          html`<button type="button" data-save=${format} title=${texts.format(format)} @click=${() => void this.save(format)}>
            ${format.toUpperCase()}
          </button>`,
      )}
      <fieldset class="looks" aria-label=${texts.lookName}>
        ${(['light', 'dark'] as const).map(
          (each) =>
            html`<label
              ><input
                type="radio"
                data-look=${each}
                .checked=${each === look}
                @change=${() => (this.look = each)}
              />${texts.look[each]}</label
            >`,
        )}
      </fieldset>
    </div>`;
  }

  private field(texts: SaveTexts, text: string): TemplateResult {
    const select = (event: Event) => (event.target as HTMLTextAreaElement).select();
    return html`<textarea
      readonly
      spellcheck="false"
      data-test="save-text"
      aria-label=${texts.text}
      .value=${text}
      @focus=${select}
      @keydown=${this.onKey}
    ></textarea>`;
  }
}
