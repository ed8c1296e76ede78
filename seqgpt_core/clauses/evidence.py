"""What stands inside a span of a clause: its values, its modal words, and the rest."""

from __future__ import annotations

from collections import deque

from .lexicon import MODAL
from .model import Span
from .normalise import Normalised, normalise
from .tokens import tokens

PlacedValue = tuple[Span, Normalised]
PlacedModal = tuple[Span, str]


def values_in(text: str, span: Span) -> list[PlacedValue]:
    found: list[PlacedValue] = []
    for start, end in tokens(text[slice(*span)]):
        if end - start > 1 or text[span[0] + start].isdigit():
            value = normalise(text[span[0] + start : span[0] + end])
            if value is not None:
                found.append(((span[0] + start, span[0] + end), value))
    return found


def modals_in(text: str, span: Span) -> list[PlacedModal]:
    """Modal words inside the span with their class, seen with the characters around them."""
    low, high = max(0, span[0] - 4), min(len(text), span[1] + 4)
    return [
        (match.span(), match.lastgroup or "")
        for match in MODAL.finditer(text, low, high)
        if span[0] <= match.start() and match.end() <= span[1]
    ]


def without(text: str, span: Span, places: list[Span]) -> str:
    parts: list[str] = []
    at = span[0]
    for start, end in sorted(places):
        parts.append(text[at:start])
        at = max(at, end)
    parts.append(text[at : span[1]])
    return "".join(parts)


def paired(
    a: list[PlacedValue], b: list[PlacedValue]
) -> tuple[list[PlacedValue], list[PlacedValue], list[tuple[PlacedValue, PlacedValue]]]:
    """(only before, only after, on both sides), each in order."""
    waiting: dict[Normalised, deque[PlacedValue]] = {}
    for value in b:
        waiting.setdefault(value[1], deque()).append(value)
    lost: list[PlacedValue] = []
    kept: list[tuple[PlacedValue, PlacedValue]] = []
    for value in a:
        partners = waiting.get(value[1])
        if partners:
            kept.append((value, partners.popleft()))
        else:
            lost.append(value)
    gained = sorted(
        (value for partners in waiting.values() for value in partners), key=lambda value: value[0]
    )
    return lost, gained, kept
