// Which key means what on a projector; a clicker sends PageDown and PageUp.

export type Move = 'next' | 'previous' | 'first' | 'last' | 'leave';

export interface Pressed {
  readonly key: string;
  readonly shiftKey?: boolean;
  readonly ctrlKey?: boolean;
  readonly altKey?: boolean;
  readonly metaKey?: boolean;
}

/** What the key is pressed in: a field has all keys but Escape, a grid its arrows, a button the space bar. */
export type Inside = 'field' | 'grid' | 'button' | null;

const paging: Readonly<Record<string, Move>> = { PageDown: 'next', PageUp: 'previous', Escape: 'leave' };
const moving: Readonly<Record<string, Move>> = {
  ArrowRight: 'next',
  ArrowDown: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
};

export function moveOf({ key, shiftKey, ctrlKey, altKey, metaKey }: Pressed, inside: Inside): Move | null {
  if (ctrlKey || altKey || metaKey) return null;
  if (inside === 'field') return key === 'Escape' ? 'leave' : null;
  if (key === ' ') return inside ? null : shiftKey ? 'previous' : 'next';
  if (shiftKey) return null;
  return paging[key] ?? (inside === 'grid' ? null : (moving[key] ?? null));
}

const kinds: readonly [Inside, string][] = [
  ['field', 'input:not([type="checkbox"], [type="radio"]), select, textarea, [contenteditable], [role="slider"]'],
  ['grid', '[role="grid"], [role="img"][tabindex], al-strip, al-heatmap'],
  ['button', 'button, a[href], summary, input'],
];

/** The path of an event leads out of shadow roots as well. */
export function insideOf(path: readonly EventTarget[]): Inside {
  const elements = path.filter((each): each is Element => each instanceof Element);
  return kinds.find(([, selector]) => elements.some((element) => element.matches(selector)))?.[0] ?? null;
}
