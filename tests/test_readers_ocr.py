"""Characters of pictures: what is said without the extra, and one real picture with it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from seqgpt_core.documents import ReadOptions, ocr, read_bytes
from seqgpt_core.documents.ocr import TextBox, arrange, is_ocr_installed

from .test_readers import PICTURE, pdf, refused, words

needs_ocr = pytest.mark.skipif(not is_ocr_installed(), reason="the extra `ocr` is not installed")
FONTS = sorted(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"))
needs_font = pytest.mark.skipif(
    not FONTS, reason="no Chinese font (apt-get install fonts-noto-cjk)"
)


def drawn(*lines: list[tuple[int, str]]) -> Image.Image:
    """A picture with these lines, each of them texts at distances from the left."""
    picture = Image.new("RGB", (900, 80 * len(lines) + 40), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONTS[0]), 32)
    for place, line in enumerate(lines):
        for left, text in line:
            pen.text((left, 30 + 80 * place), text, font=font, fill="black")
    return picture


def packed(picture: Image.Image, kind: str) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind)
    return data.getvalue()


def test_without_the_extra_the_sentence_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(name: str) -> Any:
        return None

    monkeypatch.setattr(ocr, "find_spec", found)
    png = packed(Image.new("RGB", (20, 20)), "PNG")
    for data, name in ((png, "a.png"), (png, "a.txt"), (pdf(PICTURE), "a.pdf")):
        error = refused(data, name)
        assert error.code == "extra_missing"
        assert "pip install 'seqgpt-nlp[ocr]'" in error.message
    # A file that has text besides is read without it, and says what is missing.
    (document,) = read_bytes(pdf(words("text"), PICTURE), "a.pdf")
    assert "第 2 页" in document.warnings[0]


def test_switched_off_it_says_so() -> None:
    png = packed(Image.new("RGB", (20, 20)), "PNG")
    assert refused(png, "a.png", ReadOptions(ocr=False)).code == "document_is_scan"


def test_boxes_become_lines_cells_and_words() -> None:
    def box(text: str, left: int, top: int, width: int = 40) -> TextBox:
        return TextBox(text, left, top, left + width, top + 20)

    boxes = [box("单价", 300, 103), box("品名", 10, 100), box("数量", 150, 98), box("甲", 10, 10),
             box("方", 60, 12), box("12", 150, 130), box("服务器", 10, 131)]  # fmt: skip
    assert arrange(boxes) == ["甲 方", "品名\t数量\t单价", "服务器\t12"]
    assert arrange([]) == []


@needs_ocr
def test_damaged_huge_and_blank_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    png = packed(Image.new("RGB", (64, 64), "white"), "PNG")
    assert refused(png, "a.png").code == "document_empty"
    assert refused(png[:60], "a.png").code == "document_damaged"
    assert refused(b"not a picture", "a.png").code == "document_damaged"
    monkeypatch.setattr(ocr, "MAX_PIXELS", 1000)
    assert refused(png, "a.png").code == "document_too_large"


@needs_ocr
@needs_font
def test_a_picture_and_a_scanned_page_are_read() -> None:
    picture = drawn(
        [(30, "甲方：北京华信科技有限公司")],
        [(30, "品名"), (400, "数量"), (700, "单价")],
    )
    told: list[tuple[int, int]] = []
    (document,) = read_bytes(
        packed(picture, "JPEG"), "扫描.jpg", on_page=lambda *done: told.append(done)
    )
    assert document.text == "甲方：北京华信科技有限公司\n品名\t数量\t单价"
    assert "OCR" in document.warnings[0]
    assert told == [(1, 1)]
    made = pypdfium2.PdfDocument.new()
    for source in (pdf(words("Party A")), packed(picture, "PDF")):
        made.import_pages(pypdfium2.PdfDocument(source))
    data = io.BytesIO()
    made.save(data)
    (document,) = read_bytes(data.getvalue(), "扫描.pdf", on_page=lambda *done: told.append(done))
    assert document.text.startswith("Party A\nsecond line\n甲方：北京华信科技有限公司")
    assert "第 2 页由 OCR 识别" in document.warnings[0]
    assert told[1:] == [(1, 1)]
