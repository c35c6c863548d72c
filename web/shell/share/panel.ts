// Link, embed code, citation and files to carry away, for the picture at hand. Loaded when first opened.
import { html, nothing, type TemplateResult } from 'lit';
import { elementScript, embedded, files } from '../../assets/files.js';
import { lookUp } from '../../i18n/index.js';
import { writeLink, type Link } from '../../labs/link.js';
import type { Controls } from '../../labs/lab.js';
import { adopt } from '../../views/styles.js';
import type { App } from '../app.js';
import { bibtex, citation, elementCode, frameCode, isoDate, type Cited, type Embedded } from './codes.js';
import en from './en.json' with { type: 'json' };
import { panelStyles } from './styles.js';
import zh from './zh.json' with { type: 'json' };

export const texts = { en, zh };

type Form = 'element' | 'frame';
type Part = 'link' | Form | 'text' | 'bibtex';
const allControls: readonly Controls[] = ['none', 'minimal', 'full'];

const local = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** A page from a file, and one that carries everything, have no site around them. */
const onSite = () => location.protocol !== 'file:' && embedded('core') === null;

/** By the browser's own way, else (plain http) by the one it had before; false where it allows neither. */
async function copy(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}

export class SharePanel {
  private view = '';
  private controls: Controls = 'full';
  private form: Form = 'element';
  private said: { readonly part: Part; readonly copied: boolean } | null = null;

  constructor(private readonly app: App) {
    adopt(document, panelStyles);
  }

  private readonly text = (key: string, values: Readonly<Record<string, string>> = {}) =>
    lookUp([texts[this.app.language], { name: this.app.text('name') }], key, values);

  private get link(): Link {
    const { lab, entry, state } = this.app;
    return writeLink(lab?.id ?? entry.id, state, lab?.defaultState ?? {});
  }

  /** Without what stands behind `?`: readers have a language and colours of their own. */
  private get url(): string {
    return location.href.replace(/[?#].*$/, '') + this.link.hash;
  }

  private get embedded(): Embedded {
    const { entry, language } = this.app;
    const { view, controls } = this;
    const state = this.link.hash.split('/').slice(2).join('/');
    const title = `${this.app.text('name')}: ${entry.title[language]}`;
    return { site: new URL('.', location.href).href, lab: entry.id, view, controls, state, language, title };
  }

  private get cited(): Cited {
    return { version: files?.version ?? '', url: onSite() ? this.url : null, date: isoDate(new Date()) };
  }

  private field(part: Part): HTMLInputElement | HTMLTextAreaElement {
    return document.querySelector(`[data-share="${part}"]`)!;
  }

  async copy(part: Part): Promise<void> {
    this.said = { part, copied: await copy(this.field(part)) };
    this.app.draw();
  }

  private note(part: Part): TemplateResult {
    const said = this.said?.part === part ? this.text(this.said.copied ? `copied.${part}` : 'select') : '';
    return html`<p role="status" data-test="${part === 'link' ? 'share-note' : `note-${part}`}">${said}</p>`;
  }

  private button(part: Part): TemplateResult {
    return html`<button type="button" data-copy=${part} @click=${() => this.copy(part)}>${this.text('copy')}</button>`;
  }

  private code(part: Part, label: string, value: string): TemplateResult {
    return html`<div class="code">
      <textarea data-share=${part} readonly rows="4" spellcheck="false" aria-label=${label} .value=${value}></textarea>
      ${this.button(part)} ${this.note(part)}
    </div>`;
  }

  private choice<T extends string>(name: string, now: T, all: readonly T[], label: (value: T) => string, chosen: (value: T) => void) {
    const change = (event: Event) => {
      chosen((event.target as HTMLSelectElement).value as T);
      this.said = null;
      this.app.draw();
    };
    return html`<label
      >${this.text(name)}
      <select data-test="embed-${name}" @change=${change}>
        ${all.map((value) => html`<option value=${value} .selected=${value === now}>${label(value)}</option>`)}
      </select></label
    >`;
  }

  /** What the link cannot hold. */
  private leftOut(): TemplateResult | typeof nothing {
    const names = this.link.leftOut.map((field) => this.app.text(`field.${field}`).replace(/^field\./, ''));
    return names.length ? html`<p data-test="left-out">${this.text('leftOut', { fields: names.join(', ') })}</p>` : nothing;
  }

  private embedPart(): TemplateResult | typeof nothing {
    if (!onSite()) return html`<p class="quiet" data-test="no-site">${this.text('embed.noSite')}</p>`;
    const element = elementScript();
    if (!element) return nothing;
    const { text, app, form } = this;
    const views = ['', ...(app.lab?.views ?? [])];
    if (!views.includes(this.view)) this.view = '';
    const code = form === 'element' ? elementCode(this.embedded, element) : frameCode(this.embedded);
    return html`<details name="share" data-part="embed">
      <summary>${text('embed')}</summary>
      <div class="choices">
        ${this.choice(
          'view',
          this.view,
          views,
          (view) => (view ? app.text(`view.${view}`) : text('view.whole')),
          (view) => {
            this.view = view;
            this.controls = view ? 'minimal' : 'full';
          },
        )}
        ${this.choice(
          'controls',
          this.controls,
          allControls,
          (value) => text(`controls.${value}`),
          (value) => (this.controls = value),
        )}
        ${this.choice<Form>(
          'form',
          form,
          ['element', 'frame'],
          (value) => text(`form.${value}`),
          (value) => (this.form = value),
        )}
      </div>
      ${this.code(form, text('embed'), code)}
    </details>`;
  }

  private citePart(): TemplateResult {
    const { text, cited } = this;
    const { language } = this.app;
    return html`<details name="share" data-part="cite">
      <summary>${text('cite')}</summary>
      ${this.code('text', text('cite.text'), citation(language, cited))} ${this.code('bibtex', 'BibTeX', bibtex(language, cited))}
    </details>`;
  }

  private carryPart(): TemplateResult | typeof nothing {
    if (!onSite()) return nothing;
    const { text } = this;
    const zip = `attention-lab-${files?.version ?? ''}.zip`;
    return html`<details name="share" data-part="carry">
      <summary>${text('carry')}</summary>
      <p>${text('carry.about')}</p>
      <ul>
        <li><a href="lab.html" download>lab.html</a> ${text('carry.small')}</li>
        <li><a href="lab-with-model.html" download>lab-with-model.html</a> ${text('carry.model')}</li>
        <li><a href=${zip} download>${zip}</a> ${text('carry.zip')}</li>
      </ul>
    </details>`;
  }

  draw(): TemplateResult {
    const { text, app } = this;
    return html`<section
      class="share"
      aria-label=${app.text('share')}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && (event.stopPropagation(), app.closeShare())}
    >
      <div class="line">
        <label>${text('link')} <input data-test="share-link" data-share="link" readonly .value=${this.url} /></label>${this.button('link')}
      </div>
      ${this.note('link')} ${this.leftOut()}
      ${local.test(location.hostname) ? html`<p class="quiet" data-test="local">${text('local')}</p>` : nothing} ${this.embedPart()}
      ${this.citePart()} ${this.carryPart()}
      <button type="button" class="close" data-test="share-close" aria-label=${app.text('close')} @click=${() => app.closeShare()}>
        ×
      </button>
    </section>`;
  }
}
