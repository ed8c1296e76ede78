"""Results as an Excel workbook that is safe to open: text stays text.

XlsxWriter guesses by default (a leading `=` makes a formula, an address a link, digits a
number). Document text must meet none of that, so every text goes through `_write_text`; only
offsets and scores, which this program made, are numbers.
"""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import SeqGPTError
from .characters import showable
from .readable import (
    checks_text,
    column_names,
    document_cells,
    document_columns,
    document_names,
    reason_text,
)
from .sentences import sentence_around
from .types import RESULT_VERSION, Extraction, FieldResult, LabelResult

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Limits of the file format; beyond them Excel calls the file damaged.
_CELL_UNITS = 32_767  # UTF-16 code units a cell
_SHEET_ROWS = 1_048_576
_SHEET_COLUMNS = 16_384

_NARROWEST, _WIDEST = 8, 60
_LINE_END = re.compile(r"\r\n?")

_EVIDENCE = (
    "文档",
    "字段",
    "组成",
    "值",
    "起",
    "止",
    "置信度",
    "最佳",
    "规范值",
    "检查",
    "所在句子",
)
_REJECTED = ("文档", "字段", "候选", "起", "止", "置信度", "原因", "原因代码", "所在句子")
_ABOUT = ("文档", "项目", "内容")

_Cell = str | int | float


def write_workbook(extractions: Sequence[Extraction], target: Path | str | BinaryIO) -> None:
    """Write one workbook about one or several documents.

    Sheets: `结果` (one row a document, one column a field, then one a label), `证据` (every
    mention of every value, the parts of composites, the evidence of labels), `未采用` (rejected
    candidates and why), `说明` (notices and provenance). Columns of `结果` are the union over the
    documents in first-seen order, named by definition. `起` and `止` are half-open code points.
    `置信度` on a value's rows is the value's, that is its best mention's.

    Control characters and lone surrogates are shown as U+FFFD; a text that is too long for a
    cell is cut and ends with `…（全文 N 字）`; rows that are too many for a sheet go on in
    `证据 (2)` and so on. Equal input gives an equal file, byte for byte.

    Args:
        extractions: one per document; none gives a workbook with headers only.
        target: a path, or a binary stream (written to once, neither sought nor closed).

    Raises:
        SeqGPTError: `cannot_write` (the path cannot be written), `too_many_columns`.
    """
    content = _workbook_bytes(extractions)
    if not isinstance(target, str | Path):
        target.write(content)
        return
    try:
        Path(target).write_bytes(content)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise SeqGPTError(
            "cannot_write", f"无法写入文件 {target}，请检查路径和权限，并关闭正在打开它的程序。"
        ) from error


