"""Bytes to text, for files that do not say how they are encoded.

The rule is a byte order mark, then strict UTF-8, then strict GB18030. On Chinese text it beats
statistical guessing, which takes short GBK texts for Korean.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ..errors import SeqGPTError
from .document import printable

# UTF-32 before UTF-16: its little-endian mark begins with the other's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x85")
_MAX_JUNK_SHARE = 0.1
# Only these are believed when an HTML file names its encoding.
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})|encoding=[\"']([\w-]{1,40})")
_BELIEVED = re.compile(r"(gb|big5|utf-?8|iso-?8859|windows-?125|euc|shift_?jis|koi8|latin)", re.I)


def decode_text(data: bytes, name: str) -> str:
    """The text of a plain text file, without its byte order mark.

    Raises:
        SeqGPTError: `document_not_text` for NUL bytes, undecodable bytes, or more than a tenth
            control, private-use and unassigned characters.
    """
    text = _decode(data)
    if text is None or "\0" in text or _junk_share(text) > _MAX_JUNK_SHARE:
        raise SeqGPTError(
            "document_not_text",
            f"文件“{printable(name)}”不是文本文件或编码无法识别，"
            "请用记事本打开并另存为 UTF-8 编码后再试。",
        )
    return text


def decode_html(data: bytes, name: str) -> str:
    """The markup of an HTML file: a byte order mark, plain UTF-8 or the declaration.

    Raises:
        SeqGPTError: `document_not_text`, as `decode_text`.
    """
    declared = _DECLARED.search(data[:4096])
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    if declared is not None and not marked and b"\0" not in data and not _is_chinese_utf8(data):
        encoding = (declared[1] or declared[2]).decode("ascii")
        if encoding.lower() in ("gb2312", "gbk", "gb_2312-80"):
            encoding = "gb18030"  # what pages of that name really contain
        if _BELIEVED.match(encoding):
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                pass  # a wrong declaration: fall through to the rule
    return decode_text(data, name)


def _is_chinese_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 beyond doubt: they decode, three-byte characters included.

    Pages saved from a browser often are, and still declare the encoding that they once had.
    """
    try:
        return max(data.decode("utf-8"), default="") >= "\u0800"
    except UnicodeDecodeError:
        return False


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _junk_share(text: str) -> float:
    junk = sum(
        unicodedata.category(character) in ("Cc", "Cn", "Co") and character not in _TEXT_CONTROLS
        for character in text
    )
    return junk / max(len(text), 1)
