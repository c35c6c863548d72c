/** A share as short text: 0.314 → '31 %', 0.0314 → '3.1 %', 0.00031 → '0.03 %'; the space does not break. Never 0 or 100 for a share that is not. */
export function finePercent(share: number): string {
  const value = 100 * share;
  const size = Math.abs(value);
  if (size !== 0 && size < 0.005) return `<\u200a0.01\u00a0%`;
  if (value >= 99.5 && value < 100) return `>\u200a99\u00a0%`;
  const digits = size === 0 || size >= 9.95 ? 0 : size >= 0.095 ? 1 : 2;
  return `${value.toFixed(digits)}\u00a0%`;
}
