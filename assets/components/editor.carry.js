// Another text in place of one that it came from (a repair, a repair taken back): headings, bold
// and tables stay with their characters.

const FORMAT = { bold: 1, underlined: 2, heading: 4, row: 8 };
const SAME = 4; // characters that must agree before two texts run together again
const APART = 240; // the most characters that the two may differ by in one place
const MOST_TRIES = 4_000_000; // about a quarter of a second; two long strange texts would take many
const LEAST_SHARE = 0.5; // of the longer text; below it the two are different documents

// Where the texts agree: [[start in before, start in after, length], …], ascending. Characters
// that were replaced one by one count as agreeing: they keep their formatting.
function agreements(before, after) {
  const found = [];
  const tries = { left: MOST_TRIES };
  let old = 0;
  let now = 0;
  const take = (length) => {
    const last = found[found.length - 1];
    if (last && last[0] + last[2] === old && last[1] + last[2] === now) last[2] += length;
    else if (length > 0) found.push([old, now, length]);
    old += length;
    now += length;
  };
  for (;;) {
    let length = 0;
    while (
      old + length < before.length &&
      now + length < after.length &&
      before.charCodeAt(old + length) === after.charCodeAt(now + length)
    ) length += 1;
    take(length);
    if (old >= before.length || now >= after.length) return found;
    const gone = togetherAgain(before, after, old, now, tries);
    if (gone === null) return found;
    if (gone[0] === gone[1]) take(gone[0]);
    else {
      old += gone[0];
      now += gone[1];
    }
  }
}

// The fewest characters to leave out of each text until they agree again; null where they do not.
function togetherAgain(before, after, old, now, tries) {
  for (let both = 1; both <= APART; both += 1) {
    tries.left -= both;
    if (tries.left < 0) return null;
    for (let left = both; left >= 0; left -= 1) {
      const [from, to] = [old + left, now + both - left];
      if (from > before.length || to > after.length || before[from] !== after[to]) continue;
      const ahead = before.slice(from, from + SAME);
      if (ahead === after.slice(to, to + SAME) && (ahead || from - before.length === to - after.length))
        return [left, both - left];
    }
  }
  return null;
}

// The formatting of every character of a model (see `readText`), 0 for most.
function formatsOf(model, root) {
  const formats = new Uint8Array(model.text.length);
  for (const { node, start, end } of model.pieces) {
    let format = 0;
    for (let above = node.parentElement; above && above !== root; above = above.parentElement) {
      const name = nameOf(above);
      if (name === "B" || name === "STRONG") format |= FORMAT.bold;
      else if (name === "U") format |= FORMAT.underlined;
      else if (name === "H3") format |= FORMAT.heading;
      else if (name === "TR") format |= FORMAT.row;
    }
    if (format) formats.fill(format, start - model.base, end - model.base);
  }
  return formats;
}

// The nodes of `text` with the formatting of the model it came from, and where each of the
// model's places went; null where there is nothing to carry over.
function carriedOver(model, root, text) {
  const before = model.text;
  const runs = agreements(before, text);
  const agreed = runs.reduce((sum, [, , length]) => sum + length, 0);
  if (agreed === 0 || agreed < LEAST_SHARE * Math.max(before.length, text.length)) return null;
  const was = formatsOf(model, root);
  const formats = new Uint8Array(text.length);
  for (const [old, now, length] of runs) formats.set(was.subarray(old, old + length), now);
  const nodes = formatted(text, formats);
  if (readText(nodes).text !== text) return null;
  const moved = (place) => {
    const after = firstPiece(runs, ([old, , length]) => old + length >= place);
    if (after === runs.length) return text.length;
    const [old, now] = runs[after];
    return now + Math.max(place - old, 0);
  };
  return { nodes, moved };
}

function formatted(text, formats) {
  const fragment = document.createDocumentFragment();
  let rows = null;
  let start = 0;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    const inside = formats.subarray(start, end);
    if (inside.some((format) => format & FORMAT.row)) {
      rows ??= fragment
        .appendChild(document.createElement("table"))
        .appendChild(document.createElement("tbody"));
      const row = rows.appendChild(document.createElement("tr"));
      let from = 0;
      for (const cell of line.split("\t")) {
        const written = row.appendChild(document.createElement("td"));
        writeRuns(written, cell, inside.subarray(from, from + cell.length));
        from += cell.length + 1;
      }
    } else {
      rows = null;
      const heading = inside.some((format) => format & FORMAT.heading);
      writeRuns(fragment.appendChild(document.createElement(heading ? "h3" : "p")), line, inside);
    }
    start = end + 1;
  }
  return fragment;
}

function writeRuns(element, text, formats) {
  if (!text) element.append(document.createElement("br"));
  for (let start = 0, end = 1; start < text.length; end += 1) {
    const format = formats[start] & (FORMAT.bold | FORMAT.underlined);
    if (end < text.length && (formats[end] & (FORMAT.bold | FORMAT.underlined)) === format) continue;
    let holder = element;
    if (format & FORMAT.bold) holder = holder.appendChild(document.createElement("b"));
    if (format & FORMAT.underlined) holder = holder.appendChild(document.createElement("u"));
    holder.append(text.slice(start, end));
    start = end;
  }
}
