import { randomMatrix } from '../random.js';
import { article1 } from './article-1.js';
import { article2 } from './article-2.js';
import { article3 } from './article-3.js';
import { article4 } from './article-4.js';
import { article5 } from './article-5.js';
import { problemOf, type Preset, type Version } from './preset.js';

const random: Preset = {
  id: 'random',
  article: 0,
  seeded: true,
  versions: [
    {
      id: 'right',
      problem: (seed) =>
        problemOf({
          data: { Q: randomMatrix(seed, 4, 4), K: randomMatrix(seed, 5, 4, 1), V: randomMatrix(seed, 5, 3, 2) },
          roles: { q: 'Q', k: 'K', v: 'V' },
        }),
    },
  ],
};

export const presets: readonly Preset[] = [...article1, ...article2, ...article3, ...article4, ...article5, random];

export const findPreset = (id: string): Preset | undefined => presets.find((preset) => preset.id === id);

/** The version a preset opens with: the right one, or its first. */
export const firstVersion = ({ versions }: Preset): Version => versions.find(({ id }) => id === 'right') ?? versions[0]!;

export const findVersion = (preset: Preset, id: string): Version =>
  preset.versions.find((version) => version.id === id) ?? firstVersion(preset);

export type { Preset, Version } from './preset.js';
