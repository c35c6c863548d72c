// npm test: gets what is missing, builds, tests everything, and says how long each part took.
//
//   npm test                       everything
//   node tests/run.mjs cpp page    some groups: lint cpp web rules readme guide size page
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies, root } from '../web/build/dependencies.mjs';
import { parts } from './parts.mjs';

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs a part; what it throws is a failure of that part, and the next ones still run. */
async function runPart({ name, run }) {
  console.log(`\n── ${name}`);
  const since = performance.now();
  let result;
  try {
    result = (await run()) ?? { passed: 0, failed: 0 };
  } catch (error) {
    console.error(error.message);
    result = { passed: 0, failed: 1 };
  }
  return { name, time: seconds(since), passed: 0, failed: 0, skipped: 0, ...result };
}

function table(rows) {
  const columns = ['name', 'time', 'passed', 'failed', 'skipped'];
  const head = { name: 'part', time: 'time', passed: 'passed', failed: 'failed', skipped: 'skipped' };
  const widths = columns.map((column) => Math.max(...[head, ...rows].map((row) => String(row[column]).length)));
  const line = (row) => columns.map((column, i) => String(row[column])[i ? 'padStart' : 'padEnd'](widths[i])).join('  ');
  return [head, ...rows].map(line).join('\n');
}

/** The parts of these groups, with what they need built before them. */
function choose(groups) {
  if (!groups.length) return parts;
  const unknown = groups.filter((group) => !parts.some((part) => part.group === group));
  if (unknown.length) throw new Error(`no such group: ${unknown.join(', ')}`);
  const chosen = parts.filter(({ group }) => groups.includes(group));
  return parts.filter((part) => chosen.includes(part) || chosen.some(({ needs = [] }) => needs.includes(part.name)));
}

const since = performance.now();
const results = [];
try {
  ensureDependencies();
  for (const part of choose(process.argv.slice(2))) results.push(await runPart(part));
} catch (error) {
  console.error(error.message);
  results.push({ name: 'start', time: seconds(since), passed: 0, failed: 1, skipped: 0 });
}
const sum = (key) => results.reduce((total, row) => total + row[key], 0);
console.log(
  `\n${table(results)}\n\nin ${seconds(since)}${existsSync(join(root, 'dist')) ? `; dist/ holds ${readdirSync(join(root, 'dist')).join(', ')}` : ''}`,
);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') === 0 ? 0 : 1);
