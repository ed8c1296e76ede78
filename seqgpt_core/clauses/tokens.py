"""Cut a clause into the tokens that a difference may replace, but never split.

A number with its unit (`45个工作日`, `¥1,368,000.00`, `伍拾万元整`), a date, a percentage, a clause
reference (`第十二条`), a Chinese numeral, a Latin word or an identifier is one token; any other
character is a token of its own. The tokens partition the text: they follow one another without a
gap, and none is empty.
"""

from __future__ import annotations

import re

from .model import Span

CHINESE_DIGITS = "零〇○一二三四五六七八九两壹贰叁肆伍陆柒捌玖"
CHINESE_NUMERALS = CHINESE_DIGITS + "十百千万亿拾佰仟萬億廿卅"

_D = "0-9０-９"
_C = CHINESE_NUMERALS
_L = "A-Za-zＡ-Ｚａ-ｚ\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_GAP = "[ \u00a0\u3000]?"
_ARABIC = rf"(?:[{_D}]{{1,3}}(?:,[{_D}]{{3}})+(?:[.．][{_D}]+)?(?![{_D}])|[{_D}]+(?:[.．][{_D}]+)*)"
_CHINESE = rf"[{_C}]+(?:点[{_C}]+)?"

CURRENCY_WORDS = "人民币|美元|美金|港币|港元|欧元|日元|英镑|澳元|新加坡元"
_CURRENCY_BEFORE = rf"(?:{CURRENCY_WORDS}|RMB|CNY|USD|HKD|EUR|JPY|GBP|US\$|[¥￥$€£＄])"
_CURRENCY_AFTER = (
    rf"(?:{CURRENCY_WORDS}|(?:RMB|CNY|USD|HKD|EUR|JPY|GBP)(?![{_L}])"
    rf"|[元圆](?:[{_C}{_D}]+角)?(?:[{_C}{_D}]+分)?[整正]?)"
)
_PERIOD = (
    "(?:个?(?:银行工作日|工作日|营业日|交易日|自然日|日历日|日历天|公历日|小时|季度|星期|礼拜|周年)"
    "|个月|个年度|分钟|年半|月|年|日|天|周)"
)
_MEASURE = (
    r"(?:平方米|平方公里|立方米|公里|千米|厘米|毫米|公斤|千克|公顷|个百分点"
    r"|㎡|m²|m³|(?:kg|km|cm|mm|m2|m3|GB|MB|TB|kW|kWh|t|g|m)(?![A-Za-z0-9])"
    r"|[台套件只辆批份次名人吨个项处栋间层亩桶箱包袋瓶块张本部期倍股户米克升位座组])"
)
_PERCENT = "[%％‰]"
_UNIT = rf"(?:{_PERCENT}|{_CURRENCY_AFTER}|{_PERIOD}|{_MEASURE})"

# The order matters: the first alternative that matches wins.
_ALTERNATIVES = (
    # 2024年3月1日, 二〇二四年三月一日, 3月1日
    rf"[{_D}]{{4}}{_GAP}年{_GAP}[{_D}]{{1,2}}{_GAP}月(?:份|{_GAP}[{_D}]{{1,2}}{_GAP}[日号])?",
    rf"[{CHINESE_DIGITS}]{{4}}年[{_C}]{{1,3}}月(?:[{_C}]{{1,3}}[日号])?",
    rf"[{_D}]{{1,2}}月[{_D}]{{1,2}}[日号]",
    rf"[{_D}]{{4}}([-/.])[{_D}]{{1,2}}\1[{_D}]{{1,2}}(?![{_D}])",
    # 第十二条, 第3.2款, 第（三）项, 附件三
    rf"第{_GAP}(?:[{_D}]+(?:\.[{_D}]+)*|[{_C}]+){_GAP}[条章节款项编]",
    rf"第[（(](?:[{_D}]+|[{_C}]+)[）)][款项]",
    rf"附[件录表](?:[{_D}]+|[{_C}]+)",
    # Whom no contract binds; not three persons.
    "第三[人方]",
    # 百分之五, 万分之五, 三分之二
    rf"[{_C}]+分之(?:{_ARABIC}|{_CHINESE})",
    # A bank card in groups of four.
    rf"[{_D}]{{4}}(?: [{_D}]{{4}}){{2,4}}(?: [{_D}]{{1,4}})?(?![{_D}])",
    # ¥1,368,000.00, 人民币50万元, USD 300
    rf"{_CURRENCY_BEFORE}{_GAP}(?:{_ARABIC}|{_CHINESE})"
    rf"(?:{_GAP}[十百千万亿]{{0,3}}{_CURRENCY_AFTER}|[十百千万亿]{{1,3}})?",
    # 30 日, 50万元, 5%, 186平方米, a sign before it included
    rf"(?:(?<![{_L}{_D}])[-−])?{_ARABIC}{_GAP}[十百千万亿]{{0,3}}{_UNIT}",
    rf"(?!一次性){_CHINESE}{_GAP}{_UNIT}",
    "半(?:年|个月|天|日)",
    # HD-ZL-0588, 91510100MA6CKQ7T2X, Co.Ltd
    rf"(?=[{_D}]*[{_L}])[{_L}{_D}]+(?:[-_./@&'][{_L}{_D}]+)*",
    rf"[{_D}]{{1,2}}[:：][{_D}]{{2}}(?![{_D}])",
    rf"(?:(?<![{_L}{_D}])[-−])?{_ARABIC}[十百千万亿]{{0,3}}",
    _CHINESE,
    r"[\s\S]",
)
_TOKEN = re.compile("|".join(_ALTERNATIVES))


def tokens(text: str) -> tuple[Span, ...]:
    """The spans of the tokens, in order; `"".join` of their texts is the text.

    Total: any string, in time linear in its length.
    """
    return tuple(match.span() for match in _TOKEN.finditer(text))
