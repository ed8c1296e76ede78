"""Values that a label on their line names: `供应商：成都华信有限公司；数量：100吨`.

The label says what the value is; the model's candidate in its reach says where it ends, or the
form of its type, or the punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..boundaries import settle
from .columns import FORMS, LABEL_RELIABILITY, Cell, Column, both, form_spans
from .headings import heading_unit, match_headings
from .tables import Refused

_LABEL = re.compile(
    r"(?:^|(?<=[\n；;，,。\t 　|｜]))(?P<label>[^\s：:，,；;。|｜\t]{1,18}"
    r"(?:[（(][^（()）\n]{1,12}[)）])?)[ \t　]*[：:]",
    re.MULTILINE,
)
_TABBED = re.compile(r"^(?P<label>[^\s：:\t]{1,18})[ 　]*\t[ \t　]*(?=[^\t\n]+$)", re.MULTILINE)
_NO_LABEL = re.compile(r"\d$|^[\x00-\x7f]+$|[“”\"《》]")
_EDGE = " \t　；;，,。|｜\r\n"
_PHRASE_END = re.compile(r"[；;。\t]|\s{2,}|　")
_LONGEST = 60
_LEAST_CANDIDATE = 0.3


@dataclass(frozen=True)
class LabelledCells:
    """What labels name, in document order.

    Attributes:
        reaches: (label's start, value's end) for every value found; no other column's value
            stands there.
    """

    cells: tuple[Cell, ...]
    refused: tuple[Refused, ...]
    reaches: tuple[tuple[int, int], ...]


def read_labels(
    text: str, columns: Sequence[Column], regions: Sequence[tuple[int, int]]
) -> LabelledCells:
    """The labelled values of the columns.

    Args:
        regions: tables that are read already; their lines are left out.
    """
    # A column's own name is a label even where nothing divides it from the value before it.
    asked = sorted(
        {name for column in columns for name in column.spec.asked_names}, key=len, reverse=True
    )
    glued = re.compile(rf"(?P<label>{'|'.join(map(re.escape, asked))})[ \t　]*[：:]")
    found = sorted(
        (m.start("label"), -m.end("label"), m.end())
        for pattern in (_LABEL, _TABBED, glued)
        for m in pattern.finditer(text)
        if not _NO_LABEL.search(m["label"])
        and not any(start <= m.start() < end for start, end in regions)
    )
    labels: list[tuple[int, int, int]] = []
    for start, negative_end, after in found:
        # Of the places of one label by several patterns, the first and longest counts.
        if not labels or start >= labels[-1][2]:
            labels.append((start, -negative_end, after))
    names = [column.spec.asked_names for column in columns]
    cells: list[Cell] = []
    refused: list[Refused] = []
    reaches: list[tuple[int, int]] = []
    for at, (start, end, after) in enumerate(labels):
        matched = match_headings([text[start:end]], names)
        if 0 not in matched:
            continue
        number, quality = matched[0]
        column = columns[number]
        following = labels[at + 1][0] if at + 1 < len(labels) else len(text)
        reach = _reach(text, after, following)
        value = _value(text, column, *reach)
        if value is None:
            continue
        span, own = value
        cell = Cell(
            number, *span, both(own, LABEL_RELIABILITY * quality), heading_unit(text[start:end]),
            True,
        )  # fmt: skip
        fitted, problem = column.fitted(text, *span)
        if fitted is None:
            refused.append(Refused(cell, problem))
            continue
        cells.append(Cell(number, *fitted, cell.score, cell.unit, True))
        reaches.append((start, max(fitted[1], _phrase(text, *reach)[1])))
    return LabelledCells(tuple(cells), tuple(refused), tuple(reaches))


def _reach(text: str, start: int, following: int) -> tuple[int, int]:
    """From a label to the next label or the end of its line; an empty line passes to the next."""
    start, end = _line_rest(text, start, following)
    if start >= end and text[end : end + 1] in ("\n", "\r"):
        below = end
        while below < len(text) and text[below].isspace():
            below += 1
        if text.count("\n", end, below) == 1:
            return _line_rest(text, below, following)
    return start, end


def _line_rest(text: str, start: int, following: int) -> tuple[int, int]:
    end = text.find("\n", start)
    end = min(len(text) if end < 0 else end, max(following, start))
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _phrase(text: str, start: int, end: int) -> tuple[int, int]:
    stop = _PHRASE_END.search(text, start, end)
    return start, stop.start() if stop else end


def _value(text: str, column: Column, start: int, end: int) -> tuple[tuple[int, int], float] | None:
    """The value's span in the label's reach and the model's score of it; None if there is none."""
    if start >= end:
        return None
    candidates = column.within(start, end)
    first = _phrase(text, start, end)
    short = first[1] - first[0] <= _LONGEST
    forms = form_spans(text, column, start, end) if column.field.kind.name in FORMS else []
    best = max(candidates, key=lambda c: (c.score, c.end - c.start), default=None)
    if best is not None and best.score >= _LEAST_CANDIDATE:
        return (best.start, best.end), best.score
    if forms:
        own = max((c.score for c in candidates if (c.start, c.end) == forms[0]), default=0.0)
        return forms[0], own
    span = settle(text, *first) if short else None
    if span is None or not (start <= span[0] and span[1] <= end):
        return None
    own = max((c.score for c in candidates if (c.start, c.end) == span), default=0.0)
    return span, own
