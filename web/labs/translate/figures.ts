// What this lab has on show as figures.
import type { Figure } from '../../views/figure/figure.js';
import { linesDrawing } from '../../views/figure/lines.js';
import { mapDrawing } from '../../views/figure/map.js';
import { finePercent } from '../../views/percent.js';
import { languageTag, together } from '../save.js';
import type { Side, TranslateLab } from './lab.js';
import { bare, headName, largest, mapSentence } from './map-panel.js';
import type { Answer, Translated } from './session.js';

export function mapFigure(lab: TranslateLab, side: Side, translated: Translated, answer: Answer): Figure {
  const { say } = lab;
  const values = side.map();
  const rows = answer.pieces.map(({ label }) => label);
  const columns = translated.labels;
  const title = say('map.name', { head: headName(lab, side.head()) });
  const caption = together(lab.context.language, [
    say('figure.text', { source: translated.text.trim(), target: answer.text, model: say(`shown.${side.engine}`) }),
    mapSentence(lab, side, translated, answer),
  ]);
  const table = { rows, columns, values };
  const whole = {
    title,
    caption,
    table,
    ramp: 'viridis' as const,
    low: 0,
    high: largest(values),
    clipped: false,
    mark: null,
    format: finePercent,
    pooled: (size: number) => say('figure.pooled', { size }),
    language: languageTag(lab.context.language),
  };
  const [queries, keys] = [say('lines.queries'), say('lines.keys')];
  const drawn = (count: number, total: number, threshold: number, share: number) =>
    say('lines.drawn', { count, total, threshold: finePercent(threshold), share: finePercent(share) });
  const lines = lab.state.view === 'lines';
  return {
    id: `alignment-${side.engine}${lines ? '-lines' : ''}`,
    title,
    caption,
    table,
    draw: (look) =>
      lines
        ? linesDrawing({ ...whole, queries, keys, drawn }, look)
        : mapDrawing({ ...whole, rowAxis: queries, columnAxis: keys, unit: say('map.unit'), cellFormat: bare }, look),
  };
}

export function figures(lab: TranslateLab): readonly Figure[] {
  return lab.shown.flatMap((side) => (side.translated && side.answer ? [mapFigure(lab, side, side.translated, side.answer)] : []));
}
