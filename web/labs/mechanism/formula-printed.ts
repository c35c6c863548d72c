// The formulas as the articles print them, slips included, by sample.
import { html, mathml, type TemplateResult } from 'lit';

const name = (letter: string, hue = '') => mathml`<mi class=${hue}>${letter}</mi>`;
const turned = (letter: string, hue = '') => mathml`<msup>${name(letter, hue)}<mi>⊤</mi></msup>`;
const bracket = (inner: TemplateResult) => mathml`<mrow><mo>(</mo>${inner}<mo>)</mo></mrow>`;
const call = (what: string, inner: TemplateResult) => mathml`<mi>${what}</mi><mo>⁡</mo>${bracket(inner)}`;
const [q, k, v] = [name('Q', 'hue-q'), name('K', 'hue-k'), name('V', 'hue-v')];
const scores = mathml`${name('X', 'hue-q')}${turned('Y', 'hue-k')}`;
const qk = mathml`${q}${turned('K', 'hue-k')}`;
const power = (exponent: TemplateResult) => mathml`<msup><mi>e</mi>${exponent}</msup>`;

const printed: Readonly<Record<string, TemplateResult>> = {
  'a1-dot': mathml`${call('softmax', scores)}<mo>·</mo>${scores}`,
  'a3-softmax': mathml`${call('softmax', name('x'))}<mo>=</mo><mfrac>${power(name('x'))}<mrow><mo>∑</mo>${power(mathml`<msub><mi>x</mi><mi>i</mi></msub>`)}</mrow></mfrac>`,
  'a4-scaled': call('softmax', mathml`<mfrac><mrow>${qk}</mrow><msqrt><msub><mi>d</mi><mi>k</mi></msub></msqrt></mfrac>`),
  'a5-additive': mathml`${call('linear2', call('tanh', mathml`${call('linear1', q)}<mo>+</mo>${call('linear2', k)}`))}<mo>∗</mo>${v}`,
  'a5-weights': mathml`${q}<mo>·</mo>${bracket(mathml`${qk}<mo>·</mo>${call('softmax', qk)}`)}`,
};

/** The printed formula of a sample, or null where its program alone is printed. */
export function printedFormula(preset: string): TemplateResult | null {
  const formula = printed[preset];
  return formula ? html`<math lang="en" display="block" class="formula whole" data-test="formula">${formula}</math>` : null;
}
