// A dropped or picked folder: which of its files are the model, and what is missing.
import { readConfig, type ConfigProblem, type Family, type ForeignConfig } from './config.js';
import { readTokenizer, type ForeignTokenizer, type TokenizerProblem } from './tokenizer.js';

export interface FolderFile {
  /** With the folders it lies in: "gpt2/config.json". */
  readonly path: string;
  readonly file: Blob;
}

export type FolderProblem =
  | { readonly problem: 'folder-missing'; readonly names: string }
  /** Weights as PyTorch or TensorFlow pickles them, which could hold programs: only safetensors are read. */
  | { readonly problem: 'folder-pickle'; readonly name: string }
  /** Weights in several files. */
  | { readonly problem: 'folder-sharded'; readonly name: string }
  /** What git leaves in place of a large file when Git LFS is not installed. */
  | { readonly problem: 'folder-pointer'; readonly name: string }
  | { readonly problem: 'folder-several'; readonly names: string }
  | { readonly problem: 'folder-large'; readonly name: string; readonly actual: number; readonly limit: number }
  | { readonly problem: 'folder-read'; readonly name: string; readonly reason: string };

export interface ForeignFolder {
  readonly name: string;
  readonly family: Family;
  readonly config: ForeignConfig;
  /** Tokens that the model itself could read; config.maxLength is at most what was asked for. */
  readonly longest: number;
  readonly tokenizer: ForeignTokenizer;
  readonly weights: Uint8Array<ArrayBuffer>;
}

export type ReadFolder =
  ({ readonly ok: true } & ForeignFolder) | ({ readonly ok: false } & (FolderProblem | ConfigProblem | TokenizerProblem));

const wanted = ['config.json', 'model.safetensors', 'tokenizer.json'] as const;
/** The weights are held twice while they are read, as float32 then, in the 2 GB of the module. */
export const mostBytes = { weights: 1.2e9, text: 64e6 };

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
const depth = (path: string) => path.split('/').length;

type Found = Readonly<Record<string, Blob | undefined>>;

/** The files of the model by name, from the highest folder that has a config.json (or weights). */
function find(files: readonly FolderFile[]): { folder: string; found: Found } | FolderProblem {
  const marks = files.filter(({ path }) => nameOf(path) === 'config.json');
  const top = Math.min(...marks.map(({ path }) => depth(path)));
  const highest = [...new Set(marks.filter(({ path }) => depth(path) === top).map(({ path }) => folderOf(path)))];
  if (highest.length > 1) return { problem: 'folder-several', names: highest.join(', ') };
  const folder = highest[0] ?? folderOf(files.find(({ path }) => (wanted as readonly string[]).includes(nameOf(path)))?.path ?? '');
  const here = files.filter(({ path }) => folderOf(path) === folder);
  const found: Found = Object.fromEntries(here.map(({ path, file }) => [nameOf(path), file]));
  if (!found['model.safetensors']) {
    const names = Object.keys(found);
    const shard = names.find((name) => /^model(-\d+-of-\d+)?\.safetensors(\.index\.json)?$/.test(name));
    if (shard) return { problem: 'folder-sharded', name: shard };
    const pickle = names.find((name) => /\.(bin|pt|pth|ckpt|h5|msgpack|onnx|gguf)$/.test(name));
    if (pickle) return { problem: 'folder-pickle', name: pickle };
  }
  const missing = wanted.filter((name) => !found[name]);
  if (missing.length > 0) return { problem: 'folder-missing', names: missing.join(', ') };
  return { folder, found };
}

class Unreadable extends Error {
  constructor(readonly why: FolderProblem) {
    super(why.problem);
  }
}

const pointerStart = 'version https://git-lfs';

async function bytesOf(name: string, file: Blob, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > limit) throw new Unreadable({ problem: 'folder-large', name, actual: file.size, limit });
  try {
    if ((await file.slice(0, pointerStart.length).text()) === pointerStart) throw new Unreadable({ problem: 'folder-pointer', name });
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable({ problem: 'folder-read', name, reason: (error as Error).message });
  }
}

/** The model of a folder, everything but its weights checked; those are checked where they are read. */
export async function readFolder(files: readonly FolderFile[], options: { readonly maxLength?: number } = {}): Promise<ReadFolder> {
  const place = find(files);
  if ('problem' in place) return { ok: false, ...place };
  const { folder, found } = place;
  const text = async (name: string) => new TextDecoder().decode(await bytesOf(name, found[name]!, mostBytes.text));
  try {
    const config = readConfig(await text('config.json'), options);
    if (!config.ok) return config;
    const settings = found['tokenizer_config.json'] ? await text('tokenizer_config.json') : null;
    const { sourceVocabulary, targetVocabulary } = config.config;
    const tokenizer = await readTokenizer(await text('tokenizer.json'), settings, sourceVocabulary || targetVocabulary);
    if (!tokenizer.ok) return tokenizer;
    const weights = await bytesOf('model.safetensors', found['model.safetensors']!, mostBytes.weights);
    return { ...config, tokenizer: tokenizer.tokenizer, weights, name: folder.split('/').at(-2) ?? '' };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, ...error.why };
    throw error;
  }
}
