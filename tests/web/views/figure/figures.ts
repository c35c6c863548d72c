// Figures to test with.
import type { Drawing, Figure, Look, Shape } from '../../../../web/views/figure/figure.js';

export const hostile = ['注意力', '<&">\'', 'שלום (עולם)', '=1+1', 'a\u0000b\u000bc\nd', '\ud800', '👩‍🔬', ''];

export function drawn(shapes: readonly Shape[], more: Partial<Drawing> = {}): Drawing {
  const about = { title: 'Title', caption: 'A caption.', language: 'en', background: '#ffffff', ink: '#000000' };
  return { width: 200, height: 100, ...about, shapes, ...more };
}

export function figure(rows: readonly string[], columns: readonly string[], values: readonly number[], more: Partial<Figure> = {}): Figure {
  const table = { rows, columns, values: Float32Array.from(values) };
  return { id: 'weights', title: 'Weights', caption: 'Six numbers.', table, draw: (_look: Look) => drawn([]), ...more };
}
