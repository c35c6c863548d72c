import { css } from 'lit';

export const matrixStyles = css`
  .matrix-box {
    overflow: auto;
    max-width: 100%;
    padding: 3px;
  }
  .matrix {
    --cell: 3.5rem;
    --hue: var(--al-weights);
    border-collapse: separate;
    border-spacing: 2px;
    font-size: var(--al-text-s);
  }
  .matrix.middle {
    --cell: 2.75rem;
    font-size: 0.78rem;
  }
  .matrix.small {
    --cell: 2.5rem;
    font-size: 0.72rem;
  }
  .matrix.hue-q {
    --hue: var(--al-q);
  }
  .matrix.hue-k {
    --hue: var(--al-k);
  }
  .matrix.hue-v {
    --hue: var(--al-v);
  }
  .matrix.hue-parameter {
    --hue: var(--al-muted);
  }
  .matrix thead td {
    padding: 0;
  }
  .matrix th {
    max-width: 5.5rem;
    padding: 0 var(--al-space-1);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 400;
    color: var(--al-muted);
  }
  .matrix thead th {
    max-width: var(--cell);
    text-align: center;
  }
  .matrix tbody th {
    text-align: right;
  }
  .matrix .cell {
    --strength: calc(var(--tint, 0) * 50%);
    position: relative;
    min-width: var(--cell);
    height: 1.9rem;
    padding: 0 1px;
    text-align: center;
    white-space: nowrap;
    border-radius: 0.2rem;
    background: color-mix(in oklab, var(--hue) var(--strength), var(--al-sunken));
    cursor: default;
    scroll-margin: 3rem;
  }
  .matrix .cell.long {
    font-size: 0.8em;
    letter-spacing: -0.03em;
  }
  .matrix .cell.negative {
    background: color-mix(in oklab, var(--al-negative) var(--strength), var(--al-sunken));
  }
  .matrix .cell.masked {
    color: var(--al-muted);
    background: repeating-linear-gradient(135deg, var(--al-sunken) 0 4px, var(--al-line) 4px 5px);
  }
  .matrix .cell.hidden {
    color: var(--al-muted);
    background: var(--al-surface);
    box-shadow: inset 0 0 0 1px var(--al-line-strong);
    cursor: pointer;
  }
  .matrix .cell.source {
    outline: 2px solid var(--al-lit);
    outline-offset: -1px;
  }
  .matrix .cell.target {
    outline: 2px dotted var(--al-lit);
    outline-offset: -1px;
  }
  .matrix .cell.self {
    outline: 3px solid var(--al-ink);
    outline-offset: -1px;
    z-index: 1;
  }
  .matrix .cell:focus-visible {
    outline: 3px solid var(--al-accent);
    outline-offset: 0;
    z-index: 2;
  }
  .matrix .cell:has(> input) {
    padding: 0;
  }
  .matrix .cell > input {
    width: var(--cell);
    min-width: 100%;
    min-height: 1.9rem;
    padding: 0 2px;
    border: 1px solid var(--al-line);
    border-radius: 0.2rem;
    background: var(--al-surface);
    text-align: center;
    font-size: inherit;
    color: var(--hue);
  }
  .matrix.hue-parameter .cell > input {
    color: inherit;
  }
  .matrix .cell > input[aria-invalid] {
    border: 2px solid var(--al-error);
    background: var(--al-error-surface);
  }
  @container (max-width: 42rem) {
    .matrix.middle {
      --cell: 2.6rem;
      font-size: 0.75rem;
    }
    .matrix th {
      max-width: 4.4rem;
    }
  }
  @media (forced-colors: active) {
    .matrix .cell {
      border: 1px solid CanvasText;
    }
    .matrix .cell.masked {
      border-style: dashed;
    }
    .matrix .cell.self,
    .matrix .cell.source {
      outline-color: Highlight;
    }
  }
`;
