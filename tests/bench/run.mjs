// npm run bench: builds what is missing, then measures this project's core against other people's (see --help).
import { buildCore } from '../../web/build/core.mjs';
import { ensureDependencies } from '../../web/build/dependencies.mjs';

try {
  ensureDependencies();
  (await import('tsx/esm/api')).register(); // the rest is TypeScript
  const { readOptions, usage } = await import('./options.ts');
  const options = readOptions(process.argv.slice(2));
  if (!options) console.log(usage);
  else {
    if (options.core) await buildCore();
    const { bench } = await import('./bench.ts');
    if (!(await bench(options))) process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
