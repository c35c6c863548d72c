// What this lab has on show as figures; its own files (export.ts) hold all circumstances of each measurement.
import { barsDrawing } from '../../views/figure/bars.js';
import { curvesDrawing } from '../../views/figure/curves.js';
import type { Figure } from '../../views/figure/figure.js';
import { languageTag } from '../save.js';
import { bar, mark, measuredCases } from './bars-panel.js';
import { referencesOf, seriesOf, yFormats } from './curves-panel.js';
import { barsCaption, curvesCaption, pointsOf, type Quantity } from './describe.js';
import { gflopsTick } from './format.js';
import type { SpeedLab } from './lab.js';
import { caseName } from './names.js';
import { caseNames, lengthsUpTo } from './plan.js';

/** Null before anything is measured. */
export function barsFigure(lab: SpeedLab): Figure | null {
  const { say, words, context } = lab;
  const results = measuredCases(lab);
  if (results.length === 0) return null;
  const bars = caseNames(lab.state).flatMap((name) => bar(lab, name).filter(({ value }) => value !== null));
  const columns = ['gflops', 'fraction', 'time.ms', 'low.ms', 'high.ms', 'runs', 'peak'].map((key) => say(`table.${key}`));
  const values = results.flatMap(({ measured: { gflops, fraction, ms, low, high, runs, peak } }) => [
    gflops,
    fraction,
    ms,
    low,
    high,
    runs,
    peak,
  ]);
  const table = {
    rows: results.map(({ task }) => caseName(task.problem, say, words.counting)),
    columns,
    values: Float32Array.from(values),
  };
  const about = { title: say('bars.name'), caption: barsCaption(results, words), language: languageTag(context.language) };
  const picture = { ...about, bars, mark: mark(lab, results), axis: say('unit.gflops'), remark: say('bars.time'), format: gflopsTick };
  return { id: 'gflops', ...about, table, draw: (look) => barsDrawing(picture, look) };
}

/** Null before a point of it is measured. */
export function curvesFigure(lab: SpeedLab, quantity: Quantity): Figure | null {
  const { say, state, results, words, context } = lab;
  const series = seriesOf(lab, quantity);
  if (series.every(({ points }) => points.length === 0)) return null;
  const curves = state.curves.map((name) => new Map(pointsOf(results, name, state, quantity).map(({ length, value }) => [length, value])));
  const lengths = lengthsUpTo(state.longest).filter((length) => curves.some((points) => points.has(length)));
  const table = {
    rows: lengths.map(String),
    columns: state.curves.map((name) => say(`figure.${quantity}`, { curve: say(`curve.${name}`) })),
    values: Float32Array.from(lengths.flatMap((length) => curves.map((points) => points.get(length) ?? NaN))),
  };
  const about = {
    title: say(`chart.${quantity}`),
    caption: curvesCaption(quantity, results, state, words),
    language: languageTag(context.language),
  };
  const picture = {
    ...about,
    series,
    references: referencesOf(lab, quantity),
    xTicks: lengthsUpTo(state.longest),
    linear: false,
    xAxis: say('axis.tokens'),
    yAxis: say(`axis.${quantity}`),
    xFormat: words.counting.count,
    yFormat: yFormats[quantity],
  };
  return { id: quantity, ...about, table, draw: (look) => curvesDrawing(picture, look) };
}

export function figures(lab: SpeedLab): Figure[] {
  const { view } = lab.context;
  const bars = view === 'curves' ? [] : [barsFigure(lab)];
  const curves = view === 'bars' ? [] : [curvesFigure(lab, 'time'), curvesFigure(lab, 'memory')];
  return [...bars, ...curves].filter((figure) => figure !== null);
}
