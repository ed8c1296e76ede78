"""Cut a text into overlapping windows that a model can read one at a time.

Invariants of the windows of a text of n characters, window size s, overlap o:
* every character stands in at least one window; starts and ends both ascend strictly;
* no window is longer than s; a text of at most s characters is one window, an empty text none;
* any span of at most o characters lies whole inside at least one window, because a window
  starts at least o characters before the end of the window before it;
* the step from start to start is at least (s - o) / 3, so there are at most
  3n / (s - o) + 1 windows and the work is linear in n.
"""

from __future__ import annotations

from dataclasses import dataclass

from .boundaries import best_boundary


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open range of code points, `text[start:end]`."""

    start: int
    end: int


def split_windows(text: str, size: int, overlap: int) -> tuple[Window, ...]:
    """Windows over the text that prefer to end and start at clauses, lines and sentences.

    A window's end moves left by at most a third of `size - overlap` to the best boundary there
    (a clause number on a new line, then an empty line, a line, a sentence, a comma, a space);
    the next window's start moves left likewise, which only makes the overlap longer.

    Args:
        text: the document's text.
        size: the most characters in a window.
        overlap: the least characters that consecutive windows share.

    Raises:
        ValueError: unless 0 <= overlap < size.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"overlap must be at least 0 and less than size, not {overlap} of {size}")
    slack = (size - overlap) // 3
    windows: list[Window] = []
    start = 0
    while start + size < len(text):
        end = _best_cut(text, start + size - slack, start + size)
        windows.append(Window(start, end))
        # The shared part must be at least `overlap`, so the start may only move left.
        start = _best_cut(text, end - overlap - slack, end - overlap)
    if start < len(text):
        windows.append(Window(start, len(text)))
    return tuple(windows)


def _best_cut(text: str, low: int, high: int) -> int:
    """The best boundary in [low, high], or `high` where the text gives none."""
    position = best_boundary(text, low, high)
    return high if position is None else position
