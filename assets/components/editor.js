// The editor: what the user types and pastes goes to Python, what was found comes back as marks.

const TRIGGER = "edit";
const TYPING_MILLISECONDS = 700; // silence after which typed text is sent
const SETTLE_MILLISECONDS = 400; // Python's thresholds wait for the end of a drag
const EVENTS = {
  marks: "seqgpt:marks", // from Python: what was found
  settled: "seqgpt:settled-thresholds", // from Python: the thresholds, and what they decide
  thresholds: "seqgpt:thresholds", // from a slider while it moves
  focus: "seqgpt:focus", // from anywhere: show this place
  picked: "seqgpt:picked", // to anyone: the user chose this mark
};

// These outlive a page switch: the nodes with their formatting, and the count of what was sent.
let kept = null;
let sequence = 0;

class Editor {
  constructor(root) {
    const find = (name) => root.querySelector(`.seqgpt-editor-${name}`);
    this.box = find("box");
    this.content = find("text");
    this.keys = find("keys");
    this.notice = find("notice");
    this.style = this.box.parentElement.appendChild(document.createElement("style"));
    this.marks = new Marks();
    this.clipboard = new Clipboard(this);
    this.pointing = new Pointing(this, find("label"), find("bar"), find("live"));
    this.legend = new Legend(find("legend"), (definition) => this.pointing.step(1, definition));
    this.pagesBar = new PagesBar(
      find("pages"),
      (step) => this.turnTo(Math.min(Math.max(this.page + step, 0), this.pages.length - 1)),
      () => this.empty()
    );
    this.version = null; // of the text that Python gave last
    this.dirty = false; // changed since it was sent
    this.inFlight = 0; // the number under which it was sent, until Python has it
    this.outbox = []; // marked places that Python does not have yet
    this.stale = true; // the nodes changed since they were read
    this.long = null; // a text too long to be edited; its page is shown
    this.liveAt = -Infinity; // when a slider moved last
    this.listening = new AbortController();
    this.listen(this.listening.signal);
  }

  // --- from Python ---------------------------------------------------------------------------

  update(data, send) {
    const renewed = this.data !== undefined && this.data.session !== data.session;
    Object.assign(this, { data, send, texts: data.texts });
    this.outbox = this.outbox.filter((mark) => mark.sequence > data.seen);
    if (data.seen >= this.inFlight) this.inFlight = 0;
    this.offerFields();
    if (this.version === null) {
      if (kept?.text === data.text) this.take(kept.content);
      else this.load(data.text);
      this.takeLast();
    } else if (renewed && data.text === "" && this.text() !== "") {
      // Another server process has taken over: it does not know the text, the page does.
      this.dirty = true;
      this.schedule(0);
    } else if (data.version !== this.version && data.text !== this.text()) {
      const writing = this.composing || ((this.dirty || this.inFlight > 0) && this.hasFocus());
      if (writing) {
        this.dirty = true;
        this.schedule();
      } else this.load(data.text);
    }
    this.version = data.version;
    this.drawFrame();
  }

  // What Python sent before this component was drawn.
  takeLast() {
    const last = globalThis.seqgptLast ?? {};
    if (last[EVENTS.marks]) this.takeMarks(last[EVENTS.marks]);
    if (last[EVENTS.settled]) this.takeDecided(last[EVENTS.settled]);
  }

  takeMarks({ of, fields, values }) {
    this.marks.take(of, fields, values);
    this.offerFields();
    this.style.textContent = markStyles(fields, this.data.look);
    if (this.stale) this.read();
    // Found in another text while this one is on its way: what is drawn stays on its characters.
    const waiting = this.dirty || this.inFlight > 0;
    if (this.fingerprint === of || !waiting) this.show();
    this.drawLegend();
  }

  takeThresholds(values) {
    this.marks.thresholds = { ...this.marks.thresholds, ...values };
    this.redraw();
  }

  takeDecided(detail) {
    this.marks.decide(detail);
    this.redraw();
  }

  redraw() {
    if (this.stale || !this.marks.current) return;
    this.marks.repaint();
    this.drawLegend();
  }

  // --- the text ------------------------------------------------------------------------------

