// The arithmetic of one cell, step by step, from the numbers the core used.
import { css, html, nothing, type TemplateResult } from 'lit';

/** One step as the core explains it: `terms[i]` comes from `left[i]` and `right[i]`; `result` is what they give. */
export interface Step {
  readonly step: string;
  readonly leftName: string;
  readonly rightName: string;
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly terms: ArrayLike<number>;
  readonly result: number;
}

type Piece = TemplateResult | string;
type Format = (value: number) => string;

const hues: Readonly<Record<string, string>> = { q: 'q', k: 'k', x: 'k', v: 'v', weights: 'weights', exp: 'weights', sum: 'weights' };

/** Numbers and their colour; a negative one stands in brackets unless it leads. */
function number(hue: string, value: number, format: Format, leads = false): Piece {
  const text = format(value);
  return html`<span class="number hue-${hue}">${value < 0 && !leads ? `(${text})` : text}</span>`;
}

const joined = (pieces: readonly Piece[], between: string) => pieces.map((piece, i) => (i ? html`${between}<wbr />${piece}` : piece));

/** Which of many operands are written out: the first `most`, and `focus`; null stands for what is left out. */
export function excerpt(count: number, most = Infinity, focus = 0): (number | null)[] {
  const first = Array.from({ length: Math.min(count, most) }, (_, i) => i);
  if (count <= most) return first;
  if (focus < most) return [...first, null];
  return [...first, ...(focus > most ? [null] : []), focus, ...(focus < count - 1 ? [null] : [])];
}

/** What stands left of the equals sign. */
function operands(whole: Step, { format, most, focus, hasBias, hueOf }: ExplanationView): Piece | readonly Piece[] {
  const { step, leftName, rightName, left, right } = whole;
  const hue = (name: string) => hueOf?.(name) ?? hues[name] ?? 'none';
  const l = (i: number, leads = false) => number(hue(leftName), left[i] ?? NaN, format, leads);
  const r = (i: number, leads = false) => number(hue(rightName), right[i] ?? NaN, format, leads);
  const bias = hasBias?.(whole) ? left.length - 1 : -1;
  const shown = excerpt(left.length, most, step === 'max' || step === 'exp' ? focus : 0); // these two run along the row
  const each = (piece: (i: number) => Piece, between = ' + ') =>
    joined(
      shown.map((i) => (i === null ? '…' : piece(i))),
      between,
    );
  switch (step) {
    case 'dot':
      return each((i) => (i === bias ? number('parameter', left[i] ?? NaN, format) : html`${l(i)}·${r(i)}`));
    case 'squares':
      return each((i) => (right.length ? html`(${l(i, true)} − ${r(i)})²` : html`${l(i)}²`));
    case 'root':
      return html`√${l(0)}`;
    case 'negate':
      return html`−${l(0)}`;
    case 'scale':
    case 'product':
      return html`${l(0, true)} · ${r(0)}`;
    case 'quotient':
    case 'temperature':
      return html`${l(0, true)} / ${r(0)}`;
    case 'tanh':
      return each((i) => html`tanh(${l(i, true)})`, ', ');
    case 'add':
      return each((i) => html`${l(i, true)} + ${r(i)}`, ', ');
    case 'softcap':
      return html`${r(0)} · tanh(${l(0, true)} / ${r(0)})`;
    case 'mask':
      return html`${l(0, true)} + ${r(0)}`;
    case 'max':
      return html`max(${each((i) => l(i, true), ', ')})`;
    case 'exp':
      return each((i) => html`e<sup>${l(i, true)} − ${r(0)}</sup>`);
    default:
      return '';
  }
}

/** Elementwise steps give a list, the others one number. */
function result({ step, left, terms, result }: Step, format: Format): string {
  const many = (step === 'tanh' || step === 'add') && left.length > 1;
  return many ? Array.from(terms, format).join(', ') : format(result);
}

export interface ExplanationView {
  readonly steps: readonly Step[];
  readonly format: Format;
  /** Operands written out where there are many; default all. */
  readonly most?: number;
  /** Column of the cell: written out in any case. */
  readonly focus?: number;
  /** Is the last term of this step a bias, which multiplies nothing? */
  hasBias?(step: Step): boolean;
  /** Colour of a name where it is not the usual one. */
  hueOf?(name: string): string | undefined;
  /** Stands below a step. */
  more?(step: Step): Piece | typeof nothing;
  /** What a step does, in words: "multiply and add". */
  stepText(step: Step): string;
}

export function explanation(view: ExplanationView): TemplateResult {
  const { steps, format, stepText } = view;
  return html`<ol class="explanation" data-test="explanation">
    ${steps.map((step, i) => {
      const what = stepText(step);
      const repeated = i > 0 && stepText(steps[i - 1]!) === what;
      return html`<li data-step=${step.step}>
        ${repeated ? nothing : html`<span class="what">${what}</span>`}
        <span class="arithmetic" lang="en"
          >${operands(step, view)} ${step.step === 'zero' ? nothing : '='} <b>${result(step, format)}</b></span
        >
        ${view.more?.(step) ?? nothing}
      </li>`;
    })}
  </ol>`;
}

export const explanationStyles = css`
  .explanation {
    margin: var(--al-space-3) 0;
    padding: 0;
    list-style: none;
    display: grid;
    gap: var(--al-space-3);
  }
  .explanation .what {
    display: block;
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .explanation .arithmetic {
    display: block;
    line-height: 1.7;
    overflow-wrap: anywhere;
  }
  .explanation sup {
    font-size: 0.75em;
    white-space: nowrap;
  }
  .explanation .hue-q {
    color: var(--al-q);
  }
  .explanation .hue-k {
    color: var(--al-k);
  }
  .explanation .hue-v {
    color: var(--al-v);
  }
  .explanation .hue-weights {
    color: var(--al-weights);
  }
  .explanation .hue-parameter {
    font-style: italic;
  }
`;
