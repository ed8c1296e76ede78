"""What a value type says about text: where its form stands, and what one value means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ...results.types import Check


@dataclass(frozen=True, slots=True)
class Reading:
    """What one raw value means to a type. The raw text is always kept beside it.

    Attributes:
        normalized: canonical string, or None where nothing can be said without guessing.
        checks: outcomes worth showing: `passed` and `failed` for tests (a checksum), and
            `not_applicable` for remarks (`approximate`, `upper_bound`, a derivation).
        problem: why this text cannot be a value of the type under its constraint, as one short
            clause (`17 位，应为 18 位`); None where it can.
    """

    normalized: str | None = None
    checks: tuple[Check, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What else is known when a value is read.

    Attributes:
        constraint: the definition's bracket text (`YYYY-MM-DD`, `万元`, `18位`), or None.
        anchors: dates known from other fields, ISO 8601 by what they are (`签署`, `生效`, `交付`).
    """

    constraint: str | None = None
    anchors: Mapping[str, str] | None = None


class ValueType(Protocol):
    """One type of value. Stateless and total: no input raises, none takes more than linear time."""

    @property
    def name(self) -> str:
        """Stable identifier (`date`)."""
        ...

    def find(self, text: str) -> list[tuple[int, int]]:
        """Places of the type's form: half-open code points, ascending, without overlaps, each as
        long as the form reaches (`¥2,380.00元` whole)."""
        ...

    def read(self, raw: str, context: Context) -> Reading:
        """What `raw` means; a Reading with a problem where it is not of this type."""
        ...
