import { css } from 'lit';

export const panelStyles = css`
  .share {
    display: grid;
    gap: var(--al-space-2);
    min-width: 0;
  }
  .share .line,
  .share .code {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--al-space-2);
    align-items: end;
  }
  .share .code {
    align-items: start;
    margin-top: var(--al-space-2);
  }
  .share .code p {
    grid-column: 1 / -1;
  }
  .share p:empty {
    display: none;
  }
  .share :is(input, textarea) {
    width: 100%;
    font-family: var(--al-font-mono);
  }
  .share textarea {
    padding: var(--al-space-2);
    overflow-wrap: anywhere;
    resize: vertical;
  }
  .share summary {
    min-height: 1.5rem;
    cursor: pointer;
  }
  .share .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--al-space-2) var(--al-space-4);
    margin-top: var(--al-space-2);
  }
  .share .choices label {
    display: grid;
    min-width: 0;
    font-size: var(--al-text-s);
  }
  .share .choices select {
    max-width: 100%;
  }
  .share ul {
    margin: var(--al-space-1) 0 0;
    padding-left: 1.2rem;
  }
  .share .quiet {
    color: var(--al-muted);
    font-size: var(--al-text-s);
  }
`;
