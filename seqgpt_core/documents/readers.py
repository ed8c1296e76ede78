"""Read a file of any supported type into documents.

The type is decided by the first bytes where they are unmistakable (PDF, zip, old Office, RTF,
pictures), otherwise by the extension; anything else is plain text if it decodes as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from ..errors import SeqGPTError
from .document import Document, document_from_text, printable
from .docx import read_docx
from .html import read_html
from .ooxml import Package
from .pdf import read_pdf
from .tables import Row, read_csv, read_xlsx
from .text_encoding import decode_text

MAX_FILE_BYTES = 50 * 1024 * 1024
"""The largest file, in bytes."""

_HTML = frozenset({".html", ".htm", ".xhtml"})
_SAVE_AS_DOCX = "请用 Word 或 WPS 打开并另存为 .docx 后再试。"
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开并另存为 .xlsx 后再试。"
_NO_OCR = "本版本不含图片文字识别（OCR），请把文字粘贴进来。"
_UNPACK = "请先解压，再打开其中的文件。"
_COPY_TEXT = "请打开它，把其中的文字粘贴进来。"
_UNSUPPORTED = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".pages"), _SAVE_AS_DOCX),
    **dict.fromkeys((".xls", ".xlsb", ".et", ".ods", ".numbers"), _SAVE_AS_XLSX),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp", ".ofd", ".eml", ".msg"), _COPY_TEXT),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"), _NO_OCR
    ),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".xz", ".bz2"), _UNPACK),
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNSUPPORTED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", _SAVE_AS_DOCX),
    (b"\x89PNG\r\n\x1a\n", _NO_OCR),
    (b"\xff\xd8\xff", _NO_OCR),
    (b"GIF87a", _NO_OCR),
    (b"GIF89a", _NO_OCR),
    (b"II*\x00", _NO_OCR),
    (b"MM\x00*", _NO_OCR),
    (b"Rar!\x1a\x07", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _UNPACK),
    (b"\x1f\x8b\x08", _UNPACK),
)


def read_file(path: Path | str) -> tuple[Document, ...]:
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
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> tuple[Document, ...]:
    """The documents in a file's content; `name` gives the extension and the source.

    A table's rows have the source `name#row` (`name#sheet!row` when several sheets have rows).

    Raises:
        SeqGPTError: `document_empty`, `document_too_large`, `document_too_long`,
            `document_type_unsupported`, `document_encrypted`, `document_damaged`,
            `document_is_scan`, `document_not_text`.
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
    if data.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        text, warnings = read_pdf(data, name)
        return (document_from_text(text, name, warnings),)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_package(data, name)
    _refuse_unsupported(data, name, suffix)
    if suffix in (".pdf", ".docx", ".docm", ".xlsx", ".xlsm"):
        raise SeqGPTError(
            "document_damaged",
            f"文件“{shown}”已损坏，内容不是 {suffix} 格式，请打开原文件重新保存后再试。",
        )
    if suffix in _HTML:
        return (document_from_text(read_html(data, name), name),)
    if suffix in (".csv", ".tsv"):
        return _from_rows(read_csv(data, name, "\t" if suffix == ".tsv" else None), name)
    return (document_from_text(decode_text(data, name), name),)


def _read_package(data: bytes, name: str) -> tuple[Document, ...]:
    package = Package(data, name)
    if "xl/workbook.xml" in package.part_names:
        return _from_rows(read_xlsx(package, data), name)
    if any(part.startswith("word/") and part.endswith(".xml") for part in package.part_names):
        text = read_docx(package)
        if not text and any(part.startswith("word/media/") for part in package.part_names):
            raise SeqGPTError(
                "document_is_scan", f"文件“{printable(name)}”里只有图片、没有文字，{_NO_OCR}"
            )
        return (document_from_text(text, name),)
    raise _unsupported(name, _UNSUPPORTED.get(PurePath(name).suffix.lower(), _UNPACK))


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
