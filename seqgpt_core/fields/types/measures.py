"""Exact conversion between units of one kind: km to m, 吨 to kg, 万台 to 台, mg/kg to g/t.

Only factors that a definition makes exact are here (SI prefixes, GB 3100; 1 斤 = 500 g by State
Council order of 1959). Calories, horse power and bytes by the thousand have no one exact factor.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from .unit_words import COUNTABLE, unit_end

_KINDS = (
    "吨=1000000 t=1000000 公斤=1000 千克=1000 kg=1000 斤=500 两=50 钱=5 克=1 g=1 毫克=1/1000 "
    "mg=1/1000 微克=1/1000000 μg=1/1000000 ug=1/1000000 ng=1/1000000000 pg=1/1000000000000",
    "公里=1000 千米=1000 km=1000 里=500 米=1 m=1 分米=1/10 dm=1/10 厘米=1/100 cm=1/100 毫米=1/1000 "
    "mm=1/1000 微米=1/1000000 μm=1/1000000 um=1/1000000 nm=1/1000000000",
    "平方公里=1000000 km2=1000000 公顷=10000 ha=10000 亩=2000/3 平方米=1 平米=1 平方=1 平=1 m2=1 "
    "cm2=1/10000 mm2=1/1000000",
    "km3=1000000000 立方米=1000 立方=1000 方=1000 m3=1000 升=1 L=1 l=1 dm3=1 dL=1/10 dl=1/10 "
    "毫升=1/1000 mL=1/1000 ml=1/1000 cc=1/1000 cm3=1/1000 μL=1/1000000 ul=1/1000000 mm3=1/1000000",
    "度=3600000 千瓦时=3600000 kWh=3600000 kwh=3600000 兆瓦时=3600000000 MWh=3600000000 "
    "GWh=3600000000000 J=1 焦=1 kJ=1000 千焦=1000 MJ=1000000",
    "cal=1 kcal=1000 千卡=1000 大卡=1000",
    "瓦=1 W=1 千瓦=1000 kW=1000 kw=1000 MW=1000000 GW=1000000000",
    "伏=1 V=1 kV=1000 mV=1/1000",
    "Ah=1 mAh=1/1000",
    "Pa=1 kPa=1000 MPa=1000000 bar=100000",
    "N=1 kN=1000",
    "mol=1 mmol=1/1000 μmol=1/1000000 umol=1/1000000 nmol=1/1000000000 pmol=1/1000000000000",
    "IU=1 mIU=1/1000 uIU=1/1000000 μIU=1/1000000",
    "ms=1/1000 毫秒=1/1000 秒=1 s=1 sec=1 分=60 分钟=60 min=60 时=3600 小时=3600 h=3600 hr=3600 "
    "hour=3600 天=86400 日=86400 d=86400 day=86400 周=604800 week=604800",
    "月=1 month=1 季=3 季度=3 年=12 a=12 y=12 yr=12 year=12",
    "℃=1 °C=1 度=1",
    "人=1 名=1 位=1",
    "r=1 rev=1 转=1",
)
_FACTORS: dict[str, dict[object, Fraction]] = {}
for _kind, _units in enumerate(_KINDS):
    for _unit, _factor in (pair.split("=") for pair in _units.split()):
        _FACTORS.setdefault(_unit, {})[_kind] = Fraction(_factor)
# Common typing; where a capital means another prefix (MW, mW) nothing is guessed.
_CAPITALS = {word: word.lower() for word in ("KG", "Kg", "KM", "Km", "CM", "MM", "ML", "Ml")}
_SCALES = {"百万": 6, "千万": 7, "百": 2, "千": 3, "万": 4, "亿": 8, "k": 3}
_SCALE = re.compile(r"(百万|千万|[百千万亿]|k$)(.*)")
_POWER = re.compile(r"[×x*]?10(?:\^|\*\*)?([-⁻]?[0-9⁰¹²³⁴-⁹]{1,3})(?=/|$)")
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def converted(value: Fraction, written: str, asked: str) -> Fraction | None:
    """`value` in units of `written` as units of `asked`; None where the two are not of one kind.

    `个` counts things of every sort by number alone, so scales convert (`3万` to 个), but one
    measure word never becomes another (台 is not 套).
    """
    source, target = _terms(written), _terms(asked)
    if source is None or target is None or len(source) != len(target):
        return None
    for place, (one, other) in enumerate(zip(source, target, strict=True)):
        common = next((kind for kind in one if kind in other), None)
        if common is None:
            return None
        factor = one[common] / other[common]
        value = value * factor if place == 0 else value / factor
    return value


def _terms(unit: str) -> list[dict[object, Fraction]] | None:
    """Per term of a ratio, its factor by kind; None where a term is no unit."""
    plain = unicodedata.normalize("NFKC", unit.strip())
    power = Fraction(1)
    leading = _POWER.match(unit.strip())
    if leading:
        exponent = int(leading[1].translate(_SUPERSCRIPTS))
        power, plain = Fraction(10) ** exponent, unit.strip()[leading.end() :]
        plain = "个" + plain
    terms = [_factors(term) for term in plain.removeprefix("/").split("/")]
    if plain.startswith("/"):
        terms.insert(0, {"个": Fraction(1)})
    if not all(terms):
        return None
    return [{kind: factor * power for kind, factor in terms[0].items()}, *terms[1:]]


def _factors(term: str) -> dict[object, Fraction]:
    term = _CAPITALS.get(term, term)
    if term in _FACTORS:
        return _FACTORS[term]
    if term and term not in _SCALES and unit_end(term, 0, COUNTABLE) == len(term):
        return {term: Fraction(1)}
    scale = _SCALE.fullmatch(term)
    if scale is None:
        return {}
    size = Fraction(10 ** _SCALES[scale[1]])
    rest = _factors(scale[2]) if scale[2] else {"个": Fraction(1)}
    return {kind: factor * size for kind, factor in rest.items()}
