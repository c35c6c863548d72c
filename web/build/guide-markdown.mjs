// Markdown of a guide page → HTML: formulas become MathML here, snippets are put in, labs get a fallback. No page needs a
// script for any of it.
import { createHash } from 'node:crypto';
import MarkdownIt from 'markdown-it';
import temml from 'temml';

export const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const unescapeHtml = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

const snippetLine = /^\{\{snippet ([\w.-]+)(?: as (\S+))?\}\}$/;
const labTag = /<attention-lab\b([^>]*)>/g;

/**
 * The snippets a page shows, and the file each one is in the reader's project: `{{snippet FILE as PATH}}`.
 *
 * @param {string} markdown
 * @returns {{ file: string, path: string | null }[]}
 */
export const snippetsOf = (markdown) =>
  markdown.split('\n').flatMap((line) => {
    const [, file, path] = snippetLine.exec(line) ?? [];
    return file ? [{ file, path: path ?? null }] : [];
  });

/** Attributes of each `<attention-lab>` tag in some markup. */
export const labsIn = (markup) =>
  [...markup.matchAll(labTag)].map(([, attributes]) =>
    Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescapeHtml(value)])),
  );

/** An id from a heading's words: letters and digits of any script. */
const slug = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');

/** The page's policy allows no style="": each becomes a class, whose rule `rules` gets. */
function stylesAsClasses(markup, rules) {
  return markup.replaceAll(/<(\w+)([^>]*?) style="([^"]*)"([^>]*)>/g, (_, tag, before, style, after) => {
    const name = `m-${createHash('sha256').update(style).digest('hex').slice(0, 6)}`;
    rules.set(name, style);
    const rest = before + after;
    return rest.includes(' class="') ? `<${tag}${rest.replace(' class="', ` class="${name} `)}>` : `<${tag}${rest} class="${name}">`;
  });
}

/** `$a$` where no space stands inside the signs and no digit follows: prices stay prices. */
function inlineMath(state, silent) {
  const found = /^\$(?!\s)((?:\\.|[^$\\\n])+?)(?<!\s)\$(?!\d)/.exec(state.src.slice(state.pos));
  if (!found) return false;
  if (!silent) state.push('math', '', 0).content = found[1];
  state.pos += found[0].length;
  return true;
}

/** The lines from `first` until one that `ends`, or null; the state's line goes behind them. */
function linesUntil(state, first, last, ends) {
  for (let line = first; line < last; line++)
    if (ends(state.src.slice(state.bMarks[line], state.eMarks[line]), line === first)) {
      state.line = line + 1;
      return state.getLines(first, line + 1, state.blkIndent, false);
    }
  return null;
}

/** A block that starts where `starts` matches and goes on to a line that `ends` matches; `inside` is its text. */
const block = (type, starts, ends) => (state, first, last, silent) => {
  const line = state.src.slice(state.bMarks[first] + state.tShift[first], state.eMarks[first]);
  if (!starts.test(line)) return false;
  if (silent) return true;
  const text = linesUntil(state, first, last, ends);
  if (text === null) throw new Error(`${type} is not closed: ${line}`);
  const token = state.push(type, '', 0);
  token.content = text.trim();
  token.map = [first, state.line];
  return true;
};

const isOneLineMath = (line) => /^\$\$.+\$\$\s*$/.test(line);
const displayMath = block('display_math', /^\$\$/, (line, first) => (first ? isOneLineMath(line) : /\$\$\s*$/.test(line)));
const lab = block('lab', /^<attention-lab\b/, (line) => line.includes('</attention-lab>'));
const snippet = block('snippet', snippetLine, () => true);

