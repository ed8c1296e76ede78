// `标为…`: a small bar beside the selected text; its menu lists the fields.

class MarkBar {
  // `choose(definition)` is called with the field that the user chose; `leave()` on Escape.
  constructor(bar, choose, leave) {
    this.bar = bar;
    this.choose = choose;
    this.leave = leave;
    this.open = bar.querySelector(".seqgpt-editor-open");
    this.menu = bar.querySelector(".seqgpt-editor-menu");
    // The text must keep its selection while the bar is clicked.
    bar.addEventListener("pointerdown", (event) => event.preventDefault());
    this.open.addEventListener("click", () => (this.menu.hidden ? this.openMenu() : this.hide()));
    bar.addEventListener("keydown", (event) => this.key(event));
  }

  // What the menu offers: {d: definition, n: name, p: colour place}, and a word for none.
  offer(fields, look, none) {
    Object.assign(this, { fields, look, none });
  }

  get shown() {
    return !this.bar.hidden;
  }

  get holdsFocus() {
    return this.bar.contains(document.activeElement);
  }

  showAt(rect, title) {
    this.open.textContent = title;
    this.rect = rect;
    this.bar.hidden = false;
    this.place();
  }

  hide() {
    this.bar.hidden = true;
    this.menu.hidden = true;
    this.open.setAttribute("aria-expanded", "false");
  }

  place() {
    const { offsetWidth: width, offsetHeight: height } = this.bar;
    const below = this.rect.bottom + 6;
    const top = below + height > innerHeight ? Math.max(this.rect.top - height - 6, 8) : below;
    this.bar.style.left = `${Math.max(Math.min(this.rect.left, innerWidth - width - 8), 8)}px`;
    this.bar.style.top = `${top}px`;
  }

  openMenu() {
    this.menu.replaceChildren();
    for (const field of this.fields) {
      const item = this.menu.appendChild(document.createElement("button"));
      item.type = "button";
      item.setAttribute("role", "menuitem");
      item.tabIndex = -1;
      item.append(chipOf(field.p, this.look), document.createTextNode(field.n));
      item.addEventListener("click", () => this.choose(field.d));
    }
    if (this.fields.length === 0) {
      this.menu.appendChild(document.createElement("p")).textContent = this.none;
    }
    this.menu.hidden = false;
    this.open.setAttribute("aria-expanded", "true");
    this.place();
    (this.menu.querySelector("button") ?? this.open).focus({ preventScroll: true });
  }

  // Arrows, the numbers of the first nine fields, Escape.
  key(event) {
    event.stopPropagation();
    const items = this.menu.hidden ? [] : [...this.menu.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    if (event.key in moves && items.length > 0) {
      items[(moves[event.key] + items.length) % items.length].focus();
    } else if (/^[1-9]$/.test(event.key) && items[event.key - 1]) {
      items[event.key - 1].click();
    } else if (event.key === "Escape" || event.key === "Tab") {
      this.hide();
      this.leave();
    } else return;
    event.preventDefault();
  }
}
