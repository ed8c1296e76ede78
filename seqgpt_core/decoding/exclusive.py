"""Fields that exclude each other: one place cannot be 甲方 and 乙方 at once.

Two names exclude each other when they differ only in a role word of one group (`甲方`/`乙方`,
`甲方联系人`/`乙方联系人`). A place that both claim goes to the higher score; the other field's
claim is rejected, and shown as such. The rule looks at candidates, not at thresholds, so raising a
threshold still never adds a value.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .answers import answer_key
from .spans import Candidate

_NEARLY = 0.6

ROLE_GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(group.split())
    for group in (
        "甲方 乙方 丙方 丁方",
        "买方 卖方",
        "买受人 出卖人",
        "需方 供方",
        "采购人 供应商",
        "采购方 供应方",
        "招标人 投标人 招标代理机构",
        "采购人 中标人 采购代理机构",
        "发包人 承包人 监理人",
        "发包方 承包方 监理方",
        "出租方 承租方",
        "出租人 承租人",
        "委托方 受托方",
        "委托人 受托人",
        "转让方 受让方",
        "转让人 受让人",
        "许可方 被许可方",
        "借款人 贷款人 保证人",
        "借款人 出借人 保证人",
        "借款人 贷款人 担保人",
        "债权人 债务人",
        "原告 被告 第三人",
        "上诉人 被上诉人",
        "申请人 被申请人",
        "申请执行人 被执行人",
        "用人单位 劳动者",
        "保险人 投保人",
        "托运人 承运人",
        "投诉人 被投诉人",
        "举报人 被举报人",
        "收购方 被收购方",
        "出质人 质权人",
        "抵押人 抵押权人",
    )
)  # fmt: skip
"""Roles of which one place can play only one."""


@lru_cache(maxsize=4096)
def _frames(name: str) -> frozenset[tuple[int, str, str, str]]:
    """(group, what stands before the role, the role, what stands after it)."""
    plain = unicodedata.normalize("NFKC", name)
    found = set()
    for number, group in enumerate(ROLE_GROUPS):
        # 被上诉人 holds 上诉人: of the roles of a group, the longest that stands there counts.
        roles = [role for role in group if role in plain]
        if roles:
            role = max(roles, key=len)
            before, _, after = plain.partition(role)
            found.add((number, before, role, after))
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def exclude_each_other(first: str, second: str) -> bool:
    """Whether two field names differ in nothing but a role of one group."""
    others = {(g, before, after): role for g, before, role, after in _frames(second)}
    return any(
        others.get((g, before, after), role) != role for g, before, role, after in _frames(first)
    )


@dataclass(frozen=True, slots=True)
class Claims:
    """What is left to one field, and what another field claims better, with that field's name."""

    kept: tuple[Candidate, ...]
    lost: tuple[tuple[Candidate, str], ...] = ()


def settle_claims(text: str, fields: Sequence[tuple[str, Sequence[Candidate]]]) -> list[Claims]:
    """For each (name, candidates), what it keeps and what it loses.

    Candidates are taken best first (ties: the longer, then the earlier, then the field whose name
    sorts first); one that overlaps a place kept by an excluding field, or repeats its answer
    elsewhere, is lost. A field that has an answer leaves a further one to an excluding field that
    has none yet and is nearly as sure of that place: two companies of a contract are more often
    its two sides than both the same side. The order of the fields does not matter.
    """
    names = [name for name, _ in fields]
    rivals = [
        [other for other, rival in enumerate(names) if exclude_each_other(name, rival)]
        for name in names
    ]
    wishes = [
        {(c.start, c.end): c.score for c in own} if rivals[number] else {}
        for number, (_, own) in enumerate(fields)
    ]
    ranked = sorted(
        ((c, number) for number, (_, own) in enumerate(fields) if rivals[number] for c in own),
        key=lambda item: (
            -item[0].score, item[0].start - item[0].end, item[0].start, names[item[1]],
        ),
    )  # fmt: skip
    claimed = [_Places() for _ in fields]
    answers: list[set[str]] = [set() for _ in fields]
    lost: list[dict[Candidate, str]] = [{} for _ in fields]
    for candidate, number in ranked:
        span = (candidate.start, candidate.end)
        answer = answer_key(text[slice(*span)])
        winner = next(
            (r for r in rivals[number] if claimed[r].touch(*span) or answer in answers[r]), None
        )
        if winner is None and answers[number] and answer not in answers[number]:
            least = _NEARLY * candidate.score
            without = [
                r for r in rivals[number] if not answers[r] and wishes[r].get(span, 0) >= least
            ]
            winner = max(without, key=lambda r: (wishes[r][span], names[r]), default=None)
        if winner is None:
            claimed[number].add(*span)
            answers[number].add(answer)
        else:
            lost[number][candidate] = names[winner]
    return [
        Claims(
            tuple(c for c in own if c not in lost[number]),
            tuple((c, lost[number][c]) for c in own if c in lost[number]),
        )
        for number, (_, own) in enumerate(fields)
    ]


class _Places:
    """The union of spans, as disjoint intervals in order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def touch(self, start: int, end: int) -> bool:
        """Whether any of the spans overlaps [start, end)."""
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end

    def add(self, start: int, end: int) -> None:
        """Take [start, end) in; it swallows the intervals that it meets."""
        low, high = bisect_left(self._ends, start), bisect_right(self._starts, end)
        if low < high:
            start, end = min(start, self._starts[low]), max(end, self._ends[high - 1])
        self._starts[low:high] = [start]
        self._ends[low:high] = [end]
