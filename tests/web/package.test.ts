// The npm package as its users get it: packed, unpacked, linted, imported where there is no DOM, and typed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../web/build/dependencies.mjs';
import { buildPackage } from '../../web/build/package.mjs';

const bin = (name: string) => join(root, 'node_modules/.bin', name);

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

let place: string;
let tarball: string;

before(async () => {
  const folder = await buildPackage();
  place = mkdtempSync(join(tmpdir(), 'attention-lab-'));
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', place], folder)) as { filename: string }[];
  tarball = join(place, packed!.filename);
  mkdirSync(join(place, 'node_modules'));
  run('tar', ['-xzf', tarball], place);
  run('mv', ['package', 'node_modules/attention-lab'], place);
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: object };
  for (const name of [...Object.keys(dependencies), 'typescript'])
    symlinkSync(join(root, 'node_modules', name), join(place, 'node_modules', name));
});
after(() => rmSync(place, { recursive: true, force: true }));

test('publint finds nothing', () => {
  assert.match(run(bin('publint'), ['--strict', '--pack', 'false', join(place, 'node_modules/attention-lab')], place), /All good/);
});

test('attw finds nothing for users of modules', () => {
  run(bin('attw'), [tarball, '--profile', 'esm-only'], place);
});

test('every entry can be imported in bare Node, and none registers or needs a DOM', () => {
  writeFileSync(
    join(place, 'import.mjs'),
    `const names = ['', '/define', '/core', '/anywidget'];
     for (const name of names) console.log(name, Object.keys(await import('attention-lab' + name)).sort().join());`,
  );
  const lines = run(process.execPath, ['import.mjs'], place).trim().split('\n');
  assert.match(lines[0]!, /AttentionLabElement,AuthorError,configure,cores,define,version/);
  assert.match(lines[1]!, /^\/define AttentionLabElement/);
  assert.match(lines[2]!, /AttentionError,compileCore,configure,connectWorker,loadCore/);
  assert.match(lines[3]!, /default,render/);
});

test('the computing part alone computes in bare Node', () => {
  writeFileSync(
    join(place, 'compute.mjs'),
    `import { loadCore } from 'attention-lab/core';
     const core = await loadCore();
     const { output } = core.attend({ q: [[1]], k: [[0], [Math.log(3)]], v: [[4], [8]], score: 'dot' });
     console.log(output.data[0]);`,
  );
  assert.ok(Math.abs(Number(run(process.execPath, ['compute.mjs'], place)) - 7) < 1e-5);
});

test('types hold in a strict program that checks libraries too', () => {
  writeFileSync(
    join(place, 'use.ts'),
    `import { define, type AttentionLabElement } from 'attention-lab';
     import { loadCore, AttentionError, type AttendResult } from 'attention-lab/core';
     import widget from 'attention-lab/anywidget';
     define();
     const element: AttentionLabElement = document.createElement('attention-lab');
     element.matrices = { q: [[1, 2]] };
     element.addEventListener('al-error', ({ detail }) => console.log(detail.code.length, detail.values));
     export const weights: Float32Array | undefined = element.getWeights()?.values;
     export async function attend(): Promise<AttendResult> {
       const core = await loadCore();
       // @ts-expect-error a score has one of the known names
       core.attend({ k: [[1]], v: [[1]], score: 'nonsense' });
       return core.attend({ q: [[1]], k: [[1]], v: [[1]] });
     }
     export { AttentionError, widget };`,
  );
  const options = {
    strict: true,
    noEmit: true,
    module: 'NodeNext',
    target: 'ES2022',
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    types: [],
    skipLibCheck: false,
  };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
  writeFileSync(join(place, 'package.json'), JSON.stringify({ type: 'module' }));
  run(bin('tsc'), ['-p', place], place);
});
