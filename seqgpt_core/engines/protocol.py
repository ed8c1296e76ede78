"""What the extractor needs of a model: read a window once, ask it many names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from ..decoding.spans import Calibration, Candidate


@dataclass(frozen=True, slots=True)
class Answer:
    """What one window says to one name.

    Attributes:
        candidates: scored spans, half-open code points into the window's text.
        present: probability that the name applies to the window at all.
    """

    candidates: tuple[Candidate, ...]
    present: float


class WindowReading(Protocol):
    """An opaque reading of one window, kept to ask more fields later."""

    @property
    def nbytes(self) -> int: ...


class Engine(Protocol):
    """A model. Deterministic: the same window and name always give the same answer."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    @property
    def window_size(self) -> int:
        """Greatest number of characters of a window."""
        ...

    @property
    def window_overlap(self) -> int:
        """Characters that consecutive windows share."""
        ...

    def read(self, text: str) -> WindowReading:
        """Read one window's text (at most `window_size` characters)."""
        ...

    def ask(self, reading: Any, names: Sequence[str]) -> list[Answer]:
        """Answers of a reading that this engine made, in the order of `names`.

        No name influences another's answer.
        """
        ...


@runtime_checkable
class CalibratedEngine(Protocol):
    """An engine that knows what its scores are worth in a document of several windows."""

    def calibration_of(self, name: str) -> Calibration:
        """The calibration of the kind of value that a name promises."""
        ...