def _workbook_bytes(extractions: Sequence[Extraction]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {
            # Contract text must not pass through temporary files.
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    # The time of writing would make equal results unequal files.
    workbook.set_properties({"created": datetime.datetime(2000, 1, 1)})
    _write_results(workbook, extractions)
    _write_evidence(workbook, extractions)
    _write_rejected(workbook, extractions)
    _write_about(workbook, extractions)
    workbook.close()
    return buffer.getvalue()


def _write_results(workbook: Workbook, extractions: Sequence[Extraction]) -> None:
    columns = document_columns(extractions)
    if 1 + len(columns) > _SHEET_COLUMNS:
        raise SeqGPTError(
            "too_many_columns",
            f"这些文档共有 {len(columns)} 个不同的字段，一张表最多放 {_SHEET_COLUMNS - 1} 个，"
            "请分几次导出。",
        )
    table = _Table(workbook, "结果", ("文档", *column_names(columns)), frozen_columns=1)
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        cells = document_cells(extraction)
        table.add(name, *(cells.get(column, "") for column in columns))
    table.finish()


def _write_evidence(workbook: Workbook, extractions: Sequence[Extraction]) -> None:
    table = _Table(workbook, "证据", _EVIDENCE)
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        for result in extraction.fields:
            for row in _field_evidence(extraction, result):
                table.add(name, *row)
        for label in extraction.labels:
            for row in _label_evidence(extraction, label):
                table.add(name, *row)
    table.finish()


def _field_evidence(extraction: Extraction, result: FieldResult) -> list[tuple[_Cell, ...]]:
    """Rows without the document's name: each mention, then the parts of the best one."""
    rows: list[tuple[_Cell, ...]] = []
    for value in result.values:
        for start, end in value.mentions:
            best = (start, end) == (value.start, value.end)
            rows.append(
                (
                    result.definition,
                    "",
                    extraction.text[start:end],
                    start,
                    end,
                    _score(value.score),
                    "是" if best else "否",
                    value.normalized or "",
                    checks_text(value.checks),
                    sentence_around(extraction.text, start, end),
                )
            )
        for part_name, part in value.parts.items():
            if part is not None:
                rows.append(
                    (
                        result.definition,
                        part_name,
                        part.text,
                        part.start,
                        part.end,
                        _score(part.score),
                        "是",
                        part.normalized or "",
                        "",
                        sentence_around(extraction.text, part.start, part.end),
                    )
                )
    return rows


def _label_evidence(extraction: Extraction, label: LabelResult) -> list[tuple[_Cell, ...]]:
    part = label.evidence
    if part is None:
        return []
    sentence = sentence_around(extraction.text, part.start, part.end)
    score = _score(label.score)
    return [(label.label, "", part.text, part.start, part.end, score, "是", "", "", sentence)]


def _write_rejected(workbook: Workbook, extractions: Sequence[Extraction]) -> None:
    table = _Table(workbook, "未采用", _REJECTED)
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        for result in extraction.fields:
            for item in result.rejected:
                table.add(
                    name,
                    result.definition,
                    item.text,
                    item.start,
                    item.end,
                    _score(item.score),
                    reason_text(item),
                    item.reason,
                    sentence_around(extraction.text, item.start, item.end),
                )
    table.finish()


def _write_about(workbook: Workbook, extractions: Sequence[Extraction]) -> None:
    table = _Table(workbook, "说明", _ABOUT)
    table.add("", "结果版本", str(RESULT_VERSION))
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        table.add(name, "字数", str(len(extraction.text)))
        table.add(name, "文档 SHA-256", extraction.document_sha256)
        table.add(name, "模型", extraction.model_name)
        table.add(name, "模型 SHA-256", extraction.model_sha256)
        for notice in extraction.notices:
            table.add(name, f"提示 {notice.code}", notice.message)
    table.finish()


def _score(score: float) -> float:
    return round(float(score), 4)


class _Table:
    """Rows under a frozen header; starts another sheet where one is full."""

    def __init__(
        self, workbook: Workbook, name: str, header: Sequence[str], frozen_columns: int = 0
    ) -> None:
        self._workbook = workbook
        self._name = name
        self._header = header
        self._frozen_columns = frozen_columns
        self._header_format = workbook.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "bottom": 1,
                "bg_color": "#E7EDF5",
            }
        )
        # Excel's own mark for text (the leading apostrophe): the cell stays a text when it is
        # edited. The number format "@" would do the same, but shows long texts as "####".
        self._text_format = workbook.add_format(
            {"text_wrap": True, "valign": "top", "quote_prefix": True}
        )
        self._offset_format = workbook.add_format({"valign": "top", "num_format": "0"})
        self._score_format = workbook.add_format({"valign": "top", "num_format": "0.0000"})
        self._sheets = 0
        self._widths = [_width(title) for title in header]
        self._open_sheet()

    def add(self, *cells: _Cell) -> None:
        """Append one row: texts as texts, whole numbers as offsets, others as scores."""
        if self._row == _SHEET_ROWS:
            self.finish()
            self._open_sheet()
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                shown = _cell_text(cell)
                _write_text(self._sheet, self._row, column, shown, self._text_format)
                self._widths[column] = max(self._widths[column], _width(shown))
            else:
                number_format = self._offset_format if isinstance(cell, int) else self._score_format
                self._sheet.write_number(self._row, column, cell, number_format)
        self._row += 1

    def finish(self) -> None:
        """Set the widths that the rows of this sheet need, and let the reader filter them."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        if self._row > 1:
            self._sheet.autofilter(0, 0, self._row - 1, len(self._header) - 1)

    def _open_sheet(self) -> None:
        self._sheets += 1
        name = self._name if self._sheets == 1 else f"{self._name} ({self._sheets})"
        self._sheet: Worksheet = self._workbook.add_worksheet(name)
        for column, title in enumerate(self._header):
            _write_text(self._sheet, 0, column, _cell_text(title), self._header_format)
        self._sheet.freeze_panes(1, self._frozen_columns)
        self._row = 1


def _cell_text(text: str) -> str:
    """The text as a cell can hold it: nothing illegal in XML, at most `_CELL_UNITS` units."""
    shown = showable(_LINE_END.sub("\n", text))
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * _CELL_UNITS:
        return shown
    mark = f"…（全文 {len(text)} 字）"
    # "ignore" drops the half of a surrogate pair that the cut may leave.
    kept = units[: 2 * (_CELL_UNITS - len(mark))].decode("utf-16-le", "ignore")
    return kept + mark


def _write_text(sheet: Worksheet, row: int, column: int, text: str, cell_format: Format) -> None:
    """Write the text as a string and nothing else."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a string for its own rich-text XML and would write it into the
        # file unescaped. As three fragments of one rich string it is escaped as any other.
        sheet.write_rich_string(row, column, text[0], text[1], text[2:], cell_format)
    else:
        sheet.write_string(row, column, text, cell_format)


def _width(text: str) -> int:
    """A column width that holds the longest line, within bounds; a Chinese character counts 2."""
    longest = max(
        (
            sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line[:_WIDEST])
            for line in text.split("\n")
        ),
        default=0,
    )
    return max(_NARROWEST, min(_WIDEST, longest + 2))
