// Painting cells by pressing and dragging, with mouse, pen or finger.
import type { CellPlace } from './types.js';

function placeUnder(event: PointerEvent): CellPlace | null {
  const root = (event.currentTarget as Element).getRootNode() as Document | ShadowRoot;
  const cell = root.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-row]');
  const inside = cell && (event.currentTarget as Element).contains(cell);
  return inside ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
}

/** Listeners for the box around a grid; `begin` says what to paint from the first cell on. */
export function painter<T>(begin: (place: CellPlace) => T, paint: (place: CellPlace, value: T) => void) {
  let value: { readonly is: T } | null = null;
  let last = '';
  const stroke = (place: CellPlace) => {
    const key = `${place.row}-${place.column}`;
    if (!value || key === last) return;
    last = key;
    paint(place, value.is);
  };
  return {
    down(event: PointerEvent) {
      const place = placeUnder(event);
      if (!place || event.button !== 0) return;
      last = '';
      value = { is: begin(place) };
      stroke(place);
    },
    move(event: PointerEvent) {
      const place = value && placeUnder(event);
      if (place) stroke(place);
    },
    up() {
      value = null;
    },
  };
}
