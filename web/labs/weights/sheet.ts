import { css } from 'lit';

/** Of the panel that gets a model. */
export const modelSheet = css`
  .load {
    padding: var(--al-space-5);
    border: 1px solid var(--al-line);
    border-radius: var(--al-radius);
    background: var(--al-surface);
  }
  .load .primary {
    background: var(--al-ink);
    border-color: var(--al-ink);
    color: var(--al-paper);
    padding-inline: var(--al-space-4);
    min-height: 2.25rem;
  }
  .load .pick {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--al-space-2);
    font-size: var(--al-text-s);
    color: var(--al-muted);
  }
  .load .pick ::file-selector-button {
    font: inherit;
    min-height: var(--al-target);
  }
  .load .pick input {
    min-height: var(--al-target);
    max-width: 100%;
  }
  .load progress {
    width: min(18rem, 100%);
    accent-color: var(--al-weights);
  }
  .load .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2);
    align-items: center;
  }
`;
