// What is pasted, cleaned: new nodes from a short list (p, h3, table, tr, td, b, u, br) without
// any attribute, whatever came in. The foreign HTML is only ever parsed, never put on the page.

const DROPPED = new Set(
  ("SCRIPT STYLE TEMPLATE IFRAME FRAME OBJECT EMBED APPLET SVG MATH CANVAS AUDIO VIDEO HEAD TITLE " +
    "META LINK BASE NOSCRIPT SELECT TEXTAREA BUTTON INPUT DATALIST IMG PICTURE MAP RT RP DEL " +
    "XML O:WRAPBLOCK V:SHAPE V:SHAPETYPE").split(" ")
);
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i;
const KEEPS_LINES = /white-space(?:-collapse)?\s*:\s*(?:pre|break-spaces|preserve)/i;
const BOLD = /(?<![\w-])font-weight\s*:\s*(?:bold|bolder|[6-9]00)/i;
const NOT_BOLD = /(?<![\w-])font-weight\s*:\s*(?:normal|lighter|[1-5]00)/i;
const WORD_NUMBER = /mso-list\s*:\s*ignore/i;
const WORD_TAB = /mso-tab-count/i;

const styleOf = (element) => element.getAttribute("style") ?? "";

// Nodes for the foreign HTML; empty where it holds no text.
function cleaned(foreign) {
  const writer = new CleanWriter();
  visitForeign(new DOMParser().parseFromString(foreign, "text/html").body, writer, {});
  writer.endLine();
  return writer.fragment;
}

class CleanWriter {
  constructor() {
    this.fragment = document.createDocumentFragment();
    this.line = null;
    this.heading = false;
    this.space = false; // white space read and not yet written
    this.blank = false; // the line holds hard spaces only: an empty line that is meant
  }
  openLine() {
    if (this.line) return;
    this.line = document.createElement(this.heading ? "h3" : "p");
    this.space = false;
  }
  endLine() {
    if (this.line && (this.line.textContent.trim() || this.blank)) {
      trimEnd(this.line);
      if (!this.line.textContent) this.line.append(document.createElement("br"));
      this.fragment.append(this.line);
    }
    this.line = null;
    this.blank = false;
  }
  lineBreak() {
    if (!this.line) {
      this.openLine();
      this.blank = true;
    }
    this.endLine();
  }
  text(written, format) {
    if (format.keepsLines) {
      written.replace(/\r\n?/g, "\n").split("\n").forEach((line, place) => {
        if (place > 0) this.lineBreak();
        if (line) this.put(line.replace(/\u00a0/g, " "), format);
      });
      return;
    }
    if (/^[ \t\r\n\f]*$/.test(written)) {
      if (this.line) this.space = true;
      return;
    }
    const hard = !/[^\s\u00a0]/.test(written);
    const collapsed = written.replace(/[ \t\r\n\f]+/g, " ").replace(/\u00a0/g, " ");
    this.openLine();
    if (hard) this.blank = true;
    let put = collapsed;
    const atStart = !this.line.textContent;
    if (this.space && !atStart && !put.startsWith(" ")) put = ` ${put}`;
    if (atStart && /^[ \t\r\n\f]/.test(written)) put = put.replace(/^ /, "");
    this.space = false;
    if (this.line.textContent.endsWith(" ") && /^[ \t\r\n\f]/.test(written)) {
      put = put.replace(/^ /, "");
    }
    if (put) this.put(put, format);
  }
  put(text, format) {
    this.openLine();
    let node = document.createTextNode(text);
    for (const name of ["u", "b"]) {
      if (format[name] && !(name === "b" && this.heading)) {
        const around = document.createElement(name);
        around.append(node);
        node = around;
      }
    }
    this.line.append(node);
  }
}

function trimEnd(line) {
  for (let last = line.lastChild; last; last = line.lastChild) {
    const deepest = (node) => (node.lastChild ? deepest(node.lastChild) : node);
    const text = deepest(last);
    if (text.nodeType !== Node.TEXT_NODE) return;
    text.data = text.data.replace(/ +$/, "");
    if (text.data) return;
    last.remove();
  }
}

