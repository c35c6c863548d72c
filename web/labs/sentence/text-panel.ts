// The text and what the tokenizer makes of it.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SentenceLab } from './lab.js';
import { errorAt } from './page.js';
import { continuesWord, isolate, pieceLabel, unknownPieces } from './pieces.js';
import { examplePairs, kMostCharacters } from './state.js';
import type { Token, Tokens } from '../../inputs/tokenizer/index.js';

const kRowLength = 64; // letters

/** Lines of a text field: as many as the text needs, six at most. */
export const rowsFor = (text: string): number => Math.min(6, Math.max(1, Math.ceil(text.length / kRowLength)));

export function textPanel(lab: SentenceLab): TemplateResult {
  const { say, state, session } = lab;
  const tokens = session?.tokenize(state.text) ?? null;
  return html`<section role="group" class="text" aria-label=${say('text.label')}>
    <label class="field">
      <span>${say('text.label')}</span>
      <textarea
        data-test="text"
        rows=${rowsFor(state.text)}
        dir="auto"
        spellcheck="false"
        .value=${live(state.text)}
        @input=${(event: Event) => lab.setText('text', (event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>
    ${examples(lab)} ${errorAt(lab, 'text')} ${tokens ? notes(lab, tokens) : nothing}
    ${tokens?.tokens.length ? chips(lab, tokens) : nothing}
  </section>`;
}

function examples(lab: SentenceLab): TemplateResult {
  const { say, state } = lab;
  return html`<div class="row examples" role="group" aria-label=${say('examples')}>
    <span class="quiet">${say('examples')}</span>
    ${examplePairs.map(({ id, text, second }) => {
      const shown = state.text === text && state.second === second;
      return html`<button
        type="button"
        data-example=${id}
        aria-pressed=${shown}
        @click=${() => lab.set({ text, second, cell: null }, 'push')}
      >
        ${say(`example.${id}`)}
      </button>`;
    })}
  </div>`;
}

/** What the model does not see of the text: unknown pieces, and what lies past its end. */
function notes(lab: SentenceLab, tokens: Tokens): TemplateResult {
  const { say, state } = lab;
  const unknown = unknownPieces(tokens);
  const cut = tokens.total > tokens.tokens.length;
  const whole = state.text.length >= kMostCharacters;
  return html`${unknown.length ? html`<p class="note" role="status" data-test="unknown">${say('text.unknown', { pieces: unknown.map(isolate).join(say('list.comma')) })}</p>` : nothing}
  ${
    cut
      ? html`<p class="note" role="status" data-test="cut">
          ${say('text.cut', {
            kept: tokens.tokens.length,
            total: tokens.total,
            words: isolate(lastWords(state.text.slice(0, tokens.end))),
          })}
        </p>`
      : nothing
  }
  ${beyond(lab, tokens)}
  ${whole ? html`<p class="note" role="status" data-test="too-long">${say('text.tooLong', { limit: kMostCharacters })}</p>` : nothing}`;
}

/** Past the published model's end. */
export function beyond({ say, session }: SentenceLab, { tokens }: Tokens): TemplateResult | typeof nothing {
  const published = session?.publishedTokens ?? Infinity;
  return tokens.length > published
    ? html`<p class="note" role="status" data-test="beyond">${say('text.beyond', { published, count: tokens.length })}</p>`
    : nothing;
}

const lastWords = (text: string): string =>
  text
    .trim()
    .slice(-24)
    .replace(/^\S*\s+/, '');

function chips({ say }: SentenceLab, { tokens }: Tokens): TemplateResult {
  return html`<div class="tokens">
    <p class="quiet" data-test="token-count">${say(tokens.length === 1 ? 'tokens.one' : 'tokens.count', { count: tokens.length })}</p>
    <ol class="chips" aria-label=${say('tokens.label')} tabindex=${tokens.length > 64 ? 0 : nothing}>
      ${tokens.map((token, i) => chip(say, token, i))}
    </ol>
  </div>`;
}

function chip(say: SentenceLab['say'], token: Token, index: number): TemplateResult {
  const name = [token.unknown ? 'unknown' : '', continuesWord(token) && index > 0 ? 'joined' : ''].join(' ');
  const title = token.unknown ? say('token.unknown') : say('token.title', { place: index + 1, piece: isolate(token.piece), id: token.id });
  return html`<li class=${name} data-token=${index} title=${title} dir="auto">
    ${pieceLabel(token)}${token.unknown ? html`<span class="hidden-text"> ${say('token.unknown')}</span>` : nothing}
  </li>`;
}
