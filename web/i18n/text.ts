// Looks a text up and puts values into it.
export type Values = Readonly<Record<string, string | number>>;
type Texts = Readonly<Record<string, string>>;

/** The first text under `key`; {name} gives a value (a word with a text `value.<word>` is translated), {name+1} counts from one. */
export function lookUp(sources: readonly Texts[], key: string, values: Values = {}): string {
  const find = (name: string) => sources.find((texts) => name in texts)?.[name];
  const template = find(key);
  if (template === undefined) return key;
  return template.replace(/\{(\w+)(\+1)?\}/g, (whole, name: string, plusOne?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (plusOne) return String(Number(value) + 1);
    return typeof value === 'string' ? (find(`value.${value}`) ?? value) : String(value);
  });
}
