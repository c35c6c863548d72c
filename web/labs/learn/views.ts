// Registers the elements this lab draws with.
import { BarChart } from '../../views/chart/bar-chart.js';
import { LineChart } from '../../views/chart/line-chart.js';
import { Legend } from '../../views/colour/legend.js';
import { define } from '../../views/element.js';
import { HeadGrid } from '../../views/head-grid/head-grid.js';
import { Heatmap } from '../../views/heatmap/heatmap.js';

export function defineViews(): void {
  define('al-legend', Legend);
  define('al-bar-chart', BarChart);
  define('al-line-chart', LineChart);
  define('al-head-grid', HeadGrid);
  define('al-heatmap', Heatmap);
}
