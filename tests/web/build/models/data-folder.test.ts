import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DataError, FEWEST_ROWS, MOST_BYTES, readDocuments, readRows } from '../../../../web/build/models/data/folder.js';
import { splitReviews } from '../../../../web/build/models/data/sentiment.js';

const folder = mkdtempSync(join(tmpdir(), 'data-'));
after(() => rmSync(folder, { recursive: true }));

const pairs = { file: 'pairs.tsv', columns: 2, from: 'ask at example.org' };
const good = Array.from({ length: FEWEST_ROWS }, (_, i) => `row ${i}\t行${i}`).join('\n');
const put = (content: string | Buffer, name = pairs.file) => writeFileSync(join(folder, name), content);
const refused = (words: RegExp, read: () => unknown = () => readRows(folder, pairs)) =>
  assert.throws(read, (error: Error) => error instanceof DataError && words.test(error.message) && !error.message.includes('\n'));

test('rows of a good file, with any line ends and a byte order mark', () => {
  for (const content of [good, `${good}\n`, good.replaceAll('\n', '\r\n'), `\ufeff${good}`, `${good}\n\n`]) {
    put(content);
    const rows = readRows(folder, pairs);
    assert.equal(rows.length, FEWEST_ROWS);
    assert.deepEqual(
      [rows[0], rows.at(-1)],
      [
        ['row 0', '行0'],
        [`row ${FEWEST_ROWS - 1}`, `行${FEWEST_ROWS - 1}`],
      ],
    );
  }
});

test('what is missing says where it can be had', () => {
  refused(/no folder .*nowhere.*pairs\.tsv.*example\.org/, () => readRows(join(folder, 'nowhere'), pairs));
  refused(/no file other\.tsv in .*example\.org/, () => readRows(folder, { ...pairs, file: 'other.tsv' }));
  mkdirSync(join(folder, 'folder.tsv'));
  refused(/is no file/, () => readRows(folder, { ...pairs, file: 'folder.tsv' }));
  refused(/0 \.txt files.*example\.org/, () => readDocuments(folder, 'ask at example.org'));
});

test('empty, or nearly', () => {
  for (const content of ['', '\n\n \n']) {
    put(content);
    refused(/is empty/);
  }
  put('a\tb\n'.repeat(FEWEST_ROWS - 1));
  refused(new RegExp(`${FEWEST_ROWS - 1} rows, at least ${FEWEST_ROWS}`));
});

test('badly encoded: the line is named', () => {
  const gbk = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]);
  put(Buffer.concat([Buffer.from('Hello\t你好\nHello\t'), gbk, Buffer.from(`\n${good}`)]));
  refused(/line 2: not UTF-8 \(is it GBK or Big5\?\)/);
  put(Buffer.from(`\ufeff${good}`, 'utf16le'));
  refused(/UTF-16: save it as UTF-8/);
  put(`${good}\na\0b\tc`);
  refused(new RegExp(`line ${FEWEST_ROWS + 1}: a zero byte`));
  put(Buffer.concat([Buffer.from(good), Buffer.from([0xe4, 0xbd])]));
  refused(new RegExp(`line ${FEWEST_ROWS}: not UTF-8`));
});

test('a line with too few columns is named', () => {
  put(`${good}\nno tab here`);
  refused(new RegExp(`line ${FEWEST_ROWS + 1}: 1 columns, 2 are needed`));
});

test('enormous: refused before it is read', () => {
  put('');
  truncateSync(join(folder, pairs.file), MOST_BYTES + 2 ** 20); // a sparse file: takes no room
  const since = performance.now();
  refused(/257 MB; at most 256 MB/);
  assert.ok(performance.now() - since < 1000);
});

test('a score that is none is named, and texts that differ in signs alone count once', () => {
  mkdirSync(join(folder, 'review-snippets'));
  const reviews = (bad = '') =>
    Array.from({ length: FEWEST_ROWS }, (_, i) => `${i}\t${(i % 9) - 4}\tfilm number ${i}`).join('\n') + `\n900\t1\tFilm number 7!${bad}`;
  put(reviews(), 'review-snippets/amazon.tsv');
  put(reviews('\n901\tgood\tfilm'), 'review-snippets/movie.tsv');
  refused(/movie\.tsv, row 901: the score is "good"/, () => splitReviews(folder));
  put(reviews('\n902\t4.5\tfilm'), 'review-snippets/movie.tsv');
  refused(/row 902: the score is "4\.5"/, () => splitReviews(folder));
  put(reviews('\n903\t\tfilm'), 'review-snippets/movie.tsv');
  refused(/row 903: the score is ""/, () => splitReviews(folder));
  put(reviews(), 'review-snippets/movie.tsv');
  const { train, valid, test } = splitReviews(folder);
  assert.equal(train.length + valid.length + test.length, FEWEST_ROWS);
  assert.ok([...train, ...valid, ...test].every(({ score }) => Math.abs(score) <= 1));
});
