"""Dates, times, periods and durations in the styles of Chinese business documents."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta

from .amounts import spoken
from .values import Piece, Scene, Value, generator, plain

FIGURES = "〇一二三四五六七八九"
STYLES = ("cjk", "cjk", "cjk", "cjk", "iso", "iso", "slash", "dot", "capital", "spaced", "padded")


def written(day: Date, style: str) -> str:
    """A date in a style (`cjk` 2024年3月5日, `capital` 二〇二四年三月五日, ...)."""
    if style == "iso":
        return f"{day:%Y-%m-%d}"
    if style == "slash":
        return f"{day.year}/{day.month}/{day.day}"
    if style == "dot":
        return f"{day:%Y.%m.%d}"
    if style == "spaced":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    if style == "padded":
        return f"{day:%Y}年{day:%m}月{day:%d}日"
    if style == "capital":
        year = "".join(FIGURES[int(figure)] for figure in str(day.year))
        return f"{year}年{spoken(day.month)}月{spoken(day.day)}日"
    return f"{day.year}年{day.month}月{day.day}日"


def _value(scene: Scene, day: Date) -> Value:
    style = STYLES[scene.choice("date style", len(STYLES))]
    forms = {
        "月日": f"{day.month}月{day.day}日",
        "年月": f"{day.year}年{day.month}月",
        "日": f"{day.day}日",
        "数": f"{day:%Y%m%d}",
        "点": f"{day:%Y.%m}",
    }
    return Value(((written(day, style), ""),), "date", forms, content=day)


@generator
def date(scene: Scene, first: str = "2018", last: str = "2024") -> Value:
    """A day between two years."""
    start = Date(int(first), 1, 1).toordinal()
    end = Date(int(last), 12, 20).toordinal()
    return _value(scene, Date.fromordinal(scene.random.randint(start, end)))


def day_of(scene: Scene, key: str) -> Date:
    """The day of another slot."""
    content = scene.value(key).content
    if not isinstance(content, Date):
        raise TypeError(f"slot {key} is not a date")
    return content


@generator
def after(scene: Scene, key: str, lowest: str, highest: str) -> Value:
    """A day that many days after another slot's (negative: before it)."""
    days = scene.random.randint(int(lowest), int(highest))
    return _value(scene, day_of(scene, key) + timedelta(days=days))


