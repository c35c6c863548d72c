import assert from 'node:assert/strict';
import { test } from 'node:test';
import { features, NaiveBayes } from '../../../../web/build/models/scores/naive-bayes.js';
import { NGram } from '../../../../web/build/models/scores/n-gram.js';
import { Retrieval } from '../../../../web/build/models/scores/retrieval.js';

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, ${expected} expected`);

test('naive Bayes: worked out by hand', () => {
  assert.deepEqual(features("Don't go!"), ["don't", 'go', '!', "don't go", 'go !']);
  const bayes = new NaiveBayes([
    { text: 'good film', good: true },
    { text: 'good', good: true },
    { text: 'bad film', good: false },
  ]);
  // good: good 2, film 1, "good film" 1; bad: bad, film, "bad film"; five features in all
  near(bayes.score('good'), Math.log(2) + Math.log(3 / 9) - Math.log(1 / 8));
  near(bayes.score('film'), Math.log(2) + Math.log(2 / 9) - Math.log(2 / 8));
  near(bayes.score('unheard of'), Math.log(2));
  assert.ok(bayes.score('bad bad film') < 0);
});

test('n-gram: worked out by hand, and what must hold', () => {
  const model = new NGram(['abab'], 2);
  // order 1: a 2, b 2, two kinds, beneath them 1/3 each; after a: b twice, one kind
  const b = (2 + 2 / 3) / (4 + 2);
  near(model.probability('', 'b'), b);
  near(model.probability('a', 'b'), (2 + b) / 3);
  near(model.bitsPerCharacter(['b']), -Math.log2(b));
  const text = 'the cat sat on the mat and the dog sat on the cat';
  const order3 = new NGram([text], 3);
  for (const history of ['', 't', 'th', 'zz']) {
    const sum = [...new Set(text)].reduce((total, character) => total + order3.probability(history, character), 0);
    near(sum + order3.probability(history, '§'), 1);
  }
  assert.ok(order3.bitsPerCharacter([text]) < new NGram([text], 1).bitsPerCharacter([text]));
});

test('retrieval: the most similar sentence of those that are known', () => {
  const known = ['我昨天去公园', '他喜欢吃苹果', '今天天气很好', '我不喜欢苹果'].map((chinese, i) => ({ chinese, english: `answer ${i}` }));
  const retrieval = new Retrieval(known);
  known.forEach(({ chinese, english }) => assert.equal(retrieval.translate(chinese), english));
  assert.equal(retrieval.translate('他昨天去公园了。'), 'answer 0');
  assert.equal(retrieval.translate('天气'), 'answer 2');
  assert.equal(retrieval.translate('。'), 'answer 0', 'nothing in common: the first');
});
