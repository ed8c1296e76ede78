"""Who changed what, as an Excel workbook: an attributed list to work through."""

from __future__ import annotations

import hashlib

from .labels import CHANGE_KINDS, EXACT, INEXACT
from .review import DECISIONS, Review
from .sheets import Cell, Sheet, workbook_bytes
from .three_way import ORIGINS, AttributedChange, Origin, ThreeWay
from .three_way_report import NAMES, Names

_BEFORE_NAMES = (("序号", 6), ("谁改的", 10), ("实质", 6), ("类型", 18), ("条款", 22))
_BEHIND_NAMES = (("权重", 7), ("意见", 9), ("说明", 28), ("修改编号", 15))
_WORDS_WIDTH = 40
_ABOUT = (("项目", 20), ("内容", 90))
_ORDER: tuple[Origin, ...] = ("conflict", "theirs", "ours", "both")


def to_xlsx(found: ThreeWay, review: Review | None = None, names: Names = NAMES) -> bytes:
    """The workbook: `谁改了什么` (conflicts first, then in reading order) and `说明`.

    The verdict column can be filled in by picking; changes without weight are grey.

    Args:
        review: verdicts and notes by the identifiers of the changes.
        names: what the template, our version and theirs are called.
    """
    review = review or {}
    changes = [change for origin in _ORDER for change in found.of(origin)]
    titles: tuple[str, ...] = names
    if len(set(names)) < len(names):
        titles = tuple(f"{part}：{name}" for part, name in zip(NAMES, names, strict=True))
    columns = (*_BEFORE_NAMES, *((title, _WORDS_WIDTH) for title in titles), *_BEHIND_NAMES)
    decision = next(n for n, (title, _) in enumerate(columns) if title == "意见")
    listed = Sheet(
        "谁改了什么",
        columns,
        [_row(number, change, review) for number, change in enumerate(changes, 1)],
        {decision: tuple(DECISIONS.values())},
        frozenset(n for n, change in enumerate(changes) if not change.material),
    )
    return workbook_bytes([listed, Sheet("说明", _ABOUT, _about(found, titles))])


def _row(number: int, change: AttributedChange, review: Review) -> tuple[Cell, ...]:
    verdict = review.get(change.id)
    kinds = [CHANGE_KINDS[kind] for kind in change.kinds]
    return (
        number,
        ORIGINS[change.origin],
        "是" if change.material else "否",
        "、".join([*([change.note] if change.note else []), *kinds]),
        change.heading,
        change.before,
        change.ours,
        change.theirs,
        change.weight,
        DECISIONS[verdict.decision] if verdict and verdict.decision else "",
        verdict.note if verdict else "",
        change.id,
    )


def _about(found: ThreeWay, titles: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        ("改动", "，".join(f"{ORIGINS[origin]} {len(found.of(origin))}" for origin in _ORDER)),
        ("校验", EXACT if found.exact else INEXACT),
    ]
    for title, side in zip(titles[1:], (found.ours, found.theirs), strict=True):
        rows += [("提示", f"{title}：{notice.message}") for notice in side.notices]
    texts = (found.template, found.ours.text_b, found.theirs.text_b)
    for title, text in zip(titles, texts, strict=True):
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        rows.append((title, f"{len(text):,} 字，SHA-256 {digest}"))
    return rows
