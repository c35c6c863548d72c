// What an explanation must hold to: each step is the arithmetic it is named after, on numbers that were there before it.
import assert from 'node:assert/strict';
import type { Cell, Explanation, ExplainStep, Stage, Tensor, Trace } from '../../web/core/index.js';
import { biasOf, keyHead, rowOf, threeRows, visible } from './core-contract-reference.js';
import type { Problem } from './core-contract-reference.js';

const f32 = Math.fround;
const total = (numbers: Iterable<number>) => [...numbers].reduce((sum, x) => sum + x, 0);
const size = (numbers: Iterable<number>) => total([...numbers].map(Math.abs));

function assertNear(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(actual === expected || Math.abs(actual - expected) <= tolerance, `${what}: ${actual} is not ${expected} (± ${tolerance})`);
}

/** float32 with one rounding, and a last bit for fused or reciprocal forms. */
const assertRounded = (actual: number, expected: number, what: string) => assertNear(actual, expected, 1.2e-7 * Math.abs(expected), what);

function assertSum({ step, terms, result }: ExplainStep): void {
  assertNear(result, total(terms), 1e-6 * size(terms), `${step}: result`);
}

/** terms[i] is `term(left[i], right[i])`, exactly rounded unless a tolerance is given. */
function assertTerms({ step, left, right, terms }: ExplainStep, term: (l: number, r: number) => number, tolerance = 0): void {
  assert.equal(terms.length, left.length, `${step}: terms`);
  left.forEach((l, i) => {
    const expected = term(l, right[i] ?? 0);
    assertNear(terms[i]!, f32(expected), tolerance, `${step}: term ${i}`);
  });
}

type Rule = (step: ExplainStep, l: number, r: number) => void;

/** The table of types.ts (`StepName`). */
const rules: Record<ExplainStep['step'], Rule> = {
  dot(step) {
    assert.equal(step.left.length, step.right.length, 'dot: operands');
    assertTerms(step, (l, r) => l * r);
    assertSum(step);
  },
  squares(step) {
    assertTerms(step, (l, r) => f32(l - r) ** 2);
    assertSum(step);
  },
  root: ({ result }, l) => assertRounded(result, Math.sqrt(l), 'root'),
  negate: ({ result }, l) => assert.equal(result, -l, 'negate'),
  scale: ({ result }, l, r) => assertRounded(result, l * r, 'scale'),
  product: ({ result }, l, r) => assertRounded(result, l * r, 'product'),
  quotient: ({ result }, l, r) => assertRounded(result, l / r, 'quotient'),
  temperature: ({ result }, l, r) => assertRounded(result, l / r, 'temperature'),
  softcap: ({ result }, l, r) => assertNear(result, r * Math.tanh(l / r), 5e-7 * r, 'softcap'),
  mask: ({ result }, l, r) => assert.equal(result, f32(l + r), 'mask'),
  tanh(step) {
    assertTerms(step, Math.tanh, 5e-7);
    if (step.left.length === 1) assert.equal(step.result, step.terms[0], 'tanh: result');
  },
  add(step) {
    assert.equal(step.left.length, step.right.length, 'add: operands');
    assertTerms(step, (l, r) => l + r);
  },
  max: ({ result, left }) => assert.equal(result, Math.max(...left), 'max'),
  exp(step, _, max) {
    assert.equal(step.terms.length, step.left.length, 'exp: terms');
    step.left.forEach((l, i) => assertNear(step.terms[i]!, Math.exp(l - max), 3e-6 * Math.exp(l - max), `exp: term ${i}`));
    assertSum(step);
  },
  zero: ({ result }) => assert.equal(result, 0, 'zero'),
};

const cellOf = ({ data, shape }: Tensor, { batch = 0, head = 0, row, column }: Cell) =>
  data[((batch * shape[1]! + head) * shape[2]! + row) * shape[3]! + column]!;

const rowAt = (tensor: Tensor, { batch = 0, head = 0, row }: Cell) => {
  const keys = tensor.shape[3]!;
  const from = ((batch * tensor.shape[1]! + head) * tensor.shape[2]! + row) * keys;
  return [...tensor.data.subarray(from, from + keys)];
};

function valueColumn(problem: Problem, { batch = 0, head = 0, column }: Cell): number[] {
  return Array.from({ length: problem.v.rows }, (_, j) => rowOf(problem.v, batch, keyHead(problem, head), j)[column]!);
}

