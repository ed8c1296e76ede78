// Asks for what was drawn with other thresholds to be drawn again, once the hand on a slider rests.
const REST = 80; // ms

const pulses = new WeakMap();

class Pulse {
  constructor() {
    this.movedAt = 0;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    window.addEventListener("seqgpt:thresholds", () => (this.movedAt = performance.now()), { signal });
    window.addEventListener("seqgpt:settled-thresholds", ({ detail }) => this.settle(detail), { signal });
  }

  settle(detail) {
    this.settled = detail;
    clearTimeout(this.timer);
    if (this.isDrawn()) return;
    const rest = this.movedAt + REST - performance.now();
    if (rest > 0) this.timer = setTimeout(() => this.settle(detail), rest);
    else this.trigger("stale", true);
  }

  isDrawn() {
    const { values } = this.settled;
    return Object.keys(values).every((name) => this.drawn[name] === values[name]);
  }

  // Drawn by a run that had begun before the last answer: what it draws may be of the past.
  draw({ thresholds, at }) {
    this.drawn = thresholds;
    this.settled ??= globalThis.seqgptLast?.["seqgpt:settled-thresholds"];
    if (!(this.settled?.at > at)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(this.settled), REST);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let pulse = pulses.get(parentElement);
  if (!pulse) pulses.set(parentElement, (pulse = new Pulse()));
  pulse.trigger = setTriggerValue;
  pulse.draw(data);
  return () => {
    const host = parentElement.host ?? parentElement;
    if (host.isConnected) return;
    clearTimeout(pulse.timer);
    pulse.leaving.abort();
  };
}
