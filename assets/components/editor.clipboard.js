// What comes in by paste and drop, and what goes out by copy and cut.

class Clipboard {
  constructor(editor) {
    this.editor = editor;
  }

  listen(box, signal) {
    const on = (name, run) => box.addEventListener(name, run, { signal });
    on("paste", (event) => this.paste(event));
    on("copy", (event) => this.copy(event));
    on("cut", (event) => this.copy(event));
    on("drop", (event) => this.drop(event));
    on("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
    });
  }

  paste(event) {
    if (this.editor.long !== null) return;
    event.preventDefault();
    const { clipboardData: board } = event;
    const [html, plain] = [board.getData("text/html"), board.getData("text/plain")];
    if (html || plain) this.insert(html, plain);
    else if (board.files.length) this.passOn(board.files);
  }

  drop(event) {
    const { dataTransfer: moved } = event;
    event.preventDefault();
    if (moved.files.length) return this.passOn(moved.files);
    const point = caretAt(event.clientX, event.clientY);
    if (this.editor.long !== null || !point || !this.editor.content.contains(point.node)) return;
    document.getSelection().collapse(point.node, point.offset);
    this.insert(moved.getData("text/html"), moved.getData("text/plain"));
  }

  // The text alone goes out, as it is seen.
  copy(event) {
    const { editor } = this;
    const chosen = editor.selection();
    if (!chosen || chosen.start === chosen.end) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", editor.text().slice(chosen.start, chosen.end));
    if (event.type === "cut" && editor.long === null) document.execCommand("delete");
  }

  insert(html, plain) {
    const { editor } = this;
    let nodes = html ? cleaned(html) : null;
    if (!nodes?.textContent.trim()) nodes = paragraphsOf(plain.replace(/\r\n?/g, "\n"));
    const inserted = readText(nodes).text;
    if (!inserted) return;
    const before = editor.text();
    const { start, end } = editor.selection() ?? { start: before.length, end: before.length };
    editor.pasted = true;
    if (before.length - (end - start) + inserted.length > editor.data.limit) {
      // More than can be edited: it is kept whole, and shown page by page.
      editor.load(wellFormed(before.slice(0, start) + inserted + before.slice(end)));
      editor.dirty = true;
    } else {
      const holder = document.createElement("div");
      holder.append(nodes);
      const line = holder.childElementCount === 1 && nameOf(holder.firstChild) === "P";
      // `execCommand` alone keeps the browser's undo whole. Paragraphs go in as one block: into
      // an empty paragraph the browser moves them one by one, each dearer than the one before.
      const written = line ? holder.firstChild.innerHTML : holder.outerHTML;
      document.execCommand("insertHTML", false, written);
    }
    editor.flush();
  }

  // Files go the way of the file box, which knows how to read them.
  passOn(files) {
    const input = document.querySelector(
      `.st-key-${this.editor.data.file_key} input[type=file]`
    );
    if (!input) return;
    const transfer = new DataTransfer();
    for (const file of input.multiple ? files : [files[0]]) transfer.items.add(file);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