  load(text) {
    if (this.stale) this.read();
    const carried =
      this.long === null && this.model.text !== "" && text !== "" && text.length <= this.data.limit
        ? carriedOver(this.model, this.content, text)
        : null;
    if (carried) return this.loadCarried(carried);
    this.long = text.length > this.data.limit ? text : null;
    this.pages = this.long === null ? null : pagesOf(text, this.data.page_size);
    this.dirty = false;
    this.pointing.cursor = -1;
    if (this.long === null) this.take(this.fresh(paragraphsOf(text)));
    else this.turnTo(0);
  }

  // The same document, written otherwise: it stays where it was scrolled to, and so does the caret.
  loadCarried({ nodes, moved }) {
    const { scrollTop } = this.box;
    const caret = this.hasFocus() ? this.selection() : null;
    this.dirty = false;
    this.pointing.cursor = -1;
    this.take(this.fresh(nodes));
    this.box.scrollTop = scrollTop;
    if (caret) this.putCaret(moved(caret.end));
  }

  putCaret(place) {
    const { pieces } = this.model;
    const piece = pieces[Math.min(firstPiece(pieces, ({ end }) => end >= place), pieces.length - 1)];
    if (!piece) return;
    const offset = Math.min(Math.max(place - piece.start, 0), piece.node.data.length);
    document.getSelection().collapse(piece.node, offset);
  }

  // A new element: the browser's undo must not bring back what belonged to another document.
  fresh(nodes) {
    const content = this.content.cloneNode(false);
    content.append(nodes);
    return content;
  }

  take(content) {
    const focused = this.hasFocus();
    this.pointing.hide();
    content.contentEditable = String(this.long === null);
    content.tabIndex = 0;
    content.setAttribute("aria-readonly", String(this.long !== null));
    if (content !== this.content) this.content.replaceWith(content);
    this.content = content;
    this.box.scrollTop = 0;
    if (focused) content.focus({ preventScroll: true });
    this.read();
    this.show();
    this.drawFrame();
  }

  turnTo(page) {
    this.page = page;
    const shown = this.long.slice(...this.pages[page]);
    const more = page < this.pages.length - 1;
    this.take(this.fresh(paragraphsOf(more ? shown.replace(/\n$/, "") : shown)));
  }

  turnToPlace(place) {
    if (this.stale) this.read();
    const page = this.pages?.findIndex(([, end]) => place < end) ?? -1;
    if (page >= 0 && page !== this.page) this.turnTo(page);
  }

  read() {
    this.model = readText(this.content, this.long === null ? 0 : this.pages[this.page][0]);
    const text = this.long ?? wellFormed(this.model.text);
    if (text !== this.whole) {
      this.whole = text;
      this.units = new Units(text);
      this.fingerprint = fingerprintOf(text);
    }
    this.stale = false;
    this.drawEmpty();
  }

  show() {
    this.marks.show(this.model, this.units, this.fingerprint === this.marks.of);
  }

  text() {
    if (this.stale) this.read();
    return this.whole;
  }

  hasFocus() {
    return this.content.contains(document.activeElement);
  }

  // The selected characters (UTF-16, document); null where the selection is elsewhere.
  selection() {
    const selection = document.getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    if (!range || !this.content.contains(range.commonAncestorContainer)) return null;
    if (this.stale) this.read();
    const start = placeOf(this.model, range.startContainer, range.startOffset);
    const end = range.collapsed ? start : placeOf(this.model, range.endContainer, range.endOffset);
    return { start, end: Math.max(start, end), range };
  }

  // --- to Python -----------------------------------------------------------------------------

  changed() {
    this.dirty = true;
    this.stale = true;
    this.marks.dropCollapsed();
    this.pointing.hide();
    this.drawEmpty();
    this.schedule();
  }

