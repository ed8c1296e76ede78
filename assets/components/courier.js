// Carries data from Python to whoever listens on the page: an event with the newest data, which
// also stays in `seqgptLast` for a component that is drawn later.
export default function ({ data }) {
  const last = (globalThis.seqgptLast ??= {});
  last[data.event] = data.detail;
  window.dispatchEvent(new CustomEvent(data.event, { detail: data.detail }));
}
