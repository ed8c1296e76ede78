"""Which neighbouring cells of a text form one record: the cheapest cut of their sequence.

Where one division of the text, into items, lines or sentences, separates all different answers and
its pieces are alike, its pieces are the records. Otherwise a new record costs more than any gap
inside one, so the text is cut only where two different answers to one column ask for it, and there
at the strongest gap. A second answer in the same clause is rather set aside than opens a record.
So is one that the model hardly believes, unless at least two columns have several answers that it
does believe: then the text has several records, and every second answer belongs to another one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .columns import Cell, answer_of

_BLANK_LINE = re.compile(r"\n[ \t\r　]*\n")
_NUMBERED = re.compile(
    r"\n[ \t　]*(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|[①-⑳]|[-•·●■◆*]\s"
    r"|第[一二三四五六七八九十百\d]{1,4}[包标段项条个批份起次]|#+\s"
    r"|(?:合同|项目|事件|标段|订单|案例)[一二三四五六七八九十\d])"
)
_SENTENCE = re.compile(r"[。！？!?]")
_SEMICOLON = re.compile(r"[；;]")
_COMMA = re.compile(r"[，,、：:\t]|^\s*(?:和|与|及|以及|另|并)|(?:和|与|及|以及|另|并)\s*$")

# By strength of a gap: 0 none, 1 comma, 2 semicolon, 3 sentence, 4 line, 5 item, 6 blank line,
# 7 the start of an item that is a record of its own.
_INSIDE = (0.0, 0.02, 0.1, 0.14, 0.18, 0.35, 0.45, 1e9)
_BETWEEN = (3.0, 0.6, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0)
_RECORD = 3.0
_REPEATED, _LABEL_REPEATED = 0.2, 1.2
_LEAD = 0.3
_OUT_OF_ORDER, _BLOCK_OUT_OF_ORDER = 0.05, 3.5
# A division of the text is that of its records if this share of its pieces has one column.
_COMMON = 0.6
# With second answers to two columns at once, a record would mix what belongs apart.
_DOUBTFUL_TOO = 1.5
_ANOTHER = 4.0
_STRONG = 0.75
_NEVER = 1e9
SEMICOLON, SENTENCE, _BARRIER = 2, 3, 7
_MOST_CELLS = 200


def gap_strength(text: str, start: int, end: int) -> int:
    """How strongly the text between two cells divides them, 0 to 6."""
    between = text[start:end]
    if _BLANK_LINE.search(between):
        return 6
    # A number may stand between the line's end and the cell.
    if _NUMBERED.search(text, start, min(end + 1, len(text))):
        return 5
    if "\n" in between:
        return 4
    if _SENTENCE.search(between):
        return SENTENCE
    if _SEMICOLON.search(between):
        return SEMICOLON
    return 1 if _COMMA.search(between) else 0


def group_cells(text: str, cells: Sequence[Cell], barriers: Sequence[int] = ()) -> list[list[Cell]]:
    """The cells, in document order, cut into records; every cell is in exactly one of them.

    Args:
        barriers: offsets, ascending, that no record reaches over.
    """
    if not cells:
        return []
    gaps = [
        _BARRIER
        if bisect_right(barriers, a.start) < bisect_right(barriers, b.start)
        else gap_strength(text, a.end, b.start)
        for a, b in pairwise(cells)
    ]
    answers = [answer_of(text, cell) for cell in cells]
    divided = _divided(cells, answers, gaps)
    if divided is not None:
        return divided
    several = _several_records(cells, answers)
    groups = _cut(cells, answers, gaps, several, None)
    firsts = Counter(group[0].column for group in groups if len(group) > 1)
    if not firsts:
        return groups
    # The column that usually opens a record, and the order of the fullest one, decide what is
    # doubtful.
    lead, count = min(firsts.items(), key=lambda item: (-item[1], item[0]))
    usual = lead if 2 * count > sum(firsts.values()) else None
    return _cut(cells, answers, gaps, several, usual, _order(groups))


def _order(groups: Sequence[Sequence[Cell]]) -> dict[int, int]:
    """The place of each column in the fullest record; columns that it lacks come last."""
    fullest = max(groups, key=lambda group: len({cell.column for cell in group}))
    order: dict[int, int] = {}
    for cell in fullest:
        order.setdefault(cell.column, len(order))
    return order


def _divided(
    cells: Sequence[Cell], answers: Sequence[str], gaps: Sequence[int]
) -> list[list[Cell]] | None:
    """The pieces of the coarsest division of the text that separates all different answers.

    None where no division does, or where its pieces are not alike: then they are not the records.
    """
    varied = Counter(
        column for column, _ in {(c.column, a) for c, a in zip(cells, answers, strict=True)}
    )
    varying = {column for column, count in varied.items() if count > 1}
    for strength in range(7, 1, -1):
        pieces: list[list[int]] = [[0]]
        for at in range(1, len(cells)):
            if gaps[at - 1] >= strength:
                pieces.append([])
            pieces[-1].append(at)
        held = [{(cells[at].column, answers[at]) for at in piece} for piece in pieces]
        if any(len(pairs) > len({column for column, _ in pairs}) for pairs in held):
            continue
        full = [pairs for pairs in held if len(pairs) > 1]
        uses = Counter(column for pairs in full for column, _ in pairs if column in varying)
        common = max(uses.values(), default=0)
        alike = common >= _COMMON * len(full) and 2 * len(full) >= len(pieces)
        if len(pieces) == 1 or alike:
            return [[cells[at] for at in piece] for piece in pieces]
        return None
    return None


def _several_records(cells: Sequence[Cell], answers: Sequence[str]) -> bool:
    """Whether at least two columns have further answers that weigh nearly as much as the best."""
    scores: dict[int, dict[str, float]] = {}
    for cell, answer in zip(cells, answers, strict=True):
        held = scores.setdefault(cell.column, {})
        held[answer] = max(held.get(answer, 0.0), cell.score)
    weights = [sum(held.values()) / max(held.values()) - 1 for held in scores.values()]
    return sum(weight >= _STRONG for weight in weights) >= 2


def _cut(
    cells: Sequence[Cell],
    answers: Sequence[str],
    gaps: Sequence[int],
    several: bool,
    lead: int | None,
    order: Mapping[int, int] | None = None,
) -> list[list[Cell]]:
    """The cheapest cut, exact for segments of at most `_MOST_CELLS` cells."""
    labels = {(c.column, a) for c, a in zip(cells, answers, strict=True) if c.labelled}
    blocks = len(labels) > len({column for column, _ in labels})
    best = [0.0] + [_NEVER * 2] * len(cells)
    back = [0] * (len(cells) + 1)
    for end in range(1, len(cells) + 1):
        segment = _Segment(cells, answers, gaps, several, blocks, order or {})
        for start in range(end - 1, max(-1, end - 1 - _MOST_CELLS), -1):
            segment.extend(start)
            if segment.cost >= _NEVER:
                break
            cost = best[start] + segment.cost + _RECORD
            if start:
                cost += _BETWEEN[gaps[start - 1]]
            if cells[start].column == lead:
                cost -= _LEAD
            # Ties go to the later start: a record is rather short than long.
            if cost < best[end] - 1e-9:
                best[end], back[end] = cost, start
    groups: list[list[Cell]] = []
    end = len(cells)
    while end:
        groups.append(list(cells[back[end] : end]))
        end = back[end]
    return groups[::-1]


class _Segment:
    """The cost of cells as one record, grown to the left."""

    def __init__(
        self,
        cells: Sequence[Cell],
        answers: Sequence[str],
        gaps: Sequence[int],
        several: bool,
        blocks: bool,
        order: Mapping[int, int],
    ) -> None:
        self._several = several
        self._blocks = blocks
        self._order = order
        self._cells = cells
        self._answers = answers
        self._gaps = gaps
        self._held: dict[int, dict[str, float]] = {}
        self._labelled: set[int] = set()
        # By column, the strongest gap between its leftmost cell and the segment's start.
        self._widest: dict[int, int] = {}
        self._doubtful: int | None = None
        self._size = 0
        self.cost = 0.0

    def extend(self, at: int) -> None:
        cell, answer = self._cells[at], self._answers[at]
        if self._size:
            gap = self._gaps[at]
            self.cost += _INSIDE[gap]
            for column, widest in self._widest.items():
                self._widest[column] = max(widest, gap)
            self.cost += self._disorder(cell, self._cells[at + 1])
        held = self._held.setdefault(cell.column, {})
        if answer in held:
            again = self._blocks and cell.labelled and cell.column in self._labelled
            self.cost += _LABEL_REPEATED if again else _REPEATED
        elif held:
            if cell.labelled and cell.column in self._labelled:
                self.cost = _NEVER
                return
            weaker = min(cell.score, max(held.values()))
            near = self._widest[cell.column] < SEMICOLON
            if self._doubtful not in (None, cell.column):
                self.cost += _DOUBTFUL_TOO
            self._doubtful = cell.column
            if near:
                self.cost += 0.6 + 1.5 * weaker
            else:
                self.cost += _ANOTHER if self._several else 0.6 + 2.8 * weaker
        held[answer] = max(held.get(answer, 0.0), cell.score)
        if cell.labelled:
            self._labelled.add(cell.column)
        self._widest[cell.column] = 0
        self._size += 1

    def _disorder(self, cell: Cell, following: Cell) -> float:
        """What two neighbours cost whose columns stand the other way round elsewhere."""
        if self._blocks and cell.labelled and following.labelled and self._order:
            first = self._order.get(cell.column, -1)
            second = self._order.get(following.column, len(self._order))
            return _BLOCK_OUT_OF_ORDER if second < first else 0.0
        return _OUT_OF_ORDER if following.column < cell.column else 0.0
