"""Lines of a text that are rows of a table: their cells stand between tabs, bars or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DELIMITERS = (re.compile(r"\t"), re.compile(r"[|｜]"), re.compile(r"[ 　]{2,}"))
GAPS = 2
"""The kind of delimiter that is nothing but wide gaps."""
_RULE = re.compile(r"[\s|｜:+=-]*[-=+]{2,}[\s|｜:+=-]*")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")

Span = tuple[int, int]


@dataclass(frozen=True)
class Line:
    start: int
    end: int
    cells: tuple[Span, ...]


def table_lines(text: str) -> Iterator[tuple[int, list[Line]]]:
    """(delimiter, lines) of every run of lines that are split alike."""
    run: list[Line] = []
    kind = last = -1
    for match in _LINE.finditer(text):
        split = _split(text, match.start(), match.end())
        gap = text[last : match.start()].count("\n") if run else 1
        if split is None and _RULE.fullmatch(match[0]) and run:
            last = match.end()
            continue
        alike = split is not None and split[0] == kind and gap <= 2
        if run and not alike:
            yield kind, _unframed(run)
            run = []
        if split is not None:
            kind = split[0]
            run.append(Line(match.start(), match.end(), split[1]))
            last = match.end()
    if run:
        yield kind, _unframed(run)


def _unframed(lines: Sequence[Line]) -> list[Line]:
    """The lines without what stands before a first bar or behind a last one in all of them."""
    first = all(line.cells[0][0] == line.cells[0][1] for line in lines)
    last = all(line.cells[-1][0] == line.cells[-1][1] for line in lines)
    within = slice(1 if first else 0, -1 if last else None)
    return [Line(line.start, line.end, line.cells[within]) for line in lines]


def _split(text: str, start: int, end: int) -> tuple[int, tuple[Span, ...]] | None:
    """The delimiter and the cells of a line, or None for a line that is no row."""
    line = text[start:end]
    if _RULE.fullmatch(line):
        return None
    for kind, delimiter in enumerate(_DELIMITERS):
        if kind == GAPS:
            start += len(line) - len(line.lstrip())
            line = text[start:end].rstrip()
            end = start + len(line)
        cells: list[Span] = []
        at = start
        for match in delimiter.finditer(text, start, end):
            cells.append((at, match.start()))
            at = match.end()
        cells.append((at, end))
        trimmed = tuple(_trim(text, *cell) for cell in cells)
        if len(trimmed) >= 2 and any(s < e for s, e in trimmed):
            return kind, trimmed
    return None


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
