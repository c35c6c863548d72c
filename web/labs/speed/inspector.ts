// The chosen measurement, from its operations and its time to its share of the peak.
import { html, nothing, type TemplateResult } from 'lit';
import { bytesText, durationText, fractionText, gflopsText } from './format.js';
import type { SpeedLab } from './lab.js';
import { caseName, headsText, operations } from './names.js';
import type { Result } from './results.js';

export function describeInspector(lab: SpeedLab): TemplateResult {
  const { say, words } = lab;
  const result = lab.chosen();
  if (!result) return html`<p class="quiet" data-test="inspector-hint">${say('inspect.hint')}</p>`;
  const { problem } = result.task;
  return html`<div class="speed-steps" data-test="case-explained">
    <h2>${caseName(problem, say, words.counting)}</h2>
    <p>
      ${say(`about.${problem.kind}`)} ${problem.kind !== 'gemm' && problem.sizes.causal ? say('about.causal') : ''}
      ${problem.kind !== 'gemm' && problem.sizes.weights ? say('about.weights') : ''}
    </p>
    ${arithmetic(lab, result)} ${bandwidth(lab, result)}
  </div>`;
}

function arithmetic({ say, words }: SpeedLab, { task: { problem }, measured }: Result): TemplateResult {
  const { count } = words.counting;
  const { flops, ms, low, high, runs, gflops, peak, fraction, memory } = measured;
  const [formula, numbers] = operations(problem, words.counting);
  const step = (name: string, what: string, number: TemplateResult | string) =>
    html`<li data-step=${name}><span class="what">${what}</span><span class="arithmetic">${number}</span></li>`;
  return html`<ol>
      ${step('operations', say('inspect.operations', { formula }), html`<span lang="en">${numbers}</span> = <b>${count(flops)}</b>`)}
      ${step(
        'time',
        runs > 1 ? say('inspect.time', { runs: count(runs), low: durationText(low), high: durationText(high) }) : say('inspect.once'),
        html`<b>${durationText(ms)}</b>`,
      )}
      ${step('gflops', say('inspect.gflops'), html`${count(flops)} / ${durationText(ms)} = <b data-test="explained-gflops">${gflopsText(gflops)}&nbsp;GFLOP/s</b>`)}
      ${step('fraction', say('inspect.fraction'), html`${gflopsText(gflops)} / ${gflopsText(peak)} = <b>${fractionText(fraction)}</b>`)}
      ${memory === undefined ? nothing : step('memory', say('inspect.memory'), html`<b>${bytesText(memory)}</b>`)}
    </ol>
    ${problem.kind === 'gemm' ? nothing : html`<p class="quiet">${say(problem.sizes.batch > 1 ? 'inspect.lettersBatch' : 'inspect.letters', { heads: headsText(problem.sizes.heads, problem.sizes.d, say) })}</p>`}`;
}

/** Decoding reads every key and value once for a single query: memory is the limit there, not arithmetic. */
function bandwidth({ say }: SpeedLab, { measured: { ms, bytes, copy } }: Result): TemplateResult | typeof nothing {
  if (bytes === undefined || copy === undefined) return nothing;
  const rate = bytes / ms / 1e6; // GB/s
  return html`<p data-test="bandwidth">
    ${say('inspect.bandwidth', { bytes: bytesText(bytes), rate: gflopsText(rate), copy: gflopsText(copy), share: fractionText(rate / copy) })}
  </p>`;
}
