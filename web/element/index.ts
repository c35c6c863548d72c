// attention-lab: the element's class and what it needs; importing registers nothing and needs no DOM.
export { AttentionLabElement } from './element.js';
export { AuthorError } from './author-error.js';
export { define } from './register.js';
export { configure } from '../core/configure.js';
export type { CoreFiles } from '../core/configure.js';
export { version } from './version.js';
export { cores } from '../labs/cores.js';
export type * from './events.js';
export type { Figure, FigureTable, Look } from '../views/figure/figure.js';
