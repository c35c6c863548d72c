// attention-lab/define: registers <attention-lab>. The script that one tag on a page loads.
import { define } from './register.js';

define();
export * from './index.js';
