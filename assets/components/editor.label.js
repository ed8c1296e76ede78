// The label over a mark: field, value, what it means, score, failed checks.

const MOST_IN_LABEL = 4;

const scoreText = (value, texts) => (value.u ? texts.by_hand : value.s.toFixed(2));
const meaningOf = (value) => (value.z ? `${value.t} → ${value.z}` : value.t);
const failuresOf = (value, texts) =>
  (value.c ?? []).map((message) => filled(texts.failed, { message }));

class Label {
  constructor(element) {
    this.element = element;
    this.owner = null; // who shows it: `hover`, `caret` or `reveal`
  }

  show(marks, rect, owner, look, texts) {
    this.fill(marks, look, texts);
    this.owner = owner;
    this.element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const above = rect.top - height - 6;
    this.element.style.top = `${above < 8 ? rect.bottom + 8 : above}px`;
    this.element.style.left = `${Math.min(Math.max(rect.left, 8), innerWidth - width - 8)}px`;
  }

  hide(owner) {
    if (owner === undefined || owner === this.owner) this.element.hidden = true;
  }

  fill(marks, look, texts) {
    this.element.replaceChildren();
    const line = (parent, text, name = "") => {
      const made = parent.appendChild(document.createElement("div"));
      made.className = name;
      made.textContent = text;
      return made;
    };
    for (const { value } of marks.slice(0, MOST_IN_LABEL)) {
      const entry = line(this.element, "");
      const head = line(entry, "", "seqgpt-editor-label-head");
      head.append(chipOf(value.p, look));
      head.appendChild(document.createElement("b")).textContent = value.n;
      const score = head.appendChild(document.createElement("span"));
      score.className = "seqgpt-editor-score";
      score.textContent = scoreText(value, texts);
      line(entry, meaningOf(value));
      for (const failed of failuresOf(value, texts)) line(entry, failed, "seqgpt-editor-failed");
    }
    if (marks.length > MOST_IN_LABEL) {
      line(this.element, filled(texts.more, { count: marks.length - MOST_IN_LABEL }));
    }
  }
}

// The same in one sentence, for a screen reader.
function spoken(marks, texts) {
  return marks
    .slice(0, MOST_IN_LABEL)
    .map(({ value }) =>
      [
        `${value.n}：${meaningOf(value)}`,
        scoreText(value, texts),
        ...failuresOf(value, texts),
      ].join("，")
    )
    .join("；");
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
