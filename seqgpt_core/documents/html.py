"""HTML files: the text that a browser would show, one block a line, one table row a line.

Nothing is fetched or run. Scripts, styles and elements hidden by attribute or inline style are
dropped; numbers of ordered lists are written out, because they are part of what is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import SeqGPTError
from .document import printable
from .lines import LineBuilder
from .numerals import format_ordinal
from .ooxml import Element
from .read_options import Encoding
from .text_encoding import decode_html

_DROPPED = frozenset(
    {
        "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg",
        "canvas", "audio", "video", "datalist", "rp", "rt", "title",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu",
        "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
        "thead", "ul",
    }
)  # fmt: skip
_PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LIST_STYLES = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "none": "none",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z-]+)\s*(?:;|$)", re.I)


@dataclass(slots=True)
class _OrderedList:
    number_format: str
    number: int


def read_html(data: bytes, name: str, encoding: Encoding = "auto") -> str:
    """The visible text of an HTML file.

    Raises:
        SeqGPTError: `document_not_text`, `document_damaged`.
    """
    return read_markup(decode_html(data, name, encoding), name)


def read_markup(markup: str, name: str) -> str:
    """The visible text of HTML that is decoded already; `name` is for messages.

    Raises:
        SeqGPTError: `document_damaged`.
    """
    from lxml import etree

    builder = LineBuilder(name)
    # `huge_tree`: without it the parser stops at 10 MB of text; the file's size is capped by the
    # caller. Entities of HTML are characters only, so there is nothing to expand.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    damaged = SeqGPTError(
        "document_damaged",
        f"文件“{printable(name)}”不是可读的网页，请在浏览器中打开并复制其中的文字。",
    )
    if not markup.strip():
        return ""
    try:
        root = etree.fromstring(markup.encode("utf-8"), parser)
    except etree.LxmlError as error:
        raise damaged from error
    # Beyond its limits (2,048 nested elements) the parser drops the rest and only logs it.
    if root is None or any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise damaged
    _write(root, builder)
    return builder.finish()


def _write(root: Element, builder: LineBuilder) -> None:
    """Write the text under an element; events instead of recursion, so depth is no limit."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    lists: list[_OrderedList | None] = []
    preformatted = 0
    skipped: Element | None = None  # the walker still reports the end of a skipped element
    for event, node in walker:
        name = node.tag
        if event == "start":
            if name in _DROPPED or _is_hidden(node):
                walker.skip_subtree()
                skipped = node
                continue
            preformatted += name in _PREFORMATTED
            _open(node, name, builder, lists)
            _add(node.text, builder, preformatted > 0)
            continue
        if node is skipped:
            skipped = None
        else:
            preformatted -= name in _PREFORMATTED
            if name in ("ol", "ul", "menu", "dir"):
                lists.pop()
            _close(name, builder)
        if node is not root:
            _add(node.tail, builder, preformatted > 0)


def _open(node: Element, name: str, builder: LineBuilder, lists: list[_OrderedList | None]) -> None:
    if name == "tr":
        builder.start_row()
    elif name in ("td", "th"):
        builder.start_cell(_integer(node.get("colspan"), 1))
    elif name == "br":
        builder.add("\n")
    elif name in _BLOCKS and not builder.at_line_start:
        builder.end_line()
    if name == "ol":
        lists.append(_OrderedList(_number_format(node), _integer(node.get("start"), 1)))
    elif name in ("ul", "menu", "dir"):
        lists.append(None)
    elif name == "li" and lists and lists[-1] is not None:
        ordered = lists[-1]
        ordered.number = _integer(node.get("value"), ordered.number)
        marker = format_ordinal(ordered.number, ordered.number_format)
        separator = "、" if ordered.number_format == "chineseCounting" else ". "
        builder.add(marker + separator if marker else "")
        ordered.number += 1


def _close(name: str, builder: LineBuilder) -> None:
    if name == "tr":
        builder.end_row()
    elif name in ("td", "th"):
        builder.end_cell()
    elif name in _BLOCKS:
        builder.end_line()


def _add(text: str | None, builder: LineBuilder, preformatted: bool) -> None:
    if not text:
        return
    if preformatted:
        builder.add(text.replace("\r\n", "\n"))
        return
    collapsed = _WHITE_SPACE.sub(" ", text)
    builder.add(collapsed[1:] if collapsed[0] == " " and builder.after_space else collapsed)


def _is_hidden(node: Element) -> bool:
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def _number_format(node: Element) -> str:
    style = _LIST_STYLE.search(node.get("style") or "")
    if style is not None and style[1].lower() in _LIST_STYLES:
        return _LIST_STYLES[style[1].lower()]
    return _LIST_TYPES.get(node.get("type") or "", "decimal")


def _integer(text: str | None, default: int) -> int:
    if text is None or not re.fullmatch(r"\s*-?[0-9]{1,6}\s*", text):
        return default
    return int(text)
