import { css } from 'lit';

export const translateSheet = css`
  .translate {
    display: grid;
    gap: var(--al-space-5);
    max-width: 80rem;
    container: translate / inline-size;
  }
  .translate .sides,
  .translate section,
  .translate .answer {
    display: grid;
    gap: var(--al-space-3);
    min-width: 0;
  }
  .translate .sides {
    gap: var(--al-space-5) var(--al-space-6);
    align-items: start;
  }
  @container translate (min-width: 56rem) {
    .translate[data-shown='both'] .sides {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  .translate :is(.lead, p) {
    max-width: 42rem;
  }
  .translate :is(.quiet, figcaption, .hint) {
    color: var(--al-muted);
  }
  .translate .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2);
    align-items: center;
  }
  .translate .settings {
    gap: var(--al-space-2) var(--al-space-5);
  }
  .translate .spread {
    justify-content: space-between;
  }
  .translate .field {
    display: grid;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .translate textarea {
    width: 100%;
    min-height: 2.75rem;
    max-height: 16rem;
    resize: vertical;
    field-sizing: content;
    padding: var(--al-space-2) var(--al-space-3);
    font-size: var(--al-text-l);
    line-height: 1.4;
    color: var(--al-ink);
  }
  .translate .english {
    font-size: 1.5rem;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .translate figure {
    margin: 0;
  }
  .translate .looks {
    display: grid;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
  }
  .translate :is(.source, .pieces, .candidates ol) {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-1);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .translate .source li {
    display: grid;
    justify-items: center;
    min-width: 2.2rem;
    padding: var(--al-space-1);
    border: 1px solid var(--al-line);
    border-bottom: 4px solid color-mix(in srgb, var(--al-weights) calc(var(--lit) * 100%), var(--al-line));
    font-size: var(--al-text-l);
  }
  .translate .source li.unknown {
    border-style: dashed;
  }
  .translate :is(.problem, .note) {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
  }
  .translate .note {
    border-left-color: var(--al-accent);
    background: var(--al-note-surface);
  }
  .translate small {
    display: block;
    font-size: 0.6875rem;
    color: var(--al-muted);
    font-variant-numeric: tabular-nums;
  }
  .translate .pieces button {
    display: grid;
    justify-items: center;
    min-width: var(--al-target);
    padding: var(--al-space-1) var(--al-space-2);
  }
  .translate [aria-pressed='true'] small {
    color: inherit;
  }
  .translate .candidates ol {
    gap: var(--al-space-1) var(--al-space-3);
  }
  .translate .candidates li {
    border-bottom: 3px solid color-mix(in srgb, var(--al-weights) calc(var(--share) * 100%), var(--al-line));
    padding: 0 var(--al-space-1);
  }
  .translate .candidates .own {
    font-weight: 600;
  }
  .translate .scroll {
    overflow-x: auto;
  }
  .translate table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .translate :is(th, td) {
    padding: var(--al-space-1) var(--al-space-3) var(--al-space-1) 0;
    text-align: start;
    font-weight: 400;
  }
  .translate thead th {
    color: var(--al-muted);
    font-size: var(--al-text-s);
  }
  .translate td {
    text-align: end;
  }
`;
