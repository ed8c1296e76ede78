"""Postal addresses in China, normalised to their administrative path (GB/T 2260)."""

from __future__ import annotations

import re

from ...results.types import Check
from .divisions import Division, divisions, known_name, shortened
from .readings import Context, Reading
from .written_numbers import half_width

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_SUFFIX_DIVISION = re.compile(rf"[ /,]?((?![区内辖])[{_HAN}]{{1,7}}?[区县旗市])")
_ZONE = re.compile("(?:高新|开发|经开|保税|工业园|园|合作|示范|试验|新)区$")
_NO_DIVISION = re.compile(
    r"(?:小|社|校|厂|景|库|院|城|辖|片|街|住宅|生活|办公|港|牧|矿|林|战|山|灾|湖|海|老|库)区$|[路街道巷号村镇乡及和与]|(?:超|夜|集|门|菜)市$"
)
# 南京西路, 上海街: a city's short name that only names a road.
_NAMES_A_ROAD = re.compile(
    r"[东西南北中]?[一二三四]?(?:路|街|大道|道|巷|里|桥|新村|支路|大厦|宾馆|饭店|酒店|银行)"
)
_SEPARATOR = re.compile(r"[ /,>\-]{0,2}")
_FURTHER = re.compile(r"[、;；及和与]")

_NUMERALS = r"[0-9零〇一二三四五六七八九十百甲乙丙]"
_UNITS = re.compile(
    r"(?P<admin>特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|旗|(?<![小社校园病院厂景区])区(?!号))"
    r"|(?P<town>街道|社区|苏木|镇|乡|村|屯)"
    rf"|(?P<number>(?:(?<![月0-9统同专唯])附?{_NUMERALS}{{1,6}}|[A-Z][0-9]{{0,4}})"
    r"(?:-[0-9A-Z]{1,5}){0,3} ?"
    r"(?:号院|号楼|号地|号|弄|栋|幢|座|单元|层|楼|室|房|组|队|区|铺|车间)(?:之[一二三四五六七八九十])?(?:[东西南北]侧)?"
    r"|附[0-9]{1,4}|(?<=[号幢栋楼弄园苑村里厦])[0-9]{1,4}(?:-[0-9]{1,4}){0,3}(?![0-9年月日元]))"
    r"|(?P<road>大街|大道|胡同|(?<![0-9])路|街|巷|(?<![班这那哪家心手群])里|道(?=[0-9])|段|弄)"
    r"|(?P<building>大厦|广场|花园|小区|公寓|大楼|商铺|仓库|厂房|新村|新城|家园|花苑|苑|产业园|工业园区?|创业园|科技园|园区|写字楼|商厦|市场|高新区|开发区)"
)
_STRETCH = re.compile(
    rf"(?:[{_HAN}A-Za-z0-9#·\-]|(?<=[省市区县州旗])/(?=[{_HAN}])"
    rf"|(?<=[号路街层楼栋幢室]) (?=[{_HAN}0-9])|(?<=[0-9]) (?=[号栋幢楼层室弄座组单])"
    rf"|(?<=[{_HAN}]) (?=[0-9])"
    rf"|\([{_HAN}A-Za-z0-9\-]{{1,20}}\)){{2,400}}"
)
_LEAD = re.compile(
    r".*(?:位于|坐落[于在]?|[住地]址|住所地?|地点|所在地|籍贯|名下|现住|暂住|家住|迁[入出往至]|走访|搬[到至]|户籍|寄至|送至|[(]|"
    # 万和路: with one character in front, a joint is part of the road's name.
    r"(?:^|(?<=..))[住在于至到往为是从和与及由即经沿的了])"
)
_LABEL = re.compile(r"^\s*[^:]{0,12}[:]\s*")
_INSTITUTION = re.compile(
    rf"[{_HAN}A-Za-z()·]{{0,24}}?(?:公司|集团|局|委员会|法院|检察院|医院|银行|大学|中学|小学|学院|政府|厂|中心|协会|"
    r"派出所|事务所|支队|大队|研究[院所]|看守所|监狱|机关|保健院|档案馆|体校|供销社|疗养院|业委会)"
)
# A clause that goes on: 路33号在…, 区及…; but 万和路 and 和平里 are names.
_JOINED = re.compile("^[及与在是]|(?<=..)[在于为是和与及]|[的了由]")
_BUILDING = re.compile("号楼|[栋幢弄市县]|小区|公寓|花园|大厦|[苑园区]")
_CITIZENS = re.compile("[民场值价政长委人级内外辖立]")
_HOUSE = re.compile(rf"{_NUMERALS} ?(?:号|弄|栋|幢|室|座|层|楼|单元|房|组)")


