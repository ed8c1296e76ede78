"""Results as an Excel workbook: for people to read and calculate with, and safe to open."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..errors import SeqGPTError
from .excel_about import write_about, write_recipe
from .excel_evidence import write_checks, write_corrections, write_evidence, write_rejected
from .excel_records import write_records
from .excel_table import SHEET_COLUMNS, Cell, Table
from .readable import document_names
from .result_columns import ResultCell, ResultColumns
from .types import Extraction

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from ..fields import Recipe


def write_workbook(
    extractions: Sequence[Extraction],
    target: Path | str | BinaryIO,
    recipe: Recipe | None = None,
) -> None:
    """Write one workbook about one or several documents.

    Sheets: `结果` (one row a document), a sheet for each record definition (one row a record),
    `证据` (every mention of every value, the parts of composites, the evidence of labels),
    `检查`, `更正` (what a person decided), `未采用` (rejected candidates and why), `配方` (what was
    asked) and `说明` (notices, limits that were met, provenance). Sheets without rows are left
    out, but `结果`, `证据`, `未采用` and `说明`.

    Columns of `结果` are the union over the documents in first-seen order, named by definition. A
    normalised amount, rate, quantity or date is a real number or date with a format, and the
    words of the document stand in the next column; colours and remarks say how far a cell can be
    trusted. `起` and `止` are half-open code points. `置信度` on a value's rows is the value's,
    that is its best mention's.

    Text of the document stays text: nothing in it becomes a formula, a number or a link. Control
    characters and lone surrogates are shown as U+FFFD; a text that is too long for a cell is cut
    and ends with `…（全文 N 字）`; rows that are too many for a sheet go on in `证据 (2)` and so
    on; `说明` says where that happened. Equal input gives an equal file, byte for byte.

    Args:
        extractions: one per document; none gives a workbook with headers only.
        target: a path, or a binary stream (written to once, neither sought nor closed).
        recipe: what was asked, for the sheet `配方`; without it there is none.

    Raises:
        SeqGPTError: `cannot_write` (the path cannot be written), `too_many_columns`.
    """
    content = workbook_bytes(extractions, recipe)
    if not isinstance(target, str | Path):
        target.write(content)
        return
    try:
        Path(target).write_bytes(content)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise SeqGPTError(
            "cannot_write", f"无法写入文件 {target}，请检查路径和权限，并关闭正在打开它的程序。"
        ) from error


def workbook_bytes(extractions: Sequence[Extraction], recipe: Recipe | None) -> bytes:
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
    named = list(zip(document_names(extractions), extractions, strict=True))
    tables = [_write_results(workbook, extractions)]
    tables += write_records(workbook, named)
    tables.append(write_evidence(workbook, named))
    tables += write_checks(workbook, named)
    tables += write_corrections(workbook, named)
    tables.append(write_rejected(workbook, named))
    if recipe is not None:
        tables.append(write_recipe(workbook, recipe))
    write_about(workbook, named, [remark for table in tables for remark in table.remarks])
    workbook.close()
    return buffer.getvalue()


def _write_results(workbook: Workbook, extractions: Sequence[Extraction]) -> Table:
    columns = ResultColumns(extractions)
    if 1 + len(columns.titles) > SHEET_COLUMNS:
        raise SeqGPTError(
            "too_many_columns",
            f"这些文档的结果共需 {len(columns.titles)} 列，一张表最多放 {SHEET_COLUMNS - 1} 列，"
            "请分几次导出。",
        )
    table = Table(workbook, "结果", ("文档", *columns.titles), frozen_columns=1)
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        table.add(name, *map(_cell, columns.cells(extraction)))
    table.finish()
    return table


def _cell(cell: ResultCell) -> Cell:
    return Cell(cell.typed or cell.text, cell.level, cell.remark)
