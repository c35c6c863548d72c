// What switching heads off does to the sentence vector.
import { html, type TemplateResult } from 'lit';
import { shortNumber } from '../../views/number.js';
import { saveMenu } from '../save.js';
import { angleText, cosineText } from './describe.js';
import { vectorFigure } from './figures.js';
import type { SentenceLab } from './lab.js';
import { cosine, largestOf } from './measures.js';
import type { Analysis } from './session.js';

export function vectorPanel(lab: SentenceLab, analysis: Analysis): TemplateResult {
  const { say } = lab;
  const { full, vector, off } = analysis;
  const similarity = cosine(full, vector);
  return html`<section role="group" class="vector" data-test="vector" aria-label=${say('vector.title')}>
    <h2>${say('vector.title')}</h2>
    <p data-test="vector-effect">
      ${off.length ? say('vector.effect', { heads: lab.offNames(off), angle: angleText(similarity), cosine: cosineText(similarity) }) : say('vector.about', { width: full.length })}
    </p>
    <al-strip
      .rows=${stripRows(lab, analysis)}
      .bound=${largestOf(full)}
      .format=${shortNumber}
      .texts=${stripTexts(lab, analysis, similarity)}
    ></al-strip>
    ${saveMenu(lab.context, () => vectorFigure(lab, analysis))}
  </section>`;
}

const cache = new WeakMap<Analysis, { label: string; values: Float32Array }[]>();

export function stripRows({ say }: SentenceLab, analysis: Analysis) {
  const { full, vector, off } = analysis;
  const rows = cache.get(analysis) ?? [{ label: say(off.length ? 'vector.full' : 'vector.only'), values: full }];
  if (off.length && !cache.has(analysis)) {
    rows.push(
      { label: say('vector.off'), values: vector },
      { label: say('vector.change'), values: vector.map((value, i) => value - full[i]!) },
    );
  }
  cache.set(analysis, rows);
  return rows;
}

export function stripTexts({ say }: SentenceLab, { full, vector, off }: Analysis, similarity: number) {
  const change = vector.map((value, i) => value - full[i]!);
  const most = change.reduce((best, value, i) => (Math.abs(value) > Math.abs(change[best]!) ? i : best), 0);
  const place = { cell: most + 1, from: shortNumber(full[most] ?? 0), to: shortNumber(vector[most] ?? 0) };
  const largest = full.reduce((best, value, i) => (Math.abs(value) > Math.abs(full[best]!) ? i : best), 0);
  return {
    name: say('vector.title'),
    caption: off.length
      ? say('vector.caption.off', { ...place, cosine: cosineText(similarity) })
      : say('vector.caption', { width: full.length, cell: largest + 1, value: shortNumber(full[largest] ?? 0) }),
    cell: (index: number, [before = 0, after]: readonly number[]) =>
      after === undefined
        ? say('vector.cell', { cell: index + 1, value: shortNumber(before) })
        : say('vector.cell.off', { cell: index + 1, from: shortNumber(before), to: shortNumber(after) }),
  };
}
