// What the picture shows, in words.
import { html, nothing, type TemplateResult } from 'lit';
import type { MechanismLab } from './lab.js';
import { quoted } from './names.js';
import { isPooling, queryName } from './problem.js';
import { sentenceOf } from './sentence.js';

const kFew = 4;

/** One sentence for each row of weights; none while the weights are not to be seen. */
export function sentencesOf(lab: MechanismLab): string[] {
  const { run, text } = lab;
  if (!run || !lab.visibleStages.includes('weights')) return [];
  if (lab.state.predict && !lab.state.revealed.includes('weights')) return [];
  const [weights, masked] = [run.stage('weights', lab.head), run.stage('masked', lab.head)];
  const named = {
    query: (row: number) => quoted(lab, run.problem, queryName(run.problem), row, 'query'),
    key: (column: number) => quoted(lab, run.problem, run.problem.roles.k, column, 'key'),
  };
  return Array.from({ length: weights.rows }, (_, row) => sentenceOf({ weights, masked }, row, named, isPooling(run.problem), text));
}

export function sentencesView(lab: MechanismLab): TemplateResult | typeof nothing {
  const { text } = lab;
  const sentences = sentencesOf(lab);
  if (!sentences.length || lab.wordless) return nothing;
  const at = lab.active?.kind === 'stage' ? lab.active.row : -1;
  const list = html`<ul>
    ${sentences.map((sentence, row) => html`<li class=${row === at ? 'lit' : ''} data-row-sentence=${row}>${sentence}</li>`)}
  </ul>`;
  return html`<section role="group" class="sentences" data-test="sentences" aria-label=${text('shows')}>
    <h2>${text('shows')}</h2>
    ${
      sentences.length <= kFew
        ? list
        : html`<p>${sentences[at] ?? sentences[0]}</p>
            <details>
              <summary>${text('shows.all')}</summary>
              ${list}
            </details>`
    }
  </section>`;
}
