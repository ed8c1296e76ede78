// Carries data from Python to whoever listens on the page: an event with the newest data, which
// also stays in `seqgptLast` for a component that is drawn later. What is marked as `lasting` says
// the same until it changes; then it is not told again whenever the page is drawn.
export default function ({ data }) {
  const last = (globalThis.seqgptLast ??= {});
  if (data.lasting && JSON.stringify(last[data.event]) === JSON.stringify(data.detail)) return;
  last[data.event] = data.detail;
  window.dispatchEvent(new CustomEvent(data.event, { detail: data.detail }));
}
