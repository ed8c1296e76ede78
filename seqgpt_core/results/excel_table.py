"""Rows under a frozen header in a workbook, within the limits of the file format.

XlsxWriter guesses by default (a leading `=` makes a formula, an address a link, digits a
number). Document text must meet none of that, so every text goes through `write_text`.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .characters import showable
from .confidence import Level
from .typed_cells import TypedCell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Limits of the file format; beyond them Excel calls the file damaged.
CELL_UNITS = 32_767
"""UTF-16 code units a cell."""
SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
_SHEET_NAME_UNITS = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]|\s+")

_NARROWEST, _WIDEST = 8, 60
_REMARK_UNITS_PER_LINE = 34
_LINE_END = re.compile(r"\r\n?")

LEVEL_COLORS: Mapping[Level, str] = {
    "sure": "#E2F5EA",
    "likely": "#FDF3D3",
    "unsure": "#FBE2DA",
    "failed": "#FBE2DA",
    "human": "#E3EBFD",
}
_FAILED_FONT = "#A8281A"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with more than its content.

    Attributes:
        content: a text, or a number or moment with its format.
        level: colours the cell.
        remark: a comment on the cell; empty for none.
    """

    content: str | TypedCell
    level: Level = "none"
    remark: str = ""


AnyCell = Cell | str | int | float


class Table:
    """Rows under a frozen header; starts another sheet where one is full.

    Attributes:
        remarks: what had to be cut or carried over, one sentence each.
    """

    def __init__(
        self, workbook: Workbook, name: str, header: Sequence[str], frozen_columns: int = 0
    ) -> None:
        self.remarks: list[str] = []
        self._workbook = workbook
        self._name = name
        self._header = header
        self._frozen_columns = frozen_columns
        self._formats: dict[tuple[str, Level], Format] = {}
        self._header_format = workbook.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "vcenter",
                "bottom": 1,
                "bg_color": "#E7EDF5",
            }
        )
        self._sheets = 0
        self._cut = 0
        self._widths = [_width(title) for title in header]
        self._open_sheet()

    def add(self, *cells: AnyCell) -> None:
        """Append one row: texts as texts, whole numbers as offsets, others as scores."""
        if self._row == SHEET_ROWS:
            self._end_sheet()
            self._open_sheet()
        for column, cell in enumerate(cells):
            match cell:
                case Cell(content, level, remark):
                    self._write(column, content, level)
                    if remark:
                        self._remark(column, remark)
                case str():
                    self._write(column, cell, "none")
                case int():
                    self._write(column, TypedCell(cell, "0"), "none")
                case float():
                    self._write(column, TypedCell(cell, "0.0000"), "none")
        self._row += 1

    def finish(self) -> None:
        """Finish the last sheet; `remarks` are complete after it."""
        self._end_sheet()
        if self._cut:
            self.remarks.append(
                f"“{self._name}”表有 {self._cut} 格的文字超过 {CELL_UNITS:,} 个字符，"
                "已截短，格末注明了全文字数；全文见 JSON。"
            )
        if self._sheets > 1:
            last = _continued(self._name, self._sheets)
            self.remarks.append(
                f"“{self._name}”的行数超过一张表的上限 {SHEET_ROWS:,}，后面的行在续表里，"
                f"最后一张是“{last}”。"
            )

    def _write(self, column: int, content: str | TypedCell, level: Level) -> None:
        if isinstance(content, str):
            shown = cell_text(content)
            self._cut += len(content.encode("utf-16-le", "surrogatepass")) > 2 * CELL_UNITS
            write_text(self._sheet, self._row, column, shown, self._format("", level))
            self._widen(column, shown)
            return
        cell_format = self._format(content.form, level)
        if isinstance(content.content, datetime.date):
            self._sheet.write_datetime(self._row, column, content.content, cell_format)
            self._widen(column, content.form)
        else:
            self._sheet.write_number(self._row, column, content.content, cell_format)
            self._widen(column, f"{content.content:,.2f}")

    def _widen(self, column: int, shown: str) -> None:
        self._widths[column] = max(self._widths[column], _width(shown))

    def _remark(self, column: int, remark: str) -> None:
        text = cell_text(remark)
        lines = sum(1 + _units(line) // _REMARK_UNITS_PER_LINE for line in text.split("\n"))
        self._sheet.write_comment(
            self._row, column, text, {"width": 260, "height": min(20 + 17 * lines, 400)}
        )

    def _format(self, form: str, level: Level) -> Format:
        """Excel's own mark for text (the leading apostrophe) keeps a text a text when edited.

        The number format `@` would do the same, but shows long texts as `####`.
        """
        if (form, level) not in self._formats:
            properties: dict[str, Any] = {"valign": "top"}
            properties |= (
                {"num_format": form} if form else {"text_wrap": True, "quote_prefix": True}
            )
            if level in LEVEL_COLORS:
                properties["bg_color"] = LEVEL_COLORS[level]
            if level == "failed":
                properties["font_color"] = _FAILED_FONT
            self._formats[form, level] = self._workbook.add_format(properties)
        return self._formats[form, level]

    def _end_sheet(self) -> None:
        """Set the widths that the rows need, and let the reader filter them."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        if self._row > 1:
            self._sheet.autofilter(0, 0, self._row - 1, len(self._header) - 1)

    def _open_sheet(self) -> None:
        self._sheets += 1
        self._sheet: Worksheet = self._workbook.add_worksheet(_continued(self._name, self._sheets))
        for column, title in enumerate(self._header):
            write_text(self._sheet, 0, column, cell_text(title), self._header_format)
        self._sheet.freeze_panes(1, self._frozen_columns)
        self._row = 1


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """A name that Excel takes: no forbidden character, short enough, like none that is taken."""
    plain = _NOT_IN_SHEET_NAMES.sub(" ", showable(wanted)).strip(" '") or "表"
    number, name = 1, _cut_name(plain, "")
    used = {other.casefold() for other in taken}
    while name.casefold() in used:
        number += 1
        name = _cut_name(plain, f" ({number})")
    return name


def _continued(name: str, number: int) -> str:
    return name if number == 1 else _cut_name(name, f" ({number})")


def _cut_name(name: str, ending: str) -> str:
    room = 2 * (_SHEET_NAME_UNITS - len(ending))
    return name.encode("utf-16-le")[:room].decode("utf-16-le", "ignore").rstrip(" '") + ending


def cell_text(text: str) -> str:
    """The text as a cell can hold it: nothing illegal in XML, at most `CELL_UNITS` units."""
    shown = showable(_LINE_END.sub("\n", text))
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * CELL_UNITS:
        return shown
    mark = f"…（全文 {len(text)} 字）"
    # "ignore" drops the half of a surrogate pair that the cut may leave.
    kept = units[: 2 * (CELL_UNITS - len(mark))].decode("utf-16-le", "ignore")
    return kept + mark


def write_text(sheet: Worksheet, row: int, column: int, text: str, cell_format: Format) -> None:
    """Write the text as a string and nothing else."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a string for its own rich-text XML and would write it into the
        # file unescaped. As three fragments of one rich string it is escaped as any other.
        sheet.write_rich_string(row, column, text[0], text[1], text[2:], cell_format)
    else:
        sheet.write_string(row, column, text, cell_format)


def _units(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def _width(text: str) -> int:
    """A column width that holds the longest line, within bounds; a Chinese character counts 2."""
    longest = max((_units(line[:_WIDEST]) for line in text.split("\n")), default=0)
    return max(_NARROWEST, min(_WIDEST, longest + 2))