class AddressType:
    """Addresses, normalised as 四川省/成都市/武侯区 as deep as the text says or implies."""

    name = "address"

    def find(self, text: str) -> list[tuple[int, int]]:
        folded = half_width(text)
        spans: list[tuple[int, int]] = []
        for stretch in _STRETCH.finditer(folded):
            at, last = stretch.span()
            while at < last:
                span = _address(folded, at, last)
                if span is None:
                    break
                if span[0] < span[1]:
                    spans.append(span)
                at = max(span[1], at + 1)
        return spans

    def read(self, raw: str, context: Context) -> Reading:
        folded = re.sub(r"[\r\n\t]+", " ", half_width(raw))
        folded = re.sub(rf"(?<=[{_HAN}]) +(?=[{_HAN}])", "", folded).strip(" ,.;:，。；：、")
        if not any(c.isalnum() for c in folded):
            return Reading(problem="没有文字，不是地址")
        checks: list[Check] = []
        wanted = half_width(context.constraint or "")
        if ("门牌" in wanted or "详细" in wanted) and not _HOUSE.search(folded):
            checks.append(Check("house_number", "failed", "没有门牌号，应为详细地址"))
        start = _path_start(folded)
        if start is None:
            return Reading(None, tuple(checks))
        path, remarks = _path(folded, start)
        return Reading("/".join(path) or None, (*remarks, *checks))


def _short(text: str, at: int) -> str | None:
    """A short name of a province or prefecture that stands at a position and names no road."""
    name = known_name(text, at, divisions().short)
    if name is None or not any(_upper(division) for division in divisions().short[name]):
        return None
    return None if _NAMES_A_ROAD.match(text, at + len(name)) else name


def _upper(division: Division) -> bool:
    return division.code.endswith("00")


def _path_start(text: str) -> int | None:
    label = _LABEL.match(text)
    first = label.end() if label is not None else 0
    if _short(text, first) is not None:
        return first
    for at in range(first, min(len(text), first + 40)):
        if known_name(text, at, divisions().full) is not None:
            while (before := _short_before(text, at, first)) is not None:
                at = before
            # 朗州市鼓楼区: a division of a city that the table does not know is not the known one.
            return None if re.search(r"[省市州县区旗]$", text[first:at]) else at
    return None


def _short_before(text: str, at: int, floor: int) -> int | None:
    for length in (4, 3, 2):
        meanings = divisions().short.get(text[max(0, at - length) : at], [])
        if at - length >= floor and any(_upper(division) for division in meanings):
            return at - length
    return None


def _path(text: str, start: int) -> tuple[tuple[str, ...], tuple[Check, ...]]:
    """The administrative path that begins at a position, with remarks on how it was read."""
    at = start
    chosen: Division | None = None
    candidates: list[Division] = []
    spelled_out = True
    while True:
        separator = _SEPARATOR.match(text, at) if at > start else None
        at = separator.end() if separator is not None else at
        name, found = _next_name(text, at, chosen)
        if name is None:
            break
        spelled_out = name in divisions().full
        if not found:
            named = f"“{name}”"
            above = chosen.name if chosen else ""
            return (), (Check("division", "failed", f"{above}没有{named}，请核对"),)
        at += len(name)
        candidates = found
        if len(found) > 1 and not (lead := [d for d in found if len(d.path) == 1]):
            break
        chosen = found[0] if len(found) == 1 else lead[0]
        candidates = [chosen]
        if not _upper(chosen):
            break
    if chosen is None or len(candidates) > 1:
        places = "、".join(division.path[-2] for division in candidates[:3])
        remark = Check("division", "not_applicable", f"{places}等多地同名，未说明上级")
        return (chosen.path if chosen else ()), (remark,)
    remarks = []
    if len(chosen.path) < 3 and _upper(chosen):
        by_suffix = _SUFFIX_DIVISION.match(text, at)
        if by_suffix is not None and not _NO_DIVISION.search(by_suffix[1]):
            unit = by_suffix[1]
            remark = Check("division", "not_applicable", f"区划表中没有“{unit}”，照原文")
            if spelled_out or _ZONE.search(unit):
                return (*chosen.path, unit), (remark,)
            if len(unit) <= 3:
                # 黑河湾县 is another county's name, not one in 黑河.
                return (), (Check("division", "not_applicable", "不在区划表中"),)
    further = _FURTHER.match(text, at)
    if further is not None and _next_name(text, further.end(), None)[0] is not None:
        return (), (Check("several", "not_applicable", "含多个地点，请分开填写"),)
    derived = [part for part in chosen.path[:-1] if shortened(part) not in text]
    if derived:
        remarks.append(Check("derived", "not_applicable", f"{'、'.join(derived)}由区划表推得"))
    if chosen.ended:
        former = f"“{chosen.name}”已于 {chosen.ended} 年撤销或更名"
        return chosen.path, (Check("division", "not_applicable", former), *remarks)
    return chosen.path, (Check("division", "passed", "区划存在"), *remarks)


