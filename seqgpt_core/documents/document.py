"""The document: the text exactly as given, and where it came from."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import SeqGPTError
from .source_map import SourceMap

MAX_CHARACTERS = 2_000_000
"""The longest document, in Unicode code points; a longer one is refused, never cut."""

# White space, control, format (zero-width, bidi), separator and lone-surrogate characters, and
# combining marks, which show nothing without a letter under them.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
# Letters and symbols by category that are blank on the page: Hangul fillers, blank Braille.
_BLANK_CHARACTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


@dataclass(frozen=True)
class Document:
    """A text to read.

    Attributes:
        text: the text to read; nothing else is removed or normalised, so an offset is a code
            point of what the user sees (control characters, bidi marks and lone surrogates stay).
        source: the file (`contract.docx`) or table row (`claims.xlsx#7`) that it came from.
        warnings: one sentence for each part of the source that could not be read, such as a
            page that is only a picture; or that should be known about how it was read.
        source_map: where every character came from, for a text that was repaired (then `text`
            is the repaired one); None for a text that is as it was given.
        page_starts: offsets at which the source's pages begin, where it has pages.
    """

    text: str
    source: str | None = None
    warnings: tuple[str, ...] = ()
    source_map: SourceMap | None = None
    page_starts: tuple[int, ...] = ()

    @property
    def sha256(self) -> str:
        """SHA-256 of the UTF-8 text, hexadecimal (lone surrogates kept by `surrogatepass`)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def has_visible_text(text: str) -> bool:
    """Whether at least one character of the text shows on a page."""
    return any(
        unicodedata.category(character) not in _INVISIBLE_CATEGORIES
        and character not in _BLANK_CHARACTERS
        for character in text
    )


def document_from_text(
    text: str,
    source: str | None = None,
    warnings: Sequence[str] = (),
    source_map: SourceMap | None = None,
    page_starts: Sequence[int] = (),
) -> Document:
    """A document of this text, checked for length and for something to read.

    Raises:
        SeqGPTError: `document_too_long` above `MAX_CHARACTERS`; `document_empty` where no
            character is visible.
    """
    subject = "文本" if source is None else f"文件“{printable(source)}”"
    if len(text) > MAX_CHARACTERS:
        raise SeqGPTError(
            "document_too_long",
            f"{subject}有 {len(text):,} 个字符，超过上限 {MAX_CHARACTERS:,} 个字符，"
            "请拆成几份后分别处理。",
        )
    if not has_visible_text(text):
        advice = "请粘贴要抽取的文本。" if source is None else "请换一个有文字的文件。"
        raise SeqGPTError("document_empty", f"{subject}里没有可见的文字，{advice}")
    return Document(text, source, tuple(warnings), source_map, tuple(page_starts))


def printable(name: str) -> str:
    """A file name that any terminal or page can show: undecodable bytes become escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
