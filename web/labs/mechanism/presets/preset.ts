// A sample of an article: as printed, and right.
import type { Line } from '../listing.js';
import { kSettings, type Matrix, type Problem, type Roles, type Settings } from '../problem.js';

export interface Version {
  /** 'printed', 'right', or a name of its own where nothing is wrong. Stable: it is in links. */
  readonly id: string;
  problem(seed: number): Problem;
  /** The article's program, where it stops or means something else. */
  readonly listing?: ListingOf;
  /** Stages that the printed program reaches with these numbers; default all. */
  readonly reaches?: number;
}

export type ListingOf = (problem: Problem) => {
  readonly lines: readonly Line[];
  readonly given: Readonly<Record<string, readonly number[]>>;
};

export interface Preset {
  /** Stable: it is in links. */
  readonly id: string;
  readonly article: 0 | 1 | 2 | 3 | 4 | 5;
  readonly versions: readonly Version[];
  /** Its matrices come from the seed. */
  readonly seeded?: boolean;
  /** Opens with every score function side by side. */
  readonly compares?: boolean;
  /** Offers to run the article's own size. */
  readonly large?: boolean;
}

export interface ProblemParts extends Partial<Settings> {
  readonly data: Readonly<Record<string, Matrix>>;
  readonly roles: Roles;
  readonly names?: Problem['names'];
}

export const problemOf = ({ names = {}, ...parts }: ProblemParts): Problem => ({ ...kSettings, names, ...parts });

/** A version whose numbers do not depend on the seed. */
export const fixed = (id: string, parts: ProblemParts, more: Partial<Version> = {}): Version => ({
  id,
  problem: () => problemOf(parts),
  ...more,
});