def _next_name(text: str, at: int, above: Division | None) -> tuple[str | None, list[Division]]:
    """The next division's name and what it can mean below `above`; no meaning: a contradiction."""
    table = divisions()
    name = known_name(text, at, table.full)
    if name is not None:
        found = [d for d in table.full[name] if above is None or _below(d, above)]
        if above is not None and _repeats(above, name):
            return name, [above]
        if found or above is None:
            return name, found
        # A former name (成都市新都县) and a zone are read by suffix; else the two contradict.
        prefix = above.code[:2] if above.code.endswith("0000") else above.code[:4]
        former = any(code.startswith(prefix) and former == name for code, former in table.former)
        return (None, []) if former else (name, [])
    short = known_name(text, at, table.short)
    if short is None or _NAMES_A_ROAD.match(text, at + len(short)):
        return None, []
    found = [d for d in table.short[short] if above is None or _below(d, above)]
    ends = at + len(short) >= len(text) or text[at + len(short)] in " ,，。;；()（）"
    upper = [d for d in found if _upper(d)]
    if upper:
        return short, upper
    # Below a city a short name may be part of anything (重庆江北机场), unless the text ends there.
    return (short, found) if found and ends and above is not None else (None, [])


def _repeats(above: Division, name: str) -> bool:
    return name == above.name and len(above.path) == 1


def _below(division: Division, above: Division) -> bool:
    return division.path[: len(above.path)] == above.path and division != above


def _starts_division(folded: str, at: int, floor: int) -> bool:
    """Whether a known name stands here; 东区 and 城区 count only at the front, not in 华东区."""
    name = known_name(folded, at, divisions().full)
    return name is not None and (len(name) > 2 or at == floor)


def _address(folded: str, at: int, last: int) -> tuple[int, int] | None:
    """The first address in `folded[at:last]`; an empty span where one was looked at and refused."""
    first = next((i for i in range(at, last) if _starts_division(folded, i, at)), None)
    unit = _UNITS.search(folded, at, last)
    if unit is None:
        return None
    divided = first is not None and first <= unit.end()
    if divided and first is not None:
        start = first
        while (before := _short_before(folded, start, at)) is not None:
            start = before
        name = known_name(folded, first, divisions().full) or ""
        position = first + len(name)
    else:
        start = max(at, unit.start() - 20)
        lead = _LEAD.match(folded[start : unit.start()])
        start = start + lead.end() if lead is not None else max(at, unit.start() - 10)
        while start < unit.start() and folded[start] in " 0123456789-#·":
            start += 1
        position = start
    kinds = {"admin"} if divided else set()
    units = 1 if divided else 0
    end = position
    while (unit := _UNITS.search(folded, position, min(last, position + 16))) is not None:
        between = folded[position : unit.start()]
        if len(between) > 10 or (units and _JOINED.search(between)):
            break
        if "(" in between or ")" in between:
            break
        kinds.add(unit.lastgroup or "")
        units += 1
        position = end = unit.end()
    tail = re.compile(r" ?\([0-9A-Za-z\u4e00-\u9fff-]{1,16}\)").match(folded, end, last)
    numbered = "number" in kinds
    # 3号楼802 is a place; 1号 2, 一层商铺 and 4楼病区 may be anything.
    placed = kinds & {"road", "town"} or (
        units > 1 and _BUILDING.search(folded, start, end) is not None
    )
    known_alone = divided and not numbered
    if known_alone and (
        _INSTITUTION.match(folded, end, last) or _CITIZENS.match(folded, end, last)
    ):
        return (end, end) if end > at else None
    if not divided and not (numbered and placed):
        return (end, end) if end > at else None
    if tail is not None and _HOUSE.search(tail[0]):
        end = tail.end()
    return start, end
