// What a matrix view is told.
import type { TemplateResult } from 'lit';

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** How a cell belongs to the one at hand: itself, what it was made from, or what is made from it. */
export type CellLight = 'self' | 'source' | 'target';

export interface CellView {
  readonly text: string;
  /** The number in words or in full, for a tooltip. */
  readonly title?: string;
  /** −1 … 1: strength of the tint; negative numbers have a colour of their own. */
  readonly tint?: number;
  readonly light?: CellLight | undefined;
  /** Not shown yet: a press asks for it. */
  readonly hidden?: boolean;
  /** Hidden by the mask. */
  readonly masked?: boolean;
}

export interface MatrixView {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  /** Role in the colour grammar. */
  readonly hue: 'q' | 'k' | 'v' | 'weights' | 'score' | 'parameter';
  cell(place: CellPlace): CellView;
  /** Full name of a cell for screen readers: "weights, row 2, column 3". */
  cellName(place: CellPlace): string;
  /** The one cell that Tab reaches. */
  readonly current: CellPlace;
  onHover?(place: CellPlace | null): void;
  readonly caption?: TemplateResult | string;
}
