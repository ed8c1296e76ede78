"""Results for other programs: comma-separated values, and a line of JSON a document."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from .characters import showable
from .readable import document_names
from .result_columns import ResultColumns
from .types import Extraction

# A spreadsheet program takes a text that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def documents_csv(extractions: Sequence[Extraction]) -> bytes:
    """One row a document, as the sheet `结果` of the workbook; UTF-8 with a byte order mark.

    The mark tells Excel the encoding. A text that Excel would run as a formula is given a leading
    apostrophe, its own sign for text; a negative number stays a number. Control characters and
    lone surrogates are shown as U+FFFD.
    """
    columns = ResultColumns(extractions)
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([_safe(title) for title in ("文档", *columns.titles)])
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        cells = [
            cell.text if cell.typed is not None else _safe(cell.text)
            for cell in columns.cells(extraction)
        ]
        writer.writerow([_safe(name), *cells])
    return target.getvalue().encode("utf-8-sig")


def documents_jsonl(extractions: Sequence[Extraction]) -> bytes:
    """One line a document: `{"id": name, "result": <result JSON>}`, in UTF-8."""
    lines = []
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        identifier = json.dumps(showable(name), ensure_ascii=False)
        lines.append(f'{{"id": {identifier}, "result": {extraction.to_json(indent=None)}}}\n')
    return "".join(lines).encode("utf-8")


def _safe(text: str) -> str:
    text = showable(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
