// On a projector: one stage after the other, then what they say in words.
import type { PresentMove } from '../lab.js';
import type { MechanismLab } from './lab.js';
import { kAllSteps } from './state.js';

/** The weights alone are one step. */
const stands = (lab: MechanismLab) => lab.context.view === 'weights';

function rest(lab: MechanismLab, wordless: boolean, steps: number): true {
  lab.wordless = wordless;
  lab.showSteps(steps);
  return true;
}

export function present(lab: MechanismLab, move: PresentMove): boolean {
  const [shown, last] = [lab.visibleStages.length, lab.reachable.length];
  if (move === 'last' || stands(lab)) return move === 'first' || move === 'last' ? rest(lab, false, kAllSteps) : false;
  if (move === 'first') return rest(lab, true, 1);
  if (move === 'next') {
    if (shown < last) return rest(lab, true, shown + 1);
    return lab.wordless && rest(lab, false, kAllSteps);
  }
  if (!lab.wordless) return rest(lab, true, last);
  return shown > 1 && rest(lab, true, shown - 1);
}
