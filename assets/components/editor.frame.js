// What stands around the text: the legend above it, the pages of a long text, the keys below.

class Legend {
  // `jump(definition)` is called for an entry that was pressed.
  constructor(element, jump) {
    this.element = element;
    this.jump = jump;
  }

  draw(fields, counts, look, texts) {
    this.element.setAttribute("aria-label", texts.legend);
    const focused = this.element.contains(document.activeElement)
      ? document.activeElement.dataset.definition
      : undefined;
    this.element.replaceChildren();
    if (fields.length === 0) return;
    this.element.appendChild(document.createElement("span")).textContent = texts.legend_title;
    for (const field of fields) {
      const button = this.entry(field, counts.get(field.d) ?? 0, look, texts);
      this.element.append(button);
      if (field.d === focused) button.focus({ preventScroll: true });
    }
  }

  entry(field, count, look, texts) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.definition = field.d;
    button.title = filled(count ? texts.legend_jump : texts.legend_none, { name: field.n });
    button.setAttribute("aria-label", filled(texts.legend_entry, { name: field.n, count }));
    button.append(chipOf(field.p, look));
    button.appendChild(document.createElement("span")).textContent = field.n;
    button.appendChild(document.createElement("b")).textContent = String(count);
    button.toggleAttribute("data-none", count === 0);
    button.addEventListener("click", () => this.jump(field.d));
    return button;
  }
}

class PagesBar {
  // `turn(step)` and `clear()` are called for the buttons.
  constructor(element, turn, clear) {
    this.element = element;
    [this.back, this.forth, this.clear] = element.querySelectorAll("button");
    this.back.addEventListener("click", () => turn(-1));
    this.forth.addEventListener("click", () => turn(1));
    this.clear.addEventListener("click", clear);
  }

  // `long`: {characters, limit, page, pages}, or null for a text that can be edited.
  draw(long, texts) {
    this.element.hidden = long === null;
    if (long === null) return;
    const written = (number) => number.toLocaleString("en");
    const put = (name, text) => {
      this.element.querySelector(`.seqgpt-editor-${name}`).textContent = text;
    };
    put("long", filled(texts.long, { count: written(long.characters), limit: written(long.limit) }));
    put("page", filled(texts.page, { page: long.page + 1, count: long.pages }));
    this.back.textContent = texts.page_back;
    this.forth.textContent = texts.page_forth;
    this.clear.textContent = texts.clear;
    this.back.disabled = long.page === 0;
    this.forth.disabled = long.page === long.pages - 1;
  }
}

// `[Ctrl+Enter] 抽取`: what stands in brackets is drawn as a key.
function drawKeys(element, text) {
  element.replaceChildren();
  for (const part of text.split(/(\[[^\]]+\])/)) {
    if (part.startsWith("[")) {
      element.appendChild(document.createElement("kbd")).textContent = part.slice(1, -1);
    } else element.append(part);
  }
}
