"""Which column of a record a table's heading or a line's label means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ...fields.lint_words import MEANING
from ..exclusive import exclude_each_other

LEAST_QUALITY = 0.6
"""A heading less like a column's names than this does not name it."""

_SAME = """
品名 名称 货物名称 产品名称 商品名称 物料名称 材料名称 设备名称 标的名称 货品名称 物品名称 采购品目
供应商 供货商 供货单位 供货方 供应单位 供应方 供方 卖方 厂家 中标供应商 成交供应商
数量 采购数量 订购数量 订货数量 供货数量 件数 台数
单价 含税单价 单位价格
金额 总价 合价 小计 价税合计 总金额 合计金额
交货期 交付日期 交货日期 交货时间 供货期 交付时间 交期 供货时间 交货期限 到货日期
规格 规格型号 型号 型号规格
单位 计量单位
合同金额 中标价 中标金额 中标价格 合同价 合同价格 合同价款 成交金额 签约合同价 中标总价 合同总价
甲方 业主 业主单位 建设单位 采购人 采购单位 采购方 招标人 招标单位 发包人 发包方 买方 委托方 需方
乙方 中标人 中标单位 承包人 承包方 承建单位 施工单位 卖方 供方 受托方 供应商
项目名称 工程名称 标段名称 中标项目 中标项目名称 项目
合同名称 协议名称 合同
签约日期 签订日期 签署日期 签约时间 签订时间 签署时间 合同签订日期 合同签署日期 合同签订时间
事故时间 事发时间 发生时间 出险时间
事故地点 事发地点 发生地点 出险地点
姓名 名字
电话 联系电话 手机 手机号 联系方式
"""
# A word can stand in several groups: 卖方 is a 供应商 as well as a 乙方.
_GROUPS: dict[str, set[int]] = {}
for _number, _line in enumerate(_SAME.strip().split("\n")):
    for _word in _line.split():
        _GROUPS.setdefault(_word, set()).add(_number)

_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_COUNTED = re.compile(
    r"^(?:[(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])[)]?[、.．:)]?|第[一二三四五六七八九十\d]+"
    r"[包标段项条个批份][、:]?|[-•·●■◆*]+)+(?=\D)"
)
_ORDINAL = re.compile(r"(?<=\w\w)(?:[一二三四五六七八九十]{1,2}|\d{1,3}|[①-⑳])$")
_EMPTY_WORDS = re.compile(r"(?:名称|全称|情况)$")
_EXTENSIONS = frozenset("限 日期 时间 日 名称 全称 情况 简称 为".split())


def plain_heading(heading: str) -> str:
    """The heading without width, space, case, brackets, numbering and ordinal."""
    folded = "".join(unicodedata.normalize("NFKC", heading).casefold().split())
    folded = _COUNTED.sub("", _BRACKET.sub("", folded), count=1)
    return _ORDINAL.sub("", folded.strip("：:*#"))


def heading_unit(heading: str) -> str:
    """What the heading's last bracket says (`单价（万元）` → `万元`), or an empty text."""
    found = _BRACKET.findall(unicodedata.normalize("NFKC", heading))
    return found[-1].strip() if found else ""


@lru_cache(maxsize=1 << 14)
def heading_quality(heading: str, names: tuple[str, ...]) -> float:
    """How surely a heading names the column of these names, from 0 to 1.

    1 for the same name; 0.95 but for an empty word (`供应商名称`); 0.85 for a synonym; 0.8 for a
    more special name (`采购数量`, `合同金额` for `金额`); 0.6 for names spelt much alike; else 0.
    """
    return max(_quality(plain_heading(heading), plain_heading(name)) for name in names)


def _quality(heading: str, name: str) -> float:
    if not heading or not name:
        return 0.0
    if heading == name:
        return 1.0
    if len(heading) > 20 or exclude_each_other(heading, name):
        return 0.0
    if (short := _EMPTY_WORDS.sub("", heading)) and short == _EMPTY_WORDS.sub("", name):
        return 0.95
    if _GROUPS.get(heading, set()) & _GROUPS.get(name, set()):
        return 0.85
    if MEANING.get(heading, heading) == MEANING.get(name, name):
        return 0.85
    longer, shorter = (heading, name) if len(heading) > len(name) else (name, heading)
    if len(shorter) >= 2 and longer.endswith(shorter):
        return 0.8
    if len(shorter) >= 2 and longer.startswith(shorter) and longer[len(shorter) :] in _EXTENSIONS:
        return 0.75
    return LEAST_QUALITY if heading[-1] == name[-1] and _likeness(heading, name) >= 0.6 else 0.0


def _likeness(first: str, second: str) -> float:
    """Dice coefficient of the pairs of neighbouring characters."""
    pairs = [{word[at : at + 2] for at in range(len(word) - 1)} for word in (first, second)]
    together = sum(map(len, pairs))
    return 2 * len(pairs[0] & pairs[1]) / together if together else 0.0


def match_headings(
    headings: Sequence[str],
    columns: Sequence[tuple[str, ...]],
    support: Mapping[tuple[int, int], float] | None = None,
) -> dict[int, tuple[int, float]]:
    """Heading number → (column number, quality), each column at most once, the surest first.

    Args:
        columns: the names of each column.
        support: by (heading, column), how much else speaks for the pair, from 0 to 1; it breaks
            near ties between headings and never makes a pair that the words do not make.
    """
    pairs = [
        (quality + 0.3 * (support or {}).get((place, number), 0.0), -place, -number, quality)
        for place, heading in enumerate(headings)
        for number, names in enumerate(columns)
        if (quality := heading_quality(heading, names)) >= LEAST_QUALITY
    ]
    matched: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for _, place, number, quality in sorted(pairs, reverse=True):
        if -place not in matched and -number not in taken:
            matched[-place] = (-number, quality)
            taken.add(-number)
    return matched
