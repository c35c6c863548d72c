/** −Σ p log₂ p, in bits; 0·log 0 counts as 0. */
export function entropyBits(row: ArrayLike<number>): number {
  let bits = 0;
  for (let j = 0; j < row.length; j++) {
    const p = row[j] ?? 0;
    if (p > 0) bits -= p * Math.log2(p);
  }
  return bits;
}
