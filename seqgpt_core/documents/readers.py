"""Read a file of any supported type into documents.

The type is decided by the content where that is unmistakable (PDF, zip, old Office, RTF,
pictures, web pages and tables under an office program's name), otherwise by the extension;
anything else is plain text if it decodes as text. A file under a wrong name is read and a warning
says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from ..errors import SeqGPTError
from .document import Document, document_from_text, printable
from .docx import read_docx
from .html import read_html
from .mail import read_mail
from .ocr import ocr_warning, read_picture
from .ooxml import Package
from .pdf import read_pdf
from .read_options import PageProgress, ReadOptions
from .tables import Row, read_csv, read_xlsx
from .text_encoding import decode_text

MAX_FILE_BYTES = 50 * 1024 * 1024
"""The largest file, in bytes."""

_HTML = frozenset({".html", ".htm", ".xhtml"})
_WORD = frozenset({".docx", ".docm", ".dotx"})
_EXCEL = frozenset({".xlsx", ".xlsm"})
_PICTURE = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"})
_SAVE_AS_DOCX = "请用 Word 或 WPS 打开并另存为 .docx 后再试。"
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开并另存为 .xlsx 后再试。"
_NO_OCR = "没有打开图片文字识别（OCR），请打开它，或把文字粘贴进来。"
_UNPACK = "请先解压，再打开其中的文件。"
_COPY_TEXT = "请打开它，把其中的文字粘贴进来。"
_UNSUPPORTED = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".pages"), _SAVE_AS_DOCX),
    **dict.fromkeys((".xls", ".xlsb", ".et", ".ods", ".numbers"), _SAVE_AS_XLSX),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp", ".ofd"), _COPY_TEXT),
    ".msg": "请在邮箱里另存为 .eml 后再试。",
    ".heic": "请另存为 JPEG 或 PNG 后再试。",
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".xz", ".bz2"), _UNPACK),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNSUPPORTED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", _SAVE_AS_DOCX),
    (b"Rar!\x1a\x07", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _UNPACK),
    (b"\x1f\x8b\x08", _UNPACK),
)
_PICTURE_MAGIC = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*",
)  # fmt: skip
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.I | re.S,
)
# Types that office programs write, and so the names under which exports of another type hide.
_OFFICE_NAMES = frozenset({*_WORD, *_EXCEL, ".doc", ".xls", ".wps", ".et"})
_NAMED_TYPES: tuple[tuple[str, frozenset[str]], ...] = (
    ("PDF", frozenset({".pdf"})),
    ("Word 文档", _WORD),
    ("Excel 表格", _EXCEL),
    ("图片", _PICTURE),
    ("网页", _HTML),
    ("CSV 表格", frozenset({".csv", ".tsv"})),
)
"""What the content can be, and the extensions that go with it."""


def read_file(
    path: Path | str,
    options: ReadOptions | None = None,
    on_page: PageProgress | None = None,
) -> tuple[Document, ...]:
    """The documents in a file: one, or one for each row of a table.

    Raises:
        SeqGPTError: `file_missing` (no such file, a folder, not readable), or as `read_bytes`.
    """
    path = Path(path)
    shown = printable(str(path))
    try:
        if path.is_dir():
            raise SeqGPTError("file_missing", f"“{shown}”是文件夹，不是文件，请指明其中的文件。")
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise SeqGPTError("file_missing", f"找不到文件“{shown}”，请检查路径。") from error
    except OSError as error:
        raise SeqGPTError(
            "file_missing", f"无法打开文件“{shown}”，请检查路径和读取权限。"
        ) from error
    return read_bytes(data, str(path), options, on_page)


def read_bytes(
    data: bytes,
    name: str,
    options: ReadOptions | None = None,
    on_page: PageProgress | None = None,
) -> tuple[Document, ...]:
    """The documents in a file's content; `name` gives the extension and the source.

    A table's rows have the source `name#row` (`name#sheet!row` when several sheets have rows).

    Args:
        options: choices; None means the usual ones.
        on_page: called while characters of pictures are recognised.

    Raises:
        SeqGPTError: `document_empty`, `document_too_large`, `document_too_long`,
            `document_type_unsupported`, `document_encrypted`, `document_damaged`,
            `document_is_scan`, `document_not_text`, `extra_missing`.
    """
    shown = printable(name)
    if len(data) > MAX_FILE_BYTES:
        raise SeqGPTError(
            "document_too_large",
            f"文件“{shown}”超过 {MAX_FILE_BYTES // 1024**2} MB 的上限，请拆分后再试。",
        )
    if not data:
        raise SeqGPTError("document_empty", f"文件“{shown}”是空的（0 字节），请换一个文件。")
    suffix = PurePath(name).suffix.lower()
    documents, found_type = _read(data, name, suffix, options or ReadOptions(), on_page)
    warning = _about_name(shown, suffix, found_type)
    if warning:
        first = documents[0]
        documents = (replace(first, warnings=(warning, *first.warnings)), *documents[1:])
    return documents


def _read(
    data: bytes, name: str, suffix: str, options: ReadOptions, on_page: PageProgress | None
) -> tuple[tuple[Document, ...], str]:
    """The documents, and the type that the content proved ("" where the name decided)."""
    if data.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        pdf = read_pdf(data, name, options, on_page)
        read = document_from_text(pdf.text, name, pdf.warnings, page_starts=pdf.page_starts)
        return (read,), "PDF"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_package(data, name, options)
    if data.startswith(_PICTURE_MAGIC) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return (_read_picture(data, name, options, on_page),), "图片"
    if suffix in _OFFICE_NAMES and not data.startswith(_OLD_OFFICE):
        hidden = _read_export(data, name, options)
        if hidden is not None:
            return hidden
    _refuse_unsupported(data, name, suffix)
    if suffix in {".pdf", *_WORD, *_EXCEL}:
        raise SeqGPTError(
            "document_damaged",
            f"文件“{printable(name)}”已损坏，内容不是 {suffix} 格式，请打开原文件重新保存后再试。",
        )
    if suffix in _PICTURE:
        return (_read_picture(data, name, options, on_page),), ""
    if suffix == ".eml":
        text, warnings = read_mail(data, name)
        return (document_from_text(text, name, warnings),), ""
    if suffix in _HTML:
        return (document_from_text(read_html(data, name, options.encoding), name),), ""
    if suffix in (".csv", ".tsv"):
        delimiter = "\t" if suffix == ".tsv" else None
        return _from_rows(read_csv(data, name, delimiter, options.encoding), name), ""
    return (document_from_text(decode_text(data, name, options.encoding), name),), ""


def _read_package(data: bytes, name: str, options: ReadOptions) -> tuple[tuple[Document, ...], str]:
    package = Package(data, name)
    if "xl/workbook.xml" in package.part_names:
        return _from_rows(read_xlsx(package, data), name), "Excel 表格"
    if any(part.startswith("word/") and part.endswith(".xml") for part in package.part_names):
        text, warnings = read_docx(package, options)
        if not text and any(part.startswith("word/media/") for part in package.part_names):
            raise SeqGPTError(
                "document_is_scan",
                f"文件“{printable(name)}”里只有图片、没有文字，请把图片另存后用文字识别（OCR）"
                "打开，或把文字粘贴进来。",
            )
        return (document_from_text(text, name, warnings),), "Word 文档"
    raise _unsupported(name, _UNSUPPORTED.get(PurePath(name).suffix.lower(), _UNPACK))


def _read_picture(
    data: bytes, name: str, options: ReadOptions, on_page: PageProgress | None
) -> Document:
    if not options.ocr:
        raise SeqGPTError("document_is_scan", f"文件“{printable(name)}”是图片，{_NO_OCR}")
    pages = read_picture(data, name, on_page)
    return document_from_text("\n".join(filter(None, pages)), name, (ocr_warning(name),))


def _read_export(
    data: bytes, name: str, options: ReadOptions
) -> tuple[tuple[Document, ...], str] | None:
    """What business systems export under an office program's name: a web page, or a CSV table."""
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        return (document_from_text(read_html(data, name, options.encoding), name),), "网页"
    if PurePath(name).suffix.lower() not in {*_EXCEL, ".xls", ".et"}:
        return None
    try:
        text = decode_text(data, name, options.encoding)
    except SeqGPTError:
        return None
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if len(lines) < 2 or not any(all(sign in line for line in lines[:2]) for sign in ",\t;"):
        return None
    return _from_rows(read_csv(data, name, encoding=options.encoding), name), "CSV 表格"


