"""How a file is to be read, where there is a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

DocxView = Literal["accepted", "original"]
"""`accepted`: all tracked changes made. `original`: none of them."""
DOCX_VIEWS: tuple[DocxView, ...] = get_args(DocxView)

Encoding = Literal["auto", "utf-8", "gb18030", "big5", "utf-16"]
"""`auto`: a byte order mark, then UTF-8, then GB18030, each only if all bytes fit."""
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)

PageProgress = Callable[[int, int], None]
"""Called with (pages done, pages in all) while the characters of pictures are recognised."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The choices; each has effect on the files that it is about and on no other.

    Attributes:
        docx_view: which side of the tracked changes of a Word document is read.
        headers: headers and footers of a Word document.
        text_boxes: text boxes of a Word document.
        comments: comments of a Word document, as lines at its end.
        encoding: of text, Markdown, web page and CSV files.
        ocr: recognise the characters of pictures and of scanned pages.
    """

    docx_view: DocxView = "accepted"
    headers: bool = True
    text_boxes: bool = True
    comments: bool = False
    encoding: Encoding = "auto"
    ocr: bool = True
