"""The administrative divisions of China (GB/T 2260), by full and short name.

The table comes with python-stdnum: every code since 1980 with the years of its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_PEOPLES = (
    "维吾尔|壮族|回族|藏族|羌族|彝族|苗族|侗族|布依族|白族|傣族|景颇族|哈尼族|傈僳族|土家族|朝鲜族|蒙古族|"
    "满族|瑶族|黎族|畲族|水族|仡佬族|佤族|拉祜族|纳西族|独龙族|怒族|普米族|布朗族|仫佬族|毛南族|土族|"
    "撒拉族|裕固族|保安族|东乡族|哈萨克族|锡伯族|蒙古|柯尔克孜|哈萨克|塔吉克|锡伯|各族|达斡尔族"
)
_SHORTENED = re.compile(rf"(?:(?:{_PEOPLES})*自治[区州县旗]|特别行政区|地区|省|市|盟|区|县|旗)$")
_NOT_DIVISIONS = re.compile(r"^(?:市辖区|县|市|.*直辖县级行政(?:单位|区划)|.*群岛.*)$")
_PERIOD = re.compile(r"\[([0-9]*)-([0-9]*)\]")
_LONGEST_NAME = 15
# Documents go on using a name for years after it was given up: 渝北区, 宜宾县.
_OLDEST_FORMER_NAME = "2005"


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its path from the province down, and its GB/T 2260 code.

    Attributes:
        ended: the year in which the name was given up, or empty where it is in force.
    """

    path: tuple[str, ...]
    code: str
    ended: str = ""

    @property
    def name(self) -> str:
        return self.path[-1]


@dataclass(slots=True)
class Table:
    """Names, full and short, to what they can mean; `former` has the names of other years."""

    full: dict[str, list[Division]] = field(default_factory=dict)
    short: dict[str, list[Division]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)
    former: set[tuple[str, str]] = field(default_factory=set)

    def add(self, division: Division) -> None:
        self.full.setdefault(division.name, []).append(division)
        # Every name begins with its short one, so two characters tell where none can stand.
        self.heads.add(division.name[:2])
        short = shortened(division.name)
        if len(short) >= 2:
            self.short.setdefault(short, []).append(division)
            if division.name.endswith("自治州"):
                self.full.setdefault(f"{short}州", []).append(division)

    def prefer_names_in_force(self) -> None:
        """Of divisions with one name, those given up count only where none is in force."""
        for names in (self.full, self.short):
            for name, meanings in names.items():
                names[name] = [d for d in meanings if not d.ended] or meanings[-1:]


@lru_cache(maxsize=1)
def divisions() -> Table:
    from stdnum import numdb

    table = Table()
    for _, province_code, _, properties, children in numdb.get("cn/loc").prefixes:
        if province_code in ("71", "81", "82"):
            # Taiwan, Hong Kong and Macau have no code below the first level.
            name = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}[province_code]
            table.add(Division((name,), f"{province_code}0000"))
            continue
        province = properties["province"]
        table.add(Division((province,), f"{province_code}0000"))
        names = {code: _names(props["county"]) for _, code, _, props, _ in children}
        for code, periods in names.items():
            table.former.update((province_code + code[:2], name) for name in periods)
            city = next(reversed(names.get(f"{code[:2]}00", {})), "县")
            above: tuple[str, ...] = (province,)
            if code[2:] != "00" and not _NOT_DIVISIONS.match(city):
                above = (province, city)
            for name, ended in periods.items():
                recent = not ended or ended >= _OLDEST_FORMER_NAME
                if code != "0000" and recent and not _NOT_DIVISIONS.match(name):
                    table.add(Division((*above, name), province_code + code, ended))
    table.prefer_names_in_force()
    table.short.setdefault("内蒙", table.short["内蒙古"])
    return table


def shortened(name: str) -> str:
    """四川 of 四川省, 凉山 of 凉山彝族自治州; 内蒙古 keeps the people that its name ends with."""
    return "内蒙古" if name == "内蒙古自治区" else _SHORTENED.sub("", name)


def _names(field_text: str) -> dict[str, str]:
    """The names that one code has had, to the year in which each was given up (empty: in force)."""
    names = {}
    for entry in field_text.split(","):
        period = _PERIOD.match(entry)
        names[entry[period.end() :] if period else entry] = period[2] if period else ""
    return names


def known_name(text: str, at: int, names: dict[str, list[Division]]) -> str | None:
    """The longest known name that stands at a position."""
    if text[at : at + 2] not in divisions().heads:
        return None
    for length in range(min(_LONGEST_NAME, len(text) - at), 1, -1):
        if text[at : at + length] in names:
            return text[at : at + length]
    return None
