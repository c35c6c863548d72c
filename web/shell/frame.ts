// The page around a lab: rail, notices, stage, inspector.
import { html, nothing, type TemplateResult } from 'lit';
import { embedded } from '../assets/files.js';
import { labs } from '../labs/index.js';
import type { App, Notice } from './app.js';
import type { Theme } from './preferences.js';

const glyphs: Readonly<Record<string, TemplateResult>> = {
  mechanism: html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="q" d="M3 3h8v8H3z" />
    <path class="k" d="M13 3h8v8h-8z" />
    <path class="v" d="M3 13h8v8H3z" />
    <path class="w" d="M13 13h8v8h-8z" />
  </svg>`,
  sentence: html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="line" d="M4 4C14 4 8 20 20 20M4 12c8 0 8 0 16 0M4 20C12 20 12 4 20 4" />
  </svg>`,
  scaling: html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="line" d="M3 14L8 20L12 6H21M14 12L20 18M20 12L14 18" />
  </svg>`,
  speed: html`<svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="line" d="M4 5h9M4 12h14M4 19h6M20 3v18" />
  </svg>`,
};

const rail = (app: App) => html`
  <ul class="labs">
    ${labs.map(
      (entry) =>
        html`<li>
          <button
            type="button"
            data-lab=${entry.id}
            aria-current=${entry === app.entry ? 'page' : nothing}
            @click=${() => app.openLab(entry)}
          >
            ${glyphs[entry.id] ?? nothing}<span>${entry.title[app.language]}</span>
          </button>
        </li>`,
    )}
  </ul>
`;

const themes: readonly Theme[] = ['auto', 'light', 'dark'];

/** A one-file page is copied alone: no guide lies beside it. */
const hasGuide = embedded('core') === null;
const guideLink = (app: App) =>
  hasGuide ? html`<a class="guide" data-test="guide" href="guide/${app.language}/index.html">${app.text('guide')}</a>` : nothing;

const settings = (app: App) => html`
  <div class="settings">
    <div class="languages" role="group" aria-label=${app.text('language')}>
      <button type="button" data-test="lang-en" lang="en" aria-pressed=${app.language === 'en'} @click=${() => app.setLanguage('en')}>
        English
      </button>
      <button type="button" data-test="lang-zh" lang="zh-CN" aria-pressed=${app.language === 'zh'} @click=${() => app.setLanguage('zh')}>
        中文
      </button>
    </div>
    <label class="theme">
      <span class="hidden-text">${app.text('theme')}</span>
      <select data-test="theme" @change=${(event: Event) => app.setTheme((event.target as HTMLSelectElement).value as Theme)}>
        ${themes.map((theme) => html`<option value=${theme} .selected=${theme === app.theme}>${app.text(`theme.${theme}`)}</option>`)}
      </select>
    </label>
    ${guideLink(app)}
    <button type="button" data-test="present" @click=${() => app.present()}>${app.text('present')}</button>
    <button type="button" class="share-button" data-test="share" @click=${() => app.openShare()}>${app.text('share')}</button>
  </div>
`;

const notice = (app: App, item: Notice) => html`
  <div class="notice" role="alert" data-error=${item.kind}>
    <p>
      ${item.text} ${item.link ? html`<code>${item.link}</code>` : nothing}
      ${item.kind === 'lab' ? html`<button type="button" @click=${() => location.reload()}>${app.text('lab.retry')}</button>` : nothing}
    </p>
    <button type="button" class="close" aria-label=${app.text('close')} @click=${() => app.dismiss(item)}>×</button>
  </div>
`;

const inspector = (app: App) => {
  const toggle = () => {
    app.inspectorOpen = !app.inspectorOpen;
    app.draw();
  };
  const label = app.text(app.inspectorOpen ? 'explanation.hide' : 'explanation.show');
  return html`<aside class="inspector" aria-label=${app.text('explanation')} data-open=${app.inspectorOpen}>
    <button type="button" class="handle" data-test="sheet" aria-expanded=${app.inspectorOpen} @click=${toggle}>${label}</button>
    <div class="inspector-content" id="inspector" data-test="inspector" tabindex="-1"></div>
  </aside>`;
};

export function frame(app: App): TemplateResult {
  const toggleMenu = () => {
    app.menuOpen = !app.menuOpen;
    app.draw();
  };
  return html`
    <a class="skip" href="#stage" @click=${(event: Event) => (event.preventDefault(), document.getElementById('stage')!.focus())}
      >${app.text('skip')}</a
    >
    <header class="rail" data-open=${app.menuOpen}>
      <p class="brand">${app.text('name')}</p>
      <button type="button" class="menu" data-test="menu" aria-expanded=${app.menuOpen} aria-controls="rail-content" @click=${toggleMenu}>
        ${app.entry.title[app.language]} <span aria-hidden="true">▾</span>
      </button>
      <div class="rail-content" id="rail-content">
        <nav aria-label=${app.text('labs')}>${rail(app)}</nav>
        ${settings(app)}
      </div>
    </header>
    <main class="stage" id="stage" tabindex="-1">
      ${app.presenter?.draw() ?? nothing} ${app.share?.draw() ?? nothing} ${app.notices.map((item) => notice(app, item))}
      <div class="lab" data-test="stage" aria-busy=${app.lab === null}></div>
      ${app.lab || app.notices.some(({ kind }) => kind === 'lab') ? nothing : html`<p class="loading">${app.text('loading')}</p>`}
    </main>
    ${inspector(app)}
    <div class="hidden-text" role="status" aria-live="polite" data-test="live"></div>
  `;
}
