"""From a changed text back to the original, exactly, through any number of changes.

A change is an `Edit` that replaces `text[start:end]`. What each character came from:
* a character outside every edit, and each character of a replacement as long as what it replaces,
  came from one character (full-width digits turn into plain ones in their places);
* every character of any other replacement came from all that was replaced.

So a span has an exact origin: from where its first character's begins to where its last one's
ends. Deleted characters at the edges of a span do not belong to it, those inside it do.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `text[start:end]` by `replacement`; `""` deletes."""

    start: int
    end: int
    replacement: str = ""


class Run(NamedTuple):
    """The characters `start` up to the next run's start, and where they came from.

    Attributes:
        origin: where in the original the first of them begins.
        length: 0 where they follow the original character by character; otherwise each of them
            came from `original[origin : origin + length]`; -1 where they came from nothing.
    """

    start: int
    origin: int
    length: int = 0


@dataclass(frozen=True)
class SourceMap:
    """Where every character of a text came from in `original`.

    Attributes:
        original: the text before all changes.
        characters: the number of code points of the changed text.
        runs: ascending by `start`, the first at 0; none for an empty text.
    """

    original: str
    characters: int
    runs: tuple[Run, ...]

    @classmethod
    def identity(cls, original: str) -> SourceMap:
        """The map of an unchanged text."""
        return cls(original, len(original), (Run(0, 0),) if original else ())

    @property
    def original_sha256(self) -> str:
        """SHA-256 of the original in UTF-8 (lone surrogates kept by `surrogatepass`)."""
        return hashlib.sha256(self.original.encode("utf-8", "surrogatepass")).hexdigest()

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The half-open place in the original that `text[start:end]` came from.

        An empty span has the empty place at which the next character begins.

        Raises:
            ValueError: unless 0 <= start <= end <= characters.
        """
        if not 0 <= start <= end <= self.characters:
            raise ValueError(f"span {start}:{end} lies outside a text of {self.characters}")
        begins = self._origin(start)[0] if start < self.characters else len(self.original)
        return (begins, self._origin(end - 1)[1]) if start < end else (begins, begins)

    def after(self, edits: Sequence[Edit]) -> SourceMap:
        """The map of the text that these edits make of the present one.

        Edits ascend and do not overlap (see `apply_edits`).
        """
        builder = _RunBuilder(self)
        position = 0
        for edit in edits:
            builder.keep(position, edit.start)
            if len(edit.replacement) == edit.end - edit.start:
                builder.keep(edit.start, edit.end)
            else:
                builder.replace(edit)
            position = edit.end
        builder.keep(position, self.characters)
        return SourceMap(self.original, builder.length, tuple(builder.runs))

    @cached_property
    def _starts(self) -> list[int]:
        return [run.start for run in self.runs]

    def _origin(self, position: int) -> tuple[int, int]:
        """The place in the original of the character at `position`."""
        run = self.runs[bisect_right(self._starts, position) - 1]
        if run.length == 0:
            begins = run.origin + position - run.start
            return begins, begins + 1
        return run.origin, run.origin + max(run.length, 0)


class _RunBuilder:
    """Collects the runs of a changed text from those of the text before; walks once."""

    def __init__(self, before: SourceMap) -> None:
        self.runs: list[Run] = []
        self.length = 0
        self._before = before
        self._index = 0

    def keep(self, start: int, end: int) -> None:
        """Append characters that stay, or are replaced one by one."""
        runs = self._before.runs
        while start < end:
            while self._index + 1 < len(runs) and runs[self._index + 1].start <= start:
                self._index += 1
            run = runs[self._index]
            is_last = self._index + 1 == len(runs)
            stop = end if is_last else min(end, runs[self._index + 1].start)
            origin = run.origin + (start - run.start if run.length == 0 else 0)
            self._append(Run(self.length, origin, run.length), stop - start)
            start = stop

    def replace(self, edit: Edit) -> None:
        """Append the characters of a replacement of another length."""
        if edit.replacement:
            begins, ends = self._before.to_original(edit.start, edit.end)
            self._append(Run(self.length, begins, (ends - begins) or -1), len(edit.replacement))

    def _append(self, run: Run, count: int) -> None:
        last = self.runs[-1] if self.runs else None
        follows = last is not None and (
            run.length == last.length == 0 and run.origin - last.origin == run.start - last.start
        )
        if not follows:
            self.runs.append(run)
        self.length += count


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made.

    Raises:
        ValueError: for edits that overlap, do not ascend, or lie outside the text.
    """
    pieces: list[str] = []
    position = 0
    for edit in edits:
        if not position <= edit.start <= edit.end <= len(text):
            raise ValueError(f"{edit} does not follow an edit that ends at {position}")
        pieces += (text[position : edit.start], edit.replacement)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)


def edit_between(before: str, after: str) -> Edit:
    """The one edit that makes `after` of `before`, as short as it can be."""
    shorter = min(len(before), len(after))
    start = _most(shorter, lambda n: before[:n] == after[:n])
    tail = _most(shorter - start, lambda n: before[len(before) - n :] == after[len(after) - n :])
    return Edit(start, len(before) - tail, after[start : len(after) - tail])


def _most(limit: int, holds: Callable[[int], bool]) -> int:
    """The greatest n up to `limit` for which it holds; it holds for 0 and for all below n."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