function visitForeign(parent, writer, format) {
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) writer.text(node.data, format);
    else if (node.nodeType === Node.ELEMENT_NODE) visitElement(node, writer, format);
  }
}

function visitElement(element, writer, format) {
  const name = nameOf(element);
  const style = styleOf(element);
  if (DROPPED.has(name) || element.hasAttribute("hidden") || HIDDEN.test(style)) return;
  if (name === "BR") {
    if (!element.classList.contains("Apple-interchange-newline")) writer.lineBreak();
  } else if (name === "TABLE") {
    writer.endLine();
    writeTable(element, writer, format);
  } else if (WORD_NUMBER.test(style)) {
    // Word pads its numbers with hard spaces of a small font.
    const number = element.textContent.replace(/[\s\u00a0]+/g, " ").trim();
    if (number) writer.put(`${/^[·•§Øüv]$/.test(number) ? "•" : number} `, format);
  } else if (WORD_TAB.test(style)) {
    writer.put("\t", format);
  } else {
    const below = {
      ...format,
      b: NOT_BOLD.test(style) ? false : format.b || name === "B" || name === "STRONG" || BOLD.test(style),
      u: format.u || name === "U" || name === "INS",
      keepsLines: format.keepsLines || name === "PRE" || KEEPS_LINES.test(style),
    };
    if (name === "OL" || name === "UL" || name === "MENU") writeList(element, writer, below);
    else if (isBlock(element)) writeBlock(element, writer, below);
    else visitForeign(element, writer, below);
  }
}

function writeBlock(element, writer, format) {
  writer.endLine();
  const outer = writer.heading;
  writer.heading = outer || /^H[1-6]$/.test(nameOf(element));
  visitForeign(element, writer, format);
  writer.endLine();
  writer.heading = outer;
}

// Markers become text, so that an offset counts what is seen.
function writeList(list, writer, format) {
  writer.endLine();
  let number = Number.parseInt(list.getAttribute("start") ?? "1", 10);
  if (Number.isNaN(number)) number = 1;
  const bare = /list-style(?:-type)?\s*:\s*none/i;
  for (const item of list.childNodes) {
    if (item.nodeType !== Node.ELEMENT_NODE || nameOf(item) !== "LI") {
      if (item.nodeType === Node.ELEMENT_NODE) visitElement(item, writer, format);
      else if (item.nodeType === Node.TEXT_NODE) writer.text(item.data, format);
      continue;
    }
    if (item.hasAttribute("hidden") || HIDDEN.test(styleOf(item))) continue;
    const given = Number.parseInt(item.getAttribute("value") ?? "", 10);
    if (!Number.isNaN(given)) number = given;
    writer.endLine();
    const hasText = /\S/.test(item.textContent);
    if (hasText && !bare.test(styleOf(list)) && !bare.test(styleOf(item))) {
      writer.put(nameOf(list) === "OL" ? `${marker(list, number)} ` : "• ", format);
    }
    // The first block of an item stands beside its marker, not under it.
    const first = [...item.children].find((child) => child.textContent.trim());
    const alone = first && isBlock(first) && !/^(OL|UL|MENU|TABLE)$/.test(nameOf(first));
    const before = alone && item.firstElementChild === first && !leadingText(item);
    if (before) visitForeign(first, writer, format);
    for (const node of item.childNodes) {
      if (before && node === first) writer.endLine();
      else if (node.nodeType === Node.TEXT_NODE) writer.text(node.data, format);
      else if (node.nodeType === Node.ELEMENT_NODE) visitElement(node, writer, format);
    }
    writer.endLine();
    number += 1;
  }
}

const leadingText = (item) =>
  item.firstChild.nodeType === Node.TEXT_NODE && /\S/.test(item.firstChild.data);

