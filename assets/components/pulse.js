// Asks for what was drawn with other thresholds to be drawn again, once the hand on a slider rests.
const REST = 80; // ms

const pulses = new WeakMap();

class Pulse {
  constructor() {
    this.movedAt = 0;
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    window.addEventListener("seqgpt:thresholds", () => (this.movedAt = performance.now()), { signal });
    window.addEventListener("seqgpt:settled-thresholds", ({ detail }) => this.settle(detail.values), { signal });
  }

  settle(values) {
    this.settled = values;
    clearTimeout(this.timer);
    if (this.isDrawn()) return;
    const rest = this.movedAt + REST - performance.now();
    if (rest > 0) this.timer = setTimeout(() => this.settle(values), rest);
    else this.trigger("stale", true);
  }

  isDrawn() {
    const names = Object.keys(this.settled);
    return names.every((name) => this.drawn[name] === this.settled[name]);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  let pulse = pulses.get(parentElement);
  if (!pulse) pulses.set(parentElement, (pulse = new Pulse()));
  pulse.drawn = data.thresholds;
  pulse.trigger = setTriggerValue;
  return () => {
    const host = parentElement.host ?? parentElement;
    if (host.isConnected) return;
    clearTimeout(pulse.timer);
    pulse.leaving.abort();
  };
}
