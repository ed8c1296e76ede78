// Pointing at marks and at text: hover, click, caret, the way to a place, and `标为…`.

const REVEALED_MILLISECONDS = 6000;

class Pointing {
  constructor(editor, label, bar, live) {
    this.editor = editor;
    this.label = new Label(label);
    this.bar = new MarkBar(bar, (d) => this.mark(d), () => editor.content.focus());
    this.live = live;
    this.cursor = -1; // where the legend and Alt+Arrow stand
    this.chosen = null; // the selected text that the bar is about
    this.pressed = false;
  }

  listen(box, signal) {
    const on = (target, name, run) => target.addEventListener(name, run, { signal });
    on(box, "click", (event) => this.click(event));
    on(box, "scroll", () => this.label.hide("hover"));
    on(box, "pointerdown", () => {
      this.pressed = true;
      this.bar.hide();
    });
    on(window, "pointerup", () => {
      this.pressed = false;
      this.selectionChanged();
    });
    on(box, "pointermove", (event) => {
      if (event.pointerType === "touch" || event.buttons) return;
      cancelAnimationFrame(this.hovering);
      this.hovering = requestAnimationFrame(() => this.hover(box, event.clientX, event.clientY));
    });
    on(box, "pointerleave", () => {
      cancelAnimationFrame(this.hovering);
      this.label.hide("hover");
    });
    on(document, "selectionchange", () => this.selectionChanged());
    // A scroll of the page moves the text away from under the label.
    on(window, "scroll", () => this.hide(), true);
  }

  hide() {
    this.label.hide();
    this.bar.hide();
  }

  showLabel(marks, owner) {
    const { editor } = this;
    const range = rangeOf(editor.model, marks[0].start, marks[0].end);
    const rect = range?.getClientRects()[0];
    if (rect) this.label.show(marks, rect, owner, editor.data.look, editor.texts);
    else this.label.hide(owner);
  }

  say(text) {
    this.live.textContent = text;
  }

  // --- marks ---------------------------------------------------------------------------------

  hover(box, x, y) {
    const marks = this.marksAt(x, y);
    box.style.cursor = marks.length > 0 ? "pointer" : "";
    if (marks.length > 0) this.showLabel(marks, "hover");
    else this.label.hide("hover");
  }

  click(event) {
    if (!document.getSelection().isCollapsed) return;
    const marks = this.marksAt(event.clientX, event.clientY);
    if (marks.length === 0) return;
    this.showLabel(marks, "caret");
    this.announce(marks);
  }

  marksAt(x, y) {
    const { editor } = this;
    if (editor.stale || !editor.marks.current) return [];
    const point = caretAt(x, y);
    if (!point || !editor.content.contains(point.node)) return [];
    const place = placeOf(editor.model, point.node, point.offset);
    const near = new Set([...editor.marks.at(place), ...editor.marks.at(place - 1)]);
    // The nearest caret place may be far from the pointer.
    const holds = (rect) =>
      x >= rect.left - 1 && x <= rect.right + 1 && y >= rect.top - 2 && y <= rect.bottom + 4;
    return [...near].filter((mark) =>
      [...(rangeOf(editor.model, mark.start, mark.end)?.getClientRects() ?? [])].some(holds)
    );
  }

  announce(marks) {
    this.say(spoken(marks, this.editor.texts));
    const [{ value, start, end }] = marks;
    const { units } = this.editor;
    const detail = { definition: value.d, start: units.toPoints(start), end: units.toPoints(end) };
    window.dispatchEvent(new CustomEvent(EVENTS.picked, { detail }));
  }

  // Show a place (UTF-16): turn to its page, scroll there, let it flash.
  reveal(start, end) {
    const { editor } = this;
    editor.turnToPlace(start);
    const range = rangeOf(editor.model, start, end);
    if (!range) return;
    const { box } = editor;
    const rect = range.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (rect.top < frame.top + 24 || rect.bottom > frame.bottom - 24) {
      box.scrollTop += rect.top - frame.top - box.clientHeight / 3;
    }
    box.scrollIntoView({ block: "nearest" });
    this.cursor = start;
    if (CAN_MARK) editor.marks.flash(range);
    else {
      document.getSelection().removeAllRanges();
      document.getSelection().addRange(range);
    }
    const marks = editor.marks.at(start);
    // After the scrolling, which hides labels.
    if (marks.length > 0) setTimeout(() => this.showLabel(marks, "reveal"), 60);
    clearTimeout(this.fading);
    this.fading = setTimeout(() => this.label.hide("reveal"), REVEALED_MILLISECONDS);
    this.say(marks.length > 0 ? spoken(marks, editor.texts) : range.toString().slice(0, 120));
  }

  // To the next mark (of one field), or the one before.
  step(direction, definition) {
    const { editor } = this;
    if (editor.stale || !editor.marks.current) return;
    const mark = editor.marks.next(this.cursor, direction, definition);
    if (!mark) return;
    const writing = editor.hasFocus();
    this.reveal(mark.start, mark.end);
    const range = rangeOf(editor.model, mark.start, mark.end);
    if (writing && range) {
      document.getSelection().collapse(range.startContainer, range.startOffset);
    }
    this.announce([mark, ...editor.marks.at(mark.start).filter((other) => other !== mark)]);
  }

  // --- selected text -------------------------------------------------------------------------

  selectionChanged() {
    const { editor } = this;
    if (editor.composing) return;
    const selection = document.getSelection();
    const inside = selection?.rangeCount && editor.content.contains(selection.anchorNode);
    if (inside && !selection.isCollapsed) {
      this.label.hide("caret");
      clearTimeout(this.selecting);
      this.selecting = setTimeout(() => this.offerBar(), 120);
      return;
    }
    if (!this.bar.holdsFocus) this.bar.hide();
    const place = inside && !editor.stale ? editor.selection() : null;
    const marks = place && editor.hasFocus() ? editor.marks.at(place.start) : [];
    if (marks.length === 0) return this.label.hide("caret");
    this.cursor = marks[0].start;
    this.showLabel(marks, "caret");
  }

  offerBar() {
    if (this.pressed) return;
    const { editor } = this;
    const chosen = editor.selection();
    if (!chosen) return;
    const text = editor.text().slice(chosen.start, chosen.end);
    const start = chosen.start + text.length - text.trimStart().length;
    const end = chosen.start + text.trimEnd().length;
    if (start >= end) return this.bar.hide();
    const rects = chosen.range.getClientRects();
    const rect = rects[rects.length - 1] ?? chosen.range.getBoundingClientRect();
    const frame = editor.box.getBoundingClientRect();
    if (rect.bottom < frame.top || rect.top > frame.bottom) return;
    this.chosen = { start, end };
    this.label.hide();
    this.bar.showAt(rect, editor.texts.mark_as);
  }

  openMenu() {
    this.pressed = false;
    this.offerBar();
    if (this.bar.shown) this.bar.openMenu();
  }

  mark(definition) {
    const { editor, chosen } = this;
    this.bar.hide();
    if (!chosen) return;
    const text = editor.text().slice(chosen.start, chosen.end);
    editor.mark(definition, chosen.start, chosen.end);
    const field = editor.marks.fields.find(({ d }) => d === definition);
    this.say(filled(editor.texts.marked, { name: field?.n ?? definition, text }));
    const range = rangeOf(editor.model, chosen.start, chosen.end);
    if (range && CAN_MARK) editor.marks.flash(range, 900);
    editor.content.focus({ preventScroll: true });
    document.getSelection().collapseToEnd();
  }
}

function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const position = document.caretPositionFromPoint(x, y);
    return position && { node: position.offsetNode, offset: position.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}
