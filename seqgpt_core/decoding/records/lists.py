"""Parallel lists in one sentence: `分别与甲公司、乙公司签订合同，金额为100万元、200万元`.

Members of two lists of the same length belong together place by place. A single list gives one
record a member only where the sentence distributes (各、分别、均、都); else it is one answer of
several members (`钢材、水泥`), and its cell reaches over all of them. Where the sentence says 分别
and its lists do not match, or a list has a member that is no cell, nothing says which members
belong together, and none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .columns import FORMS, Cell, Column, Row, form_spans
from .grouping import SENTENCE, gap_strength

# A remark behind a member and the marks of titles are no part of the list: `《甲》和《乙》`.
_JOINT = re.compile(
    r"\s*[》”」』]?(?:[（(][^（()）\n]{1,40}[)）])?\s*(?:[、/／]|[，,]?\s*(?:以及|和|与|及|暨)|，)"
    r"\s*(?:[《“「『]|人民币)?\s*"
)
# The second sentence of `中标人。中标金额分别为…` speaks of the list in the first.
_CARRIED_ON = re.compile(r"[”」』]?[。；]\s*[^，。；\n]{0,12}(?:分别|依次)[^。；\n]{0,12}")
_RESPECTIVE = re.compile(r"分别|依次")
_NEAR = 40
_CURRENCY = re.compile(r"^(?:人民币)?\s*|\s*(?:人民币)?$")
_DISTRIBUTED = re.compile(r"分别|依次|各(?!项|类|方|位)|(?<!平)均|(?<![成首])都(?![市江城])|每")


def split_lists(
    text: str, columns: Sequence[Column], cells: Sequence[Cell]
) -> tuple[list[Row], list[Cell], list[Cell]]:
    """Rows of parallel lists; the cells that are left, with joint answers made one; unclear ones.

    Args:
        cells: without overlaps, in document order.
    """
    rows: list[Row] = []
    rest: list[Cell] = []
    unclear: list[Cell] = []
    for sentence in _sentences(text, cells):
        runs = _runs(text, sentence)
        lists = [run for run in runs if len(run) > 1]
        words = text[_sentence_start(text, sentence[0].start) : sentence[-1].end]
        listed = {run[0].column for run in lists}
        length = max((len(run) for run in lists), default=0)
        parallel = len(listed) == len(lists) and all(len(run) == length for run in lists)
        singles = [run[0] for run in runs if len(run) == 1]
        single_columns = {cell.column for cell in singles}
        clear = parallel and not listed & single_columns and len(single_columns) == len(singles)
        distributed = bool(_DISTRIBUTED.search(words))
        respective = bool(_RESPECTIVE.search(words))
        hidden = {run[0].column for run in runs if respective and _goes_on(text, columns, run)}
        if clear and not hidden and (len(lists) >= 2 or (lists and singles and distributed)):
            for place in range(length):
                own = [run[place] for run in lists]
                together = {cell.column: cell for cell in (*singles, *own)}
                rows.append(Row(together, own[0].start, len(together)))
        elif respective and (lists or hidden):
            doubtful = hidden | listed
            unclear += [cell for cell in sentence if cell.column in doubtful]
            rest += [cell for cell in sentence if cell.column not in doubtful]
        else:
            rest += [_joined(run) if _is_joint(run, runs) else cell for run in runs for cell in (
                run[:1] if _is_joint(run, runs) else run
            )]  # fmt: skip
    return rows, rest, unclear


def _goes_on(text: str, columns: Sequence[Column], run: Sequence[Cell]) -> bool:
    """Whether a list has a further member that only its form shows."""
    column = columns[run[0].column]
    if column.field.kind.name not in FORMS:
        return False
    around = form_spans(
        text, column, max(0, run[0].start - _NEAR), min(len(text), run[-1].end + _NEAR)
    )
    between = [text[end : run[0].start] for _, end in around if end <= run[0].start]
    between += [text[run[-1].end : start] for start, _ in around if run[-1].end <= start]
    return any(_JOINT.fullmatch(_CURRENCY.sub("", words)) for words in between)


def _sentences(text: str, cells: Sequence[Cell]) -> list[list[Cell]]:
    groups: list[list[Cell]] = []
    for cell in cells:
        if groups and gap_strength(text, groups[-1][-1].end, cell.start) < SENTENCE:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return _carried_on(text, groups)


def _carried_on(text: str, groups: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Sentences, with one that gives the members of the list before it put to that one."""
    joined: list[list[Cell]] = []
    for group in groups:
        before = joined[-1] if joined else []
        runs = _runs(text, before)
        lengths = {len(run) for run in (*runs, *_runs(text, group)) if len(run) > 1}
        of_a_list = any(len(run) > 1 for run in runs) and len(lengths) == 1
        tail = text[before[-1].end : group[0].start] if before else ""
        if of_a_list and len(tail) < _NEAR and _CARRIED_ON.search(tail):
            before += group
        else:
            joined.append(list(group))
    return joined


def _sentence_start(text: str, at: int) -> int:
    return max((text.rfind(mark, 0, at) for mark in "。！？；\n"), default=-1) + 1


def _runs(text: str, cells: Sequence[Cell]) -> list[list[Cell]]:
    """Cells of one column with nothing but 、 or 和 between them."""
    runs: list[list[Cell]] = []
    for cell in cells:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.column == cell.column
            and not (last.labelled and cell.labelled)
            and _JOINT.fullmatch(text, last.end, cell.start)
        ):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _is_joint(run: Sequence[Cell], runs: Sequence[Sequence[Cell]]) -> bool:
    """Whether the members are one answer together: the sentence says something else of them."""
    column = run[0].column
    return (
        len(run) > 1
        and any(other[0].column != column for other in runs)
        and not any(other is not run and other[0].column == column for other in runs)
    )


def _joined(run: Sequence[Cell]) -> Cell:
    first = run[0]
    score = min(cell.score for cell in run)
    labelled = any(cell.labelled for cell in run)
    return Cell(first.column, first.start, run[-1].end, score, first.unit, labelled)
