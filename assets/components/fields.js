// The field panel. Python owns the rows; this file shows them and reports what the user does.
//
// Every report carries a number and is sent again until Python has answered with that number, so
// that nothing is lost when two follow each other at once.

const THROTTLE = 150; // ms between two reports of one movement
const DRAFT_PAUSE = 300; // ms without a key before the linter is asked
const ANSWER_WITHIN = 3000; // ms; a request without an answer goes the ordinary way
const ASK_AGAIN = 10_000; // ms after a request that failed
const KEYS_PAUSE = 900; // ms after which arrow keys begin a new movement
const PREVIEW_STAYS = 2500; // ms
const NAMED_CHANGES = 3;
// What was found, at every threshold; it comes for the editor and does not travel twice.
const FOUND = "seqgpt:marks";
// What Python says that the thresholds decide.
const DECIDED = "seqgpt:settled-thresholds";
const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** When what a movement changes has been drawn; in a window that nobody sees, soon. */
const drawn = () =>
  new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, 50);
  });

class Panel {
  constructor(root) {
    this.root = root;
    this.rows = new Map(); // id -> Row, in the order shown
    this.thresholds = new Map(); // id -> what the slider shows
    this.ticked = new Set();
    this.linked = false;
    this.unanswered = [];
    this.sequence = 0;
    this.answered = { session: null, at: 0 }; // how far Python has got, and in which session
    this.recordRows = {};
    this.known = false;
    this.leaving = new AbortController();
    this._takeFound(globalThis.seqgptLast?.[FOUND] ?? { values: [] });
    this.draftVersion = null;
    this.submitted = null;
    this.gesture = null;
    this.say = (key, values = {}) =>
      (this.texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
    const find = (selector) => root.querySelector(selector);
    this.panel = find(".panel");
    this.form = find(".adding");
    this.draft = find("#draft");
    this.draftFindings = find(".adding .findings");
    this.list = find(".rows");
    this.picks = find(".picks");
    this.toggle = find(".link-toggle");
    this.empty = find(".empty");
    this.spoken = find(".spoken");
    this._listen(find);
  }

  _listen(find) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._add();
    });
    this.draft.addEventListener("keydown", (event) => {
      // Enter that ends the input of a Chinese word adds nothing.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this._add();
    });
    this.draft.addEventListener("input", () => {
      clearTimeout(this.draftTimer);
      this.draftTimer = setTimeout(() => this._sendDraft(), DRAFT_PAUSE);
    });
    this.toggle.addEventListener("click", () => {
      this.linked = !this.linked;
      this._showTools();
    });
    for (const [name, label] of [["undo", "undo"], ["redo", "redo"], ["clear", "clear"]]) {
      this[name] = find(`.${name}`);
      if (name !== "clear") this[name].append(...iconButton(name, "").childNodes);
      this[name].append(make("span", "", ""));
      this[name].addEventListener("click", () => this.act({ do: label }));
    }
    this.panel.addEventListener("keydown", (event) => {
      const writing = event.target.matches("textarea, input[type=text], input[type=number]");
      if (writing || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      this.act({ do: key === "y" || event.shiftKey ? "redo" : "undo" });
    });
    window.addEventListener(
      FOUND,
      ({ detail }) => {
        this._takeFound(detail);
        for (const row of this.rows.values()) row.showThreshold(this.thresholds.get(row.id));
      },
      { signal: this.leaving.signal },
    );
    window.addEventListener(DECIDED, ({ detail }) => this._takeRows(detail), {
      signal: this.leaving.signal,
    });
    // macOS opens a menu on Ctrl and click, which would end the movement.
    this.list.addEventListener("contextmenu", (event) => {
      if (event.ctrlKey && event.target.matches(".slider")) event.preventDefault();
    });
  }

  // ---- what the user does -------------------------------------------------------------------

  /** Report one action; `replaces` takes the place of an unanswered one of the same kind. */
  act(action, replaces = null) {
    this.sequence += 1;
    if (replaces) this.unanswered = this.unanswered.filter((sent) => !replaces(sent));
    this.unanswered.push({ seq: this.sequence, ...action });
    this._send();
  }

  _send() {
    if (!this.unanswered.length) return;
    const moved = this.unanswered.every((sent) => sent.do === "thresholds");
    const { session } = this.data.desk;
    const refused = session === this.refused?.session && performance.now() < this.refused.until;
    if (moved && !refused) this._ask();
    else this.trigger("actions", this.unanswered);
  }

  /** A moving slider is answered by a request of its own: no page has to be drawn for it. */
  async _ask() {
    if (this.asking) return; // One after the other: a later report must not be overtaken.
    this.asking = true;
    await drawn();
    const { path, session } = this.data.desk;
    let until = performance.now() + ASK_AGAIN;
    try {
      const answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ session, actions: this.unanswered }),
        signal: AbortSignal.timeout(ANSWER_WITHIN),
      });
      // A server of several processes, or a proxy that lets only Streamlit through.
      if (answer.status >= 400 && answer.status < 500) until = Infinity;
      if (!answer.ok) throw new Error(String(answer.status));
      this._takeAnswer(await answer.json());
    } catch {
      this.refused = { session, until };
    } finally {
      this.asking = false;
      this._send();
    }
  }

  _takeAnswer(detail) {
    if (detail.session !== this.data.desk.session || detail.at < this.answered.at) return;
    this._acknowledge(detail.session, detail.at);
    const moving = this.gesture || this.unanswered.some((sent) => sent.do === "thresholds");
    for (const [id, row] of moving ? [] : this.rows) {
      // What something else than a slider changed comes with the answer too.
      const value = detail.values[row.data.d];
      if (value === undefined || value === this.thresholds.get(id)) continue;
      this.thresholds.set(id, value);
      row.showThreshold(value);
    }
    this.undo.disabled = false;
    this.redo.disabled = true;
    (globalThis.seqgptLast ??= {})[DECIDED] = detail;
    window.dispatchEvent(new CustomEvent(DECIDED, { detail }));
  }

  _acknowledge(session, at) {
    this.answered = { session, at };
    this.unanswered = this.unanswered.filter((action) => action.seq > at);
    this.panel.dataset.ack = at;
  }

  _takeRows({ rows }) {
    this.recordRows = rows;
    for (const row of this.rows.values()) {
      if (row.data.d in rows) row.showThreshold(this.thresholds.get(row.id));
    }
  }

  _add() {
    clearTimeout(this.draftTimer);
    const text = this.draft.value;
    if (!text.trim()) return;
    this.submitted = text;
    this.act({ do: "add", text }, (sent) => sent.do === "draft");
  }

  _sendDraft() {
    this.act({ do: "draft", text: this.draft.value }, (sent) => sent.do === "draft");
  }

  deleteRow(id) {
    const ids = [...this.rows.keys()];
    const next = ids[ids.indexOf(id) + 1] ?? ids[ids.indexOf(id) - 1];
    this.focusAfter = next === undefined ? "draft" : next;
    this.act({ do: "delete", row: id });
  }

  setTicked(id, on) {
    if (on) this.ticked.add(id);
    else this.ticked.delete(id);
    this._tick([...this.ticked]);
  }

  _tick(ids) {
    this.ticked = new Set(ids);
    this._showTools();
    this.act({ do: "tick", rows: ids }, (sent) => sent.do === "tick");
  }

  focusOn([start, end]) {
    window.dispatchEvent(new CustomEvent("seqgpt:focus", { detail: { start, end } }));
  }

  // ---- thresholds ---------------------------------------------------------------------------

  listenToSlider(row) {
    const { slider, id } = row;
    let pointer = false;
    let together = false;
    slider.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pointer = true;
      together = event.ctrlKey || event.metaKey;
      this._begin(id);
    });
    slider.addEventListener("pointermove", (event) => {
      if (!pointer || together === (event.ctrlKey || event.metaKey)) return;
      together = event.ctrlKey || event.metaKey;
      this._move(id, Number(slider.value), together);
    });
    slider.addEventListener("input", () => {
      if (!pointer) this._beginKeys(id);
      this._move(id, Number(slider.value), together);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      slider.addEventListener(name, () => {
        if (!pointer) return;
        pointer = together = false;
        this._end();
      });
    }
    slider.addEventListener("dblclick", (event) => {
      this._begin(id);
      this._move(id, DEFAULT_THRESHOLD, event.ctrlKey || event.metaKey);
      this._end();
    });
    slider.addEventListener("keydown", (event) => {
      if (event.altKey) return;
      const from = this.thresholds.get(id);
      let to = null;
      if (event.key in ARROWS) {
        to = toThreshold(toStep(from) + ARROWS[event.key] * (event.shiftKey ? 10 : 1));
      } else if (event.key === "PageUp") to = toThreshold(toStep(from) + 10);
      else if (event.key === "PageDown") to = toThreshold(toStep(from) - 10);
      else if (event.key === "Home") to = 0;
      else if (event.key === "End") to = 1;
      if (to === null) return;
      event.preventDefault();
      this._beginKeys(id);
      this._move(id, to, event.ctrlKey || event.metaKey);
      this.keysTimer = setTimeout(() => this._end(), KEYS_PAUSE);
    });
    slider.addEventListener("blur", () => {
      if (this.gesture?.row === id) this._end();
    });
  }

  _begin(id) {
    if (this.gesture) this._end();
    this.sequence += 1;
    this.gesture = new Gesture(this.sequence, new Map(this.thresholds), id);
  }

  /** Arrow keys that follow each other on one slider are one movement. */
  _beginKeys(id) {
    clearTimeout(this.keysTimer);
    if (this.gesture?.row !== id) this._begin(id);
  }

  _move(id, threshold, together) {
    const usable = [...this.rows.values()].filter((row) => row.data.d !== null).map((r) => r.id);
    const with_ = this.linked || together
      ? linkedTo(id, new Set(usable.filter((row) => this.ticked.has(row))), usable)
      : [id];
    const { gesture } = this;
    const before = this.thresholds;
    this.thresholds = gesture.moved(threshold, with_);
    this._sendThresholds(gesture);
    for (const [row, shown] of this.thresholds) {
      // The one under the hand always: the browser may have moved its slider between two steps.
      if (row === id || shown !== before.get(row)) this.rows.get(row)?.showThreshold(shown);
    }
    this._announce();
    this._preview(gesture);
  }

  _end() {
    clearTimeout(this.keysTimer);
    clearTimeout(this.thresholdTimer);
    this.thresholdTimer = null;
    const { gesture } = this;
    if (!gesture) return;
    this.gesture = null;
    this._report(gesture);
    this.spoken.textContent = this.previewText;
    const row = this.rows.get(gesture.row);
    setTimeout(() => this.gesture?.row !== gesture.row && row?.showPreview(""), PREVIEW_STAYS);
  }

  setOne(id, threshold) {
    this._begin(id);
    this._move(id, threshold, false);
    this._end();
  }

  /** Tell the other components on the page at once. */
  _announce() {
    const values = Object.fromEntries(this._thresholdsBy(this.thresholds));
    window.dispatchEvent(new CustomEvent("seqgpt:thresholds", { detail: { values } }));
  }

  _thresholdsBy(thresholds) {
    const by = new Map();
    for (const row of this.rows.values()) {
      if (row.data.d !== null) by.set(row.data.d, thresholds.get(row.id));
    }
    return by;
  }

  _preview(gesture) {
    const before = this._thresholdsBy(gesture.start);
    const { gone, come } = changes(this.possible, before, this._thresholdsBy(this.thresholds));
    const parts = [];
    for (const [key, values] of [["more_values", come], ["fewer_values", gone]]) {
      if (!values.length) continue;
      const named_ = values.slice(0, NAMED_CHANGES).map((v) => this.say("change", { name: v.n, text: v.t }));
      if (values.length > NAMED_CHANGES) named_.push(this.say("and_others"));
      parts.push(this.say(key, { count: values.length, values: named_.join("；") }));
    }
    this.previewText = this.say("preview", {
      from: gesture.start.get(gesture.row).toFixed(2),
      to: gesture.to.toFixed(2),
      changes: parts.length ? parts.join("，") : this.say("no_change"),
    });
    for (const row of this.rows.values()) {
      row.showPreview(row.id === gesture.row ? this.previewText : "");
    }
  }

  _sendThresholds(gesture) {
    this.waiting = gesture;
    if (this.thresholdTimer) return;
    this._report(gesture);
    this.thresholdTimer = setTimeout(() => {
      this.thresholdTimer = null;
      if (this.waiting) this._report(this.waiting);
    }, THROTTLE);
  }

  _report(gesture) {
    this.waiting = null;
    const values = {};
    for (const [id, start] of gesture.start) {
      const now = this.thresholds.get(id);
      // What moved once and came back is reported too: Python must forget where it was between.
      if (now !== start || gesture.told?.has(id)) values[id] = now;
    }
    const told = JSON.stringify(values);
    if (told === "{}" || told === gesture.last) return;
    gesture.last = told;
    gesture.told = new Set([...(gesture.told ?? []), ...Object.keys(values).map(Number)]);
    const same = (sent) => sent.do === "thresholds" && sent.gesture === gesture.id;
    this.act({ do: "thresholds", gesture: gesture.id, values }, same);
  }

  // ---- order --------------------------------------------------------------------------------

  listenToGrip(row) {
    const { grip, element, id } = row;
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const ids = [...this.rows.keys()];
      const place = ids.indexOf(id) + step;
      if (!step || place < 0 || place >= ids.length) return;
      event.preventDefault();
      this._place(id, place);
      grip.focus();
      this._reportPlace(id);
    });
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      element.classList.add("dragged");
      const from = [...this.rows.keys()].indexOf(id);
      const move = (moved) => {
        const others = [...this.rows.values()].filter((other) => other.id !== id);
        const above = others.filter((other) => {
          const box = other.element.getBoundingClientRect();
          return box.top + box.height / 2 < moved.clientY;
        });
        this._place(id, above.length);
      };
      const end = () => {
        grip.removeEventListener("pointermove", move);
        element.classList.remove("dragged");
        if ([...this.rows.keys()].indexOf(id) !== from) this._reportPlace(id);
      };
      grip.addEventListener("pointermove", move);
      grip.addEventListener("lostpointercapture", end, { once: true });
    });
  }

  _place(id, place) {
    const rows = [...this.rows.values()].filter((row) => row.id !== id);
    rows.splice(place, 0, this.rows.get(id));
    this.rows = new Map(rows.map((row) => [row.id, row]));
    this._order();
  }

  _order() {
    let at = this.list.firstElementChild;
    for (const row of this.rows.values()) {
      if (row.element === at) at = at.nextElementSibling;
      else this.list.insertBefore(row.element, at);
    }
  }

  _reportPlace(id) {
    const place = [...this.rows.keys()].indexOf(id);
    const name = this.rows.get(id).definition.value;
    this.spoken.textContent = this.say("moved", { name, place: place + 1 });
    this.act({ do: "move", row: id, place }, (sent) => sent.do === "move" && sent.row === id);
  }

  // ---- what Python says ---------------------------------------------------------------------

  update({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    this.texts = data.texts;
    this.types = data.types;
    this.sequence = Math.max(this.sequence, data.ack, this.sequence ? 0 : Date.now());
    // Drawn again with what Python sent before it answered a slider.
    const { session } = data.desk;
    this.outdated = session === this.answered.session && data.ack < this.answered.at;
    this.data = data;
    if (!this.outdated) this._acknowledge(session, data.ack);
    this._showFields();
    this._showDraft(data.draft);
    this._showTools();
    this._showWords();
    // An answer to an earlier report may have overtaken a later one.
    if (this.unanswered.length) this._sendAgain();
  }

  _sendAgain() {
    clearTimeout(this.againTimer);
    this.againTimer = setTimeout(() => this._send(), 2 * THROTTLE);
  }

  valuesOf(definition) {
    return this.byDefinition.get(definition) ?? [];
  }

  _takeFound({ values }) {
    this.possible = values;
    this.byDefinition = new Map();
    for (const value of this.possible) {
      if (!this.byDefinition.has(value.d)) this.byDefinition.set(value.d, []);
      this.byDefinition.get(value.d).push(value);
    }
  }

  _showFields() {
    const { data } = this;
    this.known = data.known;
    const rows = new Map();
    for (const { id } of data.rows) rows.set(id, this.rows.get(id) ?? new Row(id, this));
    for (const [id, row] of this.rows) if (!rows.has(id)) row.element.remove();
    const mine =
      this.outdated || this.gesture || this.unanswered.some((sent) => sent.do === "thresholds");
    const shown = this.thresholds;
    this.rows = rows;
    this.thresholds = new Map(
      data.rows.map(({ id, threshold }) => [id, mine ? (shown.get(id) ?? threshold) : threshold]),
    );
    if (!this.unanswered.some((sent) => sent.do === "tick")) this.ticked = new Set(data.ticked);
    data.rows.forEach((row, place) => {
      rows.get(row.id).update(row, place, data.rows.length);
      rows.get(row.id).showThreshold(this.thresholds.get(row.id));
    });
    const focused = this.root.activeElement;
    this._order();
    if (focused && focused !== this.root.activeElement && focused.isConnected) focused.focus();
    this._refocus();
  }

  /** After a deletion the keyboard goes on where it was. */
  _refocus() {
    if (this.focusAfter === undefined || this.unanswered.length) return;
    const row = this.rows.get(this.focusAfter);
    (row ? row.cross : this.draft).focus();
    this.focusAfter = undefined;
  }

  _showDraft(draft) {
    if (this.draftVersion === null || draft.version !== this.draftVersion) {
      const typed = this.draft.value;
      const mine = this.submitted !== null && typed !== this.submitted;
      // What was typed while Python answered stays, after what could not be added.
      if (!mine) this.draft.value = draft.text;
      else if (draft.text) this.draft.value = `${draft.text}\n${typed}`;
      else if (typed.startsWith(this.submitted)) {
        this.draft.value = typed.slice(this.submitted.length).replace(/^[\s，,、;；]+/, "");
      }
      this.draftVersion = draft.version;
      this.submitted = null;
    }
    const notes = draft.error ? [{ text: draft.error, bad: true }] : [];
    const items = [...notes, ...draft.notices.map((text) => ({ text, bad: true })), ...draft.findings];
    this.draftFindings.replaceChildren(
      ...items.map((note) =>
        this.finding(note, () => {
          const text = (this.submitted = this.draft.value);
          this.act({ do: "fix_draft", text, index: note.index, fix: note.fix });
          this.draft.focus();
        }),
      ),
    );
  }

  /** One piece of advice, with a button that takes it. */
  finding(note, take) {
    const item = make("li", note.bad ? "bad" : "");
    item.append(make("bdi", "", note.text));
    if (note.fix !== undefined && note.fix !== null) {
      const button = make("button", "take", this.say(note.fix === "" ? "delete" : "take"));
      button.type = "button";
      button.setAttribute("aria-label", this.say("take_help", { fix: note.fix || this.say("delete") }));
      button.addEventListener("click", take);
      item.append(button);
    }
    return item;
  }

  // ---- groups and words ---------------------------------------------------------------------

  _groups() {
    const usable = [...this.rows.values()].filter((row) => row.data.d !== null);
    const groups = [{ name: this.say("all"), rows: usable.map((row) => row.id), kind: "all" }];
    const types = new Map();
    for (const { id, data } of usable) {
      if (data.type === null || data.type === "text") continue;
      if (!types.has(data.typeText)) types.set(data.typeText, []);
      types.get(data.typeText).push(id);
    }
    for (const [name, rows] of types) {
      if (rows.length > 1) groups.push({ name: this.say("of_type", { type: name }), rows, kind: "type" });
    }
    for (const { name, rows } of this.data.groups) {
      groups.push({ name, rows: rows.filter((id) => this.rows.has(id)), kind: "saved" });
    }
    return groups.filter((group) => group.rows.length);
  }

  _showTools() {
    const { say } = this;
    for (const [id, row] of this.rows) row.tick.checked = this.ticked.has(id);
    this.toggle.setAttribute("aria-pressed", this.linked);
    const count = [...this.ticked].filter((id) => this.rows.has(id)).length;
    this.toggle.textContent = count ? say("linked_count", { count }) : say("linked");
    this.toggle.title = say("linked_help");
    const state = JSON.stringify([[...this.rows.keys()], [...this.ticked], this._groups(), this.texts.all]);
    if (state === this.toolsShown || this.picks.querySelector("input")) return;
    this.toolsShown = state;
    const focused = this.root.activeElement?.dataset?.pick;
    this.picks.replaceChildren(...this._groups().flatMap((group) => this._pick(group)));
    if (count) this.picks.append(this._saveButton());
    if (focused) this.picks.querySelector(`[data-pick="${CSS.escape(focused)}"]`)?.focus();
  }

  _pick(group) {
    const on = group.rows.length === this.ticked.size && group.rows.every((id) => this.ticked.has(id));
    const button = make("button", `pick of-${group.kind}`, group.name);
    button.type = "button";
    button.dataset.pick = `${group.kind} ${group.name}`;
    button.setAttribute("aria-pressed", on);
    button.title = this.say("pick_help", { name: group.name, count: group.rows.length });
    button.addEventListener("click", () => this._tick(on ? [] : group.rows));
    if (group.kind !== "saved") return [button];
    const cross = iconButton("cross", "drop");
    named(cross, this.say("delete_group", { name: group.name }));
    cross.addEventListener("click", () => this.act({ do: "delete_group", name: group.name }));
    const pair = make("span", "pair");
    pair.append(button, cross);
    return [pair];
  }

  _saveButton() {
    const button = make("button", "pick save", this.say("save_group"));
    button.type = "button";
    button.dataset.pick = "save";
    button.title = this.say("save_group_help");
    button.addEventListener("click", () => {
      const box = make("input", "group-name");
      box.type = "text";
      box.maxLength = 20;
      box.placeholder = this.say("group_name");
      box.setAttribute("aria-label", this.say("group_name"));
      let settled = false;
      const settle = (keep) => {
        if (settled) return;
        settled = true;
        const name = box.value.trim();
        box.remove();
        this.toolsShown = null;
        if (keep && name) this.act({ do: "save_group", name, rows: [...this.ticked] });
        this._showTools();
      };
      box.addEventListener("keydown", (event) => {
        if (event.isComposing) return;
        if (event.key === "Enter") settle(true);
        if (event.key === "Escape") settle(false);
        event.stopPropagation();
      });
      box.addEventListener("blur", () => settle(true));
      button.replaceWith(box);
      box.focus();
    });
    return button;
  }

  _showWords() {
    const { say, data } = this;
    const any = data.rows.length > 0;
    const find = (selector) => this.root.querySelector(selector);
    this.panel.setAttribute("aria-label", say("title"));
    find(".adding-label").textContent = say("add_label");
    this.draft.placeholder = say("add_placeholder");
    find("#adding-help").textContent = say("add_help");
    find(".primary").textContent = say("add");
    find(".tools").setAttribute("aria-label", say("tools"));
    find(".explain").textContent = say("threshold_help");
    for (const name of ["undo", "redo", "clear"]) this[name].lastChild.textContent = say(name);
    if (!this.outdated) {
      this.undo.disabled = !data.can.undo;
      this.redo.disabled = !data.can.redo;
    }
    this.clear.hidden = find(".explain").hidden = !any;
    this.toggle.hidden = this.picks.hidden = !any;
    find(".tools").hidden = !any && !data.can.undo && !data.can.redo;
    this.list.setAttribute("aria-label", say("list"));
    find(".labels").textContent = data.labels ? say("labels", { labels: data.labels }) : "";
    find(".labels").hidden = !data.labels;
    this._showEmpty(any);
  }

  _showEmpty(any) {
    this.empty.hidden = any;
    const wanted = JSON.stringify(this.data.examples);
    if (any || this.empty.dataset.shown === wanted) return;
    this.empty.dataset.shown = wanted;
    const examples = this.data.examples.map(([definition, meaning]) => {
      const button = make("button", "example");
      button.type = "button";
      button.append(make("b", "", definition), make("span", "quiet", meaning));
      button.addEventListener("click", () => {
        this.draft.value = [this.draft.value.trim(), definition].filter(Boolean).join("\n");
        this._add();
      });
      return button;
    });
    this.empty.replaceChildren(make("p", "", this.say("none")), ...examples);
  }
}

const panels = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  let panel = panels.get(parentElement);
  if (!panel) panels.set(parentElement, (panel = new Panel(parentElement)));
  panel.update(component);
  return () => {
    // Called as well when two updates follow each other at once, with the panel still there.
    const host = parentElement.host ?? parentElement;
    if (host.isConnected) return;
    panel.leaving.abort();
    for (const timer of ["draftTimer", "thresholdTimer", "keysTimer", "againTimer"]) {
      clearTimeout(panel[timer]);
    }
  };
}
