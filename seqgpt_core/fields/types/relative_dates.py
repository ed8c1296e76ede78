"""Dates reckoned from an event: 自签署之日起三年, 合同生效后5个工作日内, 装船前60天."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from .duration_forms import Length, duration_forms
from .lengths import iso_duration, reckon

_POINT = r"(?:之日|之次日|当[日天]|次日|日)?"
_FORWARD = re.compile(rf"(?P<event>.*?)(?P<point>{_POINT})(?:起算|起|之后|以后|后)(?:的|,)?[ ]?$")
_BACKWARD = re.compile(rf"(?P<event>.*?){_POINT}(?:之前|以前|前)(?:的|,)?[ ]?$")
_AT = re.compile(r"(?P<event>.{1,24}?)(?:之日|当[日天])(?:起(?:算)?)?")
_LATER = re.compile(r"[ ]?(?:以后|之后|后)")
_WITHIN = re.compile(r"[ ]?(?:以内|之内|内)")
_EVENTS = (
    "签署|签订|签约|签字|签章|盖章|订立|生效|交付|交货|到货|收货|验收|竣工|完工|开工|送达|届满|到期"
    "|发货|装船|开票|付款|到账|收款|出院|入院|离职|入职|转正|公告|公示|登记|过户|中标|投保|报案|批准"
)
_SUBJECTS = (
    "本|该|此|双方|甲乙双方|各方|合同|协议书|协议|租约|订单"
    "|判决书?|裁定书?|决定书?|通知书?|货物|工程"
)
_PLACES = re.compile(
    r"(?:自|从)[^0-9,，。;；:：、()\s自从]{1,18}?(?:之日|当日|次日)起(?:算)?"
    rf"|(?:自|从)?(?:{_SUBJECTS}){{0,3}}(?:{_EVENTS})(?:合格|完成|完毕|通过|生效)?(?:之日|当日|次日)?"
    r"(?:起算|起|之后|以后|后|之前|前)"
    r"|(?:自|从)?收到[^0-9,，。;；:：、()\s]{0,12}?(?:(?:之日|当日|次日)起|之后|以后|后)"
)
_LEADING = re.compile(rf"^(?:自|从|于|在|经|应|{_SUBJECTS})")
_TRAILING = re.compile(r"(?:之日|日期|时间|当日|日|完成|完毕)$")
_SAME_EVENT = dict.fromkeys("签署 签订 签约 签字 签章 订立 盖章 签".split(), "签署") | {
    "交货": "交付",
    "开始生效": "生效",
}
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """A date by its distance from an event.

    Attributes:
        event: what it is reckoned from, as written; empty where the text does not say.
        length: the distance, or None for the day itself (签约当日).
        back: whether it lies before the event.
        within: whether it is a last day (30日内).
        is_whole: whether the text says nothing else (签约当日中午 does).
    """

    event: str
    length: Length | None
    back: bool = False
    within: bool = False
    is_whole: bool = True


def relative_date(text: str) -> RelativeDate | None:
    """What folded text says as a whole, or None where it says no such thing."""
    forms = duration_forms(text)
    if not forms:
        at = _AT.match(text)
        whole = at is not None and at.end() == len(text)
        return RelativeDate(_event(at["event"]), None, is_whole=whole) if at else None
    if len(forms) > 1 or forms[0].high is not None:
        return None
    form = forms[0]
    before, after = text[max(0, form.start - 60) : form.start], text[form.end : form.end + 4]
    within = _WITHIN.match(after) is not None
    if before.endswith("提前"):
        return RelativeDate("", form.length, back=True)
    if match := _FORWARD.match(before):
        return RelativeDate(_event(match["event"]), form.length, within=within)
    if match := _BACKWARD.match(before):
        return RelativeDate(_event(match["event"]), form.length, back=True, within=within)
    if within or _LATER.match(after):
        return RelativeDate("", form.length, within=within)
    return None


def relative_places(text: str) -> list[tuple[int, int]]:
    """Where whole forms with a known event stand: `自签署之日起三年`, `签约后30日内`."""
    begins = {form.start: form.end for form in duration_forms(text)}
    places = []
    for match in _PLACES.finditer(text):
        for place in range(match.end(), match.end() + 3):
            if place in begins:
                end = begins[place]
                within = _WITHIN.match(text, end)
                places.append((match.start(), within.end() if within else end))
                break
    return places


def resolve(
    relative: RelativeDate, anchors: Mapping[str, str] | None
) -> tuple[datetime.date, str] | None:
    """The day and how it was reckoned, where `anchors` holds the event's day; else None."""
    if not relative.event or not relative.is_whole:
        return None
    for name, written in (anchors or {}).items():
        match = _ISO_DAY.match(written)
        if match is None or _event(name) != relative.event:
            continue
        try:
            anchor = datetime.date.fromisoformat(match[0])
        except ValueError:
            continue
        if relative.length is None:
            return anchor, f"{name}日 {anchor}"
        day = reckon(anchor, relative.length, relative.back)
        if day is None:
            return None
        sign = "-" if relative.back else "+"
        term = iso_duration(relative.length)
        return day, f"{name}日 {anchor} {sign} {term}，起算日不计，未计节假日顺延"
    return None


def _event(phrase: str) -> str:
    """The event's own word, without subject and grammar: 自本合同签订之日 -> 签署."""
    phrase = phrase.strip()[-24:]
    for edge in (_LEADING, _TRAILING):
        while match := edge.search(phrase):
            phrase = (
                phrase.replace(match[0], "", 1) if edge is _LEADING else phrase[: match.start()]
            )
    return _SAME_EVENT.get(phrase, phrase)
