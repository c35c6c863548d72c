// What the benchmark reports for engines that are right, wrong, slow or dead. No time is measured here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inputsOf } from '../../web/core/cases.js';
import { cases } from '../../web/core/measure.js';
import { Contest, entriesOf, type Pace, type Result } from './contest.js';
import { quickCases, readOptions } from './options.js';
import { EngineFailure, type Pages, type Place } from './pages.js';
import { judge } from './reach.js';
import { reference } from './reference.js';
import { rowsOf } from './rows.js';
import { markdown, resultCells } from './table.js';

const find = (name: string) => cases.find((each) => each.name === name)!;
const pace: Pace = { budget: 0, warmUp: 0, fewest: 3, limit: 1000 };
const ms: Readonly<Record<string, number>> = { relaxed: 2, plain: 4, ort: 6, tfjs: 40 };

type Change = (place: Place, output: Float64Array[]) => void;

const packed = (rows: readonly Float64Array[]) => Buffer.from(Float32Array.from(rows.flatMap((row) => [...row])).buffer).toString('base64');

/** Pages that answer with the reference's own numbers, as `change` leaves them, and take the time of the table above. */
function pagesThat(change: Change, calls: string[] = []): Pick<Pages, 'call' | 'close'> {
  const call = async (place: Place, method: string, [name, , rows]: readonly unknown[]) => {
    calls.push(`${place.engine} ${method}`);
    if (method === 'sample') return { ms: ms[place.engine] };
    if (method !== 'answer') return undefined;
    const { problem } = find(name as string);
    const answer = reference(problem, inputsOf(problem), rows as number[]);
    change(place, answer.output);
    return { output: packed(answer.output), weights: packed(answer.weights) };
  };
  return { call: call as unknown as Pages['call'], close: async () => {} };
}

const contest = find('attention-1x128x256h8');
const run = (pages: Pick<Pages, 'call' | 'close'>) => new Contest(pages, pace).run(contest, entriesOf(contest));
const failuresOf = (results: readonly Result[]) =>
  results.filter(({ failure }) => failure).map(({ engine, variant }) => `${engine}/${variant}`);

describe('contest', () => {
  it('times those who are right, in turns', async () => {
    const calls: string[] = [];
    const results = await run(pagesThat(() => {}, calls));
    assert.deepEqual(failuresOf(results), []);
    assert.ok(results.every(({ samples }) => samples.length === pace.fewest));
    const order = calls.filter((each) => each.endsWith('sample')).map((each) => each.split(' ')[0]);
    assert.deepEqual(order.slice(0, 10), ['relaxed', 'plain', 'ort', 'ort', 'tfjs', 'plain', 'ort', 'ort', 'tfjs', 'relaxed']);
  });

  it('never times a wrong answer, ours or theirs', async () => {
    for (const engine of ['relaxed', 'tfjs']) {
      const calls: string[] = [];
      const wrong: Change = (place, output) => void (place.engine === engine && (output[3]![7]! += 1e-4));
      const results = await run(pagesThat(wrong, calls));
      assert.deepEqual(
        failuresOf(results).map((each) => each.split('/')[0]),
        [engine],
      );
      assert.ok(!calls.includes(`${engine} sample`) && !calls.includes(`${engine} warm`));
      const rows = rowsOf(contest, results);
      const ours = rows.filter(({ ours_failure }) => ours_failure);
      assert.equal(ours.length, engine === 'relaxed' ? 3 : 0);
      assert.ok(ours.every(({ ours_ms, ratio, ours_failure }) => ours_ms === null && ratio === null && /wrong answer/.test(ours_failure!)));
    }
  });

  it('goes on when a page dies', async () => {
    const dies: Change = ({ variant }) => {
      if (variant === 'mha') throw new EngineFailure('out of memory');
    };
    const rows = rowsOf(contest, await run(pagesThat(dies)));
    const [dead, ...others] = rows.filter(({ build }) => build === 'relaxed');
    assert.deepEqual([dead!.rival, dead!.rival_ms, dead!.ratio, dead!.rival_failure], ['ort/mha', null, null, 'out of memory']);
    assert.deepEqual(
      others.map(({ rival, ratio }) => [rival, ratio]),
      [
        ['ort/composed', 3],
        ['tfjs/composed', 20],
      ],
    );
  });
});

