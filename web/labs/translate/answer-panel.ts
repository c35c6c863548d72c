// The answer, word by word: press a word to see what the decoder looked at when it chose it, and what else it might have said.
import { html, nothing, type TemplateResult } from 'lit';
import { finePercent } from '../../views/percent.js';
import { vars } from '../../views/styles.js';
import type { Side, TranslateLab } from './lab.js';
import type { Answer, AnswerPiece, Translated } from './session.js';

export function answerPanel(lab: TranslateLab, side: Side, translated: Translated, answer: Answer): TemplateResult {
  const { say, state } = lab;
  const chosen = state.word !== null && state.word < answer.pieces.length ? state.word : null;
  return html`<div class="answer">
    <p class="english" lang="en" data-test="answer">${answer.text || say('answer.empty')}</p>
    ${notes(lab, translated)}
    <div class="looks">
      <p class="quiet">${say('looks.source')}</p>
      ${sourceLine(side, translated, chosen)}
      <p class="quiet">${say('looks.target')}</p>
      <ol class="pieces" aria-label=${say('looks.target')}>
        ${answer.pieces.map((piece, i) => pieceButton(lab, piece, i, chosen === i))}
      </ol>
    </div>
    ${chosen === null ? html`<p class="hint" data-test="hint">${say('looks.hint')}</p>` : candidates(lab, side, answer.pieces[chosen]!)}
  </div>`;
}

function notes({ say }: TranslateLab, { source, left, sentencesLeft }: Translated): TemplateResult {
  const unknown = [...new Set(source.filter((token) => token.unknown).map(({ piece }) => piece))];
  return html`${unknown.length ? html`<p class="note" role="status" data-test="unknown">${say('text.unknown', { pieces: unknown.join(' ') })}</p>` : nothing}
  ${left > 0 ? html`<p class="note" role="status" data-test="cut">${say('text.cut', { kept: source.length - 1, left })}</p>` : nothing}
  ${sentencesLeft > 0 ? html`<p class="note" role="status" data-test="one-sentence">${say('text.oneSentence')}</p>` : nothing}`;
}

/** Each character as strong as its weight, of the largest of the line. */
function sourceLine(side: Side, { source, labels }: Translated, chosen: number | null): TemplateResult {
  const n = source.length;
  const line = chosen === null ? null : side.map().subarray(chosen * n, (chosen + 1) * n);
  const most = line ? Math.max(...line) : 1;
  return html`<ol class="source" lang="zh-CN" data-test="source">
    ${labels.map((label, j) => {
      const weight = line?.[j];
      const title = weight === undefined ? label : `${label} ${finePercent(weight)}`;
      return html`<li
        class=${source[j]!.unknown ? 'unknown' : ''}
        title=${title}
        ${vars({ '--lit': weight === undefined ? '0' : String(weight / most) })}
      >
        <span>${label}</span>${weight === undefined ? nothing : html`<small data-weight=${j}>${finePercent(weight)}</small>`}
      </li>`;
    })}
  </ol>`;
}

function pieceButton(lab: TranslateLab, { label, candidates, id }: AnswerPiece, index: number, chosen: boolean): TemplateResult {
  const own = candidates.find(({ token }) => token === id);
  const share = own ? finePercent(Math.exp(own.logProbability)) : '';
  return html`<li>
    <button type="button" lang="en" data-piece=${index} aria-pressed=${chosen} @click=${() => lab.set({ word: chosen ? null : index })}>
      ${label}<small>${share}</small>
    </button>
  </li>`;
}

function candidates(lab: TranslateLab, side: Side, piece: AnswerPiece): TemplateResult {
  const { say } = lab;
  const most = Math.exp(piece.candidates[0]?.logProbability ?? 0);
  return html`<div class="candidates" data-test="candidates">
    <p class="quiet">${say('candidates')}</p>
    <ol>
      ${piece.candidates.slice(0, 5).map(({ token, logProbability }) => {
        const share = Math.exp(logProbability);
        return html`<li class=${token === piece.id ? 'own' : ''} ${vars({ '--share': String(share / most) })}>
          <span lang="en">${side.loader.session?.piece(token)}</span><small>${finePercent(share)}</small>
        </li>`;
      })}
    </ol>
  </div>`;
}
