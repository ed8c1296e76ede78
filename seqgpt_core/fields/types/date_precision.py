"""How precise a date a definition's constraint asks for: `YYYY-MM`, `年月日`, `精确到分`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ..segments import SEPARATORS, split_at
from .moments import UNITS

_TOKEN = re.compile(
    r"y{1,4}|m{1,2}|d{1,2}|h{1,2}|s{1,2}|年份?|月份?|日期?|号|时[间刻]?|小时|分钟?|秒",
    re.IGNORECASE,
)
_SHAPE = re.compile(
    r"(?:[ymdhst年月日号时分秒份钟期间刻0-9xX_*/\-.:+ ]|小时){1,40}(?:格式|制)?", re.IGNORECASE
)
_DOWN_TO = re.compile(
    r"(?:精确)?(?:到|至)(?P<unit>年|月|日|天|小时|时|分|秒)钟?|含(?P<clock>时[间刻])"
)
_WORDS = {
    "年": "Y",
    "月": "M",
    "日": "D",
    "天": "D",
    "号": "D",
    "时": "h",
    "小": "h",
    "分": "m",
    "秒": "s",
}
# Alone they name a length or a part, not a form of date: `修复时间(小时)`.
_NOT_A_FORMAT = re.compile(
    r"[0-9]{0,4}(?:月份?|日期?|小?时|分钟?|秒|时间|时刻|[hsmdy])|[0-9]{1,3}年"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Units that a date must say (letters of `moments.UNITS`), and whether it may say no others."""

    needed: str
    only: bool


@lru_cache(maxsize=1024)
def asked_precision(constraint: str | None) -> Asked | None:
    """What the first clause of the constraint that is a form of date asks for, or None."""
    if constraint is None:
        return None
    for clause in split_at(unicodedata.normalize("NFKC", constraint)[:200], SEPARATORS):
        clause = clause.strip()
        if down := _DOWN_TO.fullmatch(clause):
            return Asked(_WORDS[(down["unit"] or "时")[0]], only=False)
        if clause in ("24小时制", "24小时"):
            return Asked("h", only=False)
        if clause in ("日期+时刻", "日期+时间", "日期时间", "日期时刻"):
            return Asked("Dh", only=False)
        if _SHAPE.fullmatch(clause) and not _NOT_A_FORMAT.fullmatch(clause):
            units = _units(clause)
            if units:
                return Asked(units, only=True)
    return None


def _units(shape: str) -> str:
    """`YYYY-MM-DD HH:MM` -> YMDhm: an M after a day or an hour is a minute."""
    found: list[str] = []
    for token in _TOKEN.findall(shape):
        letter = token[0].lower()
        unit = _WORDS.get(letter) or {"y": "Y", "d": "D", "h": "h", "s": "s"}.get(letter)
        if unit is None:
            unit = "m" if "h" in found else "M"
        # `YYYY年` says the year twice.
        if unit not in found:
            found.append(unit)
    units = "".join(unit for unit in UNITS if unit in found)
    # `Dm` and the like are no form of date; a single letter is a unit of something else.
    joined = units in UNITS or units == "Yh"
    return units if joined and units not in ("M", "D", "h", "m", "s") else ""
