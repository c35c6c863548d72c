// GFLOP/s of each case, against the peak.
import { html, nothing, type TemplateResult } from 'lit';
import type { Bar, BarMark } from '../../views/chart/bar-chart.js';
import { saveMenu } from '../save.js';
import { barsCaption, peakOf, reading } from './describe.js';
import { bytesText, durationText, fractionText, gflopsText, gflopsTick } from './format.js';
import { barsFigure } from './figures.js';
import type { SpeedLab } from './lab.js';
import { caseName } from './names.js';
import { caseTask, caseNames } from './plan.js';
import type { Result } from './results.js';

export function barsPanel(lab: SpeedLab): TemplateResult | typeof nothing {
  const { say, words } = lab;
  const results = measuredCases(lab);
  const bars = caseNames(lab.state).flatMap((name) => bar(lab, name));
  if (bars.length === 0) return nothing;
  return html`<section role="group" aria-labelledby="speed-bars">
    <h2 id="speed-bars">${say('bars.title')}</h2>
    <p class="quiet">${say('bars.about')}</p>
    <al-bar-chart
      .bars=${bars}
      .mark=${mark(lab, results)}
      .table=${table(lab, results)}
      .format=${gflopsTick}
      .selected=${lab.selected}
      .texts=${{
        name: say('bars.name'),
        axis: say('unit.gflops'),
        remark: say('bars.time'),
        caption: barsCaption(results, words),
        numbers: say('numbers'),
        hint: say('bars.hint'),
      }}
      @bar-select=${({ detail }: CustomEvent<string>) => lab.select(detail)}
    ></al-bar-chart>
    ${saveMenu(lab.context, () => barsFigure(lab))}
  </section>`;
}

export const measuredCases = ({ results, state }: SpeedLab): Result[] =>
  caseNames(state).flatMap((name) => {
    const result = results.get(name);
    return result ? [result] : [];
  });

/** Cases still to be measured have a row while the measuring goes on. */
export function bar(lab: SpeedLab, name: string): Bar[] {
  const { say, words, results, runner } = lab;
  const result = results.get(name);
  const hue = name.startsWith('weights') ? { hue: 'weights' as const } : {};
  if (result) {
    const { ms, gflops } = result.measured;
    const label = caseName(result.task.problem, say, words.counting);
    return [
      { id: name, label, value: gflops, text: gflopsText(gflops), remark: durationText(ms), reading: reading(result, words), ...hue },
    ];
  }
  const { state } = runner;
  if (state.kind !== 'running' || !state.whole || !state.tasks.some(({ id }) => id === name)) return [];
  const label = caseName(caseTask(name).problem, say, words.counting);
  return [{ id: name, label, value: null, text: '…', remark: '', reading: say('bars.waiting', { name: label }), ...hue }];
}

export function mark({ say }: SpeedLab, results: readonly Result[]): BarMark | null {
  const peak = peakOf(results);
  return peak && { ...peak, label: say('bars.peak', { gflops: gflopsText(peak.value) }) };
}

function table({ say, words }: SpeedLab, results: readonly Result[]) {
  const heads = ['case', 'gflops', 'fraction', 'time', 'low', 'high', 'runs', 'peak', 'memory'].map((key) => say(`table.${key}`));
  const rows = results.map(({ task, measured }) => [
    caseName(task.problem, say, words.counting),
    gflopsText(measured.gflops),
    fractionText(measured.fraction),
    durationText(measured.ms),
    durationText(measured.low),
    durationText(measured.high),
    words.counting.count(measured.runs),
    gflopsText(measured.peak),
    measured.memory === undefined ? '–' : bytesText(measured.memory),
  ]);
  return { heads, rows };
}
