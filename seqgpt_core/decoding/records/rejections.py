"""What stands in no row of a record, and why: each place of a column with its first reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...results.types import Reason, RejectedCell
from ..spans import choose_spans
from .columns import Cell, Column, Row, answer_of, cells_of
from .intervals import Intervals
from .tables import Refused

_MOST_REJECTED = 60


class Rejections:
    """Candidates that stand in no row, each place of a column with its first reason."""

    def __init__(self, text: str, columns: Sequence[Column]) -> None:
        self._text = text
        self._columns = columns
        self._found: dict[tuple[int, int, int], tuple[Cell, Reason, str]] = {}

    def add(self, cells: Iterable[Cell], reason: Reason, detail: str = "") -> None:
        for cell in cells:
            self._found.setdefault((cell.column, *cell.span), (cell, reason, detail))

    def above(self, floor: float, row: Row) -> Row:
        """The row's cells that reach the floor; the others are noted."""
        self.add((cell for cell in row.cells.values() if cell.score < floor), "below_threshold")
        cells = {number: cell for number, cell in row.cells.items() if cell.score >= floor}
        return Row(cells, row.start, len(cells))

    def result(
        self, refused: Iterable[Refused], rows: Sequence[Row], floor: float
    ) -> tuple[RejectedCell, ...]:
        """The rejected cells, best first.

        Args:
            refused: cells of tables and labels that their columns' types stood against.
            rows: the final rows; what they hold is not rejected.
            floor: what a cell of a row needs.
        """
        for item in refused:
            self.add([item.cell], "constraint", item.problem)
        used: set[tuple[int, str]] = set()
        places = Intervals(())
        for cell in cells_of(rows):
            used.add((cell.column, answer_of(self._text, cell)))
            places.add(cell.start, cell.end, cell)
        for column in self._columns:
            for candidate, reason, detail in column.refused:
                place = Cell(column.number, candidate.start, candidate.end, candidate.score)
                self.add([place], reason, detail)
            low = [c for c in column.candidates if c.score < floor]
            for c in choose_spans(low)[0]:
                self.add([Cell(column.number, c.start, c.end, c.score)], "below_threshold")
        rejected = []
        found = sorted(self._found.values(), key=lambda f: (-f[0].score, f[0].start, f[0].column))
        for cell, reason, detail in found:
            met = places.touching(*cell.span)
            # One place a column is shown once: as it stands in a row, or by its best candidate.
            if (cell.column, answer_of(self._text, cell)) in used or any(
                other.column == cell.column for other in met
            ):
                continue
            if reason in ("constraint", "boundary") and met:
                continue
            places.add(*cell.span, cell)
            rejected.append(
                RejectedCell(
                    self._text[cell.start : cell.end],
                    *cell.span,
                    cell.score,
                    reason,
                    detail,
                    self._columns[cell.column].spec.name,
                )
            )
        return tuple(rejected[:_MOST_REJECTED])
