import { css } from 'lit';

export const linesSheet = css`
  al-lines {
    display: block;
    --pitch: 1.625rem;
  }
  al-lines .sides {
    display: flex;
    justify-content: space-between;
    color: var(--al-muted);
    font-size: var(--al-text-s, 13px);
    margin-bottom: var(--al-space-1, 4px);
  }
  al-lines .board {
    display: grid;
    grid-template-columns: minmax(4rem, auto) minmax(3rem, 1fr) minmax(4rem, auto);
    max-width: 40rem;
    max-height: min(45rem, 80vh);
    overflow: auto;
  }
  al-lines ol {
    list-style: none;
    margin: 0;
    padding: 0;
    min-width: 0;
  }
  al-lines li {
    height: var(--pitch);
  }
  al-lines li button {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: var(--al-space-2, 8px);
    width: 100%;
    min-width: 4rem;
    max-width: 34vw;
    height: 100%;
    min-height: 24px;
    padding: 0 var(--al-space-2, 8px);
    border: 1px solid transparent;
    border-radius: var(--al-radius, 4px);
    background: none;
    color: inherit;
    font: inherit;
    font-size: var(--al-text-s, 13px);
    line-height: 1;
    cursor: pointer;
    position: relative;
  }
  al-lines li button:focus-visible {
    outline-offset: -2px;
  }
  al-lines .query button {
    flex-direction: row-reverse;
  }
  al-lines bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  al-lines .number {
    flex: none;
    color: var(--al-muted);
    font-variant-numeric: tabular-nums;
  }
  al-lines .fill {
    position: absolute;
    inset: 2px 0;
    z-index: -1;
    border-radius: inherit;
    background: var(--al-weights);
    opacity: calc(0.55 * var(--share));
  }
  al-lines li {
    position: relative;
    z-index: 0;
  }
  al-lines li button[aria-pressed='true'] {
    background: none;
    color: inherit;
    border-color: var(--al-weights);
    border-style: dashed;
  }
  al-lines li button.active {
    border-style: solid;
    border-color: var(--al-weights);
    font-weight: 600;
  }
  al-lines svg {
    display: block;
    width: 100%;
    height: calc(var(--pitch) * var(--rows));
  }
  al-lines .hidden {
    display: none;
  }
  al-lines path {
    fill: none;
    stroke: var(--al-weights);
    vector-effect: non-scaling-stroke;
  }
  al-lines figcaption,
  al-lines .note {
    max-width: 40rem;
  }
  @media (forced-colors: active) {
    al-lines path {
      stroke: CanvasText;
    }
  }
  @media print {
    al-lines .board {
      max-height: none;
      overflow: visible;
    }
  }
`;
