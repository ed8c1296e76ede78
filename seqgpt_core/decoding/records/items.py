"""Numbered items that are records: `1、…签订…合同 2、…签订…合同`.

No record reaches over two of them. Items of one numbering are records where at least two of them
hold cells of two columns each, and one column has different answers in them; or where most of at
least three items hold different answers to one column, and one of them a further column. Numbered
lines that each state one property of a single record (`1、项目名称 2、中标金额`) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from .columns import Cell, answer_of

_CHINESE = "一二三四五六七八九十"
_MARK = re.compile(
    rf"^[ \t　]*(?:(?P<a>[{_CHINESE}]{{1,3}})[、.．]|[（(](?P<b>[{_CHINESE}]{{1,3}})[)）]"
    r"|(?P<c>\d{1,2})(?:、|[.．](?!\d))|[（(](?P<d>\d{1,2})[)）]|(?P<e>\d{1,2})[)）]|(?P<f>[①-⑳])"
    rf"|第(?P<g>[{_CHINESE}\d]{{1,3}})[包标段项条个批份起次]"
    rf"|(?:合同|项目|事件|标段|订单|案例)(?P<h>[{_CHINESE}\d]{{1,3}}))",
    re.MULTILINE,
)

_MOST = 0.6


def item_starts(text: str, cells: Sequence[Cell]) -> list[int]:
    """Where items start that are records of their own, ascending.

    Args:
        cells: in document order.
    """
    starts: set[int] = set()
    for run in _numberings(text):
        held: dict[int, set[tuple[int, str]]] = defaultdict(set)
        for cell in cells:
            place = bisect_right(run, cell.start)
            if place:
                held[place].add((cell.column, answer_of(text, cell)))
        full = [pairs for pairs in held.values() if len({column for column, _ in pairs}) > 1]
        answers: dict[int, set[str]] = defaultdict(set)
        for pairs in full:
            for column, answer in pairs:
                answers[column].add(answer)
        if len(full) > 1 and any(len(found) > 1 for found in answers.values()):
            starts.update(run)
        elif full and len(run) > 2:
            uses = Counter(column for pairs in held.values() for column, _ in pairs)
            most = {column for column, count in uses.items() if count >= _MOST * len(run)}
            if any(len({a for p in held.values() for c, a in p if c == m}) > 1 for m in most):
                starts.update(run)
    return sorted(starts)


def _numberings(text: str) -> list[list[int]]:
    """The starts of the lines of each numbering that counts on from its first line."""
    runs: list[list[int]] = []
    last: dict[str, tuple[int, list[int]]] = {}
    for match in _MARK.finditer(text):
        style = match.lastgroup or ""
        number = _number(match[style])
        before = last.get(style)
        if before is not None and number == before[0] + 1:
            run = before[1]
        else:
            run = []
            runs.append(run)
        run.append(match.start())
        last[style] = number, run
    return [run for run in runs if len(run) > 1]


def _number(written: str) -> int:
    """1 for 1, 一 and ①; 12 for 12 and 十二."""
    if written.isdecimal():
        return int(written)
    if len(written) == 1 and "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    tens, ten, ones = written.rpartition("十")
    units = _CHINESE.find(ones) + 1 if ones else 0
    return (10 * (_CHINESE.find(tens) + 1 if tens else 1) if ten else 0) + units
