// What the README says is run: its code with the output it prints, its commands, its links and folders.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../../web/build/dependencies.mjs';

const documents = ['README.md', 'cpp/README.md', 'web/build/README.md', 'web/labs/README.md'];
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);

const fences = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);

/** The lines a snippet says it prints: what follows `// ` on a console.log line. */
const promised = (code: string) => [...code.matchAll(/^console\.log\(.*\);\s*\/\/ (.*)$/gm)].map(([, line]) => line);

function run(code: string, name: string): string[] {
  const folder = join(root, 'build/readme');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, code.replaceAll(/from '\.\//g, "from '../../"));
  return execFileSync(process.execPath, ['--import', 'tsx', file], { cwd: root, encoding: 'utf8' }).trim().split('\n');
}

for (const document of documents) {
  describe(document, { skip: !existsSync(join(root, document)) && 'not there' }, () => {
    const text = existsSync(join(root, document)) ? readFileSync(join(root, document), 'utf8') : '';

    fences(text, 'js').forEach((code, i) =>
      test(`code ${i + 1} prints what it says`, () => {
        assert.ok(promised(code).length > 0, 'the snippet promises some output');
        assert.deepEqual(run(code, `${document.replaceAll('/', '-')}-${i + 1}.mts`), promised(code));
      }),
    );

    test('its npm commands exist', () => {
      const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
      if (/\bnpm start\b/.test(text)) named.push('start');
      assert.deepEqual(
        named.filter((name) => !scripts.includes(name)),
        [],
      );
    });

    test('its links and pictures lead somewhere', () => {
      const targets = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^https?:/.test(target));
      assert.deepEqual(
        targets.filter((target) => !existsSync(join(root, dirname(document), target))),
        [],
      );
    });
  });
}

test('the README has code, commands and pictures to test', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  assert.ok(fences(text, 'js').length >= 1 && /npm start/.test(text) && /!\[[^\]]+\]\([^)]+\)/.test(text));
});

test('the folders of its map exist', () => {
  const map = fences(readFileSync(join(root, 'README.md'), 'utf8'), 'text').join('');
  const named = [...map.matchAll(/^([\w./-]+\/)\s/gm)].map(([, folder = '']) => folder);
  assert.ok(named.length > 5);
  assert.deepEqual(
    named.filter((folder) => !existsSync(join(root, folder))),
    [],
  );
});
