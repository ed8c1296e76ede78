"""PDF files: the text layer, page by page; pages that are only pictures by OCR if it is there.

What was recognised, and what could not be, is named in the warnings.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from ..errors import SeqGPTError
from .document import has_visible_text, printable
from .ocr import (
    MAX_OCR_PAGES,
    MAX_PIXELS,
    is_ocr_installed,
    ocr_warning,
    recognise,
    require_ocr,
)
from .read_options import PageProgress, ReadOptions

# PDFium keeps global state and must not be entered by two threads at once.
_PDFIUM = threading.Lock()
_IMAGE_SEARCH_DEPTH = 3
_DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF file: its pages with anything on them, joined by line feeds.

    Attributes:
        page_starts: where in `text` each of those pages begins.
    """

    text: str
    page_starts: tuple[int, ...]
    warnings: tuple[str, ...]


def read_pdf(
    data: bytes, name: str, options: ReadOptions, on_page: PageProgress | None = None
) -> PdfText:
    """The text of a PDF file.

    Raises:
        SeqGPTError: `document_encrypted`, `document_damaged`, `document_is_scan` (no text layer,
            and OCR not wanted or nothing recognised), `extra_missing` (no text layer, no OCR).
    """
    import pypdfium2

    shown = printable(name)
    try:
        with _PDFIUM:
            document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise SeqGPTError(
                "document_encrypted",
                f"文件“{shown}”设有打开密码，请去掉密码后另存一份再打开。",
            ) from error
        raise _damaged(shown) from error
    recognised: list[int] = []
    try:
        with _PDFIUM:
            pages, pictures = _read_pages(document)
        if not pages:
            raise _damaged(shown)
        if pictures and not any(map(has_visible_text, pages)) and options.ocr:
            require_ocr(name)
        if options.ocr and is_ocr_installed():
            recognised = _recognise_pages(document, pages, pictures, on_page)
    except pypdfium2.PdfiumError as error:
        raise _damaged(shown) from error
    finally:
        with _PDFIUM:
            document.close()
    if not any(map(has_visible_text, pages)):
        tried = "识别后也没有认出文字" if pictures and options.ocr else "像是扫描件"
        raise SeqGPTError(
            "document_is_scan",
            f"文件“{shown}”没有文字层（{tried}），请打开文字识别（OCR）、换一份更清晰的，"
            "或把文字粘贴进来。",
        )
    warnings = [ocr_warning(name, recognised)] if recognised else []
    unread = [number for number in pictures if number not in recognised]
    if unread:
        numbers = "、".join(map(str, unread))
        warnings.append(f"文件“{shown}”的第 {numbers} 页只有图片、没有文字层，这些页没有读入。")
    filled = [page for page in pages if page]
    starts = accumulate((len(page) + 1 for page in filled[:-1]), initial=0)
    return PdfText("\n".join(filled), tuple(starts), tuple(warnings))


def _read_pages(document: Any) -> tuple[list[str], list[int]]:
    """The text of each page, and the numbers (from 1) of pages that are only pictures."""
    import pypdfium2.raw

    pages: list[str] = []
    pictures: list[int] = []
    for number, page in enumerate(document, start=1):
        layer = page.get_textpage()
        text = _clean(layer.get_text_bounded())
        layer.close()
        pages.append(text)
        if not has_visible_text(text):
            images = page.get_objects(
                filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_IMAGE_SEARCH_DEPTH
            )
            if next(iter(images), None) is not None:
                pictures.append(number)
        page.close()
    return pages, pictures


def _recognise_pages(
    document: Any, pages: list[str], pictures: Sequence[int], on_page: PageProgress | None
) -> list[int]:
    """Put recognised text in the places of picture pages; gives the pages that had some."""
    recognised = []
    wanted = pictures[:MAX_OCR_PAGES]
    for done, number in enumerate(wanted, start=1):
        with _PDFIUM:  # not while recognising, which takes seconds
            page = document[number - 1]
            points = max(page.get_width() * page.get_height(), 1.0)
            scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, (MAX_PIXELS / points) ** 0.5)
            picture = page.render(scale=scale).to_pil()
            page.close()
        text = recognise(picture)
        if has_visible_text(text):
            pages[number - 1] = text
            recognised.append(number)
        if on_page is not None:
            on_page(done, len(wanted))
    return recognised


def _clean(text: str) -> str:
    """PDFium's signs as text: line ends, and the hyphen that it marks at a broken word."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.replace("\ufffe", "-").replace("\x02", "-").strip("\n")


def _damaged(shown: str) -> SeqGPTError:
    return SeqGPTError(
        "document_damaged",
        f"文件“{shown}”已损坏或不是 PDF 文件，请用阅读器打开并另存一份后再试。",
    )
