// What this lab has on show as figures.
import type { Bar } from '../../views/chart/bar-chart.js';
import { barsDrawing } from '../../views/figure/bars.js';
import type { Figure } from '../../views/figure/figure.js';
import { finePercent } from '../../views/percent.js';
import { languageTag, together } from '../save.js';
import { effects, effectsSentence, scoreText, signed } from './describe.js';
import type { SentimentLab } from './lab.js';
import type { Judgement } from './session.js';

export function effectsFigure(lab: SentimentLab, judgement: Judgement): Figure {
  const { say } = lab;
  const list = effects(judgement);
  const title = say('effects.title');
  const caption = together(lab.context.language, [
    say('figure.text', { text: judgement.reading.text.trim(), score: scoreText(lab, judgement.score) }),
    effectsSentence(lab, judgement),
  ]);
  const values = Float32Array.from(list.flatMap(({ weight, change }) => [weight, change]));
  const table = { rows: list.map(({ label }) => label), columns: [say('effects.weight'), say('effects.change')], values };
  const bars: Bar[] = list.map(({ word, label, weight, change }) => ({
    id: String(word),
    label,
    value: weight,
    text: finePercent(weight),
    remark: Number.isFinite(change) ? signed(change) : '–',
    reading: '',
    hue: 'weights',
  }));
  return {
    id: 'weights',
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
          axis: say('effects.weight'),
          remark: say('effects.change'),
          format: finePercent,
          language: languageTag(lab.context.language),
        },
        look,
      ),
  };
}

export function figures(lab: SentimentLab): readonly Figure[] {
  return lab.judgement ? [effectsFigure(lab, lab.judgement)] : [];
}
