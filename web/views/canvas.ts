// A canvas that is sharp on every screen, and the colours and font it inherits from the page.

/** Sizes the canvas in CSS pixels; the returned context draws in CSS pixels too. Null where there is no 2-D canvas. */
export function prepareCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = globalThis.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.setProperty('width', `${width}px`);
  canvas.style.setProperty('height', `${height}px`);
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** How much larger than usual the page's text is (a reader's setting, a projector): what is drawn grows with it. Never smaller. */
export const textScale = (): number => Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1);

export interface Inks {
  readonly text: string;
  readonly muted: string;
  readonly surface: string;
  readonly mark: string;
  readonly font: string;
}

/** Computed colours of an element whose `color`, `outline-color`, `background-color` and `border-color` are set by its style sheet. */
export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  return {
    text: style.color,
    muted: style.borderTopColor,
    surface: style.backgroundColor,
    mark: style.outlineColor,
    font: style.fontFamily,
  };
}

/** An image of one pixel a cell, to be drawn enlarged. */
export function cellImage(pixels: Uint8ClampedArray<ArrayBuffer>, columns: number, rows: number): HTMLCanvasElement {
  const image = document.createElement('canvas');
  image.width = Math.max(1, columns);
  image.height = Math.max(1, rows);
  if (columns > 0 && rows > 0) image.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  return image;
}

/** Cuts a text to a width, with an ellipsis: whole code points only, so that no emoji is torn. */
export function fitText(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  const points = [...text];
  while (points.length > 1 && measure(`${points.join('')}…`) > width) points.pop();
  return `${points.join('')}…`;
}
