"""At least, at most, between, exactly: the bound that a condition sets on something ordered."""

from __future__ import annotations

import re
from dataclasses import dataclass

AT_LEAST = r"(?:及其?以上|\+|＋|或以上|以上|起)"
AT_MOST = r"(?:及其?以下|或以下|以下|以内|之内)"
LEADING_LEAST = r"(?:不低于|不少于|至少|最低|>=|≥|高于|满|超过)"
LEADING_MOST = r"(?:不高于|不超过|不多于|至多|最多|<=|≤|低于|未满)"
_LEAST = re.compile(rf"{AT_LEAST}|{LEADING_LEAST}")
_MOST = re.compile(rf"{AT_MOST}|{LEADING_MOST}")


@dataclass(frozen=True, slots=True)
class Bound:
    """An interval with both ends included; None where it is open.

    以上 and 以下 include the number itself, as Article 1259 of the Civil Code says.
    """

    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None

    def holds(self, value: tuple[float, ...]) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def holds_from(self, least: tuple[float, ...]) -> bool | None:
        """For a value that is `least` or more; None where that does not decide."""
        if self.high is not None:
            return False if least > self.high else None
        return True if self.holds(least) else None


def bound_of(words: str, value: tuple[float, ...], other: tuple[float, ...] | None) -> Bound:
    """The bound that a condition's words set on one value, or on two as a range."""
    if other is not None:
        return Bound(min(value, other), max(value, other))
    if _LEAST.search(words):
        return Bound(low=value)
    if _MOST.search(words):
        return Bound(high=value)
    return Bound(value, value)
