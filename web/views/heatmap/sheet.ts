import { css } from 'lit';

export const heatmapSheet = css`
  al-heatmap {
    display: block;
    container-type: inline-size;
  }
  al-heatmap .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--al-space-2, 8px);
    margin-bottom: var(--al-space-2, 8px);
  }
  al-heatmap .tools button {
    min-width: var(--al-target, 28px);
  }
  al-heatmap .axes {
    margin-right: auto;
    color: var(--al-muted);
    font-size: var(--al-text-s, 13px);
  }
  al-heatmap .scroller {
    position: relative;
    overflow: auto;
    max-width: 100%;
  }
  al-heatmap .map {
    position: sticky;
    inset: 0 auto auto 0;
    width: max-content;
    cursor: crosshair;
  }
  /* Colours that the canvas reads: text, thin marks, ground. */
  al-heatmap .inks {
    display: none;
    color: var(--al-ink);
    background: var(--al-paper);
    outline-color: var(--al-lit);
    border-top-color: var(--al-muted);
  }
  al-heatmap canvas {
    display: block;
  }
  al-heatmap table {
    border-collapse: collapse;
    font-size: var(--al-text-s, 13px);
  }
  al-heatmap .table {
    overflow: auto;
    max-height: 36rem;
  }
  al-heatmap :is(th, td) {
    padding: var(--al-space-1, 4px) var(--al-space-2, 8px);
    border: 1px solid var(--al-line);
    text-align: right;
    white-space: nowrap;
  }
  al-heatmap td.list {
    text-align: start;
    white-space: normal;
  }
  al-heatmap thead th {
    position: sticky;
    top: 0;
    background: var(--al-surface);
  }
  al-heatmap td[aria-selected='true'] {
    outline: 2px solid var(--al-lit);
    outline-offset: -2px;
  }
  al-heatmap .foot {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2, 8px) var(--al-space-5, 24px);
    align-items: start;
    margin-top: var(--al-space-3, 12px);
  }
  @media print {
    al-heatmap .tools button {
      display: none;
    }
    al-heatmap :is(.scroller, .table) {
      overflow: visible;
      max-height: none;
    }
    al-heatmap :is(th, td) {
      padding: 1px var(--al-space-1, 4px);
      font-size: 0.6875rem;
    }
  }
`;
