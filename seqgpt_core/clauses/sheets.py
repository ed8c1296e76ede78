"""Tables as an Excel workbook in which text stays text: never a formula, a link or a number.

Equal tables give equal bytes.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..results.characters import showable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float
# Limits of the file format; beyond them Excel calls the file damaged.
_CELL_UNITS = 32_767  # UTF-16 code units a cell
_SHEET_ROWS = 1_048_576
_LINE_END = re.compile(r"\r\n?")


@dataclass(frozen=True)
class Sheet:
    """One table.

    Attributes:
        columns: title and width, in characters of Latin text.
        rows: as long as `columns` each.
        choices: what a reader may pick in a column, by its place.
        shaded: rows that are shown grey, by their place.
    """

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    shaded: frozenset[int] = frozenset()


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The workbook; header rows are frozen and can be filtered.

    Control characters and lone surrogates are shown as U+FFFD; a text that is too long for a cell
    is cut and ends with `…（全文 N 字）`; rows that are too many go on in `名称 (2)`.
    """
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
    plain = {"valign": "top", "text_wrap": True}
    formats = {
        "header": workbook.add_format(
            {"bold": True, "valign": "vcenter", "bottom": 1, "bg_color": "#E7EDF5"}
        ),
        # Excel's own mark for text: the cell stays a text when it is edited.
        "text": workbook.add_format({**plain, "quote_prefix": True}),
        "grey": workbook.add_format({**plain, "quote_prefix": True, "font_color": "#6B7683"}),
        "number": workbook.add_format({"valign": "top", "num_format": "0.##"}),
    }
    room = _SHEET_ROWS - 1
    for sheet in sheets:
        for part, first in enumerate(range(0, max(1, len(sheet.rows)), room), 1):
            name = sheet.name if part == 1 else f"{sheet.name} ({part})"
            _write(workbook, name, sheet, first, first + room, formats)
    workbook.close()
    return buffer.getvalue()


def _write(
    workbook: Workbook,
    name: str,
    sheet: Sheet,
    first: int,
    last: int,
    formats: Mapping[str, Format],
) -> None:
    page: Worksheet = workbook.add_worksheet(name)
    rows = sheet.rows[first:last]
    for column, (title, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        write_text(page, 0, column, title, formats["header"])
    for row, cells in enumerate(rows, 1):
        style = formats["grey" if first + row - 1 in sheet.shaded else "text"]
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                write_text(page, row, column, cell, style)
            else:
                page.write_number(row, column, cell, formats["number"])
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if rows:
        page.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
        for column, choices in sheet.choices.items():
            page.data_validation(
                1, column, len(rows), column, {"validate": "list", "source": list(choices)}
            )


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write the text as a string and nothing else, as much of it as a cell holds."""
    shown = _cell_text(text)
    if shown.startswith("<r>") and shown.endswith("</r>"):
        # XlsxWriter takes such a string for its own rich-text XML and would write it into the
        # file unescaped. As three fragments of one rich string it is escaped as any other.
        sheet.write_rich_string(row, column, shown[0], shown[1], shown[2:], style)
    elif shown:
        sheet.write_string(row, column, shown, style)
    else:
        sheet.write_blank(row, column, None, style)


def _cell_text(text: str) -> str:
    shown = showable(_LINE_END.sub("\n", text))
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * _CELL_UNITS:
        return shown
    mark = f"…（全文 {len(text)} 字）"
    # "ignore" drops the half of a surrogate pair that the cut may leave.
    return units[: 2 * (_CELL_UNITS - len(mark))].decode("utf-16-le", "ignore") + mark