/** `## Words {#id}` names the id itself, so that both languages can have the same one. */
function headingIds(state) {
  const seen = new Set();
  state.tokens.forEach((token, i) => {
    if (token.type !== 'heading_open') return;
    const inline = state.tokens[i + 1];
    const named = /\s*\{#([\w-]+)\}\s*$/.exec(inline.content);
    if (named) inline.content = inline.content.slice(0, named.index);
    const id = named?.[1] ?? slug(inline.content);
    if (!id || seen.has(id)) throw new Error(`two headings have the id "${id}": ${inline.content}`);
    seen.add(id);
    token.attrSet('id', id);
    token.meta = { id };
  });
}

const han = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
const mark = /[\u3000-\u303f\uff00-\uffef]/u;
const wide = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’…—]/u;

/** A line's end is a space, but not in Chinese: `before` and `after` are the characters around it. */
export const lineEnd = (before, after) =>
  mark.test(before) || mark.test(after) || (wide.test(before) && wide.test(after) && han.test(before + after)) ? '' : '\n';

/** The first token with text among these: marks of bold or links have none. */
const textIn = (tokens) => tokens.find(({ content }) => content)?.content ?? '';

function renderers(md, { text, readSnippet, rules, lab: labAddress }) {
  const math = (tex, displayMode) => stylesAsClasses(temml.renderToString(tex, { displayMode, throwOnError: true }), rules);
  const code = (source) => `<pre tabindex="0"><code>${escapeHtml(source)}</code></pre>\n`;
  const rule = md.renderer.rules;
  rule.math = (tokens, i) => math(tokens[i].content, false);
  rule.display_math = (tokens, i) =>
    `<div class="formula" tabindex="0">${math(tokens[i].content.replaceAll(/^\$\$|\$\$$/g, ''), true)}</div>\n`;
  rule.softbreak = (tokens, i) => lineEnd(textIn(tokens.slice(0, i).reverse()).at(-1) ?? '', textIn(tokens.slice(i + 1))[0] ?? '');
  rule.fence = (tokens, i) => code(tokens[i].content);
  rule.code_block = rule.fence;
  rule.snippet = (tokens, i) => {
    const [, file, path] = snippetLine.exec(tokens[i].content);
    const caption = path ? `<figcaption><code>${escapeHtml(path)}</code></figcaption>` : '';
    return `<figure class="code">${caption}${code(readSnippet(file))}</figure>\n`;
  };
  rule.lab = (tokens, i) => `${withFallback(tokens[i].content, text, labAddress)}\n`;
  rule.heading_close = (tokens, i) => {
    const open = tokens[i - 2];
    const label = escapeHtml(text('anchor'));
    return ` <a class="anchor" href="#${open.meta.id}" aria-label="${label}: ${escapeHtml(tokens[i - 1].content)}">#</a></${tokens[i].tag}>\n`;
  };
  rule.table_open = () => `<div class="table" tabindex="0" role="group" aria-label="${escapeHtml(text('table'))}"><table>\n`;
  rule.table_close = () => '</table></div>\n';
}

/** A lab without words of its own for a reader without scripts gets a link to the same lab. */
function withFallback(markup, text, address) {
  if (markup.includes('slot="fallback"')) return markup;
  const { lab: id = 'mechanism', state = '' } = labsIn(markup)[0];
  const link = `<p slot="fallback"><a href="${address}#v1/${escapeHtml(`${id}/${state}`)}">${escapeHtml(text('fallback'))}</a></p>`;
  return markup.replace('</attention-lab>', () => `${link}</attention-lab>`);
}

/**
 * Renders one page's Markdown.
 *
 * @param {string} markdown  without front matter
 * @param {object} around  `text(key)`; `readSnippet(file)`; `rules`: a Map that gets the classes of formulas; `lab`: address of
 *   the page that opens a lab without this one
 */
export function renderMarkdown(markdown, around) {
  const md = new MarkdownIt({ html: true });
  md.inline.ruler.before('escape', 'math', inlineMath);
  for (const [name, parse] of Object.entries({ display_math: displayMath, lab, snippet }))
    md.block.ruler.before('html_block', name, parse, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
  md.core.ruler.after('block', 'heading_ids', headingIds);
  renderers(md, around);
  return md.render(markdown);
}
