// Sliders that move together. Numbers in hundredths, so that 0.1 + 0.2 is 0.3.

const DEFAULT_THRESHOLD = 0.5;

const toStep = (threshold) => Math.round(threshold * 100);
const toThreshold = (step) => Math.min(100, Math.max(0, step)) / 100;

/**
 * One movement of the hand: from the first touch of a slider until it is left alone.
 *
 * Every position is worked out from where the sliders stood at the start, each clamped by itself:
 * moving back brings back exactly what was there, whatever was pushed against an end in between.
 */
class Gesture {
  constructor(id, start, row) {
    this.id = id;
    this.start = start; // row id -> threshold
    this.row = row;
    this.to = start.get(row);
  }

  /** Where every slider stands once the touched one is at `threshold`; `members` go with it. */
  moved(threshold, members) {
    this.to = threshold;
    const delta = toStep(threshold) - toStep(this.start.get(this.row));
    const now = new Map(this.start);
    for (const id of members) {
      if (this.start.has(id)) now.set(id, toThreshold(toStep(this.start.get(id)) + delta));
    }
    return now.set(this.row, threshold);
  }
}

/** The rows that move with `row`: the ticked ones, all if none is ticked. */
function linkedTo(row, ticked, all) {
  return new Set([row, ...(ticked.size ? ticked : all)]);
}

/** What a movement makes appear and disappear: two lists of possible values. */
function changes(possible, before, after) {
  const gone = [];
  const come = [];
  for (const value of possible) {
    const was = value.s >= before.get(value.d);
    const is = value.s >= after.get(value.d);
    if (was && !is) gone.push(value);
    if (is && !was) come.push(value);
  }
  return { gone, come };
}
