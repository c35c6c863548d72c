import { css } from 'lit';

export const learnSheet = css`
  .learn {
    display: grid;
    gap: var(--al-space-6);
    max-width: 84rem;
    container: learn / inline-size;
  }
  .learn :is(header, section, .chart, .part, .own, .ask, .tests) {
    display: grid;
    gap: var(--al-space-3);
    min-width: 0;
    align-content: start;
  }
  .learn p,
  .learn dd {
    max-width: 42rem;
  }
  .learn :is(.quiet, figcaption, .hint, dt) {
    color: var(--al-muted);
  }
  .learn :is(figcaption, .hint, .small) {
    font-size: var(--al-text-s);
    max-width: 42rem;
  }
  .learn figure {
    margin: 0;
    display: grid;
    gap: var(--al-space-2);
    min-width: 0;
  }
  .learn code {
    font-family: var(--al-font-mono);
    font-size: 1em;
    overflow-wrap: anywhere;
  }
  .learn .pair-line {
    white-space: nowrap;
  }
  .learn .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2) var(--al-space-3);
    align-items: center;
  }
  .learn .card {
    padding: var(--al-space-4) var(--al-space-5);
    border: 1px solid var(--al-line);
    border-radius: var(--al-radius);
    background: var(--al-surface);
  }
  .learn .primary {
    background: var(--al-ink);
    border-color: var(--al-ink);
    color: var(--al-paper);
    padding-inline: var(--al-space-5);
    min-height: 2.75rem;
    min-width: 8rem;
    font-size: var(--al-text-l);
    font-weight: 600;
  }
  .learn .primary:disabled {
    background: var(--al-sunken);
    color: var(--al-muted);
    border-color: var(--al-line);
  }
  .learn .choice {
    display: flex;
    gap: var(--al-space-2);
    align-items: center;
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .learn .choice select {
    color: var(--al-ink);
  }
  .learn progress {
    width: 100%;
    accent-color: var(--al-accent);
  }
  .learn .row progress {
    width: min(14rem, 100%);
  }
  .learn .status {
    min-height: 2.9em; /* two lines: what is below stays while the numbers run */
    font-variant-numeric: tabular-nums;
  }
  .learn :is(.problem, .note) {
    padding: var(--al-space-2) var(--al-space-3);
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    overflow-wrap: anywhere;
  }
  .learn .note {
    border-left-color: var(--al-accent);
    background: var(--al-note-surface);
  }
  .learn .problem > p + button {
    margin-top: var(--al-space-2);
  }

  .learn .settings {
    display: grid;
    gap: var(--al-space-4) var(--al-space-5);
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
    align-items: start;
  }
  .learn .setting {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    align-content: start;
    min-width: 0;
  }
  .learn .setting > :is(select, input) {
    max-width: 100%;
    width: 12rem;
  }
  .learn .ask .setting > input {
    font-family: var(--al-font-mono);
    width: 20rem;
  }
  .learn textarea {
    width: 100%;
    max-width: 36rem;
    padding-block: var(--al-space-2);
    font-family: var(--al-font-mono);
    resize: vertical;
  }
  .learn .name {
    font-weight: 600;
    font-size: var(--al-text-s);
  }
  .learn .switch {
    display: flex;
    gap: var(--al-space-2);
    align-items: center;
    min-height: var(--al-target);
  }
  .learn details.group {
    border-top: 1px solid var(--al-line);
    padding-top: var(--al-space-3);
  }
  .learn details.group > :is(p, .settings) {
    margin-top: var(--al-space-3);
  }
  .learn summary {
    cursor: pointer;
    min-height: 1.75rem;
  }

  .learn .pair {
    display: grid;
    gap: var(--al-space-5) var(--al-space-6);
  }
  @container learn (min-width: 50rem) {
    .learn .pair {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  .learn .scroll {
    position: relative; /* what is for readers' ears alone is cut off with the rest */
    overflow-x: auto;
    max-width: 100%;
  }
  .learn table:is(.answers, .runs) {
    border-collapse: collapse;
  }
  .learn table:is(.answers, .runs) :is(th, td) {
    padding: var(--al-space-1) var(--al-space-4) var(--al-space-1) 0;
    border-bottom: 1px solid var(--al-line);
    text-align: start;
    font-weight: 400;
    white-space: nowrap;
  }
  .learn table:is(.answers, .runs) thead th {
    color: var(--al-muted);
    font-size: var(--al-text-s);
  }
  .learn table.runs td.words {
    white-space: normal;
    min-width: 12rem;
  }
  .learn table.runs td.row {
    flex-wrap: nowrap;
  }
  .learn .right {
    color: var(--al-v);
    font-weight: 600;
  }
  .learn .wrong {
    color: var(--al-error);
    font-weight: 600;
  }
  .learn del {
    color: var(--al-error);
    text-decoration-thickness: 2px;
  }
  .learn .facts {
    margin: 0;
    display: grid;
    gap: var(--al-space-2);
  }
  .learn .facts > div {
    display: grid;
    grid-template-columns: 8rem minmax(0, 1fr);
    gap: var(--al-space-3);
  }
  .learn dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  .learn .pick {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2);
    align-items: center;
    font-size: var(--al-text-s);
  }
  @container learn (max-width: 34rem) {
    .learn .card {
      padding: var(--al-space-3);
    }
    .learn .facts > div {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
  @media print {
    .learn :is(.settings, .play .row) {
      display: none;
    }
  }

  .learn-steps {
    display: grid;
    gap: var(--al-space-3);
  }
  .learn-steps .quiet {
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
`;
