// What this lab has on show as figures.
import { curvesDrawing } from '../../views/figure/curves.js';
import type { Figure } from '../../views/figure/figure.js';
import { mapDrawing } from '../../views/figure/map.js';
import { languageTag, together } from '../save.js';
import { plotOf, type Quantity } from './charts.js';
import type { ScalingLab } from './lab.js';
import { pictureOf } from './maps-panel.js';
import { sizes, type Variant } from './state.js';

/** A picture leaves the page without the controls: its caption says what was drawn. */
function whole(lab: ScalingLab, caption: string): string {
  const { n, seed, distribution, temperature } = lab.state;
  const drawn = lab.say('figure.drawn', { n, seed, distribution: lab.say(`distribution.${distribution}`), temperature });
  return together(lab.context.language, [caption, drawn]);
}

export function curvesFigure(lab: ScalingLab, quantity: Quantity): Figure | null {
  const { sweep, shown, context } = lab;
  if (!sweep) return null;
  const plot = plotOf(lab, quantity);
  const table = {
    rows: sizes.map(String),
    columns: plot.series.map(({ name }) => name),
    values: Float32Array.from(sizes.flatMap((_, i) => shown.map((variant) => sweep[variant][i]![quantity]))),
  };
  const picture = { ...plot, caption: whole(lab, plot.caption), language: languageTag(context.language) };
  return { id: quantity, title: plot.title, caption: picture.caption, table, draw: (look) => curvesDrawing(picture, look) };
}

export function mapFigure(lab: ScalingLab, variant: Variant): Figure | null {
  if (!lab.sweep) return null;
  const { texts, values, labels, ...scale } = pictureOf(lab, variant);
  const table = { rows: labels, columns: labels, values };
  const about = { title: texts.name, caption: whole(lab, texts.caption), language: languageTag(lab.context.language) };
  const axes = { rowAxis: lab.say('map.rows'), columnAxis: lab.say('map.columns'), unit: texts.unit };
  const picture = { ...about, table, ...axes, ...scale, pooled: String };
  return { id: `weights-${variant}`, title: about.title, caption: about.caption, table, draw: (look) => mapDrawing(picture, look) };
}

export function figures(lab: ScalingLab): Figure[] {
  const maps = lab.shown.map((variant) => mapFigure(lab, variant));
  const [spread, ...softmax] = (['variance', 'largest', 'entropy'] as const).map((quantity) => curvesFigure(lab, quantity));
  const all = { variance: [spread], weights: [...maps, ...softmax] };
  const { view } = lab.context;
  const chosen = view in all ? all[view as keyof typeof all] : [...all.variance, ...all.weights];
  return chosen.filter((figure) => figure != null);
}
