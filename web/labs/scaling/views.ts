// Registers the elements this lab draws with.
import { LogChart } from '../../views/chart/log-chart.js';
import { Legend } from '../../views/colour/legend.js';
import { define } from '../../views/element.js';
import { Heatmap } from '../../views/heatmap/heatmap.js';

export function defineViews(): void {
  define('al-legend', Legend);
  define('al-log-chart', LogChart);
  define('al-heatmap', Heatmap);
}
