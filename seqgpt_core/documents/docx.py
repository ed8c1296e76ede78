"""Word documents: the text that a reader sees when tracked changes are accepted, or before them.

Paragraphs are lines with their automatic numbers, table rows are lines with tabs between cells.
Of tracked changes one side is kept: inserted and moved-to text, or deleted and moved-from text.
Field codes and hidden text are dropped. Order: headers, body (a text box follows its paragraph),
footnotes, endnotes, footers, comments.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .document import printable
from .lines import LineBuilder
from .ooxml import Element, Package, attribute, child, children, local_name
from .read_options import DocxView, ReadOptions
from .word_numbering import Numbering

# Nothing below these is shown (ruby readings) or is text (properties).
_SKIPPED = frozenset({"rt", "pPr", "rPr", "sectPr", "sdtPr"})


@dataclass(frozen=True, slots=True)
class _OtherSide:
    """The tags of the tracked changes that a view does not show."""

    runs: tuple[str, str]
    row: str
    cell: str


_NOT_SHOWN: dict[DocxView, _OtherSide] = {
    "accepted": _OtherSide(("del", "moveFrom"), "del", "cellDel"),
    "original": _OtherSide(("ins", "moveTo"), "ins", "cellIns"),
}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Form boxes drawn with symbol fonts: the code's low byte -> the sign it draws.
_SYMBOLS = {
    "Wingdings": {0x6F: "□", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "Wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}


def read_docx(package: Package, options: ReadOptions) -> tuple[str, tuple[str, ...]]:
    """(text, warnings) of a Word document; warnings say what of it is not in the text.

    Raises:
        SeqGPTError: `document_damaged`, `document_too_large`.
    """
    main = next(
        (part for _, kind, part in package.relations("") if kind == "officeDocument"),
        "word/document.xml",
    )
    relations = package.relations(main)
    by_kind = {kind: part for _, kind, part in relations}
    by_id = {identifier: part for identifier, _, part in relations}
    lists, styles = (
        package.xml(by_kind[kind]) if kind in by_kind else None for kind in ("numbering", "styles")
    )
    numbering = Numbering.from_parts(lists, styles)
    body = package.xml(main)
    writer = _Writer(LineBuilder(package.name), numbering, options)
    if options.headers:
        for part in _margin_parts(body, "headerReference", by_id):
            writer.write(package.xml(part))
    writer.write(body)
    for kind, note_name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        if kind in by_kind:
            for note in children(package.xml(by_kind[kind]), note_name):
                if attribute(note, "type") in (None, "normal"):  # the others are ruled lines
                    writer.write(note)
    if options.headers:
        for part in _margin_parts(body, "footerReference", by_id):
            writer.write(package.xml(part))
    comments = package.xml(by_kind["comments"]) if "comments" in by_kind else None
    number = sum(1 for _ in children(comments, "comment"))
    if options.comments:
        for comment in children(comments, "comment"):
            author = " ".join((attribute(comment, "author") or "").split())
            writer.write(comment, f"批注（{author}）：" if author else "批注：")
    warnings = _about_changes(package.name, body, options.docx_view)
    if number and not options.comments:
        warnings.append(f"文件“{printable(package.name)}”有 {number} 条批注，没有读入。")
    return writer.builder.finish(), tuple(warnings)


def _about_changes(name: str, body: Element, view: DocxView) -> list[str]:
    """One sentence on the tracked changes of the body, where it has any."""
    counts = Counter(
        local_name(node) for node in body.iter("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo")
    )
    inserted, deleted = (counts[a] + counts[b] for a, b in (("ins", "moveTo"), ("del", "moveFrom")))
    if not inserted and not deleted:
        return []
    how = "按接受全部修订后的文字读取" if view == "accepted" else "按修订之前的原文读取"
    return [f"文件“{printable(name)}”带有修订（插入 {inserted} 处、删除 {deleted} 处），已{how}。"]


def _margin_parts(body: Element, reference: str, by_id: dict[str, str]) -> list[str]:
    """The header or footer parts that the sections use, each once, in document order."""
    parts: dict[str, None] = {}
    for node in body.iter("{*}" + reference):
        part = by_id.get(attribute(node, "id") or "")
        if part is not None:
            parts[part] = None
    return list(parts)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the text under elements, by the options, line by line."""

    builder: LineBuilder
    numbering: Numbering
    options: ReadOptions

    def write(self, root: Element, prefix: str = "") -> None:
        """Write what stands under `root`; events instead of recursion, so depth is no limit."""
        from lxml import etree

        builder = self.builder
        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: Element | None = None  # the walker still reports the end of a skipped element
        builder.add(prefix)
        for event, node in walker:
            name = local_name(node)
            if event == "start":
                if self._is_skipped(node, name):
                    walker.skip_subtree()
                    skipped = node
                else:
                    self._open(node, name)
            elif node is skipped:
                skipped = None
            elif name == "p":
                # A paragraph whose end mark is not shown runs on into the next one.
                if not self._mark_hidden(node):
                    builder.end_line(prefix=self.numbering.next_marker(node))
            elif name == "tr":
                builder.end_row()
            elif name == "tc":
                builder.end_cell()
            elif name == "txbxContent":
                builder.end_box()
        builder.end_line()

    def _open(self, node: Element, name: str) -> None:
        builder = self.builder
        if name == "tr":
            builder.start_row()
        elif name == "tc":
            builder.start_cell(_span(node))
        elif name == "txbxContent":
            builder.start_box()
        elif name in ("t", "delText"):  # deleted text stands under `del`, seen or skipped whole
            builder.add(_run_text(node))
        elif name == "sym":
            builder.add(_symbol(node))
        elif name in _CHARACTERS:
            builder.add(_CHARACTERS[name])

    def _is_skipped(self, node: Element, name: str) -> bool:
        other = _NOT_SHOWN[self.options.docx_view]
        if name in _SKIPPED or name in other.runs:
            return True
        if name == "r":
            return _is_on(child(node, "rPr", "vanish"))
        if name == "tr":
            return child(node, "trPr", other.row) is not None
        if name == "tc":
            return child(node, "tcPr", other.cell) is not None
        if name == "txbxContent":
            return not self.options.text_boxes
        if name == "Fallback":
            # The same content once more for older programs.
            return child(node.getparent(), "Choice") is not None
        return False

    def _mark_hidden(self, paragraph: Element) -> bool:
        mark = child(paragraph, "pPr", "rPr")
        hidden = _NOT_SHOWN[self.options.docx_view].runs
        return any(child(mark, name) is not None for name in hidden)


def _is_on(toggle: Element | None) -> bool:
    return toggle is not None and attribute(toggle, "val") not in ("0", "false", "off")


def _span(cell: Element) -> int:
    span = attribute(child(cell, "tcPr", "gridSpan"), "val") or "1"
    return int(span) if span.isdecimal() and len(span) < 5 else 1


def _run_text(node: Element) -> str:
    text = str(node.text or "").replace("\n", " ").replace("\r", " ")
    preserved = node.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if preserved else text.strip()


def _symbol(node: Element) -> str:
    """A character given by its code in a symbol font."""
    try:
        code = int(attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    font = _SYMBOLS.get(attribute(node, "font") or "", {})
    # Symbol fonts live at U+F000 and up, one byte each.
    plain = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    if plain in font:
        return font[plain]
    return chr(code) if 0x20 <= code <= 0xFFFF and not 0xD800 <= code <= 0xDFFF else ""
