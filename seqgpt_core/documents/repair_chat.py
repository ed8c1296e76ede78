"""Times and names that WeChat and its like put before each message of a copied conversation.

Three shapes: a line `张三 2024/3/5 10:22` above the message, a line of date or time alone between
rules, and `[2024-03-05 10:22] 张三：` before the message on its line.
"""

from __future__ import annotations

import re
from collections import Counter

from .source_map import Edit

_DATE = (
    r"(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|昨天|今天|前天|(?:星期|周)[一二三四五六日天])"
)
_TIME = r"(?:(?:凌晨|早上|上午|中午|下午|晚上)\s?)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[AP]M)?"
_MOMENT = rf"(?:{_DATE}\s*)?{_TIME}"
_NAME = r"[^\s:：，。；、\[\]【】]{1,20}(?:[ ][A-Za-z.]{1,20})?"
_HEAD = re.compile(
    rf"(?P<name>{_NAME})[:：]?[ \t\u3000]+{_MOMENT}|{_MOMENT}[ \t\u3000]+(?P<late>{_NAME})[:：]?"
)
_RULE = re.compile(rf"[—–\-=_]{{3,}}\s*(?:{_DATE}|{_MOMENT})\s*[—–\-=_]{{3,}}")
_PREFIX = re.compile(
    rf"(?:[\[【(（]{_MOMENT}[\]】)）]|{_DATE}\s+{_TIME})[ \t]*(?P<name>{_NAME})[:：][ \t]*(?=\S)"
)
# A log of a work order has the same shape; what follows its times are acts, not names.
_ACT = re.compile(
    "受理|派单|派发|办结|办理|处理|处置|回复|立案|转办|审核|审批|完成|签收|签订|提交|申请|登记|查勘"
    "|核实|回访|下单|发货|到达|入院|出院|报案|结案|开始|结束|创建|关闭|确认|巡查|发生"
)
_LINE = re.compile(r"[^\n]*\n?")


def find_chat_heads(text: str) -> list[Edit]:
    """One edit for each head line or prefix, where at least two show that this is a chat."""
    heads: list[Edit] = []
    rules: list[Edit] = []
    names: Counter[str] = Counter()
    previous_was_head = False
    for match in _LINE.finditer(text):
        words = match[0].strip()
        head = _HEAD.fullmatch(words)
        name = (head["name"] or head["late"]) if head else ""
        if head and not _ACT.search(name):
            if previous_was_head:  # times without messages are a list, not a chat
                heads.pop()
            heads.append(Edit(*match.span()))
            names[name] += 1
            previous_was_head = True
            continue
        previous_was_head = previous_was_head and not words
        if _RULE.fullmatch(words):
            rules.append(Edit(*match.span()))
        elif (prefix := _PREFIX.match(match[0])) and not _ACT.search(prefix["name"]):
            heads.append(Edit(match.start(), match.start() + prefix.end()))
            names[prefix["name"]] += 1
    if previous_was_head and heads:
        heads.pop()
    enough = len(heads) > 2 or (len(heads) == 2 and (rules or len(names) <= 2))
    return sorted([*heads, *rules]) if enough else []
