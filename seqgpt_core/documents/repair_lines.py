"""Hard-wrapped lines joined again, as PDF viewers and plain mail give them.

A line was wrapped if it is full: the first word of the next would not have fitted into the width
that the text's lines share. Method: find that width (the greatest that a fifth of the unfinished
lines reach), refuse texts with lines beyond it (they hold whole paragraphs), then join a full
line with the next unless either is a table's, a signature's or an address's, the line ends a
sentence, or the next opens with a clause number, a list mark, a label or an indent. A list of
names as long as one another has no punctuation and stays.
"""

from __future__ import annotations

import re
from collections import Counter

from .line_shapes import ShapedLine, columns, in_table, shape_lines
from .source_map import Edit

_LEAST_WIDTH = 30
_SAME_WIDTH = 8
"""Columns by which full lines differ: a word or a sign that may not begin a line."""
_SLACK = 4
_FIRST_WORD = re.compile(r"[A-Za-z0-9.,%/@_-]+|.")
_REFERENCE = re.compile(r"第[^条]{1,8}条(?:之.)?(?:[的所之第项款]|约定|规定|中)")
_REFERS = ("按", "照", "据", "同", "及", "和", "或", "与", "、", "在", "除", "以")
_PUNCTUATION = re.compile("[，。；！？,;]")


def find_wraps(text: str) -> list[Edit]:
    """One edit for each wrapped line end; words of Latin letters get a space instead."""
    lines = shape_lines(text)
    # An unfinished line and what follows it: the places where a join is possible at all.
    possible = [index for index in range(len(lines) - 1) if _may_run_on(lines, index)]
    width = _shared_width(lines, possible)
    if width is None:
        return []
    indents = Counter(line.indent for line in lines if not line.is_blank)
    usual_indent = min(indents, key=lambda indent: (-indents[indent], indent))
    joins = [
        index
        for index in possible
        if _is_full(lines[index], lines[index + 1], width)
        and lines[index + 1].indent <= max(usual_indent, 0) + 1
    ]
    chains = _chains(joins)
    edits = [
        _join(lines[index], lines[index + 1])
        for chain in chains
        if any(_PUNCTUATION.search(lines[i].words) for i in (*chain, chain[-1] + 1))
        for index in chain
    ]
    return edits if len(edits) > 1 else []


def _may_run_on(lines: list[ShapedLine], index: int) -> bool:
    line, following = lines[index], lines[index + 1]
    if 2 * len(line.words) < _LEAST_WIDTH or following.is_blank or line.ends_sentence:
        return False
    if line.is_signature or following.is_signature or line.is_address:
        return False
    if in_table(lines, index) or in_table(lines, index + 1):
        return False
    if not following.opens:
        return True
    # `根据本合同 / 第五条约定` is a reference that fell on a line's start.
    return bool(_REFERENCE.match(following.words)) and line.words.endswith(_REFERS)


def _shared_width(lines: list[ShapedLine], possible: list[int]) -> int | None:
    """The width at which the text was wrapped, or None for a text that was not."""
    widths = sorted(lines[index].width for index in possible)
    if len(widths) < 2:
        return None
    needed = max(2, len(widths) // 5)
    width = next(
        (
            widths[last]
            for last in range(len(widths) - 1, needed - 2, -1)
            if widths[last] - widths[last - needed + 1] <= _SAME_WIDTH
        ),
        0,
    )
    if width < _LEAST_WIDTH:
        return None
    filled = [line for line in lines if not line.is_blank and not line.is_row]
    beyond = sum(line.width > width + _SLACK for line in filled)
    return width if beyond * 20 <= len(filled) else None


def _is_full(line: ShapedLine, following: ShapedLine, width: int) -> bool:
    first = _FIRST_WORD.match(following.words)
    return line.width + (columns(first[0]) if first else 0) + _SLACK >= width


def _chains(joins: list[int]) -> list[list[int]]:
    """Runs of consecutive indices: each is one paragraph."""
    chains: list[list[int]] = []
    for index in joins:
        if chains and chains[-1][-1] == index - 1:
            chains[-1].append(index)
        else:
            chains.append([index])
    return chains


def _join(line: ShapedLine, following: ShapedLine) -> Edit:
    """Take out the line end with the white space around it."""
    body = line.text[line.start : line.end]
    start = line.start + len(body.rstrip())
    after = line.text[following.start : following.end]
    end = following.start + len(after) - len(after.lstrip())
    last, first = line.words[-1], following.words[0]
    latin = last.isascii() and first.isascii() and last != "-"
    # A number that was broken has digits on both sides; so has its separator.
    number = first.isdigit() and (last.isdigit() or line.words[-2:-1].isdigit())
    number |= first in ",." and last.isdigit()
    return Edit(start, end, " " if latin and not number else "")
