"""Characters of pictures, by RapidOCR on this machine (extra `ocr`); nothing is fetched.

Lines that stand beside each other are one line: with a tab between them where the gap is wide,
as between the cells of a table, otherwise with a space.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from ..errors import SeqGPTError
from .document import has_visible_text, printable
from .read_options import PageProgress

MAX_PIXELS = 80_000_000
"""Largest picture, in pixels (an A3 page at 400 dpi has 31 million)."""
MAX_OCR_PAGES = 200
"""Most pages that are recognised of one file: one takes seconds."""
_LEAST_SHARED_HEIGHT = 0.5
"""Share of the lower box's height by which boxes of one line overlap."""
_CELL_GAP = 1.5
"""Gap, in heights of a line, from which two boxes are cells and not words."""

# One recogniser for all: its loading takes seconds and its sessions are not for two threads.
_RECOGNISER = threading.Lock()


@dataclass(frozen=True, slots=True)
class TextBox:
    """A recognised piece of text and the rectangle around it, in pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


def is_ocr_installed() -> bool:
    """Whether the extra is there; loads nothing."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def require_ocr(name: str) -> None:
    """Refuse a picture where the extra is missing.

    Raises:
        SeqGPTError: `extra_missing`.
    """
    if not is_ocr_installed():
        raise SeqGPTError(
            "extra_missing",
            f"文件“{printable(name)}”是图片或扫描件，识别文字（OCR）需要先运行 "
            "pip install 'seqgpt-nlp[ocr]'，或者把文字粘贴进来。",
        )


def read_picture(data: bytes, name: str, on_page: PageProgress | None = None) -> list[str]:
    """The text of every page of a picture file (a TIFF may have several).

    Raises:
        SeqGPTError: `extra_missing`, `document_damaged`, `document_too_large`, `document_empty`
            where no character was recognised.
    """
    require_ocr(name)
    pages = []
    for done, (picture, total) in enumerate(_frames(data, name), start=1):
        pages.append(recognise(picture))
        if on_page is not None:
            on_page(done, total)
    if not any(map(has_visible_text, pages)):
        raise SeqGPTError(
            "document_empty",
            f"没有在图片“{printable(name)}”里认出文字，请换一张更清晰的图片，或把文字粘贴进来。",
        )
    return pages


def ocr_warning(name: str, pages: Sequence[int] = ()) -> str:
    """What must be known about a text that was recognised; `pages` count from 1."""
    which = f"第 {'、'.join(map(str, pages))} 页" if pages else "文字"
    return f"文件“{printable(name)}”的{which}由 OCR 识别，可能有错字或漏字，重要的值请对照原件。"


def recognise(picture: Any) -> str:
    """The text of one PIL picture, line by line, top to bottom."""
    import numpy

    pixels = numpy.asarray(picture.convert("RGB"))[:, :, ::-1]  # the models read BGR
    with _RECOGNISER:
        found = _engine()(numpy.ascontiguousarray(pixels))
    if found.boxes is None or found.txts is None:
        return ""
    boxes = [
        TextBox(
            text,
            float(min(x for x, _ in corners)),
            float(min(y for _, y in corners)),
            float(max(x for x, _ in corners)),
            float(max(y for _, y in corners)),
        )
        for text, corners in zip(found.txts, found.boxes, strict=True)
    ]
    return "\n".join(arrange(boxes))


def arrange(boxes: Sequence[TextBox]) -> list[str]:
    """The lines that boxes stand in, each from left to right."""
    lines: list[list[TextBox]] = []
    for box in sorted(boxes, key=lambda box: (box.top + box.bottom, box.left)):
        if lines and _stand_beside(lines[-1][-1], box):
            lines[-1].append(box)
        else:
            lines.append([box])
    return [_joined(sorted(line, key=lambda box: box.left)) for line in lines]


def _stand_beside(a: TextBox, b: TextBox) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared >= _LEAST_SHARED_HEIGHT * min(a.height, b.height)


def _joined(line: Sequence[TextBox]) -> str:
    text = ""
    before: TextBox | None = None
    for box in line:
        if before is not None:
            wide = box.left - before.right > _CELL_GAP * min(box.height, before.height)
            text += "\t" if wide else " "
        text += " ".join(box.text.split())
        before = box
    return text


def _frames(data: bytes, name: str) -> Iterator[tuple[Any, int]]:
    """(picture, number of pictures) for each frame, checked before it is unpacked."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    damaged = SeqGPTError(
        "document_damaged",
        f"图片“{printable(name)}”已损坏或格式不支持，请另存为 PNG 或 JPEG 后再试。",
    )
    try:
        with Image.open(io.BytesIO(data)) as opened:
            # A moving GIF is one picture; pages are what a TIFF has.
            total = int(getattr(opened, "n_frames", 1)) if opened.format == "TIFF" else 1
            if total > MAX_OCR_PAGES:
                raise _too_large(name)
            for place in range(total):
                opened.seek(place)
                if opened.width * opened.height > MAX_PIXELS:
                    raise _too_large(name)
                yield ImageOps.exif_transpose(opened), total
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise damaged from error


def _too_large(name: str) -> SeqGPTError:
    return SeqGPTError(
        "document_too_large",
        f"图片“{printable(name)}”超过 {MAX_PIXELS // 1_000_000} 百万像素或 {MAX_OCR_PAGES} 页，"
        "请缩小或拆分后再试。",
    )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
