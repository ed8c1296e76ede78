"""Where places of a text stand after it was edited."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

_SECONDS = 1.0


@dataclass(frozen=True)
class TextEdit:
    """One text that became another, by any number of edits.

    Invariant: where `moved(start, end)` gives a span, `new[span] == old[start:end]`.
    """

    old: str
    new: str

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the characters `old[start:end]` stand now; None if the edit touched them."""
        place = bisect_right(self._kept, (start, len(self.new), 0)) - 1
        if place < 0:
            return None
        from_old, from_new, length = self._kept[place]
        if end > from_old + length:
            return None
        shift = from_new - from_old
        return start + shift, end + shift

    @cached_property
    def _kept(self) -> list[tuple[int, int, int]]:
        """What both texts hold, in order: (start in the old, start in the new, length)."""
        from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]

        comparison = diff_match_patch()
        # After this time a coarser comparison is good enough: it may only lose a place.
        comparison.Diff_Timeout = _SECONDS
        kept: list[tuple[int, int, int]] = []
        old_at = new_at = 0
        for operation, part in comparison.diff_main(self.old, self.new):
            if operation == comparison.DIFF_EQUAL:
                kept.append((old_at, new_at, len(part)))
            if operation != comparison.DIFF_INSERT:
                old_at += len(part)
            if operation != comparison.DIFF_DELETE:
                new_at += len(part)
        return kept
