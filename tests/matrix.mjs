// Engine × setting as a table, from the names and outcomes of the tests in tests/page/matrix.test.ts as node's spec reporter prints them.

const outcomes = { '✔': () => 'ok', '✖': () => 'FAILED', '﹣': (why) => `not possible here${why ? `: ${why}` : ''}` };

/** A row for each setting, a column for each engine; '' where the tests did not run. */
export function matrixTable(text) {
  const cells = new Map();
  const engines = [];
  for (const [, mark, engine, setting, why] of text.matchAll(/^\s+([✔✖﹣]) (\w+) matrix › (.+?) \(\d[\d.]*ms\)(?: # (.*))?$/gm)) {
    if (!engines.includes(engine)) engines.push(engine);
    if (!cells.has(setting)) cells.set(setting, {});
    cells.get(setting)[engine] ??= outcomes[mark](why); // failures are printed twice
  }
  if (!cells.size) return '';
  const rows = [['setting', ...engines], ...[...cells].map(([setting, row]) => [setting, ...engines.map((engine) => row[engine] ?? '–')])];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
