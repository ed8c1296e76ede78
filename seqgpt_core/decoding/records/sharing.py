"""Values that a text states once for several records.

A row without an answer to a column takes the text's only answer to it, where all of this holds:
no row has another answer, two rows at least lack one or have the same, and the text says that it
holds for all: its sentence holds no row's own cell and speaks of several (均, 以下, 上述 …) or
opens the list (it ends in a colon); or it is a labelled line of its own before the first row and
set off from it; or the document binds it to a short name (`以下简称“公司”`). An amount or a
quantity is shared only where the sentence gives it to each one (均, 各, 每): else it is a sum.
Otherwise the cell stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .columns import SUMMED, Cell, Column, Row, answer_of
from .grouping import SEMICOLON, gap_strength

_COLLECTIVE = re.compile(
    r"(?<!平)均|(?<![成首])都(?![市江城])|分别|各自|共同|统一(?!社会)|以下|下列|如下|上述|以上|全部|所有|每[个份笔项批次]|同为|一律"
    r"|[两二三四五六七八九十][个份笔项起批家]"
)
_EACH = re.compile(r"(?<!平)均|各|每[个份笔项批次]|同为|一律|(?<![成首])都(?![市江城])")
_SENTENCE_END = "。！？\n"
_OPENS = re.compile(r"[：:]\s*$")
_DEFINED = re.compile(r"[（(][^（()）\n]{0,10}(?:以下|下称|简称)[^（()）\n]{0,30}[)）]")
_SET_OFF = 5


def share_values(
    text: str, columns: Sequence[Column], rows: Sequence[Row], cells: Sequence[Cell]
) -> list[Row]:
    """The rows, their missing cells filled with what is stated for all of them.

    Args:
        cells: every cell that could stand in a row, those of the rows included.
    """
    if len(rows) < 2:
        return list(rows)
    first = min(row.start for row in rows)
    own = [cell.start for row in rows for cell in row.cells.values()]
    shared: dict[int, Cell] = {}
    for number in {cell.column for cell in cells}:
        if all(number in row.cells for row in rows):
            continue
        places = [cell for cell in cells if cell.column == number]
        if len({answer_of(text, cell) for cell in places}) != 1:
            continue
        inside = {row.cells[number].span for row in rows if number in row.cells}
        clear = [
            cell
            for cell in places
            if defined(text, cell)
            or _collective(text, cell, own, columns[number].field.kind.name in SUMMED)
            or (cell.labelled and cell.span not in inside and _heads(text, cell, first))
        ]
        if clear:
            shared[number] = max(clear, key=lambda cell: (cell.score, -cell.start))
    return [Row({**shared, **row.cells}, row.start, row.own) for row in rows]


def carry_subject(text: str, rows: Sequence[Row]) -> list[Row]:
    """Rows of one clause share what stands before the first of them is complete.

    `甲公司供应钢材100吨、水泥200吨`: 甲公司 is said of both. Only the first row's cells before
    those that the others answer as well are carried, and only up to a semicolon or the end of the
    sentence.
    """
    carried: list[Row] = []
    clause: list[Row] = []
    for row in rows:
        if clause and _strength_between(text, clause[-1], row) < SEMICOLON:
            clause.append(row)
        else:
            carried += _carried(clause)
            clause = [row]
    return carried + _carried(clause)


def _carried(clause: Sequence[Row]) -> list[Row]:
    if len(clause) < 2:
        return list(clause)
    further = {column for row in clause[1:] for column in row.cells}
    opening = min((c.start for n, c in clause[0].cells.items() if n in further), default=0)
    subject = {
        number: cell
        for number, cell in clause[0].cells.items()
        if number not in further and cell.end <= opening
    }
    return [clause[0], *(Row({**subject, **r.cells}, r.start, r.own) for r in clause[1:])]


def _strength_between(text: str, first: Row, second: Row) -> int:
    end = max(cell.end for cell in first.cells.values())
    start = min(cell.start for cell in second.cells.values())
    return gap_strength(text, end, start) if end <= start else SEMICOLON


def _sentence(text: str, cell: Cell) -> tuple[int, int]:
    start = max(text.rfind(mark, 0, cell.start) for mark in _SENTENCE_END) + 1
    ends = [at for mark in _SENTENCE_END if (at := text.find(mark, cell.end)) >= 0]
    return start, min(ends, default=len(text))


def _collective(text: str, cell: Cell, own: Sequence[int], summed: bool) -> bool:
    """Whether the cell's sentence says it of all rows, and belongs to none of them."""
    start, end = _sentence(text, cell)
    if any(start <= at < end for at in own if not cell.start <= at < cell.end):
        return False
    around = text[start : cell.start] + text[cell.end : end]
    if summed:
        return bool(_EACH.search(around))
    return bool(_COLLECTIVE.search(around) or (not cell.labelled and _OPENS.search(around)))


def defined(text: str, cell: Cell) -> bool:
    """Whether a bracket behind the cell gives it a short name."""
    return bool(_DEFINED.match(text, cell.end))


def _heads(text: str, cell: Cell, first: int) -> bool:
    """Whether a labelled line stands before the first row and is set off from it."""
    if cell.end > first:
        return False
    between = text[cell.end : first]
    return "\t" in between or gap_strength(text, cell.end, first) >= _SET_OFF
