// The same shapes on a canvas: no image is loaded and no foreign markup drawn, so it works under every policy.
import type { Drawing, Figure, Look, Shape, Text } from './figure.js';
import { kFont } from './inks.js';
import { plain, printable, wrap } from './text.js';

const kCaptionSize = 13;
const kLineHeight = 19;
const kMargin = 16;
const kLeastWidth = 360; // a caption in a narrower column is hard to read

/** The drawing with its caption below, the lines broken to its width. */
export function captioned(drawing: Drawing): Drawing {
  const width = Math.max(drawing.width, kLeastWidth);
  const lines = wrap(plain(printable(drawing.caption)), width - 2 * kMargin, kCaptionSize);
  const texts = lines.map((text, i): Text => {
    const y = drawing.height + (i + 1) * kLineHeight;
    return { kind: 'text', x: kMargin, y, text, size: kCaptionSize, fill: drawing.ink };
  });
  const height = drawing.height + (lines.length ? lines.length * kLineHeight + kMargin : 0);
  return { ...drawing, width, height, shapes: [...drawing.shapes, ...texts] };
}

/** Draws at `scale` pixels a px. Throws where there is no 2-D canvas. */
export function paint(drawing: Drawing, canvas: HTMLCanvasElement, scale = 2): void {
  canvas.width = Math.ceil(drawing.width * scale);
  canvas.height = Math.ceil(drawing.height * scale);
  canvas.lang = drawing.language;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  context.scale(scale, scale);
  context.fillStyle = drawing.background;
  context.fillRect(0, 0, drawing.width, drawing.height);
  for (const shape of drawing.shapes) {
    context.save();
    paintShape(context, shape);
    context.restore();
  }
}

function paintShape(context: CanvasRenderingContext2D, shape: Shape): void {
  if (shape.kind === 'text') return paintText(context, shape);
  context.globalAlpha = shape.opacity ?? 1;
  const path = new Path2D(shape.kind === 'path' ? shape.d : undefined);
  if (shape.kind === 'rect') {
    const { x, y, width, height, radius } = shape;
    if (radius) path.roundRect(x, y, width, height, radius);
    else path.rect(x, y, width, height);
  }
  if (shape.kind === 'line') {
    path.moveTo(shape.x1, shape.y1);
    path.lineTo(shape.x2, shape.y2);
  }
  if (shape.kind !== 'line' && shape.fill) {
    context.fillStyle = shape.fill;
    context.fill(path);
  }
  if (shape.kind === 'rect' || !shape.stroke) return;
  context.strokeStyle = shape.stroke;
  context.lineWidth = shape.strokeWidth ?? 1;
  context.lineCap = shape.round ? 'round' : 'butt';
  context.lineJoin = 'round';
  if (shape.dash) context.setLineDash([...shape.dash]);
  context.stroke(path);
}

function paintText(context: CanvasRenderingContext2D, { x, y, text, size, fill, anchor = 'start', bold, angle = 0 }: Text): void {
  context.font = `${bold ? '600 ' : ''}${size}px ${kFont}`;
  context.fillStyle = fill;
  context.direction = 'ltr';
  context.textAlign = ({ start: 'left', middle: 'center', end: 'right' } as const)[anchor];
  context.translate(x, y);
  context.rotate((angle * Math.PI) / 180);
  context.fillText(text, 0, 0);
}

/** PNG at twice the size, with the caption below. */
export async function png(figure: Figure, look: Look): Promise<Blob> {
  const canvas = document.createElement('canvas');
  paint(captioned(figure.draw(look)), canvas);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the browser made no PNG');
  return blob;
}
