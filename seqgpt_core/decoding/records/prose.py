"""Rows of labelled lines and of prose: cells that stand together, one a column.

A cell is taken only where the text leaves no doubt which record it belongs to; a doubtful one is
rejected as unpaired, so that a row may lack a cell but never holds one of another record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ..exclusive import exclude_each_other
from .columns import Cell, Column, Row, answer_of
from .completion import complete_rows
from .grouping import SEMICOLON, SENTENCE, gap_strength, group_cells
from .items import item_starts
from .lists import split_lists
from .rejections import Rejections
from .sharing import carry_subject

_CLEAR_SHARE = 0.7
"""An answer is sure where every rival in another clause has at most this share of its score."""


def prose_rows(
    text: str,
    columns: Sequence[Column],
    cells: Sequence[Cell],
    log: Rejections,
    tables: bool,
) -> list[Row]:
    """Rows of labelled lines and of prose, each with its own cells only.

    Args:
        cells: settled cells in document order.
        tables: whether the document has tables with rows.
    """
    blocks = _block_columns(text, cells)
    taken = _among_blocks(cells, blocks) if blocks else list(cells)
    if len({cell.column for cell in taken}) == 1:
        distinct: dict[str, Cell] = {}
        for cell in taken:
            distinct.setdefault(answer_of(text, cell), cell)
        alone = len(distinct) == 1 and not tables
        if len(columns) == 1 or blocks or alone:
            return [Row({c.column: c}, c.start, 1) for c in distinct.values()]
        log.add(distinct.values(), "unpaired")
        return []
    listed, rest, unclear = split_lists(text, columns, taken)
    log.add(unclear, "unpaired")
    groups = group_cells(text, rest, item_starts(text, rest))
    several = tables or sum(len({c.column for c in group}) > 1 for group in groups) > 1
    grouped = [_row(text, columns, group, log, several) for group in groups]
    grouped = complete_rows(text, columns, grouped, cells)
    rows = carry_subject(text, grouped)
    kept: list[Row] = []
    for row in sorted([*listed, *rows], key=lambda row: row.start):
        alone = row.own < 2 and not any(
            cell.labelled and cell.column in blocks for cell in row.cells.values()
        )
        if alone and len(row.cells) < 2:
            log.add(row.cells.values(), "unpaired")
        elif not alone or row.own < len(row.cells):
            kept.append(row)
    return kept


def _block_columns(text: str, cells: Sequence[Cell]) -> set[int]:
    """The columns that labels name several times with different values: blocks of records."""
    uses: dict[int, set[str]] = defaultdict(set)
    for cell in cells:
        if cell.labelled:
            uses[cell.column].add(answer_of(text, cell))
    return {column for column, answers in uses.items() if len(answers) >= 2}


def _among_blocks(cells: Sequence[Cell], blocks: set[int]) -> list[Cell]:
    """Prose adds to labelled blocks only what they do not label, and only among them."""
    inside = [cell for cell in cells if cell.labelled and cell.column in blocks]
    first, last = inside[0].start, max(cell.end for cell in inside)
    return [
        cell
        for cell in cells
        if cell.labelled or (cell.column not in blocks and first <= cell.start < last)
    ]


def _row(
    text: str, columns: Sequence[Column], group: Sequence[Cell], log: Rejections, several: bool
) -> Row:
    """One cell a column; what may belong to another record is left out.

    Args:
        several: whether the document has further records.
    """
    answers: dict[int, set[str]] = defaultdict(set)
    for cell in group:
        answers[cell.column].add(answer_of(text, cell))
    anchor = max(group, key=lambda c: (c.labelled, c.score, -c.start))
    doubtful = {number for number, found in answers.items() if len(found) > 1}
    mixed = len(doubtful) > 1
    cells: dict[int, Cell] = {}
    for number in sorted(answers):
        own = [cell for cell in group if cell.column == number]
        if number == anchor.column:
            chosen: Cell | None = anchor
        elif mixed:
            chosen = _beside(text, own, anchor, number in doubtful)
        elif number in doubtful and several:
            chosen = _surest(text, own)
        else:
            chosen = max(own, key=lambda c: (c.labelled, c.score, -c.start))
        if chosen is not None:
            cells[number] = chosen
        else:
            log.add(own, "unpaired")
    for number in list(cells):
        for other in list(cells):
            if (
                number in cells
                and other in cells
                and cells[number].score < cells[other].score
                and exclude_each_other(columns[number].spec.name, columns[other].spec.name)
                and answer_of(text, cells[number]) == answer_of(text, cells[other])
            ):
                log.add([cells.pop(number)], "exclusive", columns[other].spec.name)
    for cell in group:
        held = cells.get(cell.column)
        if held is not None and answer_of(text, held) != answer_of(text, cell):
            shown = text[held.start : held.end]
            log.add([cell], "limit", f"同一条记录已有“{shown}”")
    start = min(cell.start for cell in cells.values())
    return Row(cells, start, len(cells))


def _beside(text: str, own: Sequence[Cell], anchor: Cell, doubtful: bool) -> Cell | None:
    """The column's only answer in the anchor's sentence; None where that leaves a choice."""
    near = [c for c in own if _strength(text, c, anchor) < SENTENCE]
    if len({answer_of(text, c) for c in near}) == 1:
        return max(near, key=lambda c: (c.labelled, c.score, -c.start))
    return None


def _surest(text: str, own: Sequence[Cell]) -> Cell | None:
    """The best answer, or None where one in another clause is nearly as good."""
    best = max(own, key=lambda c: (c.labelled, c.score, -c.start))
    rivals = [
        c
        for c in own
        if answer_of(text, c) != answer_of(text, best)
        and _strength(text, c, best) >= SEMICOLON
        and (c.labelled or not best.labelled)
    ]
    return best if all(c.score <= _CLEAR_SHARE * best.score for c in rivals) else None


def _strength(text: str, first: Cell, second: Cell) -> int:
    earlier, later = sorted((first, second), key=lambda c: c.start)
    return gap_strength(text, earlier.end, later.start)


def repeats(text: str, row: Row, rows: Sequence[Row], tabled: Sequence[Row]) -> bool:
    """Whether another row says all that a row says, and more; or said it before or in a table."""
    answers = _answers(text, row)
    # Two labelled blocks or table lines with the same values are two records all the same.
    labelled = row.own > 1 and any(cell.labelled for cell in row.cells.values())
    if any(answers == _answers(text, other) for other in tabled):
        return True
    for other in (*tabled, *rows):
        if other is row:
            continue
        held = _answers(text, other)
        if answers.items() < held.items():
            return True
        if answers == held and other.start < row.start and not labelled:
            return True
    return False


def _answers(text: str, row: Row) -> dict[int, str]:
    return {number: answer_of(text, cell) for number, cell in row.cells.items()}
