"""What the bracket of a definition lists: parts of a composite, options of an enumeration.

A slash does not always separate options: `YYYY/MM/DD` is a format, `元/吨` and `km/h` are units,
`GB/T` is the mark of a standard.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from .segments import SEPARATORS, split_at

UnitKind = Literal["date", "duration", "money", "percentage", "quantity"]

_PLUS = "+＋"
_SLASH = "/／"

# Words after which a list of periods or units is a choice: `计费周期(日/月/年)`.
_ASKS_FOR_A_UNIT = re.compile(r"(单位|周期|频率|频次|方式|类型|类别|口径|粒度)$")

_DATE_LETTERS = re.compile(r"y{1,4}|m{1,4}|d{1,2}|h{1,2}|s{1,2}", re.IGNORECASE)
_DATE_WORD = re.compile(r"(?:[xX×*]{1,4}|_{1,4}|\d{1,4})?(年|月|日)")
_DATE_PATTERN = re.compile(
    r"y{2,4}[-/.年]?m{1,2}(?:[-/.月]?d{1,2}日?|月)?(?:[ t]?hh?:?mm?(?::?ss?)?)?", re.IGNORECASE
)
_DATE_ORDERS = ("ymd", "mdy", "dmy", "hms")

_CURRENCY = re.compile(
    r"(?:[十百千]?[万亿]?|百|千|万亿)"
    r"(?:人民币(?!元)|(?:人民币|美|港|日|欧|澳|加|韩|新台|台|新加坡)?[元圆]|美金|英镑|欧元|日元|卢布|港币|澳门币|比索|块|rmb|cny|usd|eur|hkd|[$¥€£])"
    r"(?:人民币)?",
    re.IGNORECASE,
)
# Kind of quantity -> its units. Units of different kinds make a ratio.
UNITS: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "time": "年 月 周 天 日 时 小时 分 分钟 秒 毫秒 季 季度 学期 学年 工作日 昼夜 晚 夜 "
        "h hr min s sec ms d day a y yr year month week hour",
        "mass": "吨 公斤 千克 克 毫克 微克 斤 两 钱 kg g mg μg ug ng pg t",
        "length": "公里 千米 米 分米 厘米 毫米 微米 里 km m dm cm mm μm um nm",
        "area": "平方米 平米 平方公里 公顷 亩 平 km2 m2 cm2 mm2 ha ㎡",
        "volume": "立方米 立方 方 升 毫升 km3 m3 cm3 L dL dl mL ml μL ul l cc Nm3",
        "energy": "度 千瓦时 兆瓦时 kWh MWh GWh kwh J kJ MJ kcal cal 千卡 大卡 焦 千焦",
        "power": "瓦 千瓦 兆瓦 W kW MW GW kw hp 马力",
        "electric": "V kV mV mA kVA Ah mAh Ω 伏 安",
        "data": "bit bits B KB MB GB TB b kb Mb Gb 字节 比特 字 千字 字符 token tokens",
        "amount": "mol mmol μmol umol nmol pmol U IU mU uIU μIU mIU copies CFU cfu mEq 单位 拷贝",
        "temperature": "K ℃ °C 度",
        "pressure": "Pa kPa MPa mmHg bar psi N kN",
        "rotation": "r rev 转 rpm",
        "share": "% ‰ ‱ 个百分点 bp bps",
        "count": "个 人 人次 次 人天 件 台 套 辆 车 车次 趟 班 班次 场 场次 份 户 家 家次 股 手 "
        "桶 箱 盒 瓶 袋 包 片 粒 丸 支 枚 颗 张 本 册 页 篇 条 项 笔 单 票 组 批 批次 头 只 匹 "
        "羽 尾 株 棵 根 盘 杯 碗 板 床 间 栋 幢 层 位 名 队 节 课时 课 学时 门 科 部 架 艘 "
        "航次 班车 柜 标箱 TEU 卷 块 段 处 点 孔 井 座 万 千 百 亿 k PV UV",
    }.items()
}
_PREFIXES = ("百万", "千万", "万", "千", "百", "亿")
_POWER = re.compile(r"(?<=\D)[\^]?-?[1-9]$")
_LEADING_NUMBER = re.compile(r"^(?:每|/|约)?\s*(?:[\d.,]+(?:[x×*]?10\^?-?\d*)?)?\s*(?:每)?")
_POWER_OF_TEN = re.compile(r"[x×*]?10(?:\^|\*\*|e)?-?\d{1,2}|[x×*]?10的\d+次方?", re.IGNORECASE)
_UNIT_PRODUCT = re.compile(r"[·.*×•∙⋅]")
_NUMBER = re.compile(r"[\d.,%]+")
_STANDARD_MARK = re.compile(r"(GB|[A-Z]{2,3}|DB\d{0,4})/[TZ]\b.*|N/A", re.IGNORECASE)


def read_constraint(name: str, constraint: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parts and options that the bracket text lists; at most one of the two is not empty.

    The text may hold further clauses after a comma or semicolon (`姓名+职务，现任`); it lists
    something only if exactly one clause does. Parts and options are distinct, as written,
    outer white space stripped, in the order written.

    Args:
        name: the field's noun phrase; it decides `日/月/年` (a format, or a choice of periods).
        constraint: bracket text without its brackets, or None.
    """
    if constraint is None:
        return (), ()
    clauses = split_at(constraint, SEPARATORS)
    composites = [parts for clause in clauses if (parts := _parts(clause))]
    if composites:
        return (composites[0], ()) if len(composites) == 1 else ((), ())
    enumerations = [options for clause in clauses if (options := _options(name, clause))]
    return (), (enumerations[0] if len(enumerations) == 1 else ())


