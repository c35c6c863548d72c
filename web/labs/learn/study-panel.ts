// What heads and weights are worth: taken away one after the other, with the answers that are still right.
import { html, nothing, type TemplateResult } from 'lit';
import type { Bar } from '../../views/chart/bar-chart.js';
import { finePercent } from '../../views/percent.js';
import { saveMenu } from '../save.js';
import { headTitle } from './describe.js';
import { studyFigure } from './figures.js';
import type { LearnLab } from './lab.js';

export function studyPanel(lab: LearnLab): TemplateResult {
  const { say, study, player, counting } = lab;
  const { progress, findings } = study;
  const step = player.session?.step ?? 0;
  const run = () => void study.run(lab.groups().flatMap(({ heads }) => heads.map(({ place }) => place))).then(() => lab.refresh());
  return html`<section role="group" aria-labelledby="learn-study">
    <h2 id="learn-study">${say('study.title')}</h2>
    <p class="quiet">${say('study.about')}</p>
    <div class="row">
      <button type="button" data-test="study" ?disabled=${!player.session || step === 0 || progress !== null} @click=${run}>
        ${say('study.run')}
      </button>
      ${
        progress
          ? html`<progress aria-label=${say('study.title')} max=${progress.of} .value=${progress.done}></progress>
              <button type="button" data-test="study-stop" @click=${() => (study.stop(), lab.draw())}>${say('study.stop')}</button>`
          : html`<span class="quiet">${step === 0 ? say('study.untrained') : nothing}</span>`
      }
    </div>
    ${
      findings
        ? html`<p data-test="study-whole">
              ${say('study.whole', { step: counting.count(findings.step), of: counting.count(findings.of), share: finePercent(findings.whole) })}
            </p>
            <div class="pair">${chart(lab, 'heads')} ${chart(lab, 'weights')}</div>`
        : nothing
    }
  </section>`;
}

export type Taken = 'heads' | 'weights';

/** Right answers without a head, or without the smallest weights. */
export function barsOf({ say, study }: LearnLab, taken: Taken): Bar[] {
  const { heads = [], thinned = [] } = study.findings ?? {};
  const bar = (id: string, label: string, value: number): Bar => ({
    id,
    label,
    value,
    text: finePercent(value),
    remark: '',
    reading: say('study.reading', { what: label, share: finePercent(value) }),
    hue: 'weights',
  });
  if (taken === 'heads') return heads.map(({ place, without }) => bar(place.join('-'), headTitle(say, place), without));
  return thinned.map(({ fraction, right }) => bar(String(fraction), say('study.fraction', { share: finePercent(fraction) }), right));
}

export function studyCaption({ say, study }: LearnLab, taken: Taken): string {
  const { whole = 0, heads = [], thinned = [] } = study.findings ?? {};
  if (taken === 'heads') {
    const [most] = [...heads].sort((a, b) => a.without - b.without);
    return most
      ? say('study.caption.heads', { title: headTitle(say, most.place), share: finePercent(most.without), whole: finePercent(whole) })
      : '';
  }
  const free = thinned.filter(({ right }) => right >= whole - 0.01).at(-1);
  return free ? say('study.caption.weights', { fraction: finePercent(free.fraction) }) : thinned.length ? say('study.caption.none') : '';
}

export const wholeMark = ({ say, study }: LearnLab) => {
  const value = study.findings?.whole ?? 0;
  return { value, low: value, high: value, label: say('study.mark', { share: finePercent(value) }) };
};

function chart(lab: LearnLab, taken: Taken): TemplateResult | typeof nothing {
  const { say } = lab;
  const bars = barsOf(lab, taken);
  if (bars.length === 0) return nothing;
  const table = { heads: [say(`study.${taken}`), say('study.axis')], rows: bars.map(({ label, text }) => [label, text]) };
  return html`<div class="chart" data-study=${taken}>
    <h3>${say(`study.${taken}`)}</h3>
    <al-bar-chart
      .bars=${bars}
      .mark=${wholeMark(lab)}
      .table=${table}
      .format=${(value: number) => `${Math.round(100 * value)} %`}
      .texts=${{
        name: say(`study.${taken}`),
        axis: say('study.axis'),
        remark: '',
        caption: studyCaption(lab, taken),
        numbers: say('numbers'),
        hint: say(`study.${taken}.hint`),
      }}
    ></al-bar-chart>
    ${saveMenu(lab.context, () => studyFigure(lab, taken))}
  </div>`;
}
