// Asks the core: scores and weights for every d, without and with division by √d.
import type { AttendOptions, Core, Explanation } from '../../core/types.js';
import { draw, kurtosis, type Draw } from './draws.js';
import { sizes, variants, type Place, type ScalingState, type Variant } from './state.js';
import { meanEntropy, meanLargest, variance, varianceError } from './statistics.js';

type Choice = Pick<ScalingState, 'n' | 'seed' | 'distribution' | 'temperature'>;

/** What one d gives, one way. */
export interface Point {
  readonly d: number;
  readonly weights: Float32Array; // (n, n)
  /** Of the n² scores as the core gives them. */
  readonly variance: number;
  readonly expected: number;
  /** Standard error of `variance`. */
  readonly error: number;
  readonly largest: number;
  readonly entropy: number;
}

export type Sweep = Readonly<Record<Variant, readonly Point[]>>;

const draws = new Map<string, Draw>();

/** The last draws stay: the temperature moves, they do not. */
function drawOf({ seed, distribution, n }: Choice, d: number): Draw {
  const key = `${seed} ${distribution} ${n} ${d}`;
  if (!draws.has(key)) {
    if (draws.size >= 4 * sizes.length) draws.clear();
    draws.set(key, draw(seed, distribution, n, d));
  }
  return draws.get(key)!;
}

function options(choice: Choice, d: number, variant: Variant): AttendOptions {
  const { n, temperature } = choice;
  const { q, k } = drawOf(choice, d);
  return {
    q: { data: q, shape: [n, d] },
    k: { data: k, shape: [n, d] },
    v: { data: new Float32Array(n), shape: [n, 1] }, // only the weights are looked at
    score: variant === 'divided' ? 'scaled-dot' : 'dot',
    temperature,
    trace: true,
  };
}

function pointOf(core: Core, choice: Choice, d: number, variant: Variant): Point {
  const { n, distribution } = choice;
  const trace = core.attend(options(choice, d, variant)).trace!;
  try {
    const weights = trace.stage('weights').data;
    const by = variant === 'divided' ? d : 1;
    return {
      d,
      weights,
      variance: variance(trace.stage('score').data),
      expected: d / by,
      error: varianceError(d, n, kurtosis[distribution]) / by,
      largest: meanLargest(weights, n),
      entropy: meanEntropy(weights, n),
    };
  } finally {
    trace.dispose();
  }
}

/** Every point of the picture; throws AttentionError. */
export function sweep(core: Core, choice: Choice): Sweep {
  const along = (variant: Variant) => sizes.map((d) => pointOf(core, choice, d, variant));
  return Object.fromEntries(variants.map((variant) => [variant, along(variant)])) as unknown as Sweep;
}

/** How the score and the weight of one query and key came about. */
export function explainCell(core: Core, choice: Choice, d: number, variant: Variant, [row, column]: Place) {
  const trace = core.attend(options(choice, d, variant)).trace!;
  const explain = (stage: 'score' | 'weights'): Explanation => trace.explain(stage, { row, column });
  try {
    return { score: explain('score'), weight: explain('weights') };
  } finally {
    trace.dispose();
  }
}