function marker(list, number) {
  const style = /list-style(?:-type)?\s*:[^;]*?([a-z-]+)\s*(?:;|$)/i.exec(styleOf(list))?.[1] ?? "";
  const type = list.getAttribute("type") ?? "";
  if (/(cjk-ideographic|simp-chinese|trad-chinese)/.test(style)) return `${chinese(number)}、`;
  if ((type === "a" || /lower-(alpha|latin)/.test(style)) && number > 0 && number < 27) {
    return `${String.fromCharCode(96 + number)}.`;
  }
  if ((type === "A" || /upper-(alpha|latin)/.test(style)) && number > 0 && number < 27) {
    return `${String.fromCharCode(64 + number)}.`;
  }
  if (type === "i" || style === "lower-roman") return `${roman(number)}.`;
  if (type === "I" || style === "upper-roman") return `${roman(number).toUpperCase()}.`;
  return `${number}.`;
}

function chinese(number) {
  const digits = "零一二三四五六七八九";
  if (number < 0 || number > 99) return String(number);
  if (number < 10) return digits[number];
  const tens = Math.floor(number / 10);
  return `${tens > 1 ? digits[tens] : ""}十${number % 10 ? digits[number % 10] : ""}`;
}

function roman(number) {
  if (number < 1 || number > 3999) return String(number);
  const signs = [
    [1000, "m"], [900, "cm"], [500, "d"], [400, "cd"], [100, "c"], [90, "xc"], [50, "l"],
    [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"],
  ];
  let written = "";
  for (const [value, sign] of signs) {
    for (; number >= value; number -= value) written += sign;
  }
  return written;
}

const MOST_COLUMNS = 200;

function writeTable(table, writer, format) {
  const rows = [...table.querySelectorAll("tr")].filter(
    (row) => row.closest("table") === table && !HIDDEN.test(styleOf(row)) && !row.hidden
  );
  const cells = rows.map((row) =>
    [...row.children].filter((cell) => CELLS.has(nameOf(cell)) && !HIDDEN.test(styleOf(cell)))
  );
  const caption = table.querySelector("caption");
  if (caption && caption.closest("table") === table) writeBlock(caption, writer, format);
  if (cells.flat().length === 1) {
    // A table of one cell is only a frame.
    visitForeign(cells.flat()[0], writer, format);
    writer.endLine();
    return;
  }
  const grid = cells.map(() => []);
  cells.forEach((row, y) => {
    let x = 0;
    for (const cell of row) {
      while (grid[y][x] !== undefined) x += 1;
      const wide = spanOf(cell, "colspan", MOST_COLUMNS);
      const high = Math.min(spanOf(cell, "rowspan", rows.length), rows.length - y);
      for (let down = 0; down < high; down += 1) {
        for (let right = 0; right < wide; right += 1) grid[y + down][x + right] = null;
      }
      grid[y][x] = cell;
      x += wide;
    }
  });
  const filled = grid.filter((row) => row.some((cell) => cell && cell.textContent.trim()));
  if (filled.length === 0) return;
  const made = document.createElement("table");
  const body = made.appendChild(document.createElement("tbody"));
  const columns = Math.max(...filled.map((row) => row.length));
  for (const row of filled) {
    const line = body.appendChild(document.createElement("tr"));
    for (let x = 0; x < columns; x += 1) {
      const cell = line.appendChild(document.createElement("td"));
      if (row[x]) fillCell(cell, row[x], format);
      if (!cell.textContent) cell.append(document.createElement("br"));
    }
  }
  writer.fragment.append(made);
}

function fillCell(cell, foreign, format) {
  const inner = new CleanWriter();
  visitForeign(foreign, inner, { ...format, b: format.b || nameOf(foreign) === "TH" });
  inner.endLine();
  for (const block of inner.fragment.children) {
    const lines = nameOf(block) === "TABLE" ? [...block.querySelectorAll("td")] : [block];
    for (const line of lines) {
      if (!line.textContent.trim()) continue;
      if (cell.childNodes.length) cell.append(" ");
      cell.append(...line.childNodes);
    }
  }
}

function spanOf(cell, attribute, most) {
  const span = Number.parseInt(cell.getAttribute(attribute) ?? "1", 10);
  return span > 0 ? Math.min(span, most) : 1;
}
