// tokenizer.json: text to the ids of a Hugging Face model and back, by their own package, loaded when a model is.
import type { Tokenizer } from '@huggingface/tokenizers';

export type TokenizerProblem =
  /** No JSON of a tokenizer. */
  | { readonly problem: 'tokenizer-json'; readonly reason: string }
  /** A tokenizer of a kind that the package has not. */
  | { readonly problem: 'tokenizer-kind'; readonly reason: string }
  /** It has ids that the model has not, or far fewer than the model. */
  | { readonly problem: 'tokenizer-vocabulary'; readonly pieces: number; readonly vocabulary: number };

export interface Encoded {
  readonly ids: readonly number[];
  /** What each id stands for, as people read it: "Ġthe" is " the". */
  readonly tokens: readonly string[];
}

export interface ForeignTokenizer {
  /** With what the model wants before and after: [CLS], [SEP], <s> … */
  encode(text: string): Encoded;
  decode(ids: readonly number[]): string;
  token(id: number): string;
}

export type ReadTokenizer = { readonly ok: true; readonly tokenizer: ForeignTokenizer } | ({ readonly ok: false } & TokenizerProblem);

/** Vocabularies of models are filled up to round numbers: by no more than this. */
const mostUnused = 1024;

function parse(text: string): object {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('no object');
  return value;
}

const partial = /\uFFFD/;

function wrap(tokenizer: Tokenizer): ForeignTokenizer {
  const raw = (id: number) => tokenizer.id_to_token(id) ?? `#${id}`;
  const token = (id: number) => {
    const name = raw(id);
    if (/^(\[.+\]|<.+>|##.*)$/.test(name)) return name;
    // a byte of a longer character has no text of its own
    const text = name.replaceAll('▁', ' ');
    if (text !== name) return text;
    const decoded = tokenizer.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
    return decoded === '' || partial.test(decoded) ? name : decoded;
  };
  return {
    encode(text) {
      const { ids } = tokenizer.encode(text);
      return { ids, tokens: ids.map(token) };
    },
    decode: (ids) => tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    token,
  };
}

/** `settings`: the text of tokenizer_config.json, where there is one. `vocabulary`: tokens the model has. */
export async function readTokenizer(text: string, settings: string | null, vocabulary: number): Promise<ReadTokenizer> {
  let json: object;
  let config: object;
  try {
    json = parse(text);
    config = settings === null ? {} : parse(settings);
  } catch (error) {
    return { ok: false, problem: 'tokenizer-json', reason: (error as Error).message };
  }
  if (!('model' in json)) return { ok: false, problem: 'tokenizer-json', reason: '"model"' };
  const { Tokenizer } = await import('@huggingface/tokenizers');
  let made: Tokenizer;
  try {
    made = new Tokenizer(json, config);
    made.encode('a');
  } catch (error) {
    return { ok: false, problem: 'tokenizer-kind', reason: (error as Error).message };
  }
  let pieces = 0;
  for (const id of made.get_vocab(true).values()) pieces = Math.max(pieces, id + 1);
  if (pieces > vocabulary || pieces < vocabulary - mostUnused) return { ok: false, problem: 'tokenizer-vocabulary', pieces, vocabulary };
  return { ok: true, tokenizer: wrap(made) };
}
