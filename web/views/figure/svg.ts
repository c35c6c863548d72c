// A drawing as an SVG file: text stays text.
import type { Drawing, Shape, Stroke, Text } from './figure.js';
import { kFont } from './inks.js';
import { plain, printable } from './text.js';

const kEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => printable(text).replace(/[&<>"]/g, (sign) => kEscapes[sign]!);

const rounded = (value: number): string => String(Math.round(value * 100) / 100 || 0);

type Attributes = Readonly<Record<string, string | number | undefined>>;

function element(name: string, attributes: Attributes, content?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value!)}"`);
  return content === undefined ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

const strokeOf = ({ stroke, strokeWidth, dash, opacity, round }: Partial<Stroke>): Attributes => ({
  stroke,
  'stroke-width': strokeWidth,
  'stroke-dasharray': dash?.join(' '),
  'stroke-opacity': opacity,
  'stroke-linecap': round ? 'round' : undefined,
});

function textElement({ x, y, text, size, fill, anchor, bold, angle }: Text): string {
  const place = angle ? { transform: `translate(${rounded(x)} ${rounded(y)}) rotate(${rounded(angle)})` } : { x, y };
  return element(
    'text',
    { ...place, fill, 'font-size': size, 'font-weight': bold ? 600 : undefined, 'text-anchor': anchor === 'start' ? undefined : anchor },
    escaped(text),
  );
}

function shapeElement(shape: Shape): string {
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, fill, opacity, radius } = shape;
      return element('rect', { x, y, width, height, rx: radius, fill, 'fill-opacity': opacity });
    }
    case 'line': {
      const { x1, y1, x2, y2 } = shape;
      return element('line', { x1, y1, x2, y2, ...strokeOf(shape) });
    }
    case 'path': {
      const { d, fill = 'none', crisp } = shape;
      return element('path', { d, fill, 'shape-rendering': crisp ? 'crispEdges' : undefined, ...strokeOf(shape) });
    }
    case 'text':
      return textElement(shape);
  }
}

/** A whole file, valid XML 1.0 whatever the labels hold. */
export function svgText({ width, height, title, caption, language, background, shapes }: Drawing): string {
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
    'xml:lang': language,
    role: 'img',
    'font-family': kFont,
  };
  const lines = [
    element('title', {}, escaped(plain(title))),
    element('desc', {}, escaped(plain(caption))),
    element('rect', { width, height, fill: background }),
    ...shapes.map(shapeElement),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('svg', root, `\n${lines.join('\n')}\n`)}\n`;
}
