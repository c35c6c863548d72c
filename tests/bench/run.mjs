// npm run bench: builds what is missing, then measures this project's core against other people's (see --help).
import { buildPreset } from '../../web/build/core.mjs';
import { ensureDependencies } from '../../web/build/dependencies.mjs';

const presets = ['wasm-simd', 'wasm-relaxed'];

try {
  ensureDependencies();
  (await import('tsx/esm/api')).register(); // the rest is TypeScript
  const { readOptions, usage } = await import('./options.ts');
  const options = readOptions(process.argv.slice(2));
  if (!options) console.log(usage);
  else {
    for (const preset of options.core ? presets : []) await buildPreset(preset, { target: 'attention_core', tests: false });
    const { bench } = await import('./bench.ts');
    if (!(await bench(options))) process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
