// One row of the panel. Texts from the document and from the user go into textContent only.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  grip: "M5 3h2v2H5zM9 3h2v2H9zM5 7h2v2H5zM9 7h2v2H9zM5 11h2v2H5zM9 11h2v2H9z",
  copy: "M5 2h8v9h-2V4H5zM3 5h7v9H3zm1.5 1.5v6h4v-6z",
  cross: "M4.2 3 8 6.8 11.8 3 13 4.2 9.2 8l3.8 3.8-1.2 1.2L8 9.2 4.2 13 3 11.8 6.8 8 3 4.2z",
  undo: "M6 3v3h3a4 4 0 0 1 0 8H5v-1.6h4a2.4 2.4 0 0 0 0-4.8H6v3L1.5 6.8z",
  redo: "M10 3v3H7a4 4 0 0 0 0 8h4v-1.6H7a2.4 2.4 0 0 1 0-4.8h3v3l4.5-3.8z",
};
const SHOWN_VALUES = 2;

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function iconButton(name, className) {
  const button = make("button", `icon ${className}`);
  button.type = "button";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  button.append(svg);
  return button;
}

function named(element, text) {
  element.setAttribute("aria-label", text);
  element.title = text;
}

/** Set what a text box shows, unless the user is writing into it. */
function showText(box, text) {
  if (box.value !== text && box.getRootNode().activeElement !== box) box.value = text;
}

class Row {
  constructor(id, panel) {
    this.id = id;
    this.panel = panel;
    this.element = make("li", "row");
    this.element.dataset.row = id;
    this.grip = iconButton("grip", "grip");
    this.tick = make("input", "tick");
    this.tick.type = "checkbox";
    this.chip = make("span", "chip");
    this.definition = make("input", "definition");
    this.definition.type = "text";
    this.definition.spellcheck = false;
    this.definition.autocomplete = "off";
    this.type = make("select", "type");
    this.copy = iconButton("copy", "copy");
    this.cross = iconButton("cross", "cross");
    const head = make("div", "head");
    head.append(this.grip, this.tick, this.chip, this.definition, this.type, this.copy, this.cross);

    this.track = make("div", "track");
    this.ticks = make("div", "ticks");
    this.middle = make("span", "middle");
    this.slider = make("input", "slider");
    Object.assign(this.slider, { type: "range", min: 0, max: 1, step: 0.01 });
    this.track.append(this.ticks, this.middle, this.slider);
    this.number = make("input", "number");
    Object.assign(this.number, { type: "number", min: 0, max: 1, step: 0.01 });
    this.counts = make("span", "counts");
    this.preview = make("div", "preview");
    this.preview.hidden = true;
    this.level = make("div", "level");
    this.level.append(this.track, this.number, this.counts, this.preview);

    this.values = make("div", "values");
    this.notes = make("ul", "findings");
    this.element.append(head, this.level, this.values, this.notes);
    this._listen();
  }

