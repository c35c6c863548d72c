// The one table of who may use whom. A folder may always use itself.

/** C++, by folder of cpp/: each level may use all levels before it. */
const levels = [
  ['base'],
  ['simd'],
  ['tensor'],
  ['kernels'],
  ['attention'],
  ['autograd'],
  ['layers'],
  ['models'],
  ['training', 'io'],
  ['bindings'],
];

export const cppEdges: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  levels.flatMap((level, i) => level.map((folder) => [folder, levels.slice(0, i).flat()])),
);

/** TypeScript, by folder of web/: core, inputs, views, i18n and assets know nothing of each other; a lab composes them. */
const parts = ['core', 'inputs', 'views', 'i18n', 'assets'];
export const webEdges: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(parts.map((part) => [part, []])),
  labs: parts,
  shell: [...parts, 'labs'],
  element: [...parts, 'labs'],
};

/** npm packages (and the compiler's glue) that a folder of web/ may import; packages not named here are for the build. */
export const webPackages: Readonly<Record<string, readonly string[]>> = {
  core: ['comlink', 'wasm-feature-detect', '#core-glue', 'node:fs/promises'],
  views: ['lit'],
  labs: ['lit'],
  shell: ['lit'],
  element: ['lit'],
};
