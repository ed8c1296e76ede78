"""Documents that share a passage with texts which figures are told of.

A network may read documents without annotation to learn their language, but not those that it is
measured on: what it has read it finds more easily.
"""

from __future__ import annotations

from collections.abc import Iterable

RUN = 30
"""Characters, white space left out. A shared passage of twice as many is always found."""


class KnownTexts:
    """Tells whether a document repeats a passage of given texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: set[str] = set()
        for text in map(_plain, texts):
            self._runs.update(text[at : at + RUN] for at in range(len(text) - RUN + 1))

    def shares(self, document: str) -> bool:
        """Whether a run of the document, at one of every `RUN`th place, stands in a text."""
        plain = _plain(document)
        return any(plain[at : at + RUN] in self._runs for at in range(0, len(plain), RUN))


def _plain(text: str) -> str:
    return "".join(text.split())
