"""Fields that ask whether something is so: `是否接受联合体(是/否)`, `是否允许转租(允许/不允许)`.

The answer is seldom written as 是 or 否: a sentence speaks of the thing, with or without a
negation. That sentence is the evidence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ..sentences import sentence_span

_NO = frozenset("否 无 没有 不是 不允许 不可以 不接受 不含 不同意 不需要 不存在".split())
_YES = frozenset("是 有 允许 可以 接受 含 同意 需要 存在".split())
_ASKED = re.compile(
    r"^(?:是否|有无|能否|可否)(?P<verb>已|须|需要?|允许|接受|同意|存在|属于|包含|包括|含有?|有|为|购买|签订|可以?)?"
    r"(?P<thing>.{2,12})$"
)
_NEGATION = r"(?:不|未|无(?!条件)|没有|没|禁止|并非|拒绝|谢绝)"
_UNSAID = re.compile(r"(?:是否|如有|如果|若|如需|有无|能否|有没有)[^，。；;,\n]{0,8}$")
_MOST = 20

NEGATED, STATED = 0.7, 0.55
"""How far a sentence is trusted that denies the thing, and one that merely speaks of it."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """The option that a sentence shows."""

    option: str
    start: int
    end: int
    score: float


def yes_or_no(text: str, names: Sequence[str], options: Sequence[str]) -> YesNo | None:
    """What the first sentence about the thing says; None where no sentence speaks of it.

    A denial anywhere decides, unless another sentence states the thing outright.
    """
    no = next((option for option in options if option in _NO), None)
    yes = next((option for option in options if option in _YES), None)
    if no is None or yes is None or len(options) != 2:
        return None
    for name in names:
        asked = _ASKED.match(unicodedata.normalize("NFKC", name).strip())
        if asked is not None:
            return _shown(text, asked["thing"], yes, no)
    return None


def _shown(text: str, thing: str, yes: str, no: str) -> YesNo | None:
    denied = re.compile(rf"{_NEGATION}[^，。；;,\n]{{0,6}}$")
    denied_after = re.compile(rf"[^，。；;,\n：:]{{0,4}}[：:]?(?:{_NEGATION}|否)")
    stated: YesNo | None = None
    for count, match in enumerate(re.finditer(re.escape(thing), text)):
        if count == _MOST:
            break
        before = text[max(0, match.start() - 16) : match.start()]
        if _UNSAID.search(before):
            continue
        start, end = sentence_span(text, match.start(), match.end())
        if denied.search(before) or denied_after.match(text, match.end()):
            return YesNo(no, start, end, NEGATED)
        stated = stated or YesNo(yes, start, end, STATED)
    return stated
