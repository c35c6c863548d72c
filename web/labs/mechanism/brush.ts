// Hides and shows cells of the masked scores by pressing, dragging or Space.
import { painter } from '../../views/matrix/paint.js';
import type { CellPlace } from '../../views/matrix/types.js';
import type { MechanismLab } from './lab.js';
import { paint } from './mask.js';

export function brushFor(lab: MechanismLab) {
  const masked = () => lab.run!.stage('masked', lab.head);
  const isHidden = (row: number, column: number) => masked().data[row * masked().columns + column] === -Infinity;
  const set = (place: CellPlace, attends: boolean) => lab.set('mask', paint(isHidden, masked().rows, masked().columns, place, attends));
  const pointer = painter((place) => isHidden(place.row, place.column), set);
  return {
    ...pointer,
    up() {
      pointer.up();
      lab.endEdit();
    },
    key(event: KeyboardEvent) {
      const { row, column } = (event.target as HTMLElement).dataset;
      if (event.key !== ' ' || row === undefined) return;
      event.stopPropagation();
      event.preventDefault();
      set({ row: Number(row), column: Number(column) }, isHidden(Number(row), Number(column)));
      lab.endEdit();
    },
  };
}
