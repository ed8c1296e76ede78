"""Times of day: 10:30, 上午10时30分, 下午3点半, 3:30 pm, 23:00:15+08:00."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .date_numerals import CHINESE_NUMERAL, SMALL, whole_number
from .moments import Moment

# `三点五` is a number and 三点零五 a time.
_BARE_MINUTE_END = rf"(?<=[0-9{CHINESE_NUMERAL}]{{2}})(?![0-9.,%个项条元万亿人米钟日号天])"
_MORNING = "凌晨|清晨|早晨|早上|今晨|今早|明早|上午|午前|早|晨"
_NOON = "中午|正午"
_AFTERNOON = "下午|午后|傍晚"
_NIGHT = "晚上|晚间|深夜|夜间|夜里|半夜|今晚|明晚|昨晚|当晚|晚|夜"
PART_OF_DAY = f"{_MORNING}|{_NOON}|{_AFTERNOON}|{_NIGHT}"
_S = r"[ ]{0,2}"
_LATIN_HALF = r"[AaPp](?:\.[Mm]\.?|[Mm])(?![A-Za-z])"

CLOCK = re.compile(
    rf"(?:(?P<part>{PART_OF_DAY}){_S})?"
    r"(?:"
    rf"(?P<hour>[0-9]{{1,2}}) ?: ?(?P<minute>[0-9]{{2}})(?: ?: ?(?P<second>[0-9]{{2}})"
    rf"(?:\.[0-9]{{1,9}})?)?(?![0-9])(?:{_S}(?P<half>{_LATIN_HALF})"
    r"|(?P<zone>Z(?![A-Za-z])|[+-][0-9]{2}:?[0-9]{2}(?![0-9])))?"
    rf"|(?P<said_hour>{SMALL}){_S}(?:点钟?|时(?![间期候段代刻]))"
    rf"(?:{_S}(?P<said_minute>{SMALL}){_S}(?:分(?!钟)(?:{_S}(?P<said_second>{SMALL}){_S}秒)?"
    rf"|{_BARE_MINUTE_END})|(?P<quarter>[一三]刻|半)|整)?"
    rf"|(?P<bare_hour>[0-9]{{1,2}}) ?(?P<bare_half>{_LATIN_HALF})"
    r")"
)
# Bare `3点` may count points and `1:2` may be a ratio: what makes a clock of it.
_CERTAIN_AFTER = re.compile(rf"{_S}(?:整|许|左右|前|之前|以前|后|至|[—~]|开|到场|报警)")
_RATIO_BEFORE = re.compile(r"(?:比|比例|配比|比值|稀释|滴度)[为是约 :]{0,2}$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day at `start:end` of a folded text; `doubt` where its hour is not certain."""

    start: int
    end: int
    moment: Moment
    doubt: str | None = None
    part: str = ""

    def in_the_half_of(self, earlier: Clock) -> Clock:
        """This time as the end of a range: in `下午两点到五点` the five is in the afternoon too."""
        first, last = earlier.moment.hour, self.moment.hour
        if not earlier.part or self.part or first is None or last is None:
            return self
        if last < 12 <= first < last + 12:
            return replace(self, moment=replace(self.moment, hour=last + 12))
        return self


def clock_at(text: str, place: int) -> Clock | None:
    """The time of day that begins at `place`, however bare (`3点`), or None."""
    match = CLOCK.match(text, place)
    return _read(match) if match else None


def clocks(text: str) -> list[Clock]:
    """Times of day that stand on their own; bare counts (`三点意见`) and ratios left out."""
    return [
        clock
        for match in CLOCK.finditer(text)
        if _stands_alone(text, match) and (clock := _read(match)) is not None
    ]


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    before = text[start - 1 : start]
    if whole_number(match["said_hour"] or "0") not in range(25):
        return False
    if match["part"]:
        return True
    # `A10:30` and `1:10:30` are codes and ratios; after a comma or a dash stands a time.
    if (before.isascii() and before.isalnum()) or before in (":", ".", "第", "_"):
        return False
    if before in tuple("零〇一二三四五六七八九十百千两个几数之"):
        return False
    if match["hour"]:
        far = text[end : end + 2]
        return (
            int(match["hour"]) <= 24
            and int(match["minute"]) < 60
            and far[:1] not in (":", "%", "比")
            and not (far[:1] == "." and far[1:].isdigit())
            and not _RATIO_BEFORE.search(text[max(0, start - 8) : start])
        )
    if match["bare_half"] or match["said_minute"] or match["quarter"]:
        return True
    if "时" in match[0]:
        return match["said_hour"].isdigit() or bool(_CERTAIN_AFTER.match(text, end))
    return match[0].endswith(("整", "钟")) or bool(_CERTAIN_AFTER.match(text, end))


def _read(match: re.Match[str]) -> Clock | None:
    hour = whole_number(match["hour"] or match["said_hour"] or match["bare_hour"])
    minute = whole_number(match["minute"] or match["said_minute"] or "0")
    second_text = match["second"] or match["said_second"]
    if hour is None or minute is None:
        return None
    if match["quarter"]:
        minute = {"一": 15, "三": 45, "半": 30}[match["quarter"][0]]
    half = match["half"] or match["bare_half"]
    hour, doubt = _on_24_hours(hour, match["part"], half)
    zone = match["zone"] or ""
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    second = whole_number(second_text) if second_text else None
    moment = Moment(hour=hour, minute=minute, second=second, zone=zone)
    part = match["part"] or half or ""
    return Clock(match.start(), match.end(), moment, doubt, part)


def _on_24_hours(hour: int, part: str | None, half: str | None) -> tuple[int, str | None]:
    """The hour from 0 to 24, and what is doubtful about it."""
    if half:
        if not 1 <= hour <= 12:
            return hour, None
        return hour % 12 + (12 if half[0] in "Pp" else 0), None
    if part is None or hour > 12:
        return hour, None
    if part in _MORNING.split("|"):
        return (0 if hour == 12 and part == "凌晨" else hour), None
    if part in _NOON.split("|"):
        return (hour + 12 if hour <= 2 else hour), None
    if part in _AFTERNOON.split("|"):
        return (hour if hour == 12 else hour + 12), None
    if hour == 12:
        return 24, None
    # 晚10点 is 22:00, 夜里2点 is the small hours, and of which day nobody says.
    if hour >= 5:
        return hour + 12, None
    return hour, f"“{part}{hour}点”属前一日还是次日不明"
