"""An amount that the text states twice, in figures and in words: `伍拾万元整（¥500,000.00元）`.

The value is one of the two places; what stands in the bracket beside it must say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ...fields.types import Context, FieldType, value_type
from ...results.types import Check

CHECK = "amount_twin"
"""Not `amount_in_words`, which a rule over two fields makes and makes anew after corrections."""

_COMPARED = "amount_in_words"

_BETWEEN = re.compile(r"[ \t]{0,2}[（(【\[][ \t]{0,2}(?:[大小]写)?(?:金额)?[为即]?[：:]?[ \t]{0,2}")
_BRACKETS = re.compile(r"[（(【\[]")
_FIGURES = re.compile(r"[0-9０-９]")


def twin_checks(text: str, start: int, end: int, kind: FieldType) -> tuple[Check, ...]:
    """Whether figures and words beside each other agree; nothing where an amount stands alone.

    The evidence is the value's own place, then the other amount's.
    """
    if kind.name != "money" or _states_both(text[start:end]):
        return ()
    money = value_type("money")
    assert money is not None
    for other in _neighbours(text, start, end):
        first, last = min(start, other[0]), max(end, other[1])
        for check in money.read(text[first:last], Context()).checks:
            if check.name == _COMPARED:
                return (replace(check, name=CHECK, evidence=((start, end), other)),)
    return ()


def _states_both(raw: str) -> bool:
    """Whether the value reaches over both already; its own reading has compared them."""
    return _BRACKETS.search(raw) is not None and len(_amounts(raw)) > 1


def _neighbours(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Amounts in a bracket right behind the value, or before the bracket that it stands in."""
    own = _FIGURES.search(text[start:end]) is not None
    for place in _amounts(text):
        gap = (end, place[0]) if place[0] >= end else (place[1], start)
        other = _FIGURES.search(text[slice(*place)]) is not None
        near = gap[0] <= gap[1] <= gap[0] + 16 and _BETWEEN.fullmatch(text, *gap)
        if near and own != other:
            yield place


@lru_cache(maxsize=64)
def _amounts(text: str) -> tuple[tuple[int, int], ...]:
    money = value_type("money")
    assert money is not None
    return tuple(money.find(text))
