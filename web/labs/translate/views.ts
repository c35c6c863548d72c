// Registers the elements this lab draws with.
import { Legend } from '../../views/colour/legend.js';
import { define } from '../../views/element.js';
import { Heatmap } from '../../views/heatmap/heatmap.js';
import { Lines } from '../../views/lines/lines.js';

export function defineViews(): void {
  define('al-legend', Legend);
  define('al-heatmap', Heatmap);
  define('al-lines', Lines);
}
