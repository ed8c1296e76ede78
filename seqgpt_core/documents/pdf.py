"""PDF files: the text layer, page by page.

Pages that are only pictures are named in the warnings; a file without any text layer is
refused, because recognising characters in pictures is not part of this version.
"""

from __future__ import annotations

import threading
from typing import Any

from ..errors import SeqGPTError
from .document import has_visible_text, printable

# PDFium keeps global state and must not be entered by two threads at once.
_PDFIUM = threading.Lock()
_IMAGE_SEARCH_DEPTH = 3


def read_pdf(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """(text, warnings) of a PDF file.

    Raises:
        SeqGPTError: `document_encrypted`, `document_damaged`, `document_is_scan`.
    """
    import pypdfium2

    shown = printable(name)
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower() or "security" in str(error).lower():
                raise SeqGPTError(
                    "document_encrypted",
                    f"文件“{shown}”设有打开密码，请去掉密码后另存一份再打开。",
                ) from error
            raise _damaged(shown) from error
        try:
            pages, pictures = _read_pages(document)
        except pypdfium2.PdfiumError as error:
            raise _damaged(shown) from error
        finally:
            document.close()
    if not pages:
        raise _damaged(shown)
    if not any(map(has_visible_text, pages)):
        raise SeqGPTError(
            "document_is_scan",
            f"文件“{shown}”没有文字层（像是扫描件），本版本不含文字识别（OCR），请把文字粘贴进来。",
        )
    warnings: tuple[str, ...] = ()
    if pictures:
        numbers = "、".join(map(str, pictures))
        warnings = (f"文件“{shown}”的第 {numbers} 页只有图片、没有文字层，这些页没有读入。",)
    return "\n".join(page for page in pages if page), warnings


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


def _clean(text: str) -> str:
    """PDFium's signs as text: line ends, and the hyphen that it marks at a broken word."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.replace("\ufffe", "-").replace("\x02", "-").strip("\n")


def _damaged(shown: str) -> SeqGPTError:
    return SeqGPTError(
        "document_damaged",
        f"文件“{shown}”已损坏或不是 PDF 文件，请用阅读器打开并另存一份后再试。",
    )
