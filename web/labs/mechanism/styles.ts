import { css } from 'lit';

export const labStyles = css`
  .mechanism {
    display: grid;
    gap: var(--al-space-4);
    min-width: 0;
  }
  .mechanism .skip-stages:not(:focus-visible) {
    position: absolute;
    clip-path: inset(50%);
  }
  .mechanism > * {
    min-width: 0;
  }
  .mechanism > button {
    justify-self: start;
  }
  .mechanism .lab-head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--al-space-4);
  }
  .mechanism .lab-head h1 {
    font-size: 1.3rem;
  }
  .mechanism .summary {
    color: var(--al-muted);
    max-width: 46rem;
  }
  .mechanism .muted,
  .mechanism-inspector .muted {
    color: var(--al-muted);
    font-weight: 400;
    font-size: var(--al-text-s);
  }
  .mechanism .choices,
  .mechanism .toolbar,
  .mechanism .steps,
  .mechanism .stages-head,
  .mechanism .sizes {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--al-space-2);
  }
  .mechanism .choices {
    column-gap: var(--al-space-4);
    align-items: end;
  }
  .mechanism .toolbar,
  .mechanism .steps {
    margin-left: auto;
  }
  .mechanism .stages-head {
    margin-bottom: var(--al-space-3);
  }
  .mechanism .field {
    display: grid;
    gap: 2px;
    font-size: var(--al-text-s);
  }
  .mechanism .field > span:first-child,
  .mechanism .slider > span {
    color: var(--al-muted);
  }
  .mechanism .field select,
  .mechanism .field input {
    max-width: 100%;
  }
  .mechanism .field.small input {
    width: 5.5rem;
  }
  .mechanism .field input[aria-invalid] {
    border: 2px solid var(--al-error);
  }
  .mechanism .field input[type='number'] {
    width: 5rem;
  }
  .mechanism .preset select {
    width: 19rem;
  }
  .mechanism .segments {
    display: inline-flex;
    flex-wrap: wrap;
  }
  .mechanism .segments button {
    border-radius: 0;
    margin-left: -1px;
  }
  .mechanism .segments button:first-child {
    border-radius: var(--al-radius) 0 0 var(--al-radius);
    margin-left: 0;
  }
  .mechanism .segments button:last-child {
    border-radius: 0 var(--al-radius) var(--al-radius) 0;
  }
  .mechanism .switch,
  .mechanism-inspector .switch {
    display: inline-flex;
    align-items: center;
    gap: var(--al-space-2);
    min-height: var(--al-target);
    font-size: var(--al-text-s);
  }
  .mechanism .switch input,
  .mechanism-inspector .switch input {
    width: 1.1rem;
    height: 1.1rem;
    accent-color: var(--al-accent);
  }
  .mechanism .input.drop {
    outline: 2px dashed var(--al-accent);
    outline-offset: 4px;
  }
  .mechanism .about {
    max-width: 52rem;
  }
  .mechanism .about.printed {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    border-radius: var(--al-radius);
  }

  .mechanism .listing {
    margin: 0;
    padding: var(--al-space-3) var(--al-space-4);
    background: var(--al-sunken);
    border-radius: var(--al-radius);
    overflow: auto;
    font-size: var(--al-text-s);
  }
  .mechanism .listing ol {
    margin: var(--al-space-2) 0 0;
    padding-left: 1.6rem;
  }
  .mechanism .listing code {
    font-family: var(--al-font-mono);
    margin-right: var(--al-space-4);
    overflow-wrap: anywhere;
  }
  .mechanism .listing .shape {
    color: var(--al-muted);
  }
  .mechanism .listing .stopped {
    color: var(--al-error);
  }
  .mechanism .listing .not-reached {
    color: var(--al-muted);
  }

  .mechanism h2 .hue-q,
  .formula .hue-q {
    color: var(--al-q);
  }
  .mechanism h2 .hue-k,
  .formula .hue-k {
    color: var(--al-k);
  }
  .mechanism h2 .hue-v,
  .formula .hue-v {
    color: var(--al-v);
  }
  .formula .hue-weights {
    color: var(--al-weights);
  }
  .formula {
    font-family: var(--al-font-math);
    font-size: 1.05rem;
    user-select: text;
  }
  .formula.whole {
    font-size: 1.25rem;
  }
  .formula .part {
    border-radius: 0.2rem;
    transition: background-color var(--al-motion);
  }
  .formula .lit {
    background: color-mix(in oklab, var(--al-lit) 35%, transparent);
  }
  .mechanism .idea {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--al-space-2) var(--al-space-5);
  }
  .mechanism .idea .about {
    flex: 1 1 22rem;
  }
  .mechanism .formula-box {
    overflow-x: auto;
    padding: var(--al-space-1) var(--al-space-2);
  }
  .stage-formula {
    min-height: 3rem;
    display: flex;
    align-items: center;
    overflow-x: auto;
  }

  .mechanism .stage-box .stage-formula {
    min-height: 4.25rem;
    width: 0;
    min-width: 100%;
  }

  .mechanism .inputs {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-4) var(--al-space-6);
    align-items: start;
  }
  .mechanism .input {
    min-width: min(14.75rem, 100%);
    max-width: 100%;
    display: grid;
    gap: var(--al-space-2);
  }
  .mechanism .input h2 {
    font-size: var(--al-text);
    display: flex;
    align-items: baseline;
    gap: var(--al-space-2);
  }
  .mechanism .role {
    font-size: var(--al-text-s);
    font-weight: 400;
  }
  .mechanism .stepper {
    display: inline-flex;
    align-items: center;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .mechanism .stepper b {
    color: var(--al-ink);
  }
  .mechanism .input > .sizes {
    width: 0; /* the matrix makes the width, not its buttons */
    min-width: 100%;
    gap: var(--al-space-1) var(--al-space-2);
  }
  .mechanism .sizes button {
    min-height: 1.5rem;
    padding: 0 var(--al-space-2);
    border-color: var(--al-line);
  }
  .mechanism .stepper button {
    width: 1.5rem;
    min-height: 1.5rem;
    padding: 0;
    border-color: var(--al-line);
  }
  .mechanism .text-editor textarea {
    width: 100%;
    min-width: 12rem;
    font-family: var(--al-font-mono);
  }
  .mechanism .parameters > summary {
    cursor: pointer;
    margin-bottom: var(--al-space-2);
  }

  .mechanism .input > .problem {
    width: 0;
    min-width: 100%;
  }
  .mechanism .problem {
    max-width: 34rem;
    padding: var(--al-space-1) var(--al-space-2);
    border-left: 3px solid var(--al-error);
    border-radius: 0.2rem;
    background: var(--al-error-surface);
    color: var(--al-ink);
    font-size: var(--al-text-s);
  }

  @container lab (max-width: 42rem) {
    .mechanism .toolbar,
    .mechanism .steps {
      margin-left: 0;
    }
    .mechanism .preset,
    .mechanism .preset select {
      width: 100%;
    }
    .mechanism .stage-box {
      width: 100%;
    }
  }
  @media print {
    .mechanism .toolbar,
    .mechanism .steps,
    .mechanism .stage-box .controls,
    .mechanism .sizes {
      display: none;
    }
  }
`;
