"""Bytes to text, for files that do not say how they are encoded.

Unless the user names the encoding, the rule is a byte order mark, then strict UTF-8, then strict
GB18030. On Chinese text it beats statistical guessing, which takes short GBK texts for Korean.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ..errors import SeqGPTError
from .document import printable
from .read_options import Encoding

# UTF-32 before UTF-16: its little-endian mark begins with the other's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Microsoft's Big5 first, for it is what files hold; then the Hong Kong extension.
_CODECS: dict[Encoding, tuple[str, ...]] = {
    "utf-8": ("utf-8-sig",),
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
    "utf-16": ("utf-16",),
}
_ENCODING_NAMES: dict[Encoding, str] = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "big5": "Big5",
    "utf-16": "UTF-16",
}
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x85")
_MAX_JUNK_SHARE = 0.1
# Only these are believed when an HTML file names its encoding.
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})|encoding=[\"']([\w-]{1,40})")
_BELIEVED = re.compile(r"(gb|big5|utf-?8|iso-?8859|windows-?125|euc|shift_?jis|koi8|latin)", re.I)


def decode_text(data: bytes, name: str, encoding: Encoding = "auto") -> str:
    """The text of a plain text file, without its byte order mark.

    Raises:
        SeqGPTError: `document_not_text` for NUL bytes, undecodable bytes, or more than a tenth
            control, private-use and unassigned characters.
    """
    if encoding != "auto":
        return _decode_as(data, name, encoding)
    text = _decode(data)
    if text is None or "\0" in text or _junk_share(text) > _MAX_JUNK_SHARE:
        raise SeqGPTError(
            "document_not_text",
            f"文件“{printable(name)}”不是文本文件或编码无法识别，"
            "请用记事本打开并另存为 UTF-8 编码后再试。",
        )
    return text


def _decode_as(data: bytes, name: str, encoding: Encoding) -> str:
    for codec in _CODECS[encoding]:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _junk_share(text) <= _MAX_JUNK_SHARE:
            return text
    raise SeqGPTError(
        "document_not_text",
        f"文件“{printable(name)}”不是 {_ENCODING_NAMES[encoding]} 编码，"
        "请改选“自动”或另一种编码后再试。",
    )


def decode_html(data: bytes, name: str, encoding: Encoding = "auto") -> str:
    """The markup of an HTML file: a byte order mark, plain UTF-8 or the declaration.

    Raises:
        SeqGPTError: `document_not_text`, as `decode_text`.
    """
    if encoding != "auto":
        return _decode_as(data, name, encoding)
    declared = _DECLARED.search(data[:4096])
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    if declared is not None and not marked and b"\0" not in data and not _is_chinese_utf8(data):
        text = decode_declared(data, (declared[1] or declared[2]).decode("ascii"))
        if text is not None:
            return text
    return decode_text(data, name)


def decode_declared(data: bytes, charset: str) -> str | None:
    """The text by the encoding that a page or a mail names, or None if that cannot be."""
    if charset.lower() in ("gb2312", "gbk", "gb_2312-80"):
        charset = "gb18030"  # what texts of that name really contain
    if _BELIEVED.match(charset):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            pass  # a wrong declaration: the caller has its own rule
    return None


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
