// embed.html: one lab filling an iframe, which grows with it and talks with the page around.
//   embed.html?lab=sentence&view=head&controls=minimal&lang=zh&theme=dark#v1/sentence/text=…
import { labs } from '../labs/index.js';
import { define } from './register.js';
import type { AttentionLabElement } from './element.js';
import './frame.css';

const query = new URLSearchParams(location.search);
const prefix = 'attention-lab:';

define();
const element = document.createElement('attention-lab') as AttentionLabElement;

/** `#v1/<lab>/<state>`, as the page itself writes it. */
function takeAddress(): void {
  const [, version, lab, state] = /^#(v\d+)\/([^/]*)\/(.*)$/s.exec(location.hash) ?? [];
  const known = lab !== undefined && labs.some(({ id }) => id === lab);
  element.setAttribute('lab', query.get('lab') ?? (known ? lab : labs[0]!.id));
  if (version && known) element.setAttribute('state', state!);
  for (const name of ['view', 'controls', 'lang', 'theme']) {
    const value = query.get(name);
    if (value !== null) element.setAttribute(name, value);
  }
}

const post = (type: string, rest: object) => {
  if (parent !== window) parent.postMessage({ type: prefix + type, ...rest }, '*');
};

interface Message {
  readonly type: string;
  readonly lab?: unknown;
  readonly state?: unknown;
}
const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' && data !== null && typeof (data as Message).type === 'string' && (data as Message).type.startsWith(prefix);

function setState({ lab, state }: Message): void {
  if (typeof lab === 'string' && lab !== element.getAttribute('lab')) {
    element.removeAttribute('state');
    element.setAttribute('lab', lab);
  }
  if (typeof state === 'string') element.setAttribute('state', state);
  else if (typeof state === 'object' && state !== null) element.setState(state as Record<string, unknown>);
}

/** Only the page around may speak; what it says is checked like a link. */
function hear({ source, data }: MessageEvent): void {
  if (source !== parent || !isMessage(data)) return;
  try {
    if (data.type === `${prefix}get-state`) post('state', { lab: element.getAttribute('lab'), state: element.getState() });
    if (data.type === `${prefix}set-state`) setState(data);
  } catch (error) {
    post('error', { code: (error as { code?: string }).code ?? 'error', message: (error as Error).message });
  }
}

takeAddress();
for (const name of ['ready', 'change', 'select', 'result', 'error'])
  element.addEventListener(`al-${name}`, (event) =>
    post(name, { detail: JSON.parse(JSON.stringify((event as CustomEvent).detail ?? null)) }),
  );
addEventListener('message', hear);
addEventListener('hashchange', takeAddress);
document.body.append(element);
new ResizeObserver(() => post('resize', { height: Math.ceil(document.documentElement.getBoundingClientRect().height) })).observe(
  document.documentElement,
);
