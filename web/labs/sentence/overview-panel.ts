// Layers × heads.
import { html, nothing, type TemplateResult } from 'lit';
import type { HeadView } from '../../views/head-grid/head-grid.js';
import { finePercent } from '../../views/percent.js';
import { saveMenu } from '../save.js';
import { headLine } from './describe.js';
import { overviewFigure } from './figures.js';
import type { SentenceLab } from './lab.js';
import { evenSpread } from './measures.js';
import type { Analysis, HeadResult } from './session.js';
import { headName } from './state.js';

/** Each analysis gives its views once: the same arrays mean the same picture, which is then not drawn again. */
const cache = new WeakMap<Analysis, HeadView[]>();

export function overviewPanel(lab: SentenceLab, analysis: Analysis, chosen: HeadResult): TemplateResult {
  const { say, state } = lab;
  const { high, clipped } = analysis.scale;
  const views = cache.get(analysis) ?? headViews(lab, analysis);
  cache.set(analysis, views);
  return html`<section role="group" class="overview" aria-label=${say('overview.title')}>
    <div class="row spread">
      <h2>${say('overview.title')}</h2>
      ${state.off.length ? html`<button type="button" data-test="all-on" @click=${() => lab.set({ off: [] }, 'push')}>${say('overview.allOn', { count: state.off.length })}</button>` : nothing}
    </div>
    <p class="quiet">${say('overview.about')}</p>
    <al-head-grid
      .heads=${views}
      .columns=${analysis.labels.length}
      .high=${high}
      .clipped=${clipped}
      .mark=${evenMark(lab, analysis)}
      .chosen=${chosen}
      .format=${finePercent}
      .texts=${gridTexts(lab)}
      @head-select=${({ detail }: CustomEvent<{ layer: number; head: number }>) => lab.set({ layer: detail.layer, head: detail.head, cell: null }, 'replace')}
      @head-switch=${({ detail }: CustomEvent<{ layer: number; head: number; on: boolean }>) => lab.switchHead(headName(detail.layer, detail.head), detail.on)}
    ></al-head-grid>
    ${saveMenu(lab.context, () => overviewFigure(lab, analysis))}
  </section>`;
}

export function evenMark({ say }: SentenceLab, { labels }: Analysis) {
  const { share } = evenSpread(labels.length);
  return { value: share, label: say('legend.even', { share: finePercent(share) }) };
}

function headViews({ say }: SentenceLab, { heads, labels, off }: Analysis): HeadView[] {
  return heads.map(({ layer, head, weights, measures }) => ({
    layer,
    head,
    weights,
    title: say('head', { head: head + 1 }),
    summary: headLine(measures, labels, say),
    on: !off.includes(headName(layer, head)),
  }));
}

const gridTexts = ({ say }: SentenceLab) => ({
  name: say('overview.title'),
  on: say('switch.on'),
  off: say('switch.off'),
  layer: (layer: number) => say('layer', { layer: layer + 1 }),
  switch: (title: string, layer: number) => say('switch.name', { title, layer: layer + 1 }),
});
