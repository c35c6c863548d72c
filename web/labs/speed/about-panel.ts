// What runs here, and how to read the numbers.
import { html, type TemplateResult } from 'lit';
import { embedded } from '../../assets/files.js';
import type { RemoteCore } from '../../core/worker/remote.js';
import type { SpeedLab } from './lab.js';

export function machinePanel({ say, machine }: SpeedLab): TemplateResult {
  return html`<section role="group" aria-labelledby="speed-machine">
    <h2 id="speed-machine">${say('machine.title')}</h2>
    ${machine ? facts(say, machine) : html`<p class="quiet">${say('machine.waiting')}</p>`}
  </section>`;
}

function facts(say: SpeedLab['say'], { build, where }: RemoteCore): TemplateResult {
  const why = build === 'relaxed' ? 'machine.relaxed' : embedded('core') === null ? 'machine.simd' : 'machine.oneFile';
  const threads = navigator.hardwareConcurrency;
  return html`<dl class="facts">
    <div>
      <dt>${say('machine.build')}</dt>
      <dd data-test="build"><b>${say(`build.${build}`)}</b> ${say(why)}</dd>
    </div>
    <div>
      <dt>${say('machine.place')}</dt>
      <dd data-test="where"><b>${say(`where.${where}`)}</b> ${say(`where.${where}.about`)}</dd>
    </div>
    <div>
      <dt>${say('machine.threads')}</dt>
      <dd data-test="threads">${threads ? say('threads.of', { count: threads }) : say('threads.one')}</dd>
    </div>
  </dl>`;
}

const subjects = ['gflop', 'peak', 'thread', 'square', 'memory', 'not'] as const;

export function readingPanel({ say }: SpeedLab): TemplateResult {
  return html`<section role="group" aria-labelledby="speed-how">
    <h2 id="speed-how">${say('how.title')}</h2>
    <div class="subjects">
      ${subjects.map(
        (subject) =>
          html`<div>
            <h3>${say(`how.${subject}`)}</h3>
            <p>${say(`how.${subject}.text`)}</p>
          </div>`,
      )}
    </div>
  </section>`;
}
