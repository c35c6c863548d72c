// The stages and matrices on show as figures; what is still to be guessed stays out.
import type { Stage } from '../../core/types.js';
import type { Figure, FigureTable } from '../../views/figure/figure.js';
import type { InkName } from '../../views/figure/inks.js';
import { matrixDrawing, type MatrixPicture } from '../../views/figure/matrix.js';
import { shapeText, shortNumber } from '../../views/number.js';
import { languageTag, together } from '../save.js';
import type { Run, StageNumbers } from './compute.js';
import type { MechanismLab } from './lab.js';
import { maskKind } from './mask.js';
import { columnNames, keyNames, queryNames, rowNames, stageColumns } from './names.js';
import { matrixParameters, parameterLabel, parameterMatrix, scoreNames } from './parameters.js';
import { columnsOf, isPooling, matrixOf, queryName, rolesOf, usedNames, type Matrix, type ParameterName, type Problem } from './problem.js';
import { sentencesOf } from './sentences-view.js';
import { reach, stageHues, stageText } from './stage-look.js';

const kMostSentences = 4;
const inkOfHue = (hue: string): InkName => (hue === 'score' ? 'weights' : (hue as InkName));

type Picture = Omit<MatrixPicture, 'language' | 'masked'>;

function figure(lab: MechanismLab, id: string, picture: Picture): Figure {
  const { title, caption, table } = picture;
  const whole = { ...picture, language: languageTag(lab.context.language), masked: lab.text('legend.masked') };
  return { id, title, caption, table, draw: (look) => matrixDrawing(whole, look) };
}

/** Between what the numbers lie, how many are masked and how many are not shown yet. */
function range({ text }: MechanismLab, { rows, columns, values }: FigureTable): string {
  const finite = values.filter(Number.isFinite);
  const count = (is: (value: number) => boolean) => values.filter(is).length;
  const [masked, hidden] = [count((value) => value === -Infinity), count(Number.isNaN)];
  const shape = shapeText([rows.length, columns.length]);
  const ends = finite.length
    ? text('figure.range', { shape, low: shortNumber(Math.min(...finite)), high: shortNumber(Math.max(...finite)) })
    : '';
  return ends + (masked ? text('figure.masked', { count: masked }) : '') + (hidden ? text('figure.hidden', { count: hidden }) : '');
}

/** What changed the numbers on their way to this stage. */
function settings({ text }: MechanismLab, { score, temperature, softcap, mask }: Problem, stage: Stage): string {
  const parts = [text('figure.score', { score: text(`score.${score}`) })];
  if (softcap > 0 && stage !== 'score') parts.push(text('figure.softcap', { softcap }));
  if (stage === 'score' || stage === 'capped') return parts.join('');
  if (temperature !== 1) parts.push(text('figure.temperature', { temperature }));
  if (mask !== 'none') parts.push(text('figure.mask', { mask: text(`mask.${maskKind(mask)}`) }));
  return parts.join('');
}

/** The rows' names of what asks, and the columns' of what is asked. */
function axes({ text }: MechanismLab, problem: Problem, stage: Stage): Pick<Picture, 'rowAxis' | 'columnAxis'> {
  const named = (role: string, name: string | null) => text('figure.axis', { role, name: name ?? '' });
  return {
    rowAxis: isPooling(problem) ? '' : named(text('role.q'), queryName(problem)),
    columnAxis: stage === 'output' ? text('columns') : named(text('role.k'), problem.roles.k),
  };
}

const headOf = (lab: MechanismLab, title: string): string =>
  lab.run!.problem.heads > 1 ? lab.text('figure.head', { title, number: lab.head + 1 }) : title;

