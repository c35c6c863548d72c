// npm run bench -- …: what may be asked for.
import { parseArgs } from 'node:util';
import { cases } from '../../web/core/cases.js';
import type { BrowserName } from '../page/browsers.js';

export interface Options {
  readonly cases: readonly string[];
  readonly quick: boolean;
  readonly browser: BrowserName;
  /** Where the rows are written, as JSON. */
  readonly json: string | null;
  readonly markdown: boolean;
  /** Builds the core first. */
  readonly core: boolean;
}

export const quickCases = ['gemm-512', 'attention-1x512x512h8', 'attention-1x2048x512h8', 'weights-1x512x512h8', 'tiny-1x16x64h4'];

export const usage = `npm run bench [-- options]
  --case NAME       one case (may be repeated)
  --quick           five cases within 45 s
  --browser NAME    chromium (default) or firefox
  --json FILE       writes the rows
  --markdown        prints the tables as Markdown
  --no-core         measures the core that build/ holds
  --help            this`;

const names = cases.map(({ name }) => name);

function chosen(asked: readonly string[] | undefined, quick: boolean): readonly string[] {
  const unknown = asked?.filter((name) => !names.includes(name)) ?? [];
  if (unknown.length) throw new Error(`no such case: ${unknown.join(', ')}. The cases are:\n  ${names.join('\n  ')}`);
  return asked ?? (quick ? quickCases : names);
}

/** What the arguments ask for; null: only how to ask. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      case: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      browser: { type: 'string', default: 'chromium' },
      json: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      'no-core': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const { browser, quick, markdown, json } = values;
  if (browser !== 'chromium' && browser !== 'firefox') throw new Error(`--browser wants chromium or firefox, got ${browser}`);
  return { cases: chosen(values.case, quick), quick, browser, markdown, json: json ?? null, core: !values['no-core'] };
}
