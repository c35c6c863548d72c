// What this lab has on show as figures.
import type { Bar } from '../../views/chart/bar-chart.js';
import { barsDrawing } from '../../views/figure/bars.js';
import type { Figure } from '../../views/figure/figure.js';
import { finePercent } from '../../views/percent.js';
import { languageTag } from '../save.js';
import { choicesOf } from './choices-panel.js';
import type { GenerateLab } from './lab.js';

export function choicesFigure(lab: GenerateLab): Figure | null {
  const { say, state, chosen, writing } = lab;
  if (!chosen || !writing) return null;
  const choices = choicesOf(lab);
  const title = say('choices.title');
  const text = lab.loader.session!.text({ ...writing, written: writing.written.slice(0, chosen[0]) });
  const caption = say('figure.text', { text, temperature: state.temperature.toFixed(2), token: chosen[1].label });
  const table = {
    rows: choices.map(({ label }) => label),
    columns: [say('choices.model'), say('choices.drawn')],
    values: Float32Array.from(choices.flatMap(({ probability, chance }) => [probability, chance])),
  };
  const bars: Bar[] = choices.map(({ token, label, probability, chance }) => ({
    id: String(token),
    label,
    value: probability,
    text: finePercent(probability),
    remark: chance === 0 ? '–' : finePercent(chance),
    reading: '',
    hue: 'weights',
  }));
  return {
    id: 'choices',
    title,
    caption,
    table,
    draw: (look) =>
      barsDrawing(
        {
          title,
          caption,
          bars,
          mark: null,
          axis: say('choices.model'),
          remark: say('choices.drawn'),
          format: finePercent,
          language: languageTag(lab.context.language),
        },
        look,
      ),
  };
}

export function figures(lab: GenerateLab): readonly Figure[] {
  const figure = choicesFigure(lab);
  return figure ? [figure] : [];
}
