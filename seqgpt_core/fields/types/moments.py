"""A point on the calendar or the clock, known to some precision (ISO 8601)."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, replace

# Units from coarse to fine: Year, Month, Day, hour, minute, second.
UNITS = "YMDhms"
_FIELD = dict(zip(UNITS, ("year", "month", "day", "hour", "minute", "second"), strict=True))
_WORD = dict(zip(UNITS, ("年份", "月", "日", "时", "分", "秒"), strict=True))


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says about a point in time; None for a unit that it does not say.

    Attributes:
        zone: the offset as ISO 8601 writes it (`Z`, `+08:00`), or empty for local time.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    zone: str = ""

    @property
    def units(self) -> str:
        """The units that are said, as letters of `UNITS`."""
        return "".join(unit for unit in UNITS if getattr(self, _FIELD[unit]) is not None)

    def only(self, units: str) -> Moment:
        """The same point with every other unit left unsaid."""
        dropped = dict.fromkeys((_FIELD[unit] for unit in UNITS if unit not in units), None)
        zone = self.zone if "h" in units else ""
        return replace(self, **dropped, zone=zone)  # type: ignore[arg-type]

    def after(self, earlier: Moment) -> Moment:
        """This point with the coarser units that it leaves unsaid taken from `earlier`:
        `16日` after `2024年9月10日` is 2024-09-16."""
        said = self.units
        if not said:
            return self
        missing = UNITS[: UNITS.index(said[0])]
        known = {_FIELD[unit]: getattr(earlier, _FIELD[unit]) for unit in missing}
        return replace(self, **known)

    def date(self) -> datetime.date | None:
        """The calendar day, where year, month and day are said and exist."""
        if self.year is None or self.month is None or self.day is None or self.problem():
            return None
        return datetime.date(self.year, self.month, self.day)

    def problem(self) -> str | None:
        """Why there is no such point, or None."""
        if self.year is not None and not 1 <= self.year <= 9999:
            return f"没有{self.year}年"
        if self.month is not None and not 1 <= self.month <= 12:
            return f"没有{self.month}月"
        if self.day is not None and not 1 <= self.day <= self._days_in_month():
            said = f"{self.year}年" if self.year is not None and self.month is not None else ""
            month = f"{self.month}月" if self.month is not None else ""
            return f"{said}{month}没有{self.day}日"
        if self.hour is not None and not 0 <= self.hour <= 24:
            return f"没有{self.hour}时"
        if self.minute is not None and not 0 <= self.minute <= 59:
            return f"没有{self.minute}分"
        if self.second is not None and not 0 <= self.second <= 59:
            return f"没有{self.second}秒"
        if self.hour == 24 and (self.minute or self.second):
            return "24时之后没有分秒"
        return None

    def _days_in_month(self) -> int:
        if self.month is None:
            return 31
        # A leap year where none is said: 2月29日 exists in some year.
        return calendar.monthrange(2000 if self.year is None else self.year, self.month)[1]

    def iso(self) -> str:
        """ISO 8601, extended format. Without a year the truncated form of ISO 8601:2000, which
        XML Schema keeps: `--03-05`, `--03`, `---05`."""
        date = self._iso_date()
        if self.hour is None or (date and self.day is None):
            return date
        clock = f"{self.hour:02}:{self.minute or 0:02}"
        if self.second is not None:
            clock += f":{self.second:02}"
        clock += self.zone
        return f"{date}T{clock}" if date else clock

    def _iso_date(self) -> str:
        if self.year is not None:
            if self.month is None:
                return f"{self.year:04}"
            day = "" if self.day is None else f"-{self.day:02}"
            return f"{self.year:04}-{self.month:02}{day}"
        if self.month is not None:
            return f"--{self.month:02}" + ("" if self.day is None else f"-{self.day:02}")
        return "" if self.day is None else f"---{self.day:02}"


def unit_words(units: str) -> str:
    """The units by name, for a message: `年份、日`."""
    return "、".join(_WORD[unit] for unit in UNITS if unit in units)
