// What this lab has on show as figures.
import type { Figure, FigureTable } from '../../views/figure/figure.js';
import { headGridDrawing } from '../../views/figure/head-grid.js';
import { linesDrawing } from '../../views/figure/lines.js';
import { mapDrawing } from '../../views/figure/map.js';
import { stripDrawing } from '../../views/figure/strip.js';
import { shortNumber } from '../../views/number.js';
import { finePercent } from '../../views/percent.js';
import { languageTag, together } from '../save.js';
import { bare, names } from './head-panel.js';
import { angleText, cosineText, headCaption, headLine, headSentence } from './describe.js';
import type { SentenceLab } from './lab.js';
import { cosine, largestOf } from './measures.js';
import { evenMark } from './overview-panel.js';
import { isolate } from './pieces.js';
import type { Analysis, HeadResult } from './session.js';
import { headName } from './state.js';
import { stripRows, stripTexts } from './vector-panel.js';

/** Which text it is, and which heads were off: a picture leaves the page without them. */
function ofText(lab: SentenceLab, { text, off }: Analysis): string {
  const whole = lab.say('figure.text', { text: isolate(text.trim()) });
  return off.length ? whole + lab.say('figure.off', { heads: lab.offNames(off) }) : whole;
}

const pooled =
  ({ say }: SentenceLab) =>
  (size: number) =>
    say('figure.pooled', { size });

const range = (lab: SentenceLab, analysis: Analysis, scale: Analysis['scale']) => ({
  ramp: 'viridis' as const,
  low: 0,
  ...scale,
  mark: evenMark(lab, analysis),
  format: finePercent,
  pooled: pooled(lab),
  language: languageTag(lab.context.language),
});

export function headFigure(lab: SentenceLab, analysis: Analysis, head: HeadResult): Figure {
  const { say } = lab;
  const { labels } = analysis;
  const title = say('map.name', names(head));
  const caption = together(lab.context.language, [
    headSentence(head.measures, labels, say),
    headCaption(head.measures, labels, say),
    ofText(lab, analysis),
  ]);
  const table = { rows: labels, columns: labels, values: head.weights };
  const [queries, keys] = [say('lines.queries'), say('lines.keys')];
  const whole = { title, caption, table, ...range(lab, analysis, head.scale) };
  const lines = lab.state.view === 'lines';
  return {
    id: lines ? 'head-lines' : 'head',
    title,
    caption,
    table,
    draw: (look) =>
      lines
        ? linesDrawing({ ...whole, queries, keys, drawn: drawn(lab) }, look)
        : mapDrawing({ ...whole, rowAxis: queries, columnAxis: keys, unit: say('map.unit'), cellFormat: bare }, look),
  };
}

const drawn =
  ({ say }: SentenceLab) =>
  (count: number, total: number, threshold: number, share: number): string =>
    say('figure.drawn', { count, total, threshold: finePercent(threshold), share: finePercent(share) });

/** (layer, head, query) rows, key columns. */
function allHeads({ say }: SentenceLab, { heads, labels }: Analysis): FigureTable {
  const values = new Float32Array(heads.length * labels.length ** 2);
  heads.forEach(({ weights }, i) => values.set(weights, i * weights.length));
  const rows = heads.flatMap((head) => labels.map((token) => say('figure.row', { ...names(head), token })));
  return { rows, columns: labels, values };
}

export function overviewFigure(lab: SentenceLab, analysis: Analysis): Figure {
  const { say } = lab;
  const { heads, labels, off } = analysis;
  const title = say('overview.title');
  const caption = together(lab.context.language, [
    say('figure.overview', { heads: heads.length, tokens: labels.length }),
    ofText(lab, analysis),
  ]);
  const thumbs = heads.map(({ layer, head, weights, measures }) => ({
    layer: say('layer', { layer: layer + 1 }),
    title: say('head', { head: head + 1 }),
    summary: headLine(measures, labels, say),
    on: !off.includes(headName(layer, head)),
    weights,
  }));
  const picture = { title, caption, heads: thumbs, labels, off: say('switch.off'), ...range(lab, analysis, analysis.scale) };
  return { id: 'overview', title, caption, table: allHeads(lab, analysis), draw: (look) => headGridDrawing(picture, look) };
}

function vectors(
  lab: SentenceLab,
  id: string,
  title: string,
  caption: string,
  rows: readonly { label: string; values: Float32Array }[],
): Figure {
  const width = rows[0]!.values.length;
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, i) => values.set(row.values, i * width));
  const table = { rows: rows.map(({ label }) => label), columns: Array.from({ length: width }, (_, i) => String(i + 1)), values };
  const picture = {
    title,
    caption,
    table,
    language: languageTag(lab.context.language),
    bound: largestOf(rows[0]!.values),
    format: shortNumber,
  };
  return { id, title, caption, table, draw: (look) => stripDrawing(picture, look) };
}

export function vectorFigure(lab: SentenceLab, analysis: Analysis): Figure {
  const { say } = lab;
  const { caption } = stripTexts(lab, analysis, cosine(analysis.full, analysis.vector));
  const whole = together(lab.context.language, [caption, ofText(lab, analysis)]);
  return vectors(lab, 'vector', say('vector.title'), whole, stripRows(lab, analysis));
}

/** Null without a second sentence. */
export function pairFigure(lab: SentenceLab, analysis: Analysis): Figure | null {
  const { say, second, state } = lab;
  if (!second) return null;
  const similarity = cosine(analysis.full, second.full);
  const [one, two] = [analysis.text.trim(), state.second.trim()];
  const rows = [
    { label: one, values: analysis.full },
    { label: two, values: second.full },
  ];
  if (analysis.off.length)
    rows.push(
      { label: say('figure.withOff', { text: one }), values: analysis.vector },
      { label: say('figure.withOff', { text: two }), values: second.vector },
    );
  const caption = say('figure.pair', {
    one: isolate(one),
    two: isolate(two),
    cosine: cosineText(similarity),
    angle: angleText(similarity),
  });
  return vectors(lab, 'pair', say('figure.pair.title'), caption, rows);
}

export function figures(lab: SentenceLab): Figure[] {
  const { analysis } = lab;
  const head = lab.head();
  if (!analysis || !head) return [];
  const pair = pairFigure(lab, analysis);
  const all = {
    head: [headFigure(lab, analysis, head)],
    overview: [overviewFigure(lab, analysis)],
    vector: [vectorFigure(lab, analysis), ...(pair ? [pair] : [])],
  };
  const { view } = lab.context;
  return view in all ? all[view as keyof typeof all] : [...all.head, ...all.overview, ...all.vector];
}
