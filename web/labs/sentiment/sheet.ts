import { css } from 'lit';

export const sentimentSheet = css`
  .sentiment,
  .sentiment section {
    display: grid;
    gap: var(--al-space-3);
    min-width: 0;
  }
  .sentiment {
    gap: var(--al-space-5);
    max-width: 60rem;
  }
  .sentiment :is(.lead, p) {
    max-width: 42rem;
  }
  .sentiment .quiet {
    color: var(--al-muted);
  }
  .sentiment .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2);
    align-items: center;
  }
  .sentiment .field {
    display: grid;
    gap: var(--al-space-1);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .sentiment textarea {
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
  .sentiment :is(.problem, .note) {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
  }
  .sentiment .note {
    border-left-color: var(--al-accent);
    background: var(--al-note-surface);
  }
  .sentiment .score {
    font-size: var(--al-text-xl);
    font-variant-numeric: tabular-nums;
  }
  .sentiment .scale {
    display: grid;
    grid-template-columns: auto minmax(6rem, 24rem) auto;
    justify-content: start;
    gap: var(--al-space-2);
    align-items: center;
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .sentiment .scale .bar {
    position: relative;
    height: 0.75rem;
    border: 1px solid var(--al-line-strong);
  }
  .sentiment .scale .zero {
    position: absolute;
    inset: -3px auto -3px 50%;
    border-left: 1px solid var(--al-line-strong);
  }
  .sentiment .scale .mark {
    position: absolute;
    inset: -5px auto -5px calc(var(--at) * 100% - 2px);
    width: 4px;
    background: var(--al-ink);
    forced-color-adjust: none;
  }
  .sentiment .words {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-1);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .sentiment .words li {
    border-bottom: 5px solid color-mix(in srgb, var(--al-weights) calc(var(--lit) * 100%), var(--al-line));
  }
  .sentiment .words button {
    display: grid;
    justify-items: center;
    min-width: var(--al-target);
    padding: var(--al-space-1) var(--al-space-2);
    font-size: var(--al-text-l);
  }
  .sentiment .words .out span {
    text-decoration: line-through;
    color: var(--al-muted);
  }
  .sentiment [aria-pressed='true'] small {
    color: inherit;
  }
  .sentiment small {
    font-size: 0.6875rem;
    color: var(--al-muted);
    font-variant-numeric: tabular-nums;
  }
  .sentiment .scroll {
    overflow-x: auto;
  }
  .sentiment table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  .sentiment :is(th, td) {
    padding: 2px var(--al-space-3) 2px 0;
    text-align: start;
    font-weight: 400;
  }
  .sentiment td {
    text-align: end;
  }
  .sentiment thead th {
    color: var(--al-muted);
    font-size: var(--al-text-s);
  }
  .sentiment .bars {
    width: 10rem;
    min-width: 5rem;
    text-align: start;
  }
  .sentiment .bars .bar {
    display: block;
    height: 0.75rem;
    width: calc(var(--size) * 100%);
    background: var(--al-weights);
    forced-color-adjust: none;
  }
  .sentiment .bars .up {
    background: var(--al-v);
  }
  .sentiment .bars .down {
    background: var(--al-negative);
  }
`;
