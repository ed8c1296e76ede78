"""Fields that exclude each other: one place cannot be 甲方 and 乙方 at once.

Two names exclude each other when they differ only in a role word of one group (`甲方`/`乙方`,
`甲方联系人`/`乙方联系人`). A place that both claim goes to the higher score; the other field's
claim is rejected, and shown as such. The rule looks at candidates, not at thresholds, so raising a
threshold still never adds a value.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence

from .spans import Candidate

EXCLUSIVE_VERSION = 1

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


def _frames(name: str) -> set[tuple[int, str, str, str]]:
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
    return found


def exclude_each_other(first: str, second: str) -> bool:
    """Whether two field names differ in nothing but a role of one group."""
    others = {(g, before, after): role for g, before, role, after in _frames(second)}
    return any(
        others.get((g, before, after), role) != role for g, before, role, after in _frames(first)
    )


def settle_claims(
    candidates: Mapping[str, Sequence[Candidate]],
) -> dict[str, tuple[tuple[Candidate, ...], tuple[Candidate, ...]]]:
    """Per field, the candidates that it keeps and those that an excluding field claims better.

    Candidates are taken best first (ties: the longer, then the earlier, then the field whose name
    sorts first); one that overlaps a place kept by an excluding field is lost. The order of the
    fields does not matter.
    """
    names = sorted(candidates)
    rivals = {n: [m for m in names if m != n and exclude_each_other(n, m)] for n in names}
    ranked = sorted(
        ((c, n) for n in names if rivals[n] for c in candidates[n]),
        key=lambda item: (-item[0].score, item[0].start - item[0].end, item[0].start, item[1]),
    )
    claimed: dict[str, list[tuple[int, int]]] = {n: [] for n in names}
    lost: dict[str, set[Candidate]] = {n: set() for n in names}
    for candidate, name in ranked:
        if any(_touches(claimed[rival], candidate) for rival in rivals[name]):
            lost[name].add(candidate)
        else:
            insort(claimed[name], (candidate.start, candidate.end))
    return {
        n: (
            tuple(c for c in candidates[n] if c not in lost[n]),
            tuple(c for c in candidates[n] if c in lost[n]),
        )
        for n in names
    }


def _touches(claims: list[tuple[int, int]], candidate: Candidate) -> bool:
    """Whether a candidate overlaps one of the claims (sorted by start, of any length)."""
    at = bisect_left(claims, (candidate.end, -1))
    return any(end > candidate.start for _, end in claims[:at])
