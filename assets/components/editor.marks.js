// What was found, drawn over the text by the CSS Custom Highlight API: the nodes stay untouched,
// so the caret, an input method and undo never notice.

const CAN_MARK = typeof Highlight === "function" && Boolean(globalThis.CSS?.highlights);
const FLASH = "seqgpt-focus";
const FLASH_MILLISECONDS = 2400;

const markName = (place) => `seqgpt-field-${place}`;

class Marks {
  constructor() {
    this.found = []; // everything that could show, places in code points
    this.cells = []; // the cells of the records' rows, which Python chooses; likewise
    this.fields = []; // {d: definition, n: name, p: place} in the order of the field list
    this.of = ""; // fingerprint of the text that the values were found in
    this.thresholds = {};
    this.shown = []; // {start, end, value} in UTF-16, by start; empty while the text is another
    this.model = null;
    this.painted = new Map(); // place -> Highlight
  }

  // What was found in the text with the fingerprint `of`.
  take(of, fields, values) {
    if (of !== this.of) this.cells = [];
    Object.assign(this, { of, fields, found: values });
  }

  // What Python says that the thresholds decide.
  decide({ values, cells }) {
    this.thresholds = { ...values };
    this.cells = cells;
    if (this.current) this.place();
  }

  // Work out what shows in `model` and paint it. `current`: the text is the one of the values.
  show(model, units, current) {
    this.model = model;
    this.units = units;
    this.current = current;
    this.place();
    this.repaint();
  }

  place() {
    this.values = this.current ? [...this.found, ...this.cells] : [];
    const units = ([start, end]) => [this.units.toUnits(start), this.units.toUnits(end)];
    this.places = this.values.map((value) => value.m.map(units));
  }

  repaint() {
    this.shown = [];
    this.counts = new Map(this.fields.map((field) => [field.d, 0]));
    this.places.forEach((mentions, number) => {
      const value = this.values[number];
      // What the user made, and the cells of a record, show at every threshold.
      const threshold = value.u || value.r ? 0 : (this.thresholds[value.d] ?? 0.5);
      if (value.s < threshold) return;
      mentions.forEach(([start, end], mention) => {
        if ((value.k?.[mention] ?? value.s) < threshold) return;
        this.shown.push({ start, end, value });
        this.counts.set(value.d, (this.counts.get(value.d) ?? 0) + 1);
      });
    });
    this.shown.sort((a, b) => a.start - b.start || b.end - a.end);
    this.paint();
  }

  paint() {
    if (!CAN_MARK) return;
    for (const highlight of this.painted.values()) highlight.clear();
    if (!this.model) return;
    const first = this.model.base;
    const last = first + this.model.text.length;
    // The shorter of two nested values lies on top.
    for (const mark of this.shown) {
      if (mark.end <= first || mark.start >= last) continue;
      const range = rangeOf(this.model, mark.start, mark.end);
      if (range) this.highlight(mark.value.p).add(range);
    }
  }

  highlight(place) {
    let highlight = this.painted.get(place);
    if (!highlight) {
      highlight = new Highlight();
      this.painted.set(place, highlight);
      CSS.highlights.set(markName(place), highlight);
    }
    return highlight;
  }

  // While the user types, marks move with their characters; one whose text is gone goes too.
  dropCollapsed() {
    for (const highlight of this.painted.values()) {
      for (const range of highlight) if (range.collapsed) highlight.delete(range);
    }
  }

  flash(range, milliseconds = FLASH_MILLISECONDS) {
    if (!CAN_MARK) return;
    const highlight = new Highlight(range);
    highlight.priority = 1;
    CSS.highlights.set(FLASH, highlight);
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => CSS.highlights.delete(FLASH), milliseconds);
  }

  at(place) {
    const found = this.shown.filter((mark) => mark.start <= place && place < mark.end);
    return found.sort((a, b) => a.end - a.start - (b.end - b.start));
  }

  // The next mark after a place, or the one before it; around the end of the document.
  next(place, step, definition) {
    const marks = definition
      ? this.shown.filter((mark) => mark.value.d === definition)
      : this.shown;
    if (marks.length === 0) return null;
    if (step > 0) return marks.find((mark) => mark.start > place) ?? marks[0];
    return marks.findLast((mark) => mark.start < place) ?? marks[marks.length - 1];
  }

  clear() {
    for (const place of this.painted.keys()) CSS.highlights.delete(markName(place));
    if (CAN_MARK) CSS.highlights.delete(FLASH);
    this.painted.clear();
  }
}

// The style of every field's marks: a fill, and a line whose form differs from field to field.
function markStyles(fields, look) {
  const rules = fields.map(({ p }) => {
    const color = look.colors[p % look.colors.length];
    const line = look.lines[p % look.lines.length];
    return (
      `::highlight(${markName(p)}){background-color:${color}29;` +
      `text-decoration:underline ${line} ${color} ${line === "double" ? 1.5 : 2}px}`
    );
  });
  rules.push(
    `::highlight(${FLASH}){background-color:#fde047;color:#1c2433;` +
      `text-decoration:underline solid #1c2433 2px}`
  );
  return rules.join("\n");
}

function chipOf(place, look) {
  const color = look.colors[place % look.colors.length];
  const chip = document.createElement("span");
  chip.className = "seqgpt-editor-chip";
  chip.textContent = String(place + 1);
  chip.style.borderColor = color;
  chip.style.backgroundColor = `${color}33`;
  chip.style.borderBottomStyle = look.lines[place % look.lines.length].replace("wavy", "ridge");
  return chip;
}