/** Null while nothing of the stage is to be seen. */
function stageFigure(lab: MechanismLab, run: Run, name: Stage): Figure | null {
  const numbers = run.stage(name, lab.head);
  const { columns, data } = numbers;
  const values = data.map((value, i) => (lab.isHidden(name, Math.floor(i / columns), i % columns) ? NaN : value));
  if (values.every(Number.isNaN)) return null;
  const table = { rows: queryNames(run.problem), columns: stageColumns(run.problem, name), values };
  const sentences = name === 'weights' ? sentencesOf(lab).slice(0, kMostSentences) : [];
  const caption = together(lab.context.language, [settings(lab, run.problem, name) + range(lab, table), ...sentences]);
  return figure(lab, name, {
    title: headOf(lab, lab.text(`stage.${name}`)),
    caption,
    table,
    hue: inkOfHue(stageHues[name]),
    bound: reach({ name, data: values }),
    ...axes(lab, run.problem, name),
    text: (row, column) => stageText(run, lab.head, numbers, { row, column }),
  });
}

function tableOf(matrix: Matrix, rows: readonly string[]): FigureTable {
  return { rows, columns: columnNames(columnsOf(matrix)), values: Float32Array.from(matrix.flat()) };
}

function matrixFigure(lab: MechanismLab, id: string, title: string, table: FigureTable, hue: InkName): Figure {
  const bound = reach({ name: 'score', data: table.values });
  return figure(lab, id, { title, caption: range(lab, table), table, hue, bound, rowAxis: '', columnAxis: '' });
}

/** A matrix people type into: 'input-q'. */
export function inputFigure(lab: MechanismLab, name: string): Figure {
  const { problem, text } = lab;
  const roles = rolesOf(problem, name);
  const title = text('figure.axis', { role: roles.map((role) => text(`role.${role}`)).join(text('figure.roles')), name });
  return matrixFigure(
    lab,
    `input-${name.toLowerCase()}`,
    title,
    tableOf(matrixOf(problem, name), rowNames(problem, name)),
    roles[0] ?? 'q',
  );
}

export function parameterFigure(lab: MechanismLab, name: ParameterName): Figure {
  const { problem } = lab;
  const matrix = parameterMatrix(problem, name);
  const table = tableOf(matrix, columnNames(matrix.length));
  return matrixFigure(lab, `parameter-${name.toLowerCase()}`, parameterLabel(problem.score, name), table, 'muted');
}

/** The weights of the same numbers under every score function, where those are open. */
function compared(lab: MechanismLab, run: Run): Figure[] {
  if (!lab.compares || lab.goesAstray || lab.state.predict) return [];
  return scoreNames.flatMap((score) => {
    const weights = isPooling({ score }) === isPooling(run.problem) ? lab.weightsUnder(score) : null;
    return weights ? [comparedFigure(lab, run, weights, score)] : [];
  });
}

function comparedFigure(lab: MechanismLab, run: Run, weights: StageNumbers, score: Problem['score']): Figure {
  const { text } = lab;
  const table = { rows: queryNames(run.problem), columns: keyNames(run.problem), values: weights.data };
  const title = headOf(lab, text('figure.compared', { score: text(`score.${score}`) }));
  const caption = settings(lab, { ...run.problem, score }, 'weights') + range(lab, table);
  return figure(lab, `compare-${score}`, { title, caption, table, hue: 'weights', bound: 1, ...axes(lab, run.problem, 'weights') });
}

/** In the order of what people ask for most. */
const kOrder: readonly Stage[] = ['weights', 'output', 'score', 'masked', 'capped'];

export function stageFigureOf(lab: MechanismLab, name: Stage): Figure | null {
  return lab.run && lab.visibleStages.includes(name) ? stageFigure(lab, lab.run, name) : null;
}

export function figures(lab: MechanismLab): Figure[] {
  const { run, context } = lab;
  if (!run) return [];
  const stages = kOrder.flatMap((name) => stageFigureOf(lab, name) ?? []);
  if (context.view === 'weights') return stages.filter(({ id }) => id === 'weights');
  if (context.view || context.controls === 'none') return stages;
  return [
    ...stages,
    ...usedNames(lab.problem).map((name) => inputFigure(lab, name)),
    ...matrixParameters(lab.problem.score).map((name) => parameterFigure(lab, name)),
    ...compared(lab, run),
  ];
}
