"""Rows of tables: lines whose cells stand between tabs, bars or wide gaps.

A header row names the columns; where there is none, the model's candidates say which cell of
the lines answers which column. A row's cell is the whole cell of the table. A bare number takes the
unit of its heading (`单价（万元）`) or of a line above the table (`单位：万元`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..boundaries import settle
from .columns import FORMS, LABEL_RELIABILITY, Cell, Column, Row, both, form_spans
from .headings import heading_unit, match_headings, plain_heading
from .table_lines import GAPS, Line, Span, table_lines

_NOTHING = re.compile(r"[-—–/\\]{1,3}|N/?A|空", re.IGNORECASE)
_TOTAL = re.compile(r"(?:合计|总计|共计|小计|累计)(?!.{6})")
_UNIT_LINE = re.compile(r"单位[：:]\s*(?:人民币)?\s*([^\s）)，,；;。]{1,6})")
_LONGEST_HEADING = 24
_LEAST_SUPPORT = 0.25
_SURE_SUPPORT = 0.5
_FORM_BONUS, _PLAIN_BONUS = 0.4, 0.1
_TELLING = FORMS | {"organisation", "person", "address"}


@dataclass(frozen=True)
class Refused:
    """A cell that its column's type stood against."""

    cell: Cell
    problem: str


@dataclass
class TableRows:
    """What the tables of a text give.

    Attributes:
        regions: the tables that a header or the model recognised; nothing else reads them.
    """

    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    regions: list[Span] = field(default_factory=list)


def read_tables(text: str, columns: Sequence[Column]) -> TableRows:
    """The rows of every table that holds the columns, in document order."""
    found = TableRows()
    for kind, lines in table_lines(text):
        reader = _Reader(text, columns, lines, found)
        if reader.by_header() or reader.transposed() or (kind != GAPS and reader.by_model()):
            found.regions.append((lines[0].start, lines[-1].end))
    return found


@dataclass(frozen=True)
class _Assigned:
    """Which place of a line answers a column, and why one believes it."""

    place: int
    reliability: float
    unit: str


