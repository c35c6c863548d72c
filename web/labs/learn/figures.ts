// What this lab has on show as figures.
import { barsDrawing } from '../../views/figure/bars.js';
import type { Figure, FigureTable } from '../../views/figure/figure.js';
import { headGridDrawing } from '../../views/figure/head-grid.js';
import { lineChartDrawing } from '../../views/figure/line-chart.js';
import { mapDrawing } from '../../views/figure/map.js';
import { finePercent } from '../../views/percent.js';
import { languageTag, together } from '../save.js';
import { captionOf, formats, seriesOf, ticks, type Quantity } from './curves-panel.js';
import { habitSentence, headTitle, shortSettings } from './describe.js';
import { bare, headCaption, headViews, scaleOf } from './heads-panel.js';
import type { HeadGroup } from './heads.js';
import type { LearnLab } from './lab.js';
import { barsOf, studyCaption, wholeMark, type Taken } from './study-panel.js';

/** A picture leaves the page without the settings. */
function whole(lab: LearnLab, caption: string): string {
  const { say, state, player } = lab;
  const settings = say('figure.settings', {
    task: say(`task.${state.task}`),
    size: state.size,
    model: shortSettings(lab, 'model'),
    learning: shortSettings(lab, 'learning'),
    seed: state.seed,
    step: player.session?.step ?? 0,
  });
  return together(lab.context.language, [caption, settings]);
}

const about = (lab: LearnLab, title: string, caption: string) => ({
  title,
  caption: whole(lab, caption),
  language: languageTag(lab.context.language),
});

/** Every step of every curve; NaN where a curve has no number. */
function curvesTable(lab: LearnLab, quantity: Quantity): FigureTable {
  const series = seriesOf(lab, quantity);
  const steps = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const known = series.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  return {
    rows: steps.map(String),
    columns: series.map(({ name, tag }) => (tag ? `${tag} ${name}` : name)),
    values: Float32Array.from(steps.flatMap((step) => known.map((points) => points.get(step) ?? NaN))),
  };
}

/** Null before there is a run. */
export function curvesFigure(lab: LearnLab, quantity: Quantity): Figure | null {
  const { say, player, state, counting } = lab;
  if (!player.run) return null;
  const words = about(lab, say(`chart.${quantity}`), captionOf(lab, quantity));
  const picture = {
    ...words,
    series: seriesOf(lab, quantity),
    xMost: Math.min(state.steps, player.run.losses.length),
    log: quantity === 'loss',
    yMost: quantity === 'right' ? 1 : null,
    xAxis: say('axis.steps'),
    yAxis: say(`axis.${quantity}`),
    xFormat: counting.count,
    yFormat: ticks[quantity],
  };
  return { id: quantity, ...words, table: curvesTable(lab, quantity), draw: (look) => lineChartDrawing(picture, look) };
}

const scale = (lab: LearnLab, group: HeadGroup) => ({
  ramp: 'viridis' as const,
  low: 0,
  ...scaleOf(lab, group),
  format: finePercent,
  pooled: String,
});

export function headFigure(lab: LearnLab): Figure | null {
  const { say } = lab;
  const chosen = lab.chosen();
  if (!chosen) return null;
  const { group, head } = chosen;
  const table = { rows: group.rows, columns: group.columns, values: head.weights };
  const caption = together(lab.context.language, [habitSentence(say, head.pattern), headCaption(lab, head)]);
  const words = about(lab, headTitle(say, head.place), caption);
  const axes = { rowAxis: say('map.rows'), columnAxis: say('map.columns'), unit: say('map.unit'), cellFormat: bare };
  return { id: 'head', ...words, table, draw: (look) => mapDrawing({ ...words, table, ...axes, ...scale(lab, group) }, look) };
}

/** The heads of the part of the chosen one. */
export function headsFigure(lab: LearnLab): Figure | null {
  const { say } = lab;
  const group = lab.chosen()?.group;
  if (!group) return null;
  const { rows, columns, heads } = group;
  const values = new Float32Array(heads.length * rows.length * columns.length);
  heads.forEach(({ weights }, i) => values.set(weights, i * weights.length));
  const table = { rows: heads.flatMap(({ place }) => rows.map((row) => `${headTitle(say, place)}: ${row}`)), columns, values };
  const words = about(lab, say(`part.${group.part}`), say(`part.${group.part}.about`));
  const thumbs = headViews(lab, group).map(({ layer, ...view }) => ({ ...view, layer: say('layer', { layer: layer + 1 }) }));
  const picture = { ...words, heads: thumbs, labels: columns, rows, off: say('switch.off'), ...scale(lab, group) };
  return { id: 'heads', ...words, table, draw: (look) => headGridDrawing(picture, look) };
}

export function studyFigure(lab: LearnLab, taken: Taken): Figure | null {
  const { say } = lab;
  const bars = barsOf(lab, taken);
  if (bars.length === 0) return null;
  const words = about(lab, say(`study.${taken}`), studyCaption(lab, taken));
  const table = {
    rows: bars.map(({ label }) => label),
    columns: [say('study.axis')],
    values: Float32Array.from(bars, ({ value }) => value!),
  };
  const picture = { ...words, bars, mark: wholeMark(lab), axis: say('study.axis'), remark: '', format: formats.right };
  return { id: `without-${taken}`, ...words, table, draw: (look) => barsDrawing(picture, look) };
}

export function figures(lab: LearnLab): Figure[] {
  const all = {
    heads: [headFigure(lab), headsFigure(lab)],
    curves: [curvesFigure(lab, 'loss'), curvesFigure(lab, 'right')],
    examples: [],
  };
  const { view } = lab.context;
  const chosen =
    view in all ? all[view as keyof typeof all] : [...all.heads, ...all.curves, studyFigure(lab, 'heads'), studyFigure(lab, 'weights')];
  return chosen.filter((figure) => figure !== null);
}
