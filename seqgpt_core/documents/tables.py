"""Tables of many records (.xlsx, .csv): every row is a document of `列名：值` lines.

The first row with anything in it names the columns.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..errors import SeqGPTError
from .document import MAX_CHARACTERS, has_visible_text, printable
from .ooxml import Package
from .read_options import Encoding
from .text_encoding import decode_text

MAX_ROWS = 100_000
"""Most rows of one file, all sheets together."""
MAX_CELLS = 5_000_000
"""Most cells of the rectangle that a sheet's filled cells span (it is held in memory)."""
_DELIMITERS = ",\t;，|"
# The opening tag of a cell with content; an empty cell (`<c r="B2" s="1"/>`) takes no memory.
_FILLED_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^<>]{0,200}?\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]{0,200}(?<!/)>"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A record: `label` is the row number that a spreadsheet shows (`7`, `明细!7`)."""

    label: str
    text: str


def read_csv(
    data: bytes, name: str, delimiter: str | None = None, encoding: Encoding = "auto"
) -> tuple[Row, ...]:
    """The records of a delimited text file; the delimiter is the commonest of the first line.

    Raises:
        SeqGPTError: `document_not_text`, `document_damaged` (a quote that is never closed),
            `document_empty`, `document_too_large`.
    """
    text = decode_text(data, name, encoding)
    if delimiter is None:
        heading = next((line for line in text.splitlines() if line.strip()), "")
        delimiter = max(_DELIMITERS, key=heading.count)
    # The module's only limit is a global one; a cell may be as long as a document.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CHARACTERS + 1))
    # Strict, because otherwise an unclosed quote silently swallows the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _checked(_records(reader), name)
    except csv.Error as error:
        raise SeqGPTError(
            "document_damaged",
            f"文件“{printable(name)}”第 {reader.line_num} 行附近的引号不成对或单元格过长，"
            "请修正这一行后再试。",
        ) from error


def read_xlsx(package: Package, data: bytes) -> tuple[Row, ...]:
    """The records of every worksheet, as the cells' stored values.

    Raises:
        SeqGPTError: `document_damaged`, `document_empty`, `document_too_large`.
    """
    import python_calamine

    for part in package.part_names:
        if part.startswith("xl/") and part.endswith(".xml"):
            # Reading also proves the size that the directory claims.
            content = package.read(part)
            if part.startswith("xl/worksheets/"):
                _check_extent(content, package)
    found: list[tuple[str, list[Row]]] = []
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
                    cells = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                    rows = list(_records([_cell(value) for value in row] for row in cells))
                    if rows:
                        found.append((sheet.name, rows))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise package.damaged() from error
    several = len(found) > 1
    return _checked(
        (
            Row(f"{sheet_name}!{row.label}" if several else row.label, row.text)
            for sheet_name, rows in found
            for row in rows
        ),
        package.name,
    )


def _records(rows: Iterable[Sequence[str]]) -> Iterator[Row]:
    header: Sequence[str] | None = None
    for number, cells in enumerate(rows, start=1):
        if not any(map(has_visible_text, cells)):
            continue
        if header is None:
            header = [" ".join(cell.split()) for cell in cells]
            continue
        lines = []
        for column, cell in enumerate(cells, start=1):
            if has_visible_text(cell):
                title = header[column - 1] if column <= len(header) else ""
                lines.append(f"{title or f'第{column}列'}：{cell}")
        yield Row(str(number), "\n".join(lines))


def _checked(rows: Iterable[Row], name: str) -> tuple[Row, ...]:
    kept: list[Row] = []
    for row in rows:
        kept.append(row)
        if len(kept) > MAX_ROWS:
            raise SeqGPTError(
                "document_too_large",
                f"文件“{printable(name)}”超过 {MAX_ROWS:,} 行，请拆成几个文件后再试。",
            )
    if not kept:
        raise SeqGPTError(
            "document_empty",
            f"文件“{printable(name)}”里没有数据行（第一行应为列名，其下每行一条记录），"
            "请补上数据后再试。",
        )
    return tuple(kept)


def _check_extent(sheet: bytes, package: Package) -> None:
    """Refuse a sheet whose far-apart cells would span a rectangle too large for memory."""
    width = height = 0
    for match in _FILLED_CELL.finditer(sheet):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - ord("A") + 1
        width = max(width, column)
        height = max(height, int(match[2]))
    if width * height > MAX_CELLS:
        raise package.too_large()


def _cell(value: object) -> str:
    """A stored value as text: 15 digits as in a spreadsheet, dates ISO 8601."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        shown = f"{value:.15g}"
        if "e" not in shown:
            return shown
        return f"{value:.0f}" if value == int(value) else f"{value:.20f}".rstrip("0")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time.min
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)