def _parts(clause: str) -> tuple[str, ...]:
    parts = [part.strip() for part in split_at(clause, _PLUS)]
    # `T+1`, `3+2`, `+86` and `C++` are not lists of noun phrases.
    if not all(part and not part[0].isdigit() and _has_letter(part) for part in parts):
        return ()
    distinct = tuple(dict.fromkeys(parts))
    return distinct if len(distinct) >= 2 else ()


def _options(name: str, clause: str) -> tuple[str, ...]:
    options = [option.strip() for option in split_at(clause, _SLASH)]
    distinct = tuple(dict.fromkeys(options))
    if len(distinct) < 2 or not all(options):
        return ()
    terms = [unicodedata.normalize("NFKC", option) for option in options]
    if _STANDARD_MARK.fullmatch("/".join(terms)):
        return ()
    if all(_NUMBER.fullmatch(term) for term in terms):
        # 1/2 is a fraction and 2024/3/5 a date, 1/2/3 a choice.
        return distinct if len(terms) > 2 and len(terms[0]) < 4 else ()
    chooses_unit = _ASKS_FOR_A_UNIT.search(name) is not None
    if _is_date_format(terms, chooses_unit) or _is_unit(terms, chooses_unit):
        return ()
    return distinct


def repeated_option(constraint: str) -> str | None:
    """The only option of an enumeration that offers no choice (`立项/`, `是/是`), else None."""
    for clause in split_at(constraint, SEPARATORS):
        options = [option.strip() for option in split_at(clause, _SLASH)]
        distinct = set(filter(None, options))
        if len(options) > 1 and len(distinct) == 1:
            (only,) = distinct
            is_unit = _NUMBER.fullmatch(only) or _CURRENCY.fullmatch(only) or _kinds(only)
            return None if is_unit else only
    return None


def _is_date_format(terms: list[str], chooses_unit: bool) -> bool:
    # A last term may go on with a time of day: YYYY/MM/DD HH:MM.
    first_words = [term.split()[0] for term in terms]
    if all(_DATE_LETTERS.fullmatch(word) for word in first_words):
        letters = "".join(word[0].lower() for word in first_words)
        return any(letters in order for order in _DATE_ORDERS)
    matches = [_DATE_WORD.fullmatch(word) for word in first_words]
    words = "".join(match[1] for match in matches if match)
    return all(matches) and words in "年月日" and not chooses_unit


def _is_unit(terms: list[str], chooses_unit: bool) -> bool:
    """Whether the terms form one ratio of units, such as 元/吨, mg/kg/日 or ×10^9/L."""
    head, *tail = terms
    if _CURRENCY.fullmatch(head):
        # Any single thing can have a price: 元/趟. Two currencies are a choice.
        return not any(_CURRENCY.fullmatch(term) for term in tail) and (
            len(tail) == 1 or all(_kinds(term) for term in tail)
        )
    tail_kinds = [_kinds(term) for term in tail]
    if _POWER_OF_TEN.fullmatch(head):
        return all(tail_kinds)
    kinds = [_kinds(head), *tail_kinds]
    if not all(kinds):
        return False
    common = frozenset.intersection(*kinds)
    if not common:
        return True
    if len(terms) > 2 or chooses_unit:
        return False
    # Two units of one kind: 件/箱, 小时/天 and mg/kg are ratios, 公斤/斤 is a choice.
    return bool(common & {"count", "time"}) or not any("一" <= c <= "鿿" for c in "".join(terms))


def unit_kind(clause: str) -> UnitKind | None:
    """What a value measured in, or written as, `clause` is (`万元`, `YYYY-MM-DD`, `公斤`).

    None for a ratio of units (`元/吨` prices anything) and for what is no unit or format.
    """
    term = unicodedata.normalize("NFKC", clause).strip()
    if term in ("日期", "年月日") or _DATE_PATTERN.fullmatch(term):
        return "date"
    # 块 counts boards and meters as well.
    if _CURRENCY.fullmatch(term) and not term.endswith("块"):
        return "money"
    if term in ("%", "‰", "‱", "百分比", "百分数"):
        return "percentage"
    kinds = _atom_kinds(term)
    if "time" in kinds:
        return "duration" if len(kinds) == 1 else None
    return "quantity" if kinds & {"mass", "length", "area", "volume"} else None


def _kinds(term: str) -> frozenset[str]:
    """The kinds of quantity that `term` can be a unit of; empty if it is no unit."""
    term = _LEADING_NUMBER.sub("", term).strip("() ")
    if not term:
        return frozenset()
    atoms = [atom.strip("() ") for atom in _UNIT_PRODUCT.split(term)]
    kinds = [_atom_kinds(atom) for atom in atoms]
    if not all(kinds):
        return frozenset()
    return kinds[0] if len(kinds) == 1 else frozenset({term})


def _atom_kinds(atom: str) -> frozenset[str]:
    candidates = {atom, _POWER.sub("", atom)}
    for prefix in _PREFIXES:
        if len(atom) > len(prefix) and atom.startswith(prefix):
            candidates.add(atom[len(prefix) :])
    return frozenset(
        kind for kind, units in UNITS.items() for unit in candidates if unit and unit in units
    )


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)
