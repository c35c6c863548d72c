// score → masked → weights → output: matrices of one size, unfolding left to right, each with what changes it.
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { readGrid } from '../../views/matrix/grid.js';
import type { CellPlace, CellView } from '../../views/matrix/types.js';
import { fullNumber, shapeText } from '../../views/number.js';
import type { Stage } from '../../core/types.js';
import { saveMenu } from '../save.js';
import { stagesOf, type Run, type StageNumbers } from './compute.js';
import { stageFigureOf } from './figures.js';
import { stageFormula } from './formula.js';
import type { MechanismLab } from './lab.js';
import { crashOf } from './listing.js';
import { cellTitle, queryNames, stageColumns } from './names.js';
import { stageControls } from './stage-controls.js';
import { numberAt, reach, stageHues, stageText, underflows } from './stage-look.js';
import { kAllSteps } from './state.js';

function cellView(lab: MechanismLab, numbers: StageNumbers, strongest: number, place: CellPlace): CellView {
  const value = numberAt(numbers, place);
  const light = lab.lights({ kind: 'stage', name: numbers.name, ...place });
  if (lab.isHidden(numbers.name, place.row, place.column)) return { text: '?', title: lab.text('predict.reveal'), hidden: true, light };
  const text = stageText(lab.run!, lab.head, numbers, place);
  if (underflows(lab.run!, lab.head, numbers, place)) return { text, title: lab.text('underflow'), light };
  const masked = value === -Infinity;
  return { text, title: fullNumber(value), tint: masked ? 0 : value / strongest, masked, light };
}

function stageGrid(lab: MechanismLab, run: Run, numbers: StageNumbers): TemplateResult {
  const { problem } = run;
  const { name, rows, columns } = numbers;
  const strongest = reach(numbers);
  const selected = lab.selected?.name === name ? lab.selected : { row: 0, column: 0 };
  const grid = readGrid({
    label: lab.text(`stage.${name}`),
    hue: stageHues[name],
    rows,
    columns,
    rowNames: queryNames(problem),
    columnNames: stageColumns(problem, name),
    current: { row: Math.min(selected.row, rows - 1), column: Math.min(selected.column, columns - 1) },
    cell: (place) => cellView(lab, numbers, strongest, place),
    cellName: ({ row, column }) => cellTitle(lab, problem, name, row, column),
    onHover: (place) => lab.hover(place && { kind: 'stage', name, ...place }),
    onSelect: ({ row, column }) => lab.select(name, row, column),
  });
  if (!lab.painting || name !== 'masked') return grid;
  const { down, move, up, key } = lab.brush;
  return html`<div
    class="painting"
    @pointerdown=${down}
    @pointermove=${move}
    @pointerup=${up}
    @pointercancel=${up}
    @keydown=${{ handleEvent: key, capture: true }}
  >
    ${grid}
  </div>`;
}

/** The weights on their own bring along what changes them. */
function controlsOf({ context }: MechanismLab, name: Stage): readonly Stage[] {
  if (context.controls === 'none') return [];
  return context.view === 'weights' ? ['score', 'masked'] : [name];
}

function stageView(lab: MechanismLab, run: Run, name: Stage): TemplateResult {
  const numbers = run.stage(name, lab.head);
  const { predict, revealed } = lab.state;
  const covered = predict && !revealed.includes(name);
  const { mask, temperature } = run.problem;
  const same = name === 'masked' && mask === 'none' && temperature === 1 && !lab.painting && !lab.state.predict;
  const classes = classMap({ 'stage-box': true, 'at-hand': lab.active?.name === name, same });
  return html`<section class=${classes} data-stage=${name}>
    <h3>${lab.text(`stage.${name}`)} <span class="muted">${shapeText([numbers.rows, numbers.columns])}</span></h3>
    <div class="stage-formula" tabindex="0" role="group" aria-label=${lab.text('formula')}>${stageFormula(lab.problem, name)}</div>
    ${same ? html`<p class="muted same-note">${lab.text('masked.same')}</p>` : nothing} ${stageGrid(lab, run, numbers)}
    ${covered ? html`<button type="button" data-test="reveal-${name}" @click=${() => lab.context.setState({ revealed: [...revealed, name] })}>${lab.text('predict.all')}</button>` : nothing}
    ${controlsOf(lab, name).map((each) => stageControls(lab, each))} ${saveMenu(lab.context, () => stageFigureOf(lab, name))}
  </section>`;
}

