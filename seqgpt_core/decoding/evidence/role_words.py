"""Places that the words of their own sentence fit: a sum behind 合计, the date under a document.

Some names ask for a role that documents mark with set words: a total stands behind 合计 or 共计,
what is current beside 至今, the date of a notice alone on its last lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ...fields.types import FieldType, TypeName, value_type
from ..spans import Candidate, merge_candidates

TRUST = 0.5
"""How far such words are trusted alone; with a model's score they add up."""

_CURRENT_TRUST = 0.4
"""Likewise beside 至今, where more than one thing may be current."""

_FORM_TRUST = 0.55
"""Likewise for the only place of a form that can be nothing else, such as a licence plate."""

_TOTAL_NAME = re.compile(r"(?:总价款?|总金额|总额|合计|总计|总费用|总成本|总额度)(?:金额)?$")
_TOTAL = re.compile(
    r"(?:合计|总计|共计)(?:[^\d。；;，,\n]{0,6}|人民币[（(]大写[)）][：:]?[^（(。\n]{0,30}[（(])[¥￥]?$"
)
_CURRENT_NAME = re.compile(r"^(?:现任|目前|当前|现职|现工作|最近|现)")
_CURRENT = re.compile(r"至今|现在|目前|现任")
_ISSUED_NAME = re.compile(
    r"(?:公告|落款|签发|出具|发布|印发|判决|裁判|裁定|认定|决定|成文|制作)(?:日期|时间)$"
)
_SIGNED_NAME = re.compile(r"(?:签约|签署|签订|订立)(?:日期|时间)$")
# The date under an announcement of a contract is not the contract's.
_SIGNATURES = re.compile(r"[甲乙]方|签字|签章|盖章|[（(]章[)）]|代表")
_LAST_LINES = 160
_UNMISTAKABLE: frozenset[TypeName] = frozenset(
    {"plate", "email", "id_card", "credit_code", "bank_card"}
)
_PLAIN_NAME = re.compile(
    r"(?:车牌号?码?|号牌|电子邮箱|邮箱(?:地址)?|身份证号?码?|公民身份号码|统一社会信用代码|银行[卡账帐]号)"
)


def add_role_words(
    text: str, names: Sequence[str], kind: FieldType, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Candidates with those that set words or an unmistakable form speak for.

    Whatever the threshold, the same candidates are kept.
    """
    plain = [unicodedata.normalize("NFKC", name).strip() for name in names]
    found: dict[tuple[int, int], float] = {}
    if kind.name == "money" and any(map(_TOTAL_NAME.search, plain)):
        found = dict.fromkeys(_totals(text), TRUST)
    elif kind.name == "date" and any(map(_ISSUED_NAME.search, plain)):
        found = dict.fromkeys(_date_at_the_end(text), TRUST)
    elif kind.name == "date" and any(map(_SIGNED_NAME.search, plain)):
        under = [
            (start, end)
            for start, end in _date_at_the_end(text)
            if _SIGNATURES.search(text, max(0, start - _LAST_LINES), start)
        ]
        found = dict.fromkeys(under, TRUST)
    elif kind.name in _UNMISTAKABLE:
        places = _places(kind.name, text)
        if len(places) == 1 or any(map(_PLAIN_NAME.fullmatch, plain)):
            found = dict.fromkeys(places, _FORM_TRUST)
    elif any(map(_CURRENT_NAME.search, plain)):
        found = {
            (c.start, c.end): _CURRENT_TRUST
            for c in candidates
            if "\n" not in text[c.start : c.end] and _CURRENT.search(_line(text, c.start))
        }
    best = {(c.start, c.end): c.score for c in candidates}
    return merge_candidates(
        [
            *candidates,
            *(
                Candidate(s, e, 1 - (1 - best.get((s, e), 0.0)) * (1 - trust))
                for (s, e), trust in found.items()
            ),
        ]
    )


@lru_cache(maxsize=64)
def _places(name: TypeName, text: str) -> tuple[tuple[int, int], ...]:
    type_ = value_type(name)
    return tuple(type_.find(text)) if type_ is not None else ()


def _totals(text: str) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start, end in _places("money", text)
        if _TOTAL.search(text, max(0, start - 60), start)
    ]


def _date_at_the_end(text: str) -> list[tuple[int, int]]:
    """The last date that is a line of its own, near the end of the document."""
    for start, end in reversed(_places("date", text)):
        if start < len(text.rstrip()) - _LAST_LINES:
            break
        if _line(text, start).strip() == text[start:end]:
            return [(start, end)]
    return []


def _line(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : end if end >= 0 else len(text)]
