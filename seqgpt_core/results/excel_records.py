"""The sheets of records: one a definition, one row a record, its cells as real values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .confidence import score_level
from .excel_table import Cell, Table, sheet_name
from .typed_cells import column_kinds, typed_cell
from .types import Extraction, Part, RecordResult

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_RESERVED = ("结果", "证据", "检查", "更正", "未采用", "配方", "说明")


def write_records(
    workbook: Workbook, documents: Sequence[tuple[str, Extraction]]
) -> Sequence[Table]:
    """A sheet for each record definition, in first-seen order over the documents."""
    records: dict[str, list[tuple[str, RecordResult]]] = {}
    for name, extraction in documents:
        for record in extraction.records:
            records.setdefault(record.definition, []).append((name, record))
    taken = list(_RESERVED)
    tables = []
    for definition, found in records.items():
        taken.append(sheet_name(f"记录 {definition}", taken))
        tables.append(_write_record(workbook, taken[-1], definition, found))
    return tables


def _write_record(
    workbook: Workbook, name: str, definition: str, found: Sequence[tuple[str, RecordResult]]
) -> Table:
    columns = list(dict.fromkeys(column for _, record in found for column in record.columns))
    rows = [(document, row) for document, record in found for row in record.rows]
    meaningful = {
        column for column in columns for _, row in rows if _means_more(row.get(column))
    }  # fmt: skip
    header = ["文档", "序号"]
    for column in columns:
        header += [column, f"{column}（原文）"] if column in meaningful else [column]
    table = Table(workbook, name, header, frozen_columns=2)
    numbers: dict[str, int] = {}
    for document, row in rows:
        numbers[document] = numbers.get(document, 0) + 1
        cells = [
            cell
            for column in columns
            for cell in _cells(definition, column, row.get(column), column in meaningful)
        ]
        table.add(document, numbers[document], *cells)
    table.finish()
    return table


def _cells(definition: str, column: str, part: Part | None, meaningful: bool) -> Iterator[Cell]:
    if part is None:
        yield Cell("")
        if meaningful:
            yield Cell("")
        return
    level = score_level(part.score)
    if not meaningful:
        yield Cell(part.text, level)
        return
    meaning = part.normalized if part.normalized is not None else part.text
    typed = typed_cell(column_kinds(definition).get(column, "text"), part.normalized)
    yield Cell(typed or meaning, level)
    yield Cell(part.text)


def _means_more(part: Part | None) -> bool:
    return part is not None and part.normalized is not None and part.normalized != part.text
