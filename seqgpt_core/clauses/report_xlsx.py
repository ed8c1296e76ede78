"""A comparison as an Excel workbook: the list of changes to work through, clauses, fields."""

from __future__ import annotations

import hashlib

from ..results.types import FieldResult
from .comparison import ComparedClause, Comparison
from .field_clauses import field_clauses
from .labels import EXACT, INEXACT, change_label, pair_label, shown_name, summary
from .review import DECISIONS, ListedChange, Review, listed_changes, orphans
from .sentences import sentence_around
from .sheets import Cell, Sheet, workbook_bytes

_CHANGES = (
    ("序号", 6), ("实质", 6), ("类型", 12), ("条款", 22), ("原文", 36), ("改为", 36),
    ("原规范值", 16), ("新规范值", 16), ("权重", 7), ("意见", 9), ("说明", 28),
    ("所在句子", 50), ("修改编号", 15),
)  # fmt: skip
_CLAUSES = (
    ("变化", 14), ("原条款", 22), ("新条款", 22), ("相似度", 8), ("实质修改", 9),
    ("原文", 60), ("改后", 60),
)  # fmt: skip
_FIELDS = (("字段", 22), ("原值", 40), ("新值", 40), ("变化", 8), ("所在条款", 30))
_FINDINGS = (("文档", 18), ("问题", 60), ("原文", 30), ("位置", 10))
_ABOUT = (("项目", 20), ("内容", 90))
_DECISION_COLUMN = 9


def to_xlsx(
    comparison: Comparison, review: Review | None = None, names: tuple[str, str] = ("A 本", "B 本")
) -> bytes:
    """The workbook: `修改清单` in reading order, `条款对照`, `字段`, `核对`, `说明`.

    The verdict column of the list can be filled in by picking; unmaterial changes are grey.

    Args:
        review: verdicts and notes by the identifiers of `listed_changes`.
        names: what the two documents are called.
    """
    review = review or {}
    listed = listed_changes(comparison)
    changes = [_change(comparison, n, item, review) for n, item in enumerate(listed, 1)]
    sheets = [
        Sheet(
            "修改清单",
            _CHANGES,
            changes,
            {_DECISION_COLUMN: tuple(DECISIONS.values())},
            frozenset(n for n, item in enumerate(listed) if not item.material),
        ),
        Sheet("条款对照", _CLAUSES, [_clause(comparison, c) for c in comparison.clauses]),
    ]
    if comparison.fields:
        sheets.append(Sheet("字段", _FIELDS, _fields(comparison)))
    findings = _findings(comparison, names)
    if findings:
        sheets.append(Sheet("核对", _FINDINGS, findings))
    sheets.append(Sheet("说明", _ABOUT, _about(comparison, review, listed, names)))
    return workbook_bytes(sheets)


def _change(
    comparison: Comparison, number: int, item: ListedChange, review: Review
) -> tuple[Cell, ...]:
    change, verdict = item.change, review.get(item.id)
    decision = DECISIONS[verdict.decision] if verdict and verdict.decision else ""
    sentence = ""
    if change is not None:
        added = change.b[1] > change.b[0]
        text, span = (comparison.text_b, change.b) if added else (comparison.text_a, change.a)
        sentence = text[slice(*sentence_around(text, span))].strip()
    return (
        number,
        "是" if item.material else "否",
        change_label(item),
        shown_name(item.clause, comparison),
        change.before if change else "",
        change.after if change else "",
        (change.normalized_before if change else None) or "",
        (change.normalized_after if change else None) or "",
        item.weight,
        decision,
        verdict.note if verdict else "",
        sentence,
        item.id,
    )


def _clause(comparison: Comparison, clause: ComparedClause) -> tuple[Cell, ...]:
    pair = clause.pair
    heads = ["；".join(c.heading for c in side if c.heading) for side in (pair.a, pair.b)]
    words = [
        text[slice(*span)].strip() if span else ""
        for text, span in ((comparison.text_a, clause.a), (comparison.text_b, clause.b))
    ]
    material = sum(change.material for change in clause.changes)
    return (pair_label(clause), *heads, round(pair.similarity, 2), material, *words)


def _fields(comparison: Comparison) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for field in comparison.fields:
        clauses = field_clauses(comparison, field)
        where = "；".join(shown_name(found.clause, comparison) for found in clauses)
        mark = "有" if field.changed else "无"
        rows.append((field.definition, _values(field.a), _values(field.b), mark, where))
    return rows


def _values(result: FieldResult) -> str:
    return "\n".join(
        value.text + (f"（{value.normalized}）" if value.normalized else "")
        for value in result.values
    )


def _findings(comparison: Comparison, names: tuple[str, str]) -> list[tuple[Cell, ...]]:
    sides = (
        (names[0], comparison.text_a, comparison.findings_a),
        (names[1], comparison.text_b, comparison.findings_b),
    )
    return [
        (name, finding.message, text[slice(*finding.span)], finding.span[0])
        for name, text, found in sides
        for finding in found
    ]


def _about(
    comparison: Comparison,
    review: Review,
    listed: tuple[ListedChange, ...],
    names: tuple[str, str],
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        ("条款", summary(comparison)),
        ("校验", EXACT if comparison.exact else INEXACT),
    ]
    rows += [("提示", notice.message) for notice in comparison.notices]
    for name, text in zip(names, (comparison.text_a, comparison.text_b), strict=True):
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        rows.append((name, f"{len(text):,} 字，SHA-256 {digest}"))
    rows += [("已不存在的修改的意见", v.shown) for v in orphans(review, listed).values()]
    return rows
