// Carries data from Python to whoever listens on the page: an event with the newest data, which
// also stays in `seqgptLast` for a component that is drawn later. What is marked as `lasting` says
// the same until it changes; then it is not told again whenever the page is drawn.
export default function ({ data }) {
  const last = (globalThis.seqgptLast ??= {});
  // An answer to a slider came by itself, and is newer than what the page was drawn with.
  const told = last[data.event];
  if (told && told.session === data.detail.session && told.at > data.detail.at) return;
  if (data.lasting && JSON.stringify(last[data.event]) === JSON.stringify(data.detail)) return;
  last[data.event] = data.detail;
  window.dispatchEvent(new CustomEvent(data.event, { detail: data.detail }));
}
