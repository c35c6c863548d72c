// Registers the elements this lab draws with.
import { BarChart } from '../../views/chart/bar-chart.js';
import { LogChart } from '../../views/chart/log-chart.js';
import { define } from '../../views/element.js';

export function defineViews(): void {
  define('al-bar-chart', BarChart);
  define('al-log-chart', LogChart);
}
