import { css } from 'lit';

export const speedSheet = css`
  .speed {
    display: grid;
    gap: var(--al-space-6);
    max-width: 72rem;
    container: speed / inline-size;
  }
  .speed header,
  .speed section {
    display: grid;
    gap: var(--al-space-3);
    min-width: 0;
  }
  .speed :is(p, dd) {
    max-width: 42rem;
  }
  .speed .quiet,
  .speed figcaption,
  .speed dt {
    color: var(--al-muted);
  }
  .speed figure {
    margin: 0;
    display: grid;
    gap: var(--al-space-2);
    min-width: 0;
  }
  .speed figcaption {
    max-width: 42rem;
    font-size: var(--al-text-s);
  }
  .speed .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2) var(--al-space-3);
    align-items: center;
  }
  .speed .controls {
    gap: var(--al-space-3) var(--al-space-5);
  }
  .speed .controls [role='group'] {
    gap: var(--al-space-1);
  }
  .speed .choice {
    display: flex;
    gap: var(--al-space-2);
    align-items: center;
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .speed .choice select {
    color: var(--al-ink);
  }
  .speed .card {
    padding: var(--al-space-5);
    border: 1px solid var(--al-line);
    border-radius: var(--al-radius);
    background: var(--al-surface);
  }
  .speed .verdict {
    font-size: var(--al-text-l);
    line-height: 1.45;
    max-width: 46rem;
    min-height: 2.9em; /* the sentence comes after a moment: nothing below it moves */
  }
  .speed .primary {
    background: var(--al-ink);
    border-color: var(--al-ink);
    color: var(--al-paper);
    padding-inline: var(--al-space-4);
    min-height: 2.25rem;
  }
  .speed progress {
    width: min(18rem, 100%);
    accent-color: var(--al-accent);
  }
  .speed :is(.problem, .note) {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
  }
  .speed .note {
    border-left-color: var(--al-accent);
    background: var(--al-note-surface);
  }
  .speed .pair {
    display: grid;
    gap: var(--al-space-5) var(--al-space-6);
  }
  @container speed (min-width: 50rem) {
    .speed .pair {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  .speed .chart {
    display: grid;
    gap: var(--al-space-2);
    min-width: 0;
    align-content: start;
  }
  .speed .facts {
    margin: 0;
    display: grid;
    gap: var(--al-space-2);
  }
  .speed .facts > div {
    display: grid;
    grid-template-columns: 8rem minmax(0, 1fr);
    gap: var(--al-space-3);
  }
  .speed dd {
    margin: 0;
  }
  .speed .subjects {
    display: grid;
    gap: var(--al-space-4) var(--al-space-6);
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
  }
  .speed .subjects > div {
    display: grid;
    gap: var(--al-space-1);
    align-content: start;
  }
  @container speed (max-width: 34rem) {
    .speed .card {
      padding: var(--al-space-4);
    }
    .speed .facts > div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
  @media print {
    .speed .row {
      display: none;
    }
  }

  .speed-steps {
    display: grid;
    gap: var(--al-space-3);
  }
  .speed-steps ol {
    margin: 0;
    padding: 0;
    list-style: none;
    display: grid;
    gap: var(--al-space-3);
  }
  .speed-steps .what {
    display: block;
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .speed-steps .arithmetic {
    display: block;
    overflow-wrap: anywhere;
  }
  .speed-steps .quiet {
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
`;
