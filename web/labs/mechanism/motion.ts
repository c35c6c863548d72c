// Numbers that travel: each cell of a new stage comes in from where it was in the stage before.
const kMotion = 280; // ms

const cellsOf = (root: ParentNode, stage: string) => [...root.querySelectorAll<HTMLElement>(`[data-stage="${stage}"] [data-cell]`)];

export function travel(root: ParentNode, from: string | undefined, to: string): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const sources = from ? cellsOf(root, from) : [];
  for (const cell of cellsOf(root, to)) {
    const { row, column } = cell.dataset;
    const sameRow = sources.filter((source) => source.dataset.row === row);
    const source = to === 'output' ? sameRow.at(-1) : sameRow.find((other) => other.dataset.column === column);
    const [start, end] = [source?.getBoundingClientRect(), cell.getBoundingClientRect()];
    const transform = start ? `translate(${start.left - end.left}px, ${start.top - end.top}px)` : 'translateX(-1rem)';
    cell.animate(
      [
        { transform, opacity: 0.2 },
        { transform: 'none', opacity: 1 },
      ],
      { duration: kMotion, easing: 'ease-out' },
    );
  }
}
