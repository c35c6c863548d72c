// Places in px of a chart of lying bars: label, bar, number, remark; on narrow screens the label stands above its bar.
import { linearScale, linearTicks } from './scale.js';

export interface BarLayout {
  readonly narrow: boolean;
  readonly pitch: number;
  readonly thickness: number;
  /** Top of the first row. */
  readonly top: number;
  readonly height: number;
  /** From its row's top. */
  readonly barY: number;
  readonly textY: number;
  readonly barX: number;
  readonly valueX: number;
  readonly remarkX: number;
  readonly ticks: readonly number[];
  /** value → px */
  readonly place: (value: number) => number;
}

const kNarrow = 560; // px
const kHead = 44; // px: heads of columns, and the mark's label below them
const kAxis = 26; // px below the rows
const kRemark = 84; // px for "1.23 s" and a gap
const kNarrowRemark = 66;
const kValue = 60; // px for "123.4"

export function layoutBars(count: number, width: number, largest: number, labelWidth: number): BarLayout {
  const narrow = width < kNarrow;
  const pitch = narrow ? 42 : 26;
  const barX = narrow ? 6 : Math.min(labelWidth, 0.4 * width) + 12;
  const end = narrow ? width - 12 : width - kValue - kRemark - 12;
  const ticks = linearTicks(largest, Math.max(2, Math.floor((end - barX) / 70)));
  return {
    narrow,
    pitch,
    thickness: narrow ? 10 : 14,
    top: kHead,
    height: kHead + count * pitch + kAxis,
    barY: narrow ? 24 : 6,
    textY: narrow ? 17 : 17.5,
    barX,
    valueX: width - (narrow ? kNarrowRemark : kRemark) - 6,
    remarkX: width - 6,
    ticks,
    place: linearScale([0, Math.max(ticks.at(-1)!, largest)], [barX, Math.max(barX + 40, end)]),
  };
}
