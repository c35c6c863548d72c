import { css } from 'lit';

export const generateSheet = css`
  .generate,
  .generate section {
    display: grid;
    gap: var(--al-space-3);
    min-width: 0;
  }
  .generate {
    gap: var(--al-space-5);
    max-width: 60rem;
  }
  .generate :is(.lead, p) {
    max-width: 42rem;
  }
  .generate .quiet {
    color: var(--al-muted);
  }
  .generate .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2);
    align-items: center;
  }
  .generate .field {
    display: grid;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .generate textarea {
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
  .generate :is(.problem, .note) {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
  }
  .generate .note {
    border-left-color: var(--al-accent);
    background: var(--al-note-surface);
  }
  .generate .settings {
    gap: var(--al-space-3) var(--al-space-5);
  }
  .generate .spread {
    justify-content: space-between;
  }
  .generate .primary {
    background: var(--al-ink);
    border-color: var(--al-ink);
    color: var(--al-paper);
    padding-inline: var(--al-space-4);
  }
  .generate .slider {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 var(--al-space-2);
    font-size: var(--al-text-s);
  }
  .generate .slider input {
    grid-column: 1 / -1;
    width: 9rem;
  }
  .generate .tokens {
    display: flex;
    flex-wrap: wrap;
    gap: 3px 2px;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: var(--al-text-s);
  }
  .generate .tokens li {
    border-bottom: 4px solid color-mix(in srgb, var(--al-weights) calc(var(--lit) * 100%), var(--al-line));
  }
  .generate .tokens .given {
    padding: 3px var(--al-space-1);
    color: var(--al-muted);
  }
  .generate .tokens .edited button {
    border-style: dashed;
  }
  .generate .tokens button {
    padding: 2px var(--al-space-1);
    min-width: var(--al-target);
  }
  .generate .plain {
    font-size: var(--al-text-l);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .generate small {
    font-size: 0.6875rem;
    color: var(--al-muted);
    font-variant-numeric: tabular-nums;
  }
  .generate .scroll {
    overflow-x: auto;
  }
  .generate table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .generate :is(th, td) {
    padding: 2px var(--al-space-3) 2px 0;
    text-align: start;
    font-weight: 400;
  }
  .generate td {
    text-align: end;
  }
  .generate thead th {
    color: var(--al-muted);
    font-size: var(--al-text-s);
  }
  .generate .bars {
    width: 10rem;
    min-width: 5rem;
    text-align: start;
  }
  .generate .bars .bar {
    display: block;
    height: 0.75rem;
    width: calc(var(--size) * 100%);
    background: var(--al-weights);
    forced-color-adjust: none;
  }
  .generate .bars .drawn {
    background: var(--al-accent);
  }
`;
