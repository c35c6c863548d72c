import { css } from 'lit';

export const headGridSheet = css`
  al-head-grid {
    display: block;
    container: heads / inline-size;
  }
  al-head-grid .layer {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr));
    gap: var(--al-space-2, 8px);
    list-style: none;
    margin: var(--al-space-2, 8px) 0 var(--al-space-3, 12px);
    padding: 0;
  }
  al-head-grid li {
    position: relative;
    border: 1px solid var(--al-line);
    border-radius: var(--al-radius, 4px);
    background: var(--al-surface);
  }
  al-head-grid li.chosen {
    border-color: var(--al-weights);
    box-shadow: 0 0 0 1px var(--al-weights);
  }
  al-head-grid .head {
    display: grid;
    grid-template: 1.75rem 1fr / 5rem 1fr;
    gap: 0 var(--al-space-3, 12px);
    width: 100%;
    height: 100%;
    padding: var(--al-space-2, 8px);
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    font-size: var(--al-text-s, 13px);
    cursor: pointer;
  }
  al-head-grid .head[aria-pressed='true'] {
    background: none;
    color: inherit;
  }
  al-head-grid .head strong {
    align-self: center;
  }
  al-head-grid .thumb {
    grid-row: 1 / 3;
    width: 5rem;
    height: 5rem;
    forced-color-adjust: none;
  }
  al-head-grid canvas {
    display: block;
  }
  /* In a narrow column layers stand side by side, and words below their map. */
  @container heads (max-width: 27rem) {
    al-head-grid .layers {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--al-space-2, 8px);
    }
    al-head-grid .layer {
      grid-template-columns: 1fr;
    }
    al-head-grid .head {
      grid-template: 1.75rem 5.5rem 1fr / 1fr;
    }
    al-head-grid .thumb {
      grid-row: 2;
      width: 5.5rem;
      height: 5.5rem;
    }
    al-head-grid .summary {
      margin-top: var(--al-space-1, 4px);
      min-height: 2.7em;
    }
  }
  al-head-grid .off canvas {
    opacity: 0.2;
  }
  al-head-grid .off strong,
  al-head-grid .off .summary {
    color: var(--al-muted);
  }
  al-head-grid .summary {
    line-height: 1.35;
    color: var(--al-muted);
  }
  al-head-grid .switch {
    position: absolute;
    top: var(--al-space-2, 8px);
    right: var(--al-space-2, 8px);
    display: flex;
    align-items: center;
    gap: var(--al-space-1, 4px);
    min-height: 1.75rem;
    padding: 0;
    border: 0;
    background: none;
    color: var(--al-muted);
    font-size: var(--al-text-s, 13px);
    cursor: pointer;
  }
  al-head-grid .switch::before {
    content: '';
    box-sizing: border-box;
    width: 1.75rem;
    height: 1rem;
    border: 1px solid var(--al-line-strong);
    border-radius: 1rem;
    background:
      radial-gradient(circle at 0.44rem 50%, var(--al-line-strong) 0.3rem, transparent 0.32rem) no-repeat,
      var(--al-sunken);
  }
  al-head-grid .switch[aria-checked='true']::before {
    border-color: var(--al-weights);
    background:
      radial-gradient(circle at calc(100% - 0.44rem) 50%, var(--al-surface) 0.3rem, transparent 0.32rem) no-repeat,
      var(--al-weights);
  }
  @media (forced-colors: active) {
    al-head-grid li.chosen {
      outline: 2px solid Highlight;
    }
    al-head-grid .switch[aria-checked='true']::before {
      background: Highlight;
    }
  }
  @media print {
    al-head-grid .switch::before {
      display: none;
    }
  }
`;
