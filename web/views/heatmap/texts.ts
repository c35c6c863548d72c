/** What a heatmap says, in the page's language. */
export interface HeatmapTexts {
  readonly name: string;
  /** What rows and columns are. */
  readonly axes: string;
  /** Of the numbers in the cells; said where cells have room for them. */
  readonly unit: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  readonly showTable: string;
  readonly showPicture: string;
  /** Head of the column of largest numbers in the table of a large map. */
  readonly largest: string;
  readonly caption: string;
  /** One cell in words. */
  cell(row: number, column: number, value: number): string;
}
