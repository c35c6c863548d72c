import { css } from 'lit';

export const chartSheet = css`
  :is(al-bar-chart, al-log-chart) {
    display: block;
    min-width: 0;
  }
  :is(al-bar-chart, al-log-chart) svg {
    display: block;
    width: 100%;
    overflow: visible;
  }
  :is(al-bar-chart, al-log-chart) text {
    fill: var(--al-ink);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  :is(al-bar-chart, al-log-chart) :is(.tick, .axis, .head, .waiting) {
    fill: var(--al-muted);
  }
  :is(al-bar-chart, al-log-chart) .grid {
    stroke: var(--al-line);
    stroke-width: 1;
  }
  :is(al-bar-chart, al-log-chart) [role='option'] {
    cursor: pointer;
    outline: none;
  }
  :is(al-bar-chart, al-log-chart) .reading {
    min-height: 1.5em;
    font-size: var(--al-text-s, 13px);
  }
  :is(al-bar-chart, al-log-chart) summary {
    cursor: pointer;
    width: fit-content;
    min-height: 1.5rem;
    font-size: var(--al-text-s, 13px);
    color: var(--al-muted);
  }
  :is(al-bar-chart, al-log-chart) .table {
    overflow: auto;
    max-height: 30rem;
    max-width: 100%;
  }
  :is(al-bar-chart, al-log-chart) table {
    border-collapse: collapse;
    font-size: var(--al-text-s, 13px);
  }
  :is(al-bar-chart, al-log-chart) :is(th, td) {
    padding: var(--al-space-1, 4px) var(--al-space-3, 12px) var(--al-space-1, 4px) 0;
    border-bottom: 1px solid var(--al-line);
    text-align: end;
    font-weight: 400;
    white-space: nowrap;
  }
  :is(al-bar-chart, al-log-chart) thead th {
    color: var(--al-muted);
  }
  :is(al-bar-chart, al-log-chart) :is(th, td):first-child {
    text-align: start;
    white-space: normal;
  }

  al-bar-chart .reading {
    min-height: 3em; /* two lines: what is below stays while a bar is pointed at */
  }
  al-bar-chart .bar {
    fill: var(--al-line-strong);
  }
  al-bar-chart .bar.weights {
    fill: var(--al-weights);
  }
  al-bar-chart .row {
    fill: transparent;
    stroke: transparent;
    stroke-width: 2;
  }
  al-bar-chart [role='option']:hover .row {
    fill: var(--al-sunken);
  }
  al-bar-chart [aria-selected='true'] .row {
    fill: var(--al-sunken);
    stroke: var(--al-line-strong);
    stroke-width: 1;
  }
  al-bar-chart [role='option']:focus-visible .row {
    stroke: var(--al-accent);
    stroke-width: 2;
  }
  al-bar-chart .value {
    font-weight: 600;
  }
  al-bar-chart .mark {
    stroke: var(--al-accent);
    stroke-width: 2;
  }
  al-bar-chart .mark-range {
    fill: var(--al-accent);
    fill-opacity: 0.16;
  }
  al-bar-chart .mark-label {
    fill: var(--al-accent);
    font-weight: 600;
  }

  al-log-chart .series {
    color: var(--al-ink);
  }
  al-log-chart .series.weights {
    color: var(--al-weights);
  }
  al-log-chart .series.accent {
    color: var(--al-accent);
  }
  al-log-chart .curve {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linejoin: round;
  }
  al-log-chart .accent .curve {
    stroke-dasharray: 6 3;
  }
  al-log-chart .marker {
    fill: currentColor;
    stroke: var(--al-paper);
    stroke-width: 1.5;
  }
  al-log-chart .ring {
    fill: none;
    stroke: none;
    stroke-width: 2;
  }
  al-log-chart [aria-selected='true'] .ring {
    stroke: var(--al-ink);
  }
  al-log-chart [role='option']:focus-visible .ring {
    stroke: var(--al-accent);
    stroke-width: 3;
  }
  al-log-chart .reference {
    stroke: var(--al-line-strong);
    stroke-width: 1.25;
    stroke-dasharray: 2 4;
  }
  al-log-chart .reference.steep {
    stroke-dasharray: 8 4;
  }
  al-log-chart .legend {
    list-style: none;
    margin: 0;
    padding: 0;
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-1, 4px) var(--al-space-4, 16px);
    font-size: var(--al-text-s, 13px);
  }
  al-log-chart .legend li {
    display: flex;
    align-items: center;
    gap: var(--al-space-2, 8px);
  }
  al-log-chart .legend svg {
    flex: none;
    width: 2rem;
    height: 0.75rem;
  }

  @media (forced-colors: active) {
    :is(al-bar-chart, al-log-chart) svg :is(text, .tick, .axis, .head, .waiting, .mark-label) {
      fill: CanvasText;
    }
    al-bar-chart .bar:is(*, .weights) {
      fill: CanvasText;
    }
    al-bar-chart .mark,
    al-log-chart [role='option']:focus-visible .ring,
    al-bar-chart [role='option']:focus-visible .row {
      stroke: Highlight;
    }
    al-bar-chart :is([role='option']:hover, [aria-selected='true']) .row {
      fill: none;
      stroke: Highlight;
    }
    al-log-chart .series:is(.plain, .weights, .accent) {
      color: CanvasText;
    }
    al-log-chart .marker {
      stroke: Canvas;
    }
  }
  @media print {
    :is(al-bar-chart, al-log-chart) .table {
      max-height: none;
    }
  }
`;