  _listen() {
    const { panel, id } = this;
    this.tick.addEventListener("change", () => panel.setTicked(id, this.tick.checked));
    this.copy.addEventListener("click", () => panel.act({ do: "duplicate", row: id }));
    this.cross.addEventListener("click", () => panel.deleteRow(id));
    this.type.addEventListener("change", () =>
      panel.act({ do: "retype", row: id, type: this.type.value || null }),
    );
    this.definition.addEventListener("change", () => this._rename());
    this.definition.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") this.definition.blur();
      if (event.key === "Escape") {
        this.definition.value = this.data.definition;
        this.definition.blur();
      }
    });
    this.number.addEventListener("change", () => {
      const given = this.number.value === "" ? NaN : Number(this.number.value);
      if (Number.isNaN(given)) this.showThreshold(panel.thresholds.get(id));
      else panel.setOne(id, toThreshold(toStep(given)));
    });
    panel.listenToSlider(this);
    panel.listenToGrip(this);
  }

  _rename() {
    if (this.definition.value !== this.data.definition) {
      this.panel.act({ do: "rename", row: this.id, text: this.definition.value });
    }
  }

  /** Show what Python says of this row. */
  update(data, place, count) {
    const { say } = this.panel;
    this.data = data;
    const name = data.name || data.definition;
    this.element.classList.toggle("aside", data.place === null);
    this.element.style.setProperty("--color", data.color);
    this.chip.textContent = data.place === null ? "–" : data.place + 1;
    showText(this.definition, data.definition);
    this.definition.setAttribute("aria-label", say("definition", { name }));
    named(this.grip, say("move", { name, place: place + 1, count }));
    named(this.tick, say("tick", { name }));
    named(this.copy, say("duplicate", { name }));
    named(this.cross, say("delete_help", { name }));
    this.slider.setAttribute("aria-label", say("threshold", { name }));
    this.number.setAttribute("aria-label", say("threshold_number", { name }));
    this.middle.title = say("middle");
    this._showType(name);
    this._showNotes();
    this.level.hidden = data.d === null;
    this.values.hidden = data.d === null;
  }

  _showType(name) {
    const { say, types } = this.panel;
    const { type, kind } = this.data;
    this.type.hidden = type === null;
    if (type === null) return;
    this.type.setAttribute("aria-label", say("type", { name }));
    this.type.title = say("type_help");
    const free = kind === "free";
    const options = free ? [["", say("type_auto")], ...types] : [[type, this.data.typeText]];
    if (free && !types.some(([value]) => value === type)) options.push([type, this.data.typeText]);
    const wanted = JSON.stringify(options);
    if (this.type.dataset.options !== wanted) {
      this.type.dataset.options = wanted;
      this.type.replaceChildren(
        ...options.map(([value, text]) => {
          const option = make("option", "", text);
          option.value = value;
          return option;
        }),
      );
    }
    this.type.disabled = !free;
    this.type.value = type;
  }

  _showNotes() {
    this.notes.replaceChildren(
      ...this.data.notes.map((note) =>
        this.panel.finding(note, () =>
          note.fix === ""
            ? this.panel.deleteRow(this.id)
            : this.panel.act({ do: "rename", row: this.id, text: note.fix }),
        ),
      ),
    );
    this.definition.toggleAttribute("aria-invalid", this.data.place === null);
  }

  /** Show a threshold and what it lets through. */
  showThreshold(threshold) {
    const { say } = this.panel;
    const values = this.panel.valuesOf(this.data.d);
    const shown = values.filter((value) => value.s >= threshold);
    const text = threshold.toFixed(2);
    if (this.slider.value !== String(threshold)) this.slider.value = threshold;
    showText(this.number, text);
    const counts = this.data.records === null
      ? say("found", { found: shown.length, hidden: values.length - shown.length })
      : say("records", { count: this.panel.recordRows[this.data.d] ?? this.data.records });
    this.slider.setAttribute("aria-valuetext", `${text}，${counts}`);
    this.element.style.setProperty("--at", threshold);
    this.counts.textContent = counts;
    this.counts.hidden = !this.panel.known;
    this._showTicks(values, threshold);
    this._showValues(shown);
  }

  _showTicks(values, threshold) {
    // Two scores that are drawn on the same pixel are one tick.
    const scores = [...new Set(values.filter((v) => !v.u).map((v) => Math.round(v.s * 200) / 200))];
    while (this.ticks.childElementCount > scores.length) this.ticks.lastChild.remove();
    while (this.ticks.childElementCount < scores.length) this.ticks.append(make("i"));
    scores.forEach((score, index) => {
      const tick = this.ticks.children[index];
      tick.style.setProperty("--score", score);
      tick.classList.toggle("on", score >= threshold);
    });
  }

  _showValues(shown) {
    const { say } = this.panel;
    // Rebuilt only for other values: a button must not lose the focus for nothing.
    const wanted = JSON.stringify(shown.map((v) => [v.t, v.z, v.s, v.m[0], v.c, v.u]));
    if (this.values.dataset.shown === wanted) return;
    this.values.dataset.shown = wanted;
    const failed = shown.flatMap((value) => value.c ?? []);
    const items = shown.slice(0, SHOWN_VALUES).map((value) => {
      const button = make("button", "value");
      button.type = "button";
      button.append(make("bdi", "", value.z ? `${value.t} → ${value.z}` : value.t));
      button.append(make("span", "score", value.u ? say("by_hand") : value.s.toFixed(2)));
      button.setAttribute("aria-label", say("focus", { text: value.t }));
      button.title = value.z ? `${value.t} → ${value.z}` : value.t;
      button.addEventListener("click", () => this.panel.focusOn(value.m[0]));
      return button;
    });
    if (shown.length > SHOWN_VALUES) {
      items.push(make("span", "more", say("more", { count: shown.length - SHOWN_VALUES })));
    }
    if (failed.length) {
      const badge = make("span", "failed", say("failed", { count: failed.length }));
      badge.title = failed.join("\n");
      badge.tabIndex = 0;
      badge.setAttribute("aria-label", [badge.textContent, ...failed].join("；"));
      items.unshift(badge);
    }
    this.values.replaceChildren(...items);
  }

  /** Say beside the slider what the movement does. */
  showPreview(text) {
    this.preview.textContent = text;
    this.preview.hidden = !text;
  }
}
