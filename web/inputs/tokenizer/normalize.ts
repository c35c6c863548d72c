// Unicode NFKC that remembers where each character came from.

/** Text as code points, and for each the range of the original text (UTF-16 offsets) it stands for. */
export interface TracedText {
  readonly symbols: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const SPACE = 0x20;
/** ▁ stands for a space in SentencePiece. */
const SEPARATOR = 0x2581;
const startsWithMark = /^\p{M}/u;

/** NFKC of the text, spaces as ▁, one more ▁ in front (of the empty range at 0); nothing for empty text. */
export function normalize(text: string): TracedText {
  const symbols: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const add = (symbol: number, start: number, end: number): void => {
    symbols.push(symbol === SPACE ? SEPARATOR : symbol);
    starts.push(start);
    ends.push(end);
  };
  let start = 0;
  for (const cluster of clusters(text)) {
    if (start === 0) add(SEPARATOR, 0, 0);
    addCluster(cluster, start, add);
    start += cluster.length;
  }
  return { symbols: Int32Array.from(symbols), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

/** A cluster that NFKC leaves alone keeps its characters' own ranges; each character of a changed one stands for all of it. */
function addCluster(cluster: string, start: number, add: (symbol: number, start: number, end: number) => void): void {
  const normal = cluster.normalize('NFKC');
  let at = start;
  for (const character of normal) {
    const end = at + character.length;
    if (normal === cluster) add(character.codePointAt(0)!, at, end);
    else add(character.codePointAt(0)!, start, start + cluster.length);
    at = end;
  }
}

/** The shortest parts whose normal forms, put together, are the normal form of the text. */
function* clusters(text: string): Generator<string> {
  let cluster = '';
  for (const character of text) {
    if (cluster !== '' && startsCluster(cluster, character)) {
      yield cluster;
      cluster = '';
    }
    cluster += character;
  }
  if (cluster !== '') yield cluster;
}

function startsCluster(before: string, character: string): boolean {
  if (character < '\u0080') return true; // composes with nothing before it
  const normal = character.normalize('NFKC');
  if (startsWithMark.test(normal)) return false; // may change places with other marks
  return (before + character).normalize('NFKC') === before.normalize('NFKC') + normal;
}
