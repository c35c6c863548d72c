// The formulas in MathML; the part that belongs to the stage at hand is lit.
import { html, mathml, nothing, type TemplateResult } from 'lit';
import type { ScoreName, Stage } from '../../core/types.js';
import type { Problem } from './problem.js';

const id = (name: string, hue = '') => mathml`<mi class=${hue}>${name}</mi>`;
const op = (sign: string) => mathml`<mo>${sign}</mo>`;
const sub = (name: string, index: string, hue = '') =>
  mathml`<msub>${id(name, hue)}${[...index].map((letter) => mathml`<mi>${letter}</mi>`)[0]}</msub>`;
const sub2 = (name: string, hue = '') => mathml`<msub>${id(name, hue)}<mrow><mi>i</mi><mi>j</mi></mrow></msub>`;
const qi = sub('q', 'i', 'hue-q');
const kj = sub('k', 'j', 'hue-k');
const vj = sub('v', 'j', 'hue-v');
const xj = sub('x', 'j', 'hue-k');
const norm = (inner: TemplateResult) => mathml`<mrow><mo>‖</mo>${inner}<mo>‖</mo></mrow>`;
const turned = (name: string) => mathml`<msup>${id(name)}<mi>⊤</mi></msup>`;
const tanh = (inner: TemplateResult) => mathml`<mi>tanh</mi><mo>⁡</mo><mrow><mo>(</mo>${inner}<mo>)</mo></mrow>`;
const qk = mathml`${qi}${op('·')}${kj}`;
const difference = mathml`${qi}${op('−')}${kj}`;

const scores: Readonly<Record<ScoreName, TemplateResult>> = {
  dot: qk,
  'scaled-dot': mathml`<mfrac><mrow>${qk}</mrow><msqrt>${id('d')}</msqrt></mfrac>`,
  euclidean: mathml`${op('−')}${norm(difference)}`,
  'squared-euclidean': mathml`${op('−')}<msup>${norm(difference)}<mn>2</mn></msup>`,
  cosine: mathml`${id('g')}<mfrac><mrow>${qk}</mrow><mrow>${norm(qi)}${norm(kj)}</mrow></mfrac>`,
  additive: mathml`${turned('v')}${tanh(mathml`${id('W')}${qi}${op('+')}${id('U')}${kj}${op('+')}${id('b')}`)}`,
  'tanh-dot': tanh(qk),
  bilinear: mathml`<msubsup>${id('q', 'hue-q')}<mi>i</mi><mi>⊤</mi></msubsup>${id('W')}${kj}`,
  importance: mathml`${turned('f')}${tanh(mathml`${id('W')}${xj}${op('+')}${id('b')}`)}`,
  'importance-conv': mathml`${turned('f')}${tanh(mathml`${id('W')}<mrow><mo>[</mo><msub>${id('x', 'hue-k')}<mrow><mi>j</mi><mo>−</mo><mn>1</mn></mrow></msub><mo>,</mo>${xj}<mo>,</mo><msub>${id('x', 'hue-k')}<mrow><mi>j</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>]</mo></mrow>${op('+')}${id('b')}`)}`,
};

const sij = sub2('s');
const maskedScore = mathml`<msubsup>${id('s')}<mrow><mi>i</mi><mi>j</mi></mrow><mo>′</mo></msubsup>`;
const aij = sub2('a', 'hue-weights');
const weightsOf = mathml`<mfrac><mrow><mi>exp</mi><mo>⁡</mo><mo>(</mo>${maskedScore}<mo>)</mo></mrow><mrow><munder><mo>∑</mo><mi>j</mi></munder><mi>exp</mi><mo>⁡</mo><mo>(</mo>${maskedScore}<mo>)</mo></mrow></mfrac>`;
const outputOf = mathml`<munder><mo>∑</mo><mi>j</mi></munder>${aij}${vj}`;

function scoreSide({ score, scale }: Problem): TemplateResult {
  if (score === 'scaled-dot' && scale !== null) return mathml`${id('c')}${op('·')}${qk}`;
  return scale === null || scale === 1 ? scores[score] : mathml`${id('c')}${op('·')}${scores[score]}`;
}

/** s′ = s / T + m, without the parts that do nothing here. */
function maskedSide({ softcap, temperature, mask }: Problem): TemplateResult {
  const before = softcap > 0 ? sub2('ŝ') : sij;
  const divided = temperature === 1 ? before : mathml`<mfrac>${before}${id('T')}</mfrac>`;
  return mask === 'none' ? divided : mathml`${divided}${op('+')}${sub2('m')}`;
}

/** The formula of one stage. */
export function stageFormula(problem: Problem, stage: Stage): TemplateResult {
  const sides: Readonly<Record<Stage, readonly [TemplateResult, TemplateResult]>> = {
    score: [sij, scoreSide(problem)],
    capped: [sub2('ŝ'), mathml`${id('c')}${tanh(mathml`<mfrac>${sij}${id('c')}</mfrac>`)}`],
    masked: [maskedScore, maskedSide(problem)],
    weights: [aij, weightsOf],
    output: [sub('o', 'i'), outputOf],
  };
  const [left, right] = sides[stage];
  return html`<math lang="en" class="formula" data-formula=${stage}>${left}<mo>=</mo>${right}</math>`;
}

const part = (name: Stage, lit: string, inner: TemplateResult) =>
  mathml`<mrow class=${name === lit ? 'part lit' : 'part'} data-part=${name}>${inner}</mrow>`;

/** The whole in one line: softmax over keys of score / T + mask, times values. */
export function wholeFormula(problem: Problem, lit: string): TemplateResult {
  const { softcap, temperature, mask } = problem;
  const score = part('score', lit, scoreSide(problem));
  const capped = softcap > 0 ? part('capped', lit, mathml`${id('c')}${tanh(mathml`<mfrac>${score}${id('c')}</mfrac>`)}`) : score;
  const divided = temperature === 1 ? capped : mathml`<mfrac><mrow>${capped}</mrow>${id('T')}</mfrac>`;
  const masked = part('masked', lit, mathml`${divided}${mask === 'none' ? nothing : mathml`${op('+')}${sub2('m')}`}`);
  const weights = part('weights', lit, mathml`<munder><mi>softmax</mi><mi>j</mi></munder><mrow><mo>(</mo>${masked}<mo>)</mo></mrow>`);
  return html`<math lang="en" display="block" class="formula whole" data-test="formula">
    ${part('output', lit, mathml`${sub('o', 'i')}<mo>=</mo><munder><mo>∑</mo><mi>j</mi></munder>${weights}${vj}`)}
  </math>`;
}
