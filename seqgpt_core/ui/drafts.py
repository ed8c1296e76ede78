"""The list of definitions that a user is writing: what the linter says of it, and its fixes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..fields import Finding, lint
from .rows import segments_of

MAX_DRAFT_CHARACTERS = 10_000
"""A longer draft is not looked at while it is typed; adding it says what is wrong with it."""

_SEPARATION = re.compile(r"\s*[，,、;；\n]?\s*")


@lru_cache(maxsize=64)
def lint_draft(written: str, rows: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Findings on the definitions of a draft; `index` counts them from 0.

    Args:
        rows: the definitions that there are already; a draft may repeat one of them.
    """
    if len(written) > MAX_DRAFT_CHARACTERS:
        return ()
    found = lint([*rows, *segments_of(written)])
    return tuple(
        Finding(f.code, f.message, f.index - len(rows), f.fix)
        for f in found
        if f.index is not None and f.index >= len(rows)
    )


def with_fix(written: str, index: int, fix: str) -> str:
    """The draft with `fix` in the place of one definition; an empty fix takes it out.

    Everything else stays as written. A draft without that definition stays whole.
    """
    segments = segments_of(written)
    if not 0 <= index < len(segments):
        return written
    start, end = _place(written, segments, index)
    if not fix:
        gap = _SEPARATION.match(written, end)
        end = gap.end() if gap is not None else end
    return written[:start] + fix + written[end:]


def _place(written: str, segments: Sequence[str], index: int) -> tuple[int, int]:
    """Where a definition stands in the list; they follow each other, each as written."""
    end = 0
    for segment in segments[: index + 1]:
        start = written.index(segment, end)
        end = start + len(segment)
    return start, end