/** Everything that a step of this cell may start from: the stage before, and what the call was given. */
function startingNumbers(problem: Problem, stage: Stage, cell: Required<Cell>, trace: Trace): number[] {
  if (stage === 'output') return [...rowAt(trace.stage('weights'), cell), ...valueColumn(problem, cell)];
  if (stage === 'weights') return rowAt(trace.stage('masked'), cell);
  if (stage === 'score') return scoreNumbers(problem, cell);
  const { softcap = 0, temperature = 1 } = problem;
  if (stage === 'capped') return softcap > 0 ? [cellOf(trace.stage('score'), cell), softcap] : scoreNumbers(problem, cell);
  const unchanged = temperature === 1 && hiding(problem, cell) === 0;
  const before = unchanged ? startingNumbers(problem, 'capped', cell, trace) : [];
  return [cellOf(trace.stage('capped'), cell), temperature, hiding(problem, cell), ...before];
}

function scoreNumbers({ q, k, heads, score, scale }: Problem, { batch, head, row, column }: Required<Cell>): number[] {
  const parameters = [score.W ?? [], score.U ?? [], score.b ?? [], score.v ?? []].flat(2);
  const factors = [score.gain ?? 1, scale ?? (q ? f32(1 / Math.sqrt(q.columns)) : 1), 1];
  const kvHead = Math.floor(head / (heads / k.heads));
  const keyRow = score.name === 'importance-conv' ? threeRows(k, batch, kvHead, column) : rowOf(k, batch, kvHead, column);
  return [...(q ? rowOf(q, batch, head, row) : []), ...keyRow, ...parameters, ...factors];
}

/** What masks, lengths, causality and window together add to a cell. */
function hiding(problem: Problem, { batch, head, row, column }: Required<Cell>): number {
  return visible(problem, batch, row, column) ? biasOf(problem.mask, [batch, head, row, column]) : -Infinity;
}

function checkOperands(problem: Problem, trace: Trace, { stage, cell, steps }: Explanation): void {
  const known = new Set(startingNumbers(problem, stage, cell, trace));
  const isKnown = (x: number) => known.has(x) || [...known].some((y) => Math.abs(x - y) <= 6e-8); // 1/√d may be a last bit off
  for (const { step, left, right, terms, result } of steps) {
    for (const x of [...left, ...right]) assert.ok(step === 'scale' ? isKnown(x) : known.has(x), `${step}: ${x} comes from nowhere`);
    for (const x of [...terms, result]) known.add(x);
  }
}

/** Operands that are whole rows: all of them, in order. */
function checkRows(problem: Problem, trace: Trace, { stage, cell, steps }: Explanation): void {
  const { batch, head, row, column } = cell;
  for (const { step, leftName, rightName, left, right } of steps) {
    if (step === 'max' || step === 'exp') assert.deepEqual([...left], rowAt(trace.stage('masked'), cell), `${step}: the masked row`);
    if (stage === 'output' && step === 'dot') {
      assert.deepEqual([...left], rowAt(trace.stage('weights'), cell), 'the row of weights');
      assert.deepEqual([...right], valueColumn(problem, cell), 'the column of values');
    }
    if ((step === 'dot' || step === 'squares') && leftName === 'q') assert.deepEqual([...left], rowOf(problem.q!, batch, head, row), 'q');
    if ((step === 'dot' || step === 'squares') && rightName === 'k')
      assert.deepEqual([...right], rowOf(problem.k, batch, keyHead(problem, head), column), 'k');
    if (step === 'mask') assert.equal(right[0], hiding(problem, cell), 'mask');
  }
}

/** scale → softcap → temperature → mask: each where the call has it, and nowhere else. */
function checkOrder(problem: Problem, { stage, cell, steps }: Explanation): void {
  const { softcap = 0, temperature = 1 } = problem;
  const names = steps.map(({ step }) => step);
  const has = (name: ExplainStep['step']) => names.includes(name);
  if (stage === 'score') assert.ok(!has('softcap') && !has('temperature') && !has('mask'), `score: ${names.join()}`);
  if (stage === 'capped' && softcap > 0) assert.deepEqual(names, ['softcap']);
  if (stage === 'capped') assert.ok(!has('temperature') && !has('mask'), `capped: ${names.join()}`);
  if (stage === 'masked' && temperature !== 1) assert.equal(names[0], 'temperature');
  if (stage === 'masked' && hiding(problem, cell) !== 0) assert.equal(names.at(-1), 'mask');
}

export function checkExplanation(problem: Problem, trace: Trace, explanation: Explanation, expected: number): void {
  const { stage, cell, steps, value, reference } = explanation;
  assert.ok(steps.length > 0, 'no steps');
  for (const step of steps) rules[step.step](step, step.left[0]!, step.right[0]!);
  checkOrder(problem, explanation);
  checkOperands(problem, trace, explanation);
  checkRows(problem, trace, explanation);
  assert.equal(steps.at(-1)!.result, value, 'the last result is the value');
  assert.equal(value, cellOf(trace.stage(stage), cell), 'the value is the traced cell');
  assertNear(reference, expected, 1e-9 * Math.max(1, Math.abs(expected)), 'reference');
}
