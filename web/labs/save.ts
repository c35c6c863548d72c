// "Save ▾" for the figures of every lab; its words are the shell's.
import { html, nothing, type TemplateResult } from 'lit';
import { define } from '../views/element.js';
import type { Figure } from '../views/figure/figure.js';
import type { Format } from '../views/figure/formats.js';
import { Save, type SaveTexts } from '../views/figure/save.js';
import type { LabContext, Language } from './lab.js';

/** As HTML and SVG name a language. */
export const languageTag = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en');

/** Sentences one after the other: Chinese needs no space between them. */
export const together = (language: Language, sentences: readonly string[]): string => sentences.join(language === 'zh' ? '' : ' ');

type Context = Pick<LabContext<never>, 'text' | 'controls'>;

const known = new WeakMap<Context, SaveTexts>();

function textsOf(context: Context): SaveTexts {
  const { text } = context;
  const texts = known.get(context) ?? {
    save: text('save'),
    name: (title: string) => text('save.name', { title }),
    look: { light: text('theme.light'), dark: text('theme.dark') },
    lookName: text('save.look'),
    format: (format: Format) => text(`save.${format}`),
    saved: (file: string) => text('save.saved', { file }),
    failed: (reason: string) => text('save.failed', { reason }),
    framed: { text: text('save.framed.text'), bytes: text('save.framed.bytes') },
    text: text('save.text'),
  };
  known.set(context, texts);
  return texts;
}

/** Beside a picture; nothing where the lab is shown without controls. `figure` is asked when something is saved. */
export function saveMenu(context: Context, figure: () => Figure | null): TemplateResult | typeof nothing {
  if (context.controls === 'none') return nothing;
  define('al-save', Save);
  return html`<al-save .figure=${figure} .texts=${textsOf(context)}></al-save>`;
}