@generator
def ends(scene: Scene, start: str, length: str) -> Value:
    """The last day of a term: another slot's day plus a duration in 月, 年 or days."""
    first, span = day_of(scene, start), scene.value(length)
    if not isinstance(span.content, int):
        raise TypeError(f"slot {length} is not a duration")
    if span.unit in ("月", "年"):
        months = first.year * 12 + first.month - 1 + span.content * (12 if span.unit == "年" else 1)
        day = Date(months // 12, months % 12 + 1, min(first.day, 28)) - timedelta(days=1)
        return _value(scene, day)
    return _value(scene, first + timedelta(days=span.content))


@generator
def month_day(scene: Scene, key: str, lowest: str = "0", highest: str = "20") -> Value:
    """`3月5日`: a day near another slot's, without its year."""
    day = day_of(scene, key) + timedelta(days=scene.random.randint(int(lowest), int(highest)))
    return plain(f"{day.month}月{day.day}日", "date", content=day)


@generator
def month(scene: Scene, first: str = "2005", last: str = "2023") -> Value:
    """A month: `2019年7月`, `2019.07`, `2019-07`, one style a document."""
    rng = scene.random
    day = Date(rng.randint(int(first), int(last)), rng.randint(1, 12), 1)
    return month_value(scene, day)


def month_value(scene: Scene, day: Date) -> Value:
    """A month in the document's style."""
    styles = (
        f"{day.year}年{day.month}月",
        f"{day:%Y.%m}",
        f"{day:%Y-%m}",
        f"{day:%Y/%m}",
        f"{day.year}年{day.month}月",
    )
    return plain(styles[scene.choice("month style", len(styles))], "month", content=day)


@generator
def month_after(scene: Scene, key: str, lowest: str, highest: str) -> Value:
    """A month that many months after another slot's."""
    day = day_of(scene, key)
    months = day.year * 12 + day.month - 1 + scene.random.randint(int(lowest), int(highest))
    return month_value(scene, Date(months // 12, months % 12 + 1, 1))


@generator
def period_months(scene: Scene) -> Value:
    """`2008.09-2012.06`: a period of study of three or four years."""
    start = scene.random.randint(2000, 2016)
    length = scene.random.choice([3, 4])
    joint = ("-", "—", "至", "~")[scene.choice("month joint", 4)]
    style = scene.choice("study style", 3)
    if style == 0:
        return plain(f"{start}年9月{joint}{start + length}年6月", "period")
    mark = ".-/"[style]
    return plain(f"{start}{mark}09{joint}{start + length}{mark}06", "period")


@generator
def year(scene: Scene, first: str, last: str) -> Value:
    """A year: `2019年`."""
    value = scene.random.randint(int(first), int(last))
    return plain(f"{value}年", "year", content=Date(value, 1, 1))


@generator
def clock(scene: Scene, first: str = "0", last: str = "23") -> Value:
    """A time of day: `14:05`, `14时05分`, `下午2点多`."""
    rng = scene.random
    hour, minute = rng.randint(int(first), int(last)), rng.randint(0, 59)
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "下午" if hour < 18 else "晚上"
    twelve = hour if hour <= 12 else hour - 12
    style = scene.choice("clock style", 4)
    if style == 0:
        return plain(f"{hour:02d}:{minute:02d}", "time")
    if style == 1:
        return plain(f"{hour}时{minute:02d}分", "time")
    if style == 2:
        half = "半" if minute >= 30 else ""
        return plain(f"{part}{twelve}点{half}", "time")
    return plain(f"{hour}:{minute:02d}", "time")


@generator
def moment(scene: Scene, first: str = "2020", last: str = "2024") -> Value:
    """A day with a time of day as one value."""
    day = date(scene, first, last)
    gap = " " if day.text[-1].isdigit() or scene.choice("moment gap", 3) == 0 else ""
    text = day.text + gap + clock(scene).text
    return Value(((text, ""),), "datetime", day.forms, content=day.content)


@generator
def moment_after(scene: Scene, key: str, lowest: str, highest: str) -> Value:
    """A day with a time, that many days after another slot's."""
    day = after(scene, key, lowest, highest)
    gap = " " if day.text[-1].isdigit() or scene.choice("moment gap", 3) == 0 else ""
    return Value(
        ((day.text + gap + clock(scene).text, ""),), "datetime", day.forms, content=day.content
    )


@generator
def period(scene: Scene, first: str, second: str) -> Value:
    """From one slot's day to another's, as one value."""
    one, two = scene.value(first).text, scene.value(second).text
    joint = ("至", "至", "—", " 至 ", "起至")[scene.choice("period style", 5)]
    pieces: list[Piece] = [(f"{one}{joint}{two}", "")]
    if joint == "起至":
        pieces = [("自", None), (f"{one}起至{two}", ""), ("止", None)]
    return Value(tuple(pieces), "period")


UNITS = {
    "月": "个月",
    "年": "年",
    "天": "日",
    "工作日": "个工作日",
    "日历天": "日历天",
    "周": "周",
    "小时": "小时",
    "自然日": "个自然日",
}


@generator
def duration(scene: Scene, unit: str, *numbers: str) -> Value:
    """`36个月`, `三年`, `30个工作日`, now and then `叁年` or `12（十二）个月`."""
    rng = scene.random
    number = int(rng.choice(numbers))
    name = UNITS[unit]
    if unit == "天":
        name = ("日", "天")[scene.choice("day word", 2)]
    style = scene.choice("duration style", 6)
    if style == 0:
        return plain(f"{spoken(number)}{name}", "duration", unit, number)
    if style == 1 and number < 100 and unit in ("年", "月"):
        return plain(f"{number}（{spoken(number)}）{name}", "duration", unit, number)
    gap = " " if style == 2 and rng.random() < 0.5 else ""
    return plain(f"{number}{gap}{name}", "duration", unit, number)
