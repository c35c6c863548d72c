import { addition } from './addition.js';
import { brackets } from './brackets.js';
import { copy, repeated, reverse, sort } from './sequences.js';
import type { Task, TaskId } from './task.js';
import { twoSum } from './two-sum.js';

/** In the order of the list; 'own' has pairs of the reader's (own.ts). */
export const taskIds: readonly TaskId[] = ['reverse', 'copy', 'sort', 'addition', 'brackets', 'two-sum', 'repeated', 'own'];

export const tasks: Readonly<Record<Exclude<TaskId, 'own'>, Task>> = {
  reverse,
  copy,
  sort,
  addition,
  brackets,
  'two-sum': twoSum,
  repeated,
};

export type { Example, Task, TaskId } from './task.js';
