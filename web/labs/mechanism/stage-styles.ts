import { css } from 'lit';

/** The stages, what stands beside them, and the inspector. */
export const stageStyles = css`
  .mechanism .stages {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-4) var(--al-space-2);
    align-items: stretch;
  }
  .mechanism .stage-box {
    position: relative;
    min-width: min(10.5rem, 100%);
    max-width: 100%;
    padding: 0.625rem;
    border: 1px solid var(--al-line);
    border-radius: calc(2 * var(--al-radius));
    background: var(--al-surface);
    display: grid;
    grid-template-rows: auto auto 1fr;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--al-space-2);
    align-content: start;
  }
  .mechanism .stage-box .formula {
    font-size: 0.9rem;
  }
  .mechanism .stage-box .matrix tbody th {
    position: sticky;
    left: 0;
    z-index: 3;
    background: var(--al-surface);
  }
  .mechanism .same-note {
    display: none;
  }
  @container lab (min-width: 49rem) {
    .mechanism .stages-area > .stages {
      flex-wrap: nowrap;
    }
    .mechanism .stages-area .stage-box[data-stage='output'] {
      flex-shrink: 0.3;
    }
  }
  /* Four stages of three columns in a row: a little smaller where the row is short. */
  @container lab (min-width: 49rem) and (max-width: 58rem) {
    .mechanism .stages .matrix.large {
      --cell: 2.85rem;
      font-size: 0.8rem;
    }
    .mechanism .stages .stage-box {
      padding: 0.5rem;
    }
  }
  @container lab (max-width: 42rem) {
    .mechanism .stage-box.same > :is(.matrix-box, .stage-formula) {
      display: none;
    }
    .mechanism .same-note {
      display: block;
    }
  }
  .mechanism .stage-box.at-hand {
    border-color: var(--al-lit);
  }
  .mechanism .stage-box.stopped {
    align-self: start;
    border-left: 4px solid var(--al-error);
    background: var(--al-error-surface);
    max-width: 16rem;
    grid-template-rows: auto auto 1fr;
  }
  .mechanism .stage-box > .controls {
    align-self: end;
    display: grid;
    gap: var(--al-space-2);
    padding-top: var(--al-space-2);
    border-top: 1px solid var(--al-line);
    width: 0;
    min-width: 100%;
    grid-template-columns: minmax(0, 1fr);
  }
  .mechanism .controls select {
    width: 100%;
  }
  .mechanism .stale .stage-box {
    border-style: dashed;
    filter: saturate(0.25);
  }
  .mechanism .compare > summary {
    cursor: pointer;
    min-height: 1.5rem;
    font-weight: 600;
    margin-bottom: var(--al-space-2);
  }
  .mechanism .painting {
    touch-action: none;
    user-select: none;
  }
  .mechanism .painting .cell {
    cursor: crosshair;
  }
  .mechanism .hint,
  .mechanism .legend {
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .mechanism .more summary {
    font-size: var(--al-text-s);
    cursor: pointer;
    min-height: 1.5rem;
  }
  .mechanism .more[open] {
    display: grid;
    gap: var(--al-space-2);
  }
  .mechanism .slider {
    display: grid;
    font-size: var(--al-text-s);
  }
  .mechanism .slider input {
    width: 100%;
    min-height: var(--al-target);
    accent-color: var(--al-weights);
  }
  .mechanism .legend {
    margin-top: var(--al-space-3);
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--al-space-1) var(--al-space-2);
  }
  .mechanism .swatch {
    width: 1rem;
    height: 1rem;
    border-radius: 0.2rem;
    margin-left: var(--al-space-2);
    background: var(--al-sunken);
  }
  .mechanism .swatch.negative {
    margin-left: 0;
    background: color-mix(in oklab, var(--al-negative) 50%, var(--al-sunken));
  }
  .mechanism .swatch.score {
    background: color-mix(in oklab, var(--al-weights) 50%, var(--al-sunken));
  }
  .mechanism .swatch.masked {
    background: repeating-linear-gradient(135deg, var(--al-sunken) 0 4px, var(--al-line-strong) 4px 5px);
  }
  .mechanism .swatch.lit {
    outline: 2px solid var(--al-lit);
    outline-offset: -2px;
  }
  .mechanism .swatch.target {
    outline: 2px dotted var(--al-lit);
    outline-offset: -2px;
  }

  .mechanism .sentences ul {
    margin: var(--al-space-2) 0 0;
    padding-left: 1.2rem;
  }
  .mechanism .sentences .lit {
    font-weight: 600;
  }
  .mechanism .large-run {
    display: grid;
    gap: var(--al-space-2);
    justify-items: start;
    max-width: 46rem;
  }
  .mechanism-inspector .values {
    margin: 0 0 var(--al-space-3);
    padding-top: var(--al-space-3);
    border-top: 1px solid var(--al-line);
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--al-space-1) var(--al-space-3);
    font-size: var(--al-text-s);
  }
  .mechanism-inspector dt {
    color: var(--al-muted);
  }
  .mechanism-inspector dd {
    margin: 0;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
`;
