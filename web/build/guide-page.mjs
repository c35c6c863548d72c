// The page around a guide's text: header with the same page in the other language, list of pages, previous and next.
import { escapeHtml } from './guide-markdown.mjs';
import { sitePolicy } from './policy.mjs';

/** In the order they are listed. */
export const groups = ['embed', 'articles', 'questions'];
const htmlLanguage = { en: 'en', zh: 'zh-CN' };
const other = { en: 'zh', zh: 'en' };
const languageName = { en: 'English', zh: '中文' };

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%231d4ed8' d='M1 1h6v6H1z'/%3E%3Cpath fill='%23be123c' d='M9 1h6v6H9z'/%3E%3Cpath fill='%2315703a' d='M1 9h6v6H1z'/%3E%3Cpath fill='%236d28d9' d='M9 9h6v6H9z'/%3E%3C/svg%3E";

const link = ({ name, title }, attributes = '') => `<a href="${name}.html"${attributes}>${escapeHtml(title)}</a>`;

const listed = (pages, text, item) =>
  groups
    .map((group) => ({ group, inside: pages.filter((page) => page.group === group) }))
    .filter(({ inside }) => inside.length)
    .map(({ group, inside }) => ({ group, title: escapeHtml(text(`group.${group}`)), items: inside.map(item).join('\n') }));

function contents(page, pages, text) {
  const sections = listed(pages, text, (each) => `<li>${link(each, each === page ? ' aria-current="page"' : '')}</li>`);
  const isOpen = (group) => !page.group || page.group === group; // the reader's own group, so that the list fits a window
  const lists = sections.map(
    ({ group, title, items }) => `<details${isOpen(group) ? ' open' : ''}><summary>${title}</summary>\n<ul>\n${items}\n</ul></details>`,
  );
  return `<nav class="contents" aria-label="${escapeHtml(text('pages'))}">\n${lists.join('\n')}\n</nav>`;
}

function overview(pages, text) {
  const sections = listed(pages, text, (each) => `<li>${link(each)}<p>${escapeHtml(each.summary)}</p></li>`);
  return sections.map(({ title, items }) => `<h2>${title}</h2>\n<ul class="overview">\n${items}\n</ul>`).join('\n');
}

function neighbours(page, pages, text) {
  const at = pages.indexOf(page);
  const side = (each, key) =>
    each
      ? `<a class="${key}" rel="${key === 'next' ? 'next' : 'prev'}" href="${each.name}.html"><span>${escapeHtml(text(key))}</span> ${escapeHtml(each.title)}</a>`
      : '';
  const links = side(pages[at - 1], 'previous') + side(pages[at + 1], 'next');
  return links && `<nav class="neighbours" aria-label="${escapeHtml(text('neighbours'))}">${links}</nav>`;
}

/** One whole page. `pages`: all listed pages of the language, in order; `body`: the page's text as HTML. */
export function pageHtml({ page, pages, body, language, text, style }) {
  const isIndex = page.name === 'index';
  const needsElement = body.includes('<attention-lab');
  const switchTo = other[language];
  return `<!doctype html>
<html lang="${htmlLanguage[language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(sitePolicy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(page.title)} · ${escapeHtml(text('name'))}</title>
<meta name="description" content="${escapeHtml(page.summary)}">
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="../${style}">
<link rel="alternate" hreflang="${htmlLanguage[switchTo]}" href="../${switchTo}/${page.name}.html">
${needsElement ? '<script type="module" src="../../attention-lab.js"></script>\n' : ''}</head>
<body>
<a class="skip" href="#text">${escapeHtml(text('skip'))}</a>
<header class="top">
<a class="brand" href="index.html"${isIndex ? ' aria-current="page"' : ''}>${escapeHtml(text('name'))} · ${escapeHtml(text('guide'))}</a>
<a href="../../index.html?lang=${language}">${escapeHtml(text('lab'))}</a>
<a href="../${switchTo}/${page.name}.html" lang="${htmlLanguage[switchTo]}" hreflang="${htmlLanguage[switchTo]}">${languageName[switchTo]}</a>
</header>
<div class="columns">
${contents(page, pages, text)}
<main id="text" tabindex="-1">
<h1>${escapeHtml(page.title)}</h1>
<p class="summary">${escapeHtml(page.summary)}</p>
${body}${isIndex ? `${overview(pages, text)}\n` : ''}${neighbours(page, isIndex ? [] : pages, text)}
</main>
</div>
</body>
</html>
`;
}