/** In place of the stages a printed program never reaches: why. */
function stopView(lab: MechanismLab): TemplateResult | typeof nothing {
  if (!lab.goesAstray || lab.visibleStages.length < lab.reachable.length) return nothing;
  const crash = crashOf(lab.listed);
  return html`<section class="stage-box stopped" data-stage="stopped">
    <h3>${lab.text('stopped')}</h3>
    <p>${crash ? lab.text('stopped.about') : lab.text('stopped.runs')}</p>
    ${crash ? html`<p><strong>✗ ${lab.text(crash.key, crash.values)}</strong></p>` : nothing}
  </section>`;
}

function steps(lab: MechanismLab): TemplateResult {
  const { text, visibleStages: shown, reachable } = lab;
  const done = shown.length >= reachable.length;
  return html`<div class="steps" role="group" aria-label=${text('steps')}>
    <button
      type="button"
      data-test="play"
      aria-pressed=${lab.playing !== null}
      ?disabled=${reachable.length < 2}
      @click=${() => lab.play()}
    >
      ${text(lab.playing ? 'steps.stop' : 'steps.play')}
    </button>
    <button type="button" data-test="step-back" ?disabled=${shown.length <= 1} @click=${() => lab.showSteps(shown.length - 1)}>
      ${text('steps.back')}
    </button>
    <button type="button" data-test="step" ?disabled=${done} @click=${() => lab.step()}>${text('steps.next')}</button>
    <button type="button" data-test="all" ?disabled=${done} @click=${() => lab.showSteps(kAllSteps)}>${text('steps.all')}</button>
  </div>`;
}

const legend = (lab: MechanismLab) =>
  html`<p class="legend">
    <span class="swatch negative" aria-hidden="true"></span>${lab.text('legend.negative')}
    <span class="swatch score" aria-hidden="true"></span>${lab.text('legend.positive')}
    <span class="swatch masked" aria-hidden="true"></span>${lab.text('legend.masked')}
    <span class="swatch lit" aria-hidden="true"></span>${lab.text('legend.source')}
    <span class="swatch target" aria-hidden="true"></span>${lab.text('legend.target')}
  </p>`;

function headPicker(lab: MechanismLab): TemplateResult | typeof nothing {
  const heads = lab.run?.problem.heads ?? 1;
  if (heads === 1 || !lab.visibleStages.length) return nothing;
  return html`<div class="segments" role="group" aria-label=${lab.text('head')}>
    ${Array.from({ length: heads }, (_, head) => html`<button type="button" data-head=${head} aria-pressed=${head === lab.head} @click=${() => lab.context.setState({ head })}>${lab.text('head.number', { number: head + 1 })}</button>`)}
  </div>`;
}

export function stagesView(lab: MechanismLab): TemplateResult {
  const { run, text } = lab;
  if (!run) return lab.failure ? html`${nothing}` : html`<p class="muted">${text('starting')}</p>`;
  const total = stagesOf(run.problem).length;
  if (lab.context.view === 'weights') {
    const there = lab.visibleStages.includes('weights');
    return html`<section role="group" aria-label=${text('stages')} class="stages-area ${lab.failure ? 'stale' : ''}" data-stages="1">
      <div class="stages">${there ? stageView(lab, run, 'weights') : stopView(lab)}</div>
    </section>`;
  }
  return html`<section role="group" aria-label=${text('stages')} class="stages-area ${lab.failure ? 'stale' : ''}" data-stages=${total}>
    <div class="stages-head">
      <h2>${text('stages')}</h2>
      ${headPicker(lab)} ${lab.context.controls === 'none' ? nothing : steps(lab)}
    </div>
    <div class="stages">
      ${repeat(
        lab.visibleStages,
        (name) => name,
        (name) => stageView(lab, run, name),
      )}
      ${stopView(lab)}
    </div>
    ${lab.visibleStages.length ? legend(lab) : nothing}
  </section>`;
}