def _about_name(shown: str, suffix: str, found_type: str) -> str:
    """One sentence for a file whose name says another type than its content, else nothing."""
    known = _OFFICE_NAMES.union(*(suffixes for _, suffixes in _NAMED_TYPES))
    own = dict(_NAMED_TYPES).get(found_type, frozenset())
    if not found_type or suffix not in {*known, ".txt", ".md", ".eml"} or suffix in own:
        return ""
    return f"文件“{shown}”的扩展名是 {suffix}，内容是{found_type}，已按内容读取。"


def _refuse_unsupported(data: bytes, name: str, suffix: str) -> None:
    if data.startswith(_OLD_OFFICE):
        # Stream names in this container are UTF-16.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SeqGPTError(
                "document_encrypted",
                f"文件“{printable(name)}”设有打开密码，请去掉密码后另存一份再打开。",
            )
        if "Workbook".encode("utf-16-le") in data:
            raise _unsupported(name, _SAVE_AS_XLSX)
        raise _unsupported(name, _UNSUPPORTED.get(suffix, _SAVE_AS_DOCX))
    for magic, advice in _UNSUPPORTED_MAGIC:
        if data.startswith(magic):
            raise _unsupported(name, advice)
    if suffix in _UNSUPPORTED:
        raise _unsupported(name, _UNSUPPORTED[suffix])


def _unsupported(name: str, advice: str) -> SeqGPTError:
    return SeqGPTError(
        "document_type_unsupported", f"文件“{printable(name)}”的类型不支持，{advice}"
    )


def _from_rows(rows: Sequence[Row], name: str) -> tuple[Document, ...]:
    return tuple(document_from_text(row.text, f"{name}#{row.label}") for row in rows)
