"""How far a value can be trusted at a glance: one scale for the table and the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from .types import Value

Level = Literal["sure", "likely", "unsure", "failed", "human", "none"]
LEVELS: tuple[Level, ...] = ("sure", "likely", "unsure", "failed", "human", "none")
"""`failed` for a failed check, `human` for a person's decision, `none` without a value."""

SURE, LIKELY = 0.8, 0.5
"""From these scores on a value counts as sure, or as likely."""

_WORST_FIRST: tuple[Level, ...] = ("failed", "unsure", "likely", "human", "sure")


def score_level(score: float) -> Level:
    """How far a score alone can be trusted."""
    return "sure" if score >= SURE else "likely" if score >= LIKELY else "unsure"


def value_level(value: Value) -> Level:
    """A failed check counts more than a score; a person's decision more than the model's."""
    if any(check.status == "failed" for check in value.checks):
        return "failed"
    return "human" if value.amendment is not None else score_level(value.score)


def cell_level(values: Sequence[Value]) -> Level:
    """The level of the least trustworthy value; `none` without any."""
    levels = {value_level(value) for value in values}
    return next((level for level in _WORST_FIRST if level in levels), "none")