describe('rows', () => {
  const sample = (ms: number, peak = 50, copy = 20) => ({ ms, peak, copy });
  const ours = (name: string, ...samples: Result['samples']): Result => ({ engine: 'relaxed', variant: '', case: name, samples });

  it('medians, quartiles and what follows from them', () => {
    const name = 'attention-1x512x512h8-causal';
    const results: Result[] = [
      { ...ours(name, sample(9), sample(7), sample(8), sample(6), sample(100)), errors: { output: 2e-7, weights: 0 } },
      ours('attention-1x512x512h8', sample(16)),
      { engine: 'ort', variant: 'mha', case: name, samples: [{ ms: 12 }, { ms: 20 }, { ms: 16 }] },
    ];
    const [row, none] = rowsOf(find(name), results);
    assert.equal(none, undefined);
    const flops = 4 * 8 * 64 * ((512 * 513) / 2);
    assert.deepEqual([row!.ours_low, row!.ours_ms, row!.ours_high], [7, 8, 9]);
    assert.equal(row!.gflops, flops / 8 / 1e6);
    assert.equal(row!.fraction_of_peak, flops / 8 / 1e6 / 50);
    assert.deepEqual([row!.own_case, row!.own_ms, row!.own_ratio], ['attention-1x512x512h8', 16, 2]);
    assert.deepEqual([row!.rival, row!.rival_ms, row!.ratio], ['ort/mha', 16, 2]);
    const reached = judge([row!]).map(({ what, met }) => [what, met]);
    assert.deepEqual(reached, [
      [`${name}, relaxed: × its own base`, true],
      ['all: error of the output', true],
    ]);
    assert.match(markdown(resultCells([row!])), /^\| attention-1x512x512h8-causal \| relaxed \| 8.00 \(7.00–9.00\) \|/m);
  });

  it('decoding is held against the copy, and has no rival', () => {
    const [row] = rowsOf(find('decode-2048x512h8'), [ours('decode-2048x512h8', sample(1))]);
    assert.equal(row!.gigabytes, 8.388608);
    assert.equal(row!.fraction_of_copy, 8.388608 / 20);
    assert.deepEqual([row!.rival, row!.rival_ms, row!.ratio], [null, null, null]);
  });
});

describe('options', () => {
  it('an unknown case is told with the names that there are', () => {
    assert.throws(
      () => readOptions(['--case', 'gemm-513']),
      /no such case: gemm-513\. The cases are:\n {2}gemm-256\n[\s\S]*long-16384x512h8$/,
    );
    assert.throws(() => readOptions(['--browser', 'netscape']), /--browser wants chromium or firefox, got netscape/);
    assert.throws(() => readOptions(['--fast']), /--fast/);
  });

  it('all cases, the quick ones, one', () => {
    assert.deepEqual(
      readOptions([])!.cases,
      cases.map(({ name }) => name),
    );
    assert.deepEqual(readOptions(['--quick'])!.cases, quickCases);
    assert.deepEqual(readOptions(['--case', 'gemm-256', '--json', 'a.json']), {
      cases: ['gemm-256'],
      quick: false,
      browser: 'chromium',
      json: 'a.json',
      markdown: false,
      core: true,
    });
  });

  it('the quick run leaves TensorFlow.js out where it takes seconds a call', () => {
    const rivals = (quick: boolean) => new Set(entriesOf(find('attention-1x2048x512h8'), { quick }).map(({ engine }) => engine));
    assert.deepEqual([rivals(true).has('tfjs'), rivals(false).has('tfjs')], [false, true]);
  });
});
