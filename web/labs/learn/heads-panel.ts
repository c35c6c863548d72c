// Every head on one example, as it is now; and one of them enlarged.
import { html, nothing, type TemplateResult } from 'lit';
import type { HeadView } from '../../views/head-grid/head-grid.js';
import type { MapCell } from '../../views/heatmap/layout.js';
import { finePercent } from '../../views/percent.js';
import { saveMenu } from '../save.js';
import { habitLine, habitSentence, headTitle } from './describe.js';
import { headFigure, headsFigure } from './figures.js';
import { isOff, type Head, type HeadGroup } from './heads.js';
import type { LearnLab } from './lab.js';

export function headsPanel(lab: LearnLab): TemplateResult {
  const { say, player } = lab;
  const groups = lab.groups();
  return html`<section role="group" class="heads" aria-labelledby="learn-heads">
    <h2 id="learn-heads">${say('heads.title')}</h2>
    <p class="quiet">${say('heads.about')}</p>
    ${
      player.sight
        ? html`<p data-test="heads-example">
            ${say('heads.example')}
            <span class="pair-line"><code>${player.sight.example.source}</code> → <code>${player.sight.example.target}</code></span>
          </p>`
        : nothing
    }
    ${groups.map((group) => grid(lab, group))} ${groups.length ? saveMenu(lab.context, () => headsFigure(lab)) : nothing}
  </section>`;
}

const marked = ({ say }: LearnLab, columns: number) => ({
  value: 1 / columns,
  label: say('mark.even', { share: finePercent(1 / columns) }),
});

/** Of how a map is coloured: the same for all heads of a group. */
export const scaleOf = (lab: LearnLab, group: HeadGroup) => ({
  high: Math.max(group.high, 1e-6),
  clipped: false,
  mark: marked(lab, group.columns.length),
});

export const headViews = ({ say, player }: LearnLab, { heads }: HeadGroup): HeadView[] =>
  heads.map(({ place, weights, pattern }) => ({
    layer: place[1],
    head: place[2],
    weights,
    title: say('head', { head: place[2] + 1 }),
    summary: habitLine(say, pattern),
    on: !isOff(player.session?.headsOff ?? [], place),
  }));

const views = new WeakMap<HeadGroup, { readonly off: unknown; readonly views: HeadView[] }>();

/** The same arrays mean the same picture, which is then not drawn again. */
function viewsOf(lab: LearnLab, group: HeadGroup): HeadView[] {
  const off = lab.player.session?.headsOff;
  const known = views.get(group);
  if (known && known.off === off) return known.views;
  const made = headViews(lab, group);
  views.set(group, { off, views: made });
  return made;
}

function grid(lab: LearnLab, group: HeadGroup): TemplateResult {
  const { say } = lab;
  const { part, columns } = group;
  const { high, mark } = scaleOf(lab, group);
  const chosen = lab.chosen()?.head.place;
  return html`<div class="part" data-part=${part}>
    <h3>${say(`part.${part}`)}</h3>
    <p class="quiet">${say(`part.${part}.about`)}</p>
    <al-head-grid
      .heads=${viewsOf(lab, group)}
      .columns=${columns.length}
      .high=${high}
      .mark=${mark}
      .chosen=${chosen?.[0] === part ? { layer: chosen[1], head: chosen[2] } : null}
      .format=${finePercent}
      .texts=${{
        name: say(`part.${part}`),
        on: say('switch.on'),
        off: say('switch.off'),
        layer: (layer: number) => say('layer', { layer: layer + 1 }),
        switch: (title: string, layer: number) => say('switch.name', { title, layer: layer + 1 }),
      }}
      @head-select=${({ detail }: CustomEvent<{ layer: number; head: number }>) =>
        lab.set({ head: [part, detail.layer, detail.head], cell: null })}
      @head-switch=${({ detail }: CustomEvent<{ layer: number; head: number; on: boolean }>) =>
        lab.switchHead([part, detail.layer, detail.head], detail.on)}
    ></al-head-grid>
  </div>`;
}

/** Without its sign: cells are small. */
export const bare = (weight: number): string => finePercent(weight).slice(0, -2);

export function headPanel(lab: LearnLab): TemplateResult | typeof nothing {
  const { say } = lab;
  const chosen = lab.chosen();
  if (!chosen) return nothing;
  const { group, head } = chosen;
  const [row, column] = lab.cell(chosen);
  const { high, clipped, mark } = scaleOf(lab, group);
  return html`<section role="group" class="head-page" data-test="head-page" aria-labelledby="learn-head">
    <h2 id="learn-head">${headTitle(say, head.place)}</h2>
    <p data-test="head-does">${habitSentence(say, head.pattern)}</p>
    <al-heatmap
      .values=${head.weights}
      .rowLabels=${group.rows}
      .columnLabels=${group.columns}
      .low=${0}
      .high=${high}
      .clipped=${clipped}
      .mark=${mark}
      .selected=${{ row, column }}
      .format=${finePercent}
      .cellFormat=${bare}
      .texts=${mapTexts(lab, group, head)}
      @cell-select=${({ detail }: CustomEvent<MapCell>) => lab.set({ cell: [detail.row, detail.column], head: head.place })}
    ></al-heatmap>
    ${saveMenu(lab.context, () => headFigure(lab))}
  </section>`;
}

export function headCaption({ say, player }: LearnLab, head: Head): string {
  return say('map.caption', {
    share: finePercent(head.pattern.largest),
    step: player.session?.step ?? 0,
    title: headTitle(say, head.place),
  });
}

function mapTexts(lab: LearnLab, group: HeadGroup, head: Head) {
  const { say } = lab;
  return {
    name: headTitle(say, head.place),
    axes: say(group.rows.some((row) => row.startsWith('→')) ? 'map.axes.writes' : 'map.axes'),
    unit: say('map.unit'),
    zoomIn: say('map.zoomIn'),
    zoomOut: say('map.zoomOut'),
    fit: say('map.fit'),
    showTable: say('map.table'),
    showPicture: say('map.picture'),
    largest: say('map.largest'),
    caption: headCaption(lab, head),
    cell: (row: number, column: number, weight: number) => cellText(lab, group, row, column, weight),
  };
}

export function cellText({ say }: LearnLab, { rows, columns }: HeadGroup, row: number, column: number, weight: number): string {
  const writes = rows[row]?.startsWith('→');
  const query = writes ? rows[row]!.slice(2) : (rows[row] ?? '');
  return say(writes ? 'map.cell.writes' : 'map.cell', {
    query,
    key: columns[column] ?? '',
    row: row + 1,
    column: column + 1,
    share: finePercent(weight),
  });
}
