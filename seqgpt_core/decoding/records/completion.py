"""Cells that only their form gives away, in rows that lack exactly them.

The model may hardly see a quantity that stands between a record's other values. Where a row of
several has no answer to a column of a telling type, and its stretch of text holds exactly one
place of that form that no other cell takes, and the model has at least a trace of it, the place
is taken: its being the only one is evidence beside the model's score.
"""

from __future__ import annotations

from collections.abc import Sequence

from .columns import FORMS, Cell, Column, Row, both, form_spans

ONLY_FORM = 0.3
"""How far a place is trusted for being the only one of its form in a record."""
_LONGEST = 400
_SENTENCE_ENDS = "。\n"


def complete_rows(
    text: str, columns: Sequence[Column], rows: Sequence[Row], cells: Sequence[Cell]
) -> list[Row]:
    """The rows, in document order, with such cells added.

    Args:
        cells: every cell that a column claims; their places are not free.
    """
    if len(rows) < 2:
        return list(rows)
    taken = [cell.span for cell in cells]
    completed: list[Row] = []
    for number, row in enumerate(rows):
        following = rows[number + 1].start if number + 1 < len(rows) else len(text)
        end = _stretch_end(text, row, following)
        added = dict(row.cells)
        for column in columns:
            if column.number in row.cells or column.field.kind.name not in FORMS:
                continue
            free = [
                (s, e)
                for s, e in form_spans(text, column, row.start, end)
                if all(e <= start or stop <= s for start, stop in taken)
            ]
            traces = [c for span in free[:1] for c in column.within(*span)]
            if len(free) == 1 and traces:
                best = max(c.score for c in traces)
                added[column.number] = Cell(column.number, *free[0], both(best, ONLY_FORM))
                taken.append(free[0])
        completed.append(Row(added, row.start, len(added)))
    return completed


def _stretch_end(text: str, row: Row, following: int) -> int:
    """Where a row's text ends: at the next row, or with the sentence of its last cell."""
    last = max(cell.end for cell in row.cells.values())
    ends = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, last)) >= 0]
    return max(last, min([following, row.start + _LONGEST, len(text), *ends]))