class _Reader:
    """One table; each way of reading it says whether it found the columns."""

    def __init__(
        self, text: str, columns: Sequence[Column], lines: Sequence[Line], found: TableRows
    ) -> None:
        self._text = text
        self._columns = columns
        self._lines = lines
        self._found = found
        self._names = [column.spec.asked_names for column in columns]
        self._needed = min(2, len(columns))

    def by_header(self) -> bool:
        assigned: dict[int, _Assigned] | None = None
        for number, line in enumerate(self._lines):
            heads = self._headings(line.cells)
            matched = match_headings(heads, self._names) if heads else {}
            if len(matched) >= self._needed and number + 1 < len(self._lines):
                support = self._support(self._lines[number + 1 : number + 31])
                matched = match_headings(heads, self._names, support)
                assigned = {
                    column: _Assigned(place, LABEL_RELIABILITY * quality, self._unit(heads[place]))
                    for place, (column, quality) in matched.items()
                }
                self._complete(assigned, support)
            elif assigned is not None and not len(matched) >= self._needed:
                self._take(line.cells, assigned, line.start)
        return assigned is not None

    def transposed(self) -> bool:
        """A table whose first cells name the columns and whose further cells are records."""
        heads = [self._text[slice(*line.cells[0])] for line in self._lines]
        width = max(len(line.cells) for line in self._lines)
        matched = match_headings(heads, self._names)
        if width < 3 or len(matched) < max(2, self._needed):
            return False
        assigned = {
            column: _Assigned(place, LABEL_RELIABILITY * quality, self._unit(heads[place]))
            for place, (column, quality) in matched.items()
        }
        for at in range(1, width):
            cells = tuple(
                line.cells[at] if at < len(line.cells) else (line.end, line.end)
                for line in self._lines
            )
            self._take(cells, assigned, cells[min(matched)][0])
        return True

    def by_model(self) -> bool:
        if len(self._lines) < 2 and len(self._columns) < 3:
            return False
        support = self._with_forms(self._support(self._lines))
        assigned: dict[int, _Assigned] = {}
        self._complete(assigned, support, least=_LEAST_SUPPORT)
        if len(assigned) < self._needed or max(a.reliability for a in assigned.values()) < 0.4:
            return False
        for line in self._lines:
            self._take(line.cells, assigned, line.start)
        return True

    def _headings(self, cells: Sequence[Span]) -> list[str]:
        """The cells' texts if they may be headings; none otherwise."""
        heads = [self._text[slice(*cell)] for cell in cells]
        if any(len(head) > _LONGEST_HEADING for head in heads):
            return []
        return heads

    def _unit(self, heading: str) -> str:
        """The unit of a heading, or what a line just above the table says of amounts."""
        if unit := heading_unit(heading):
            return unit
        first = self._lines[0].start
        above = list(_UNIT_LINE.finditer(self._text, max(0, first - 80), first))
        amount = re.search(r"[额价款费]$", plain_heading(heading))
        return above[-1][1] if above and amount else ""

    def _support(self, lines: Sequence[Line]) -> Mapping[tuple[int, int], float]:
        """By (place in the line, column), the mean of the model's best scores there."""
        total: dict[tuple[int, int], float] = defaultdict(float)
        for line in lines:
            for place, (start, end) in enumerate(line.cells):
                for column in self._columns:
                    total[place, column.number] += self._own_score(column, start, end)
        return {pair: score / max(len(lines), 1) for pair, score in total.items()}

    def _with_forms(
        self, support: Mapping[tuple[int, int], float]
    ) -> Mapping[tuple[int, int], float]:
        """The support, more where the cells have the form that the column's type asks for."""
        seen = self._lines[:50]
        raised: dict[tuple[int, int], float] = {}
        for (place, number), score in support.items():
            column = self._columns[number]
            cells = [line.cells[place] for line in seen if place < len(line.cells)]
            if column.field.kind.name not in _TELLING:
                forms = {
                    other.field.kind.name
                    for other in self._columns
                    if other.field.kind.name in _TELLING and self._share_of_form(other, cells) > 0.5
                }
                raised[place, number] = score if forms else both(score, _PLAIN_BONUS)
            else:
                share = self._share_of_form(column, cells)
                raised[place, number] = both(score, _FORM_BONUS * share) if score else 0.0
        return raised

    def _share_of_form(self, column: Column, cells: Sequence[Span]) -> float:
        whole = sum(cell in form_spans(self._text, column, *cell) for cell in cells)
        return whole / max(len(cells), 1)

    def _own_score(self, column: Column, start: int, end: int) -> float:
        """The model's score for a cell: of its best candidate that fills most of the cell."""
        return max(
            (
                c.score
                for c in column.within(start, end)
                if 2 * (c.end - c.start) >= end - start
            ),
            default=0.0,
        )  # fmt: skip

    def _complete(
        self,
        assigned: dict[int, _Assigned],
        support: Mapping[tuple[int, int], float],
        least: float = _SURE_SUPPORT,
    ) -> None:
        """Give the columns that no heading names the place where the model sees them."""
        taken = {item.place for item in assigned.values()}
        for (place, number), score in sorted(support.items(), key=lambda s: (-s[1], s[0])):
            if score >= least and number not in assigned and place not in taken:
                assigned[number] = _Assigned(place, score, "")
                taken.add(place)

    def _take(self, cells: Sequence[Span], assigned: Mapping[int, _Assigned], start: int) -> None:
        """Add the line's row, unless it is a total or holds none of the columns."""
        first = next((self._text[s:e] for s, e in cells if s < e), "")
        if _TOTAL.match("".join(first.split())):
            return
        row: dict[int, Cell] = {}
        for number, item in sorted(assigned.items()):
            if item.place < len(cells):
                cell = self._cell(self._columns[number], *cells[item.place], item)
                if cell is not None:
                    row[number] = cell
        if row:
            self._found.rows.append(Row(row, start, len(row)))

    def _cell(self, column: Column, start: int, end: int, item: _Assigned) -> Cell | None:
        raw = self._text[start:end]
        if not raw or _NOTHING.fullmatch(raw):
            return None
        own = self._own_score(column, start, end)
        score = both(own, item.reliability)
        span = settle(self._text, start, end) or (start, end)
        if not (start <= span[0] and span[1] <= end):
            span = (start, end)
        fitted, problem = column.fitted(self._text, *span)
        if fitted is None or not (start <= fitted[0] and fitted[1] <= end):
            inside = max(column.within(start, end), key=lambda c: c.score, default=None)
            if fitted is None and inside is not None:
                fitted, score = (inside.start, inside.end), both(inside.score, item.reliability)
            elif fitted is None:
                refused = Cell(column.number, *span, score, item.unit, True)
                self._found.refused.append(Refused(refused, problem))
                return None
            else:
                fitted = span
        return Cell(column.number, *fitted, score, item.unit, True)
