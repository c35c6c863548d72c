// The training of a lab that is not on show any more: another language or a look at another lab does not lose it.
import type { Player } from './player.js';

interface Parked {
  readonly key: string;
  readonly player: Player;
  readonly playing: boolean;
  readonly when: number;
}

const kSoon = 1000; // ms: the same lab drawn anew plays on

let parked: Parked | null = null;

/** Pauses it; the one that was parked before is put away. */
export function park(key: string, player: Player): void {
  if (parked && parked.player !== player) parked.player.dispose();
  parked = { key, player, playing: player.playing, when: performance.now() };
  void player.pause();
}

/** The parked training of these settings, for one lab only. */
export function takeParked(key: string): { readonly player: Player; readonly playing: boolean } | null {
  if (parked?.key !== key || !parked.player.session) return null;
  const { player, playing, when } = parked;
  parked = null;
  return { player, playing: playing && performance.now() - when < kSoon };
}
