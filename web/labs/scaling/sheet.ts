import { css } from 'lit';
import { explanationStyles } from '../../views/explanation.js';

export const scalingSheet = css`
  ${explanationStyles}
  .scaling {
    display: grid;
    gap: var(--al-space-5);
    max-width: 72rem;
    container: scaling / inline-size;
  }
  .scaling :is(header, section, .chart, .map-box) {
    display: grid;
    gap: var(--al-space-3);
    min-width: 0;
    align-content: start;
  }
  .scaling section[data-wide] {
    max-width: none;
  }
  .scaling p {
    max-width: 42rem;
  }
  .scaling :is(.quiet, figcaption),
  .scaling-steps .quiet {
    color: var(--al-muted);
  }
  .scaling figure {
    margin: 0;
    display: grid;
    gap: var(--al-space-2);
    min-width: 0;
  }
  .scaling figcaption {
    max-width: 42rem;
    font-size: var(--al-text-s);
  }
  .scaling .reading {
    min-height: 1.5em;
    font-weight: 600;
  }
  .scaling .controls {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-3) var(--al-space-5);
    align-items: end;
  }
  .scaling .slider {
    display: grid;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
    min-width: min(14rem, 100%);
  }
  .scaling .slider output {
    display: inline-block;
    min-width: 3em;
    font-weight: 600;
    font-size: var(--al-text);
  }
  .scaling .slider input {
    width: 100%;
    min-height: 1.5rem;
    accent-color: var(--al-accent);
  }
  .scaling .switch {
    display: flex;
    gap: var(--al-space-2);
    align-items: center;
    min-height: var(--al-target);
  }
  .scaling .field {
    display: grid;
    gap: 2px;
    font-size: var(--al-text-s);
  }
  .scaling .field > span:first-child,
  .scaling .slider > span {
    color: var(--al-muted);
  }
  .scaling .slider output {
    color: var(--al-ink);
  }
  .scaling .field input {
    width: 6rem;
  }
  .scaling .problem {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
    max-width: 22rem;
  }
  .scaling .pair {
    display: grid;
    gap: var(--al-space-5) var(--al-space-6);
  }
  @container scaling (min-width: 44rem) {
    .scaling .pair {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media print {
    .scaling .controls {
      display: none;
    }
  }

  .scaling-steps {
    display: grid;
    gap: var(--al-space-2);
  }
  .scaling-steps .quiet {
    font-size: var(--al-text-s);
  }
`;
