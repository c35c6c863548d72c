import { css } from 'lit';

export const sentenceSheet = css`
  .sentence {
    display: grid;
    gap: var(--al-space-5);
    max-width: 72rem;
    container: sentence / inline-size;
  }
  .sentence .heads {
    display: grid;
    gap: var(--al-space-5) var(--al-space-6);
    align-items: start;
  }
  @container sentence (min-width: 48rem) {
    .sentence .heads {
      grid-template-columns: 16.5rem minmax(0, 1fr);
    }
  }
  .sentence section {
    display: grid;
    gap: var(--al-space-3);
    min-width: 0;
  }
  .sentence :is(.lead, p) {
    max-width: 42rem;
  }
  .sentence .quiet,
  .sentence figcaption {
    color: var(--al-muted);
  }
  .sentence figure {
    margin: 0;
    display: grid;
    gap: var(--al-space-2);
    min-width: 0;
  }
  .sentence .reading {
    min-height: 1.5em;
    font-weight: 600;
  }
  .sentence .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2);
    align-items: center;
  }
  .sentence .spread {
    justify-content: space-between;
  }
  .sentence .field {
    display: grid;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .sentence textarea {
    width: 100%;
    min-height: 2.75rem;
    max-height: 20rem;
    resize: vertical;
    padding: var(--al-space-2) var(--al-space-3);
    font-size: var(--al-text-l);
    line-height: 1.4;
    color: var(--al-ink);
  }
  @container sentence (max-width: 34rem) {
    .sentence textarea {
      min-height: 4.2rem;
    }
  }
  .sentence .card {
    padding: var(--al-space-5);
    border: 1px solid var(--al-line);
    border-radius: var(--al-radius);
    background: var(--al-surface);
  }
  .sentence .primary {
    background: var(--al-ink);
    border-color: var(--al-ink);
    color: var(--al-paper);
    padding-inline: var(--al-space-4);
    min-height: 2.25rem;
  }
  .sentence .pick {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--al-space-2);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .sentence al-legend {
    justify-self: start;
  }
  .sentence .pick ::file-selector-button {
    font: inherit;
    min-height: var(--al-target);
  }
  .sentence .pick input {
    min-height: var(--al-target);
    max-width: 100%;
  }
  .sentence progress {
    width: min(18rem, 100%);
    accent-color: var(--al-weights);
  }
  .sentence .problem {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
  }
  .sentence .note {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-accent);
    background: var(--al-note-surface);
    overflow-wrap: anywhere;
  }

  .sentence .tokens {
    display: grid;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
  }
  .sentence .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-1) 0;
    list-style: none;
    margin: 0;
    padding: 0;
    max-height: 8.5rem;
    overflow: auto;
  }
  .sentence .chips li {
    padding: 0 var(--al-space-2);
    margin-left: var(--al-space-1);
    border: 1px solid var(--al-line);
    border-radius: var(--al-radius);
    background: var(--al-surface);
    line-height: 1.6;
    white-space: nowrap;
  }
  .sentence .chips li:first-child {
    margin-left: 0;
  }
  .sentence .chips .joined {
    margin-left: -1px;
  }
  .sentence .chips .unknown {
    border: 1px dashed var(--al-error);
    color: var(--al-error);
    background: var(--al-error-surface);
  }

  .sentence .measures {
    border-collapse: collapse;
    font-size: var(--al-text-s);
    max-width: 34rem;
  }
  .sentence .measures caption {
    text-align: start;
    color: var(--al-muted);
    padding-bottom: var(--al-space-1);
  }
  .sentence .measures :is(th, td) {
    padding: var(--al-space-1) var(--al-space-3) var(--al-space-1) 0;
    border-top: 1px solid var(--al-line);
    text-align: end;
  }
  .sentence .measures thead :is(th, td) {
    border: 0;
    color: var(--al-muted);
    font-weight: 400;
  }
  .sentence .measures th[scope='row'] {
    text-align: start;
    font-weight: 400;
  }
  .sentence .measures td {
    white-space: nowrap;
  }
  .sentence .measures td[data-measure] {
    font-weight: 600;
  }

  .sentence .cosine {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--al-space-3) var(--al-space-5);
  }
  .sentence output[data-cosine] {
    font-size: var(--al-text-xl);
    font-weight: 600;
    color: var(--al-weights);
  }
  .sentence .scale {
    position: relative;
    flex: 1;
    display: flex;
    justify-content: space-between;
    min-width: 10rem;
    max-width: 26rem;
    padding-top: 0.9rem;
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .sentence .scale::before {
    content: '';
    position: absolute;
    inset: 0.4rem 0 auto;
    border-top: 2px solid var(--al-line-strong);
  }
  .sentence .scale .dot {
    position: absolute;
    top: 0;
    left: calc(100% * var(--at));
    width: 0.85rem;
    height: 0.85rem;
    margin-left: -0.425rem;
    border-radius: 50%;
    background: var(--al-weights);
    border: 2px solid var(--al-weights);
  }
  .sentence .scale .after {
    background: var(--al-paper);
  }

  @media (prefers-reduced-motion: no-preference) {
    .sentence .scale .dot {
      transition: left var(--al-motion);
    }
  }
  @media (forced-colors: active) {
    .sentence .scale .dot {
      background: CanvasText;
    }
  }
  @container lab (max-width: 42rem) {
    .sentence .card {
      padding: var(--al-space-4);
    }
  }
  @media print {
    .sentence :is(.examples, .load) {
      display: none;
    }
  }

  .sentence-steps {
    display: grid;
    gap: var(--al-space-3);
  }
  .sentence-steps .q {
    color: var(--al-q);
  }
  .sentence-steps .k {
    color: var(--al-k);
  }
  .sentence-steps .quiet {
    color: var(--al-muted);
    font-size: var(--al-text-s);
  }
  .sentence-steps .weight {
    font-size: var(--al-text-xl);
    font-weight: 600;
    color: var(--al-weights);
  }
  .sentence-steps details {
    font-size: var(--al-text-s);
  }
  .sentence-steps table {
    border-collapse: collapse;
  }
  .sentence-steps :is(td, th) {
    padding: 1px var(--al-space-3) 1px 0;
    text-align: end;
    font-weight: 400;
  }
  .sentence-steps .precision {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 var(--al-space-3);
    margin: 0;
    padding-top: var(--al-space-3);
    border-top: 1px solid var(--al-line);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .sentence-steps dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
`;
