import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsCaption, curvesCaption, doubling, peakOf, pointsOf, reading, verdict } from '../../../web/labs/speed/describe.js';
import { caseName, operations } from '../../../web/labs/speed/names.js';
import { caseTask, kFirst } from '../../../web/labs/speed/plan.js';
import { Results } from '../../../web/labs/speed/results.js';
import { defaultState } from '../../../web/labs/speed/state.js';
import { cases } from '../../../web/core/cases.js';
import { addCurve, caseResults, measured, wordsIn } from './measured.js';

const [en, zh] = [wordsIn('en'), wordsIn('zh')];

test('the sentence at the top holds the time, the operations and the share', () => {
  const results = caseResults({ [kFirst]: 12.5 }); // 10⁹ operations in 12.5 ms: 80 GFLOP/s of 100
  assert.match(verdict(results, en), /512 tokens \(8 heads of 64\) takes 12\.5\sms: 80 billion operations a second, 0\.80 of/);
  assert.match(verdict(results, zh), /512 个词元.*12\.5\sms.*800\s亿次运算.*0\.80/);
  assert.equal(verdict(new Results(), en), '');
});

test('one measurement in words', () => {
  const task = caseTask('gemm-512');
  assert.match(
    reading({ task, measured: measured(task, 20) }, en),
    /512 × 512: 50\.0 GFLOP\/s, 0\.50 of the peak of 100.*half of the 7 timings lie between 18\.0\sms and 24\.0\sms/,
  );
  assert.match(reading({ task, measured: measured(task, 20, { runs: 1 }) }, en), /timed once/);
});

test('the peak is the middle of all, with its ends', () => {
  const results = new Results();
  for (const [name, peak] of [
    ['gemm-256', 90],
    ['gemm-512', 110],
    ['gemm-1024', 100],
  ] as const)
    results.add(caseTask(name), measured(caseTask(name), 20, { peak }));
  assert.deepEqual(peakOf(results.all()), { value: 100, low: 90, high: 110 });
  assert.equal(peakOf([]), null);
  assert.match(barsCaption(results.all(), en), /between 90\.0 and 110/);
  assert.match(barsCaption(results.all(), en), /The fastest is “Matrix product 256 × 256” with 50\.0 GFLOP\/s, 0\.56/);
});

test('a steady peak is not said to have moved', () => {
  const caption = barsCaption(caseResults({ 'gemm-256': 20, 'gemm-512': 25 }).all(), en);
  assert.doesNotMatch(caption, /moved/);
  assert.match(caption, /^2 computations/);
});

test('a doubling of the length: 4 for n², also across gaps', () => {
  const results = new Results();
  addCurve(results, 'fused', defaultState, (n) => 3 * n * n, [64, 256, 1024]);
  const points = pointsOf(results, 'fused', defaultState, 'time');
  assert.deepEqual(
    points.map(({ length }) => length),
    [64, 256, 1024],
  );
  assert.equal(doubling(points), 4);
  assert.equal(doubling(points.slice(0, 1)), null);
});

test('the caption of the curves compares them at the longest length they share', () => {
  const results = new Results();
  addCurve(results, 'fused', defaultState, (n) => 10 * n, [512, 1024, 2048]);
  addCurve(results, 'weights', defaultState, (n) => n * n, [512, 1024]);
  const caption = curvesCaption('memory', results, defaultState, en);
  assert.match(caption, /“fused”: each doubling from 1,024 to 2,048 tokens takes 2\.0 times as much/);
  assert.match(caption, /“weights kept”: each doubling from 512 to 1,024 tokens takes 4\.0 times/);
  assert.match(caption, /With 1,024 tokens the fused path takes 10\.2\skB, and 1\.05\sMB.*102 times as much/);
  assert.match(curvesCaption('time', results, { ...defaultState, curves: ['weights'] }, zh), /^“保留权重”.*4\.0 倍。$/);
  assert.equal(curvesCaption('time', new Results(), defaultState, en), '');
});

test('memory that could not be measured gives no point', () => {
  const results = new Results();
  addCurve(results, 'fused', defaultState, () => 5, [64]);
  const [{ task, measured: first } = assert.fail()] = results.all();
  results.add(task, { ...first, memory: undefined });
  assert.equal(pointsOf(results, 'fused', defaultState, 'memory').length, 0);
  assert.equal(pointsOf(results, 'fused', defaultState, 'time').length, 1);
});

test('every case has a name of its own', () => {
  for (const { say, counting } of [en, zh]) {
    const names = cases.map(({ problem }) => caseName(problem, say, counting));
    assert.equal(new Set(names).size, cases.length, names.join('; '));
    assert.ok(names.every((name) => !name.includes('case.') && !name.includes('{')));
  }
});

/** The formula on the page, worked out, is what the core counts. */
for (const { name, problem, flops } of cases)
  test(`the operations of ${name} follow from their formula`, () => {
    const [, numbers] = operations(problem, en.counting);
    const factors = (product: string) =>
      product.split(' · ').reduce((result, factor) => {
        const [, base = '', power = '', divisor = '1'] = /^([\d,]+)([²³]?)(?:\/(\d+))?$/.exec(factor)!;
        const value = Number(base.replaceAll(',', '')) ** (power === '²' ? 2 : power === '³' ? 3 : 1);
        return (result * value) / Number(divisor);
      }, 1);
    assert.equal(
      numbers.split(' + ').reduce((sum, product) => sum + factors(product), 0),
      flops,
    );
  });
