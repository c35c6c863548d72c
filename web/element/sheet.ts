// The look of the element's shadow root: the page's own tokens and controls, and where stage and explanation stand.
import { css, unsafeCSS } from 'lit';
import base from '../views/base.css' with { type: 'text' };
import tokens from '../views/tokens.css' with { type: 'text' };

export const sheet = css`
  ${unsafeCSS(tokens)}
  ${unsafeCSS(base)}
  :host {
    display: block;
    color-scheme: inherit; /* the page's choice of light or dark */
    container: element / inline-size;
    color: var(--al-ink);
    font: var(--al-text) / 1.5 var(--al-font);
    font-variant-numeric: tabular-nums;
    text-align: start;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .frame {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    border: 1px solid var(--al-line);
    border-radius: calc(2 * var(--al-radius));
    background: var(--al-paper);
  }
  .stage {
    container: lab / inline-size;
    min-width: 0;
    padding: var(--al-space-4);
  }
  .inspector {
    min-width: 0;
    border-top: 1px solid var(--al-line);
    background: var(--al-surface);
    border-radius: 0 0 calc(2 * var(--al-radius)) calc(2 * var(--al-radius));
  }
  .inspector > summary {
    padding: var(--al-space-2) var(--al-space-4);
    cursor: pointer;
    font-size: var(--al-text-s);
    font-weight: 600;
  }
  .inspector > div {
    padding: 0 var(--al-space-4) var(--al-space-4);
    overflow-x: auto;
  }
  @container element (min-width: 68rem) {
    .frame {
      grid-template-columns: minmax(0, 1fr) 20rem;
    }
    .inspector {
      border-top: 0;
      border-left: 1px solid var(--al-line);
      border-radius: 0 calc(2 * var(--al-radius)) calc(2 * var(--al-radius)) 0;
    }
    .foot,
    .problem {
      grid-column: 1 / -1;
    }
  }
  .foot {
    display: flex;
    justify-content: space-between;
    gap: var(--al-space-3);
    padding: var(--al-space-1) var(--al-space-4);
    border-top: 1px solid var(--al-line);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .foot a {
    color: inherit;
  }
  .problem {
    margin: var(--al-space-3);
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    border-radius: var(--al-radius);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
  }
  .waiting {
    min-height: 12rem;
    padding: var(--al-space-4);
    color: var(--al-muted);
  }
  @media print {
    .inspector:not([open]),
    .foot {
      display: none;
    }
  }
`;
