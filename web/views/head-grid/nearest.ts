// Arrow keys among things whose places depend on the width.

const kDirections: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest element whose centre lies in the direction of an arrow key, within 45° of it. */
export function nearest<T extends Element>(from: T, others: readonly T[], key: string): T | undefined {
  const direction = kDirections[key];
  if (!direction) return undefined;
  const centre = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2] as const;
  };
  const [x0, y0] = centre(from);
  const distance = (element: T) => {
    const [dx, dy] = [centre(element)[0] - x0, centre(element)[1] - y0];
    const along = dx * direction[0] + dy * direction[1];
    return along > 1 && along >= Math.abs(dx * direction[1] + dy * direction[0]) ? Math.hypot(dx, dy) : Infinity;
  };
  const [best] = [...others].sort((a, b) => distance(a) - distance(b));
  return best && distance(best) < Infinity ? best : undefined;
}
