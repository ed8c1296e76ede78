// The text of the editor: one walk over its nodes gives the text and where each character stands.
// A block is a line, a table row is a line, a tab stands between cells.

const BLOCKS = new Set(
  ("ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE " +
    "FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY UL").split(" ")
);
const CELLS = new Set(["TD", "TH"]);
const TABLE_PARTS = new Set(["TABLE", "TBODY", "THEAD", "TFOOT", "TR", "CAPTION"]);

const nameOf = (node) => node.nodeName.toUpperCase(); // SVG and MathML names are lower-case

function isBlock(node) {
  const name = nameOf(node);
  return BLOCKS.has(name) || TABLE_PARTS.has(name);
}

// The text below `root` and its pieces `{node, start, end}`: text nodes in order with their place
// in the text, in UTF-16 units. `base` is the place of the first character in the document.
function readText(root, base = 0) {
  const parts = [];
  const pieces = [];
  const starts = new Map();
  let length = 0;
  let lines = 0;
  let open = false; // a line is open for inline content
  let breaks = 0; // <br> not yet written: the last one of a block only holds it open

  const write = (text) => {
    parts.push(text);
    length += text.length;
  };
  const startLine = () => {
    if (lines > 0) write("\n");
    lines += 1;
    open = true;
    breaks = 0;
  };
  const closeLine = () => {
    if (open && breaks > 1) write("\n".repeat(breaks - 1));
    breaks = 0;
    open = false;
  };
  const inline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.data) return;
      if (!open) startLine();
      if (breaks > 0) write("\n".repeat(breaks));
      breaks = 0;
      starts.set(node, length + base);
      pieces.push({ node, start: length + base, end: length + base + node.data.length });
      write(node.data);
    } else if (nameOf(node) === "BR") {
      if (!open) startLine();
      breaks += 1;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      children(node);
    }
  };
  const children = (node) => {
    for (const below of node.childNodes) {
      if (below.nodeType === Node.ELEMENT_NODE && isBlock(below)) block(below);
      else inline(below);
    }
  };
  const row = (node) => {
    closeLine();
    startLine();
    let first = true;
    for (const cell of node.children) {
      if (!CELLS.has(nameOf(cell))) continue;
      if (!first) write("\t");
      first = false;
      insideCell(cell);
    }
    closeLine();
  };
  // A row is one line: what would be a line end inside a cell is a space.
  const insideCell = (cell) => {
    let written = false;
    let space = false;
    const visit = (node) => {
      for (const below of node.childNodes) {
        if (below.nodeType === Node.TEXT_NODE) {
          if (!below.data) continue;
          if (space && written) write(" ");
          space = false;
          written = true;
          starts.set(below, length + base);
          pieces.push({ node: below, start: length + base, end: length + base + below.data.length });
          write(below.data);
        } else if (below.nodeType === Node.ELEMENT_NODE) {
          const apart = nameOf(below) === "BR" || isBlock(below);
          if (apart) space = true;
          visit(below);
          if (apart) space = true;
        }
      }
    };
    visit(cell);
  };
  const block = (node) => {
    if (nameOf(node) === "TR") return row(node);
    closeLine();
    const holdsBlocks = [...node.children].some(isBlock);
    if (!holdsBlocks && !TABLE_PARTS.has(nameOf(node))) startLine();
    children(node);
    closeLine();
  };
  children(root);
  closeLine();
  return { text: parts.join(""), base, pieces, starts };
}

// Plain text as nodes, a paragraph a line: `readText` of them gives the text again.
function paragraphsOf(text) {
  const fragment = document.createDocumentFragment();
  for (const line of text.split("\n")) {
    const paragraph = document.createElement("p");
    if (line) paragraph.textContent = line;
    else paragraph.append(document.createElement("br"));
    fragment.append(paragraph);
  }
  return fragment;
}

// A range over the characters `start` to `end` (UTF-16, document), clipped to the model; or null.
function rangeOf(model, start, end) {
  const { pieces } = model;
  const first = firstPiece(pieces, (piece) => piece.end > start);
  const last = firstPiece(pieces, (piece) => piece.end >= end);
  const from = pieces[first];
  const to = pieces[Math.min(last, pieces.length - 1)];
  if (!from || !to || from.start >= end || to.end <= start) return null;
  // A line end or a tab has no node: a place there belongs to the nearest character inside.
  const until = to.start >= end ? pieces[last - 1] : to;
  if (!until || until.end <= start) return null;
  const range = document.createRange();
  range.setStart(from.node, Math.max(start - from.start, 0));
  range.setEnd(until.node, Math.min(end - until.start, until.node.data.length));
  return range.collapsed ? null : range;
}

function firstPiece(pieces, holds) {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(pieces[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

// The place in the document of a point in the nodes (UTF-16).
function placeOf(model, node, offset) {
  const start = model.starts.get(node);
  if (start !== undefined) return start + offset;
  const point = document.createRange();
  point.setStart(node, offset);
  const next = firstPiece(model.pieces, (piece) => point.comparePoint(piece.node, 0) >= 0);
  if (next < model.pieces.length) return model.pieces[next].start;
  return next > 0 ? model.pieces[next - 1].end : model.base;
}

// Python counts code points, the browser UTF-16 units: they differ after every character that
// takes two units (emoji, rare characters).
class Units {
  constructor(text) {
    this.pairs = []; // places of such characters, in code points
    for (let unit = 0; unit < text.length; unit += 1) {
      const code = text.charCodeAt(unit);
      if (code >= 0xd800 && code < 0xdc00) {
        this.pairs.push(unit - this.pairs.length);
        unit += 1;
      }
    }
  }
  toUnits(point) {
    return point + firstPiece(this.pairs, (pair) => pair >= point);
  }
  toPoints(unit) {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] + middle >= unit) high = middle;
      else low = middle + 1;
    }
    return unit - low;
  }
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const wellFormed = (text) => text.replace(LONE, "\ufffd");

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

// Names a text: the number of its UTF-16 units and the CRC-32 of their bytes, low byte first.
function fingerprintOf(text) {
  let value = 0xffffffff;
  for (let unit = 0; unit < text.length; unit += 1) {
    const code = text.charCodeAt(unit);
    value = (value >>> 8) ^ CRC[(value ^ code) & 255];
    value = (value >>> 8) ^ CRC[(value ^ (code >>> 8)) & 255];
  }
  return `${text.length}-${((value ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0")}`;
}

// The text in pages of at most `size` units, cut at line ends where possible: [[start, end], …].
function pagesOf(text, size) {
  const pages = [];
  let start = 0;
  while (text.length - start > size) {
    const lineEnd = text.lastIndexOf("\n", start + size - 1);
    let end = lineEnd >= start + size / 2 ? lineEnd + 1 : start + size;
    if (/[\ud800-\udbff]/.test(text[end - 1])) end -= 1; // never between the halves of a character
    pages.push([start, end]);
    start = end;
  }
  pages.push([start, text.length]);
  return pages;
}
