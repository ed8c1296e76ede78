"""Word documents: the text that a reader sees when all tracked changes are accepted.

Paragraphs are lines with their automatic numbers, table rows are lines with tabs between cells.
Inserted and moved-to text is kept, deleted and moved-from text dropped; so are comments, field
codes and hidden text. Order: headers, body (a text box follows its paragraph), footnotes,
endnotes, footers.
"""

from __future__ import annotations

from .lines import LineBuilder
from .ooxml import Element, Package, attribute, child, children, local_name
from .word_numbering import Numbering

# Nothing below these is shown (deleted text, ruby readings) or is text (properties).
_SKIPPED = frozenset({"del", "moveFrom", "rt", "pPr", "rPr", "sectPr", "sdtPr"})
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Form boxes drawn with symbol fonts: the code's low byte -> the sign it draws.
_SYMBOLS = {
    "Wingdings": {0x6F: "□", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "Wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}


def read_docx(package: Package) -> str:
    """The text of a Word document.

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
    builder = LineBuilder(package.name)
    for part in _margin_parts(body, "headerReference", by_id):
        _write(package.xml(part), builder, numbering)
    _write(body, builder, numbering)
    for kind, note_name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        if kind in by_kind:
            for note in children(package.xml(by_kind[kind]), note_name):
                if attribute(note, "type") in (None, "normal"):  # the others are ruled lines
                    _write(note, builder, numbering)
    for part in _margin_parts(body, "footerReference", by_id):
        _write(package.xml(part), builder, numbering)
    return builder.finish()


def _margin_parts(body: Element, reference: str, by_id: dict[str, str]) -> list[str]:
    """The header or footer parts that the sections use, each once, in document order."""
    parts: dict[str, None] = {}
    for node in body.iter("{*}" + reference):
        part = by_id.get(attribute(node, "id") or "")
        if part is not None:
            parts[part] = None
    return list(parts)


def _write(root: Element, builder: LineBuilder, numbering: Numbering) -> None:
    """Write the text under an element; events instead of recursion, so depth is no limit."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Element | None = None  # the walker still reports the end of a skipped element
    for event, node in walker:
        name = local_name(node)
        if event == "start":
            if _is_skipped(node, name):
                walker.skip_subtree()
                skipped = node
            elif name == "tr":
                builder.start_row()
            elif name == "tc":
                builder.start_cell(_span(node))
            elif name == "txbxContent":
                builder.start_box()
            elif name == "t":
                builder.add(_run_text(node))
            elif name == "sym":
                builder.add(_symbol(node))
            elif name in _CHARACTERS:
                builder.add(_CHARACTERS[name])
        elif node is skipped:
            skipped = None
        elif name == "p":
            # A paragraph whose end mark is deleted runs on into the next one.
            if not _mark_deleted(node):
                builder.end_line(prefix=numbering.next_marker(node))
        elif name == "tr":
            builder.end_row()
        elif name == "tc":
            builder.end_cell()
        elif name == "txbxContent":
            builder.end_box()
    builder.end_line()


def _is_skipped(node: Element, name: str) -> bool:
    if name in _SKIPPED:
        return True
    if name == "r":
        return _is_on(child(node, "rPr", "vanish"))
    if name == "tr":
        return child(node, "trPr", "del") is not None
    if name == "tc":
        return child(node, "tcPr", "cellDel") is not None
    if name == "Fallback":
        # The same content once more for older programs.
        return child(node.getparent(), "Choice") is not None
    return False


def _is_on(toggle: Element | None) -> bool:
    return toggle is not None and attribute(toggle, "val") not in ("0", "false", "off")


def _mark_deleted(paragraph: Element) -> bool:
    mark = child(paragraph, "pPr", "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


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
