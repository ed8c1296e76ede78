"""Which column a place of the text answers, where several columns claim it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ..exclusive import exclude_each_other
from .columns import SUMMED, Cell, Column, answer_of
from .intervals import Intervals
from .rejections import Rejections

_RIVAL_LEAD = 0.2
_TOTAL = re.compile(r"(?:合计|总计|共计|累计|总额|总金额|总价)[^，,。；;\n]{0,10}$")


def settle_cells(
    text: str,
    columns: Sequence[Column],
    labelled: Sequence[Cell],
    prose: Sequence[Cell],
    log: Rejections,
) -> list[Cell]:
    """Labelled and loose cells of which no two columns claim one place, in document order.

    The best score goes first. A place inside another is left only to a column of another type
    (`项目地点` inside `项目名称`).
    """
    strongest: dict[tuple[int, str], float] = defaultdict(float)
    for cell in (*labelled, *prose):
        key = (cell.column, answer_of(text, cell))
        strongest[key] = max(strongest[key], cell.score)
    rivals = {
        column.number: [
            other.number
            for other in columns
            if exclude_each_other(column.spec.name, other.spec.name)
        ]
        for column in columns
    }
    kept = Intervals(())
    chosen: list[Cell] = list(labelled)
    for cell in labelled:
        kept.add(cell.start, cell.end, cell)
    for cell in sorted(prose, key=lambda c: (-c.score, c.start - c.end, c.start, c.column)):
        answer = answer_of(text, cell)
        winner = next(
            (
                r
                for r in rivals[cell.column]
                if strongest.get((r, answer), 0.0) >= cell.score + _RIVAL_LEAD
            ),
            None,
        )
        if winner is None:
            met = kept.touching(cell.start, cell.end)
            same = [other for other in met if other.column == cell.column]
            if same:
                log.add([cell], "overlap")
                continue
            blocked = [other for other in met if not _nested(columns, cell, other)]
            if not blocked:
                chosen.append(cell)
                kept.add(cell.start, cell.end, cell)
                continue
            winner = blocked[0].column
        log.add([cell], "exclusive", columns[winner].spec.name)
    ordered = sorted(chosen, key=lambda c: (c.start, c.end))
    return ordered


def _nested(columns: Sequence[Column], first: Cell, second: Cell) -> bool:
    if columns[first.column].field.kind.name == columns[second.column].field.kind.name:
        return False
    inner, outer = sorted((first, second), key=lambda c: c.end - c.start)
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and 2 * (inner.end - inner.start) <= outer.end - outer.start
    )


def without_totals(
    text: str, columns: Sequence[Column], cells: Sequence[Cell], tabled: Sequence[Cell]
) -> list[Cell]:
    """The cells but for sums over several records (`合计300万元`); a single amount is no sum."""
    totals: set[Cell] = set()
    for column in columns:
        if column.field.kind.name not in SUMMED or _TOTAL.search(column.spec.name):
            continue
        own = [cell for cell in cells if cell.column == column.number and not cell.labelled]
        sums = [c for c in own if _TOTAL.search(text, max(0, c.start - 12), c.start)]
        parts = {
            answer_of(text, cell)
            for cell in (*cells, *tabled)
            if cell.column == column.number and cell not in sums
        }
        if len(parts) >= 2:
            totals.update(sums)
    return [cell for cell in cells if cell not in totals]