  schedule(milliseconds = TYPING_MILLISECONDS) {
    clearTimeout(this.timer);
    if (!this.composing) this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  // Everything that Python does not have yet goes in one message: of two in quick succession the
  // first may be lost. Nothing goes while an input method is composing.
  flush({ run = false } = {}) {
    clearTimeout(this.timer);
    if (this.composing) return;
    const unsent = this.dirty || this.inFlight > 0;
    if (!unsent && this.outbox.length === 0 && !run) return;
    const text = this.text();
    sequence += 1;
    for (const mark of this.outbox) mark.sequence ??= sequence;
    if (unsent) this.inFlight = sequence;
    this.dirty = false;
    this.send(TRIGGER, {
      version: this.version,
      sequence,
      text: unsent ? text : null,
      pasted: Boolean(this.pasted),
      replaced: Boolean(this.replaced),
      marks: this.outbox,
    });
    this.pasted = this.replaced = false;
  }

  mark(definition, start, end) {
    this.text();
    this.outbox.push({
      definition,
      start: this.units.toPoints(start),
      end: this.units.toPoints(end),
      of: this.fingerprint,
    });
    this.flush();
  }

  empty() {
    this.load("");
    this.dirty = true;
    this.replaced = true;
    this.content.focus();
    this.flush();
  }

  // --- keys and events -----------------------------------------------------------------------

  key(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    // The page's own one-letter shortcuts are not for one who writes.
    event.stopPropagation();
    if ((ctrlKey || metaKey) && key === "Enter") this.flush({ run: true });
    else if (altKey && key === "ArrowDown") this.pointing.step(1);
    else if (altKey && key === "ArrowUp") this.pointing.step(-1);
    else if (altKey && event.code === "KeyM") this.pointing.openMenu();
    else if (key === "Escape") this.pointing.hide();
    else return;
    event.preventDefault();
  }

  listen(signal) {
    const on = (target, name, run) => target.addEventListener(name, run, { signal });
    on(this.box, "input", () => this.changed());
    on(this.box, "keydown", (event) => this.key(event));
    on(this.box, "focusin", () => document.execCommand("defaultParagraphSeparator", false, "p"));
    on(this.box, "focusout", () => this.flush());
    on(this.box, "compositionstart", () => {
      this.composing = true;
      clearTimeout(this.timer);
    });
    on(this.box, "compositionend", () => {
      this.composing = false;
      this.schedule();
    });
    on(this.box, "beforeinput", (event) => {
      if (/^format(?!Bold|Underline|Remove)/.test(event.inputType)) event.preventDefault();
    });
    on(window, EVENTS.marks, ({ detail }) => this.takeMarks(detail));
    on(window, EVENTS.thresholds, ({ detail }) => {
      this.liveAt = performance.now();
      this.takeThresholds(detail.values);
    });
    on(window, EVENTS.settled, ({ detail }) => {
      clearTimeout(this.settling);
      const wait = this.liveAt + SETTLE_MILLISECONDS - performance.now();
      const settle = () => this.takeDecided(detail);
      if (wait > 0) this.settling = setTimeout(settle, wait);
      else settle();
    });
    on(window, EVENTS.focus, ({ detail }) => {
      this.text();
      this.pointing.reveal(this.units.toUnits(detail.start), this.units.toUnits(detail.end));
    });
    this.clipboard.listen(this.box, signal);
    this.pointing.listen(this.box, signal);
  }

  // --- what stands around the text -----------------------------------------------------------

  offerFields() {
    this.pointing.bar.offer(this.marks.fields, this.data.look, this.texts.no_fields);
  }

  drawFrame() {
    this.content.setAttribute("aria-label", this.texts.label);
    this.content.dataset.placeholder = this.texts.placeholder;
    drawKeys(this.keys, this.texts.keys);
    this.notice.hidden = CAN_MARK;
    this.notice.textContent = CAN_MARK ? "" : this.texts.no_marks;
    this.drawLegend();
    const long = this.long === null ? null : {
      characters: this.units.toPoints(this.long.length),
      limit: this.data.limit,
      page: this.page,
      pages: this.pages.length,
    };
    this.pagesBar.draw(long, this.texts);
  }

  drawLegend() {
    const { fields, counts, current } = this.marks;
    const { look } = this.data;
    if (fields.length === 0 || this.text() === "") this.legend.draw([], null, look, this.texts);
    else if (current) this.legend.draw(fields, counts, look, this.texts);
  }

  drawEmpty() {
    const one = this.content.childElementCount < 2 && !this.content.querySelector("table");
    this.content.toggleAttribute("data-empty", one && !this.content.textContent);
  }

  end() {
    clearTimeout(this.timer);
    this.listening.abort();
    this.marks.clear();
    kept = this.long === null ? { text: this.text(), content: this.content } : null;
  }
}

const editors = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  let editor = editors.get(parentElement);
  if (!editor) {
    editor = new Editor(parentElement);
    editors.set(parentElement, editor);
  }
  editor.update(data, setTriggerValue);
  return () => {
    // Also called for a drawing that a newer one has overtaken: the editor lives on then.
    if (parentElement.isConnected) return;
    editor.end();
    editors.delete(parentElement);
  };
}
