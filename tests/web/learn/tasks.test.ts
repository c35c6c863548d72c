// Every task's answers, checked by another way to find them; every question is one of its task.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniform } from '../../../web/labs/random.js';
import { tasks, type Task } from '../../../web/labs/learn/tasks/index.js';

const kMany = 400;

const counts = (text: string) => [...'0123456789'].map((digit) => text.split(digit).length - 1);

/** Takes pairs that stand side by side out until none is left; a closing bracket that stops this stands alone and goes too. */
function partners(question: string): string {
  let rest = [...question].map((bracket, at) => ({ bracket, at }));
  const answer = rest.map(() => '×');
  for (;;) {
    const first = rest.findIndex(({ bracket }) => bracket === ')' || bracket === ']');
    if (first < 0) return answer.join('');
    const [before, closing] = [rest[first - 1], rest[first]!];
    const fits = before && `${before.bracket}${closing.bracket}`.match(/^(\(\)|\[\])$/);
    if (fits) {
      answer[closing.at] = String.fromCharCode(65 + before.at);
      answer[before.at] = String.fromCharCode(65 + closing.at);
    }
    rest = rest.filter((one) => one !== closing && !(fits && one === before));
  }
}

/** Right or not, by the meaning of the task. */
const right: Readonly<Record<keyof typeof tasks, (question: string, answer: string) => boolean>> = {
  copy: (question, answer) => question === answer,
  reverse: (question, answer) => question.length === answer.length && [...question].every((letter, i) => answer.at(-1 - i) === letter),
  sort: (question, answer) => /^0*1*2*3*4*5*6*7*8*9*$/.test(answer) && counts(question).join() === counts(answer).join(),
  addition: (question, answer) => {
    const [left = '', other = ''] = question.split('+');
    return left.length === other.length && answer.length === left.length + 1 && BigInt(left) + BigInt(other) === BigInt(answer);
  },
  brackets: (question, answer) => partners(question) === answer,
  'two-sum': (question, answer) => {
    const [list = '', sum] = question.split('=');
    const [first = 0, second = 0, ...more] = [...answer].flatMap((sign, place) => (sign === '✓' ? [place] : []));
    if (more.length || [...answer].length !== question.length) return false;
    const sums = [...list].flatMap((one, i) => [...list].slice(i + 1).map((other) => Number(one) + Number(other)));
    const fits = first < second && Number(list[first]) + Number(list[second]) === Number(sum);
    return fits && sums.filter((each) => each === Number(sum)).length === 1;
  },
  repeated: (question, answer) =>
    answer.length === 1 && question.split(answer).length === 3 && new Set(question).size === question.length - 1,
};

for (const [id, task] of Object.entries<Task>(tasks)) {
  const check = right[id as keyof typeof tasks];
  for (const size of [task.sizes.least, task.sizes.standard, task.sizes.most])
    test(`${id}, size ${size}: answers are right, within the vocabulary and the lengths it tells`, () => {
      const random = uniform(7);
      const longest = task.longest(size);
      const seen = new Set<string>();
      for (let i = 0; i < kMany; i++) {
        const drawn = task.question(random, size);
        for (const question of [drawn, task.vary(drawn, random)]) {
          const answer = task.answer(question);
          assert.ok(answer !== null && check(question, answer), `${question} → ${answer}`);
          assert.ok(
            [...question, ...answer].every((character) => task.vocabulary.includes(character)),
            question,
          );
          assert.ok([...question].length === longest.source && [...answer].length === longest.target, `${question} → ${answer}`);
          if (task.placewise) assert.equal([...question].length, [...answer].length);
          seen.add(question);
        }
      }
      assert.ok(seen.size > 20, `${seen.size} different questions`);
    });
}

test('the same seed gives the same questions', () => {
  for (const task of Object.values<Task>(tasks)) {
    const [one, other] = [uniform(3), uniform(3)];
    for (let i = 0; i < 20; i++) assert.equal(task.question(one, task.sizes.standard), task.question(other, task.sizes.standard));
  }
});

test('what is no question has no answer', () => {
  const none: Readonly<Record<keyof typeof tasks, readonly string[]>> = {
    copy: ['', 'xyz', 'ab c'],
    reverse: ['', '12'],
    sort: ['', '12a'],
    addition: ['', '12', '1+23', '+1', '1+1+1', 'a+b'],
    brackets: ['', '{}', 'a'],
    'two-sum': ['', '123', '123=', '12=9', '111=2', '123=8', '153=8'],
    repeated: ['', 'abc', 'aabb', 'aaa', 'z'],
  };
  for (const [id, questions] of Object.entries(none))
    for (const question of questions) assert.equal(tasks[id as keyof typeof tasks].answer(question), null, `${id}: ${question}`);
});

test('known answers', () => {
  assert.equal(tasks.brackets.answer('([]))'), 'DCBA×');
  assert.equal(tasks.brackets.answer('(]'), '××');
  assert.equal(tasks.brackets.answer('(])'), 'C×A');
  assert.equal(tasks.addition.answer('58+67'), '125');
  assert.equal(tasks.addition.answer('12+34'), '046');
  assert.equal(tasks['two-sum'].answer('3041=7'), '✓·✓···');
  assert.equal(tasks.sort.answer('52105'), '01255');
  assert.equal(tasks.repeated.answer('kfafb'), 'f');
});
