import { css } from 'lit';

/** Everything is measured in rem: one size makes all of it large. */
export const presentStyles = css`
  :root[data-presenting] {
    font-size: clamp(1rem, min(1.65vw, 2.9vh), 4rem);
  }
  [data-presenting] #app {
    display: block;
    padding: 0;
  }
  [data-presenting] :is(.rail, .inspector, .skip) {
    display: none;
  }
  [data-presenting] .stage {
    min-height: 100vh;
    padding: 1.5rem 2rem 4rem;
  }
  [data-presenting] .mechanism .sentences {
    font-size: 1.25rem;
  }
  .presenter {
    position: fixed;
    right: 0;
    bottom: 0;
    z-index: 4;
    display: flex;
    align-items: center;
    gap: var(--al-space-2);
    padding: var(--al-space-2);
  }
  .presenter button {
    min-width: 2rem;
    min-height: 2rem;
    padding: 0;
    font-size: var(--al-text-l);
    line-height: 1;
  }
  .present-help {
    padding: var(--al-space-1) var(--al-space-3);
    border-radius: var(--al-radius);
    background: var(--al-sunken);
    font-size: var(--al-text-s);
    transition: opacity var(--al-motion);
  }
  .present-help[data-shown='false'] {
    opacity: 0;
    pointer-events: none;
  }
  @media print {
    .presenter {
      display: none;
    }
  }
`;
