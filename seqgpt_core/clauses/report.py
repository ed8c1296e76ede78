"""A comparison as JSON (the stable contract) and as Markdown, with the verdicts where given."""

from __future__ import annotations

import json
from typing import Any

from ..results.characters import LONE_SURROGATES
from ..results.json_format import field_to_dict
from ..results.markdown import escape_cell
from .comparison import COMPARISON_VERSION, ComparedClause, ComparedField, Comparison
from .consistency import Finding
from .field_clauses import field_clauses
from .labels import EXACT, INEXACT, change_label, pair_label, shown_name, summary
from .model import Clause, Span
from .redline import Piece
from .review import ListedChange, Review, by_weight, listed_changes, orphans


def to_dict(comparison: Comparison, review: Review | None = None) -> dict[str, Any]:
    """The compare JSON as nested dictionaries.

    Every change has its `id` and, where the review holds one, `verdict` and `note`; a clause that
    only moved or was renumbered has them itself.
    """
    review = review or {}
    listed = listed_changes(comparison)
    by_clause: dict[int, list[ListedChange]] = {}
    for item in listed:
        by_clause.setdefault(id(item.clause), []).append(item)
    return {
        "version": COMPARISON_VERSION,
        "related": comparison.related,
        "exact": comparison.exact,
        "notices": [{"code": n.code, "message": n.message} for n in comparison.notices],
        "clauses": [
            _clause(clause, by_clause.get(id(clause), []), review) for clause in comparison.clauses
        ],
        "fields": [
            {
                "definition": field.definition,
                "a": field_to_dict(field.a),
                "b": field_to_dict(field.b),
                "changed": field.changed,
                "clauses": [
                    {"clause": found.index, "pieces": [_piece(piece) for piece in found.pieces]}
                    for found in field_clauses(comparison, field)
                ],
            }
            for field in comparison.fields
        ],
        "findings": {
            "a": [_finding(finding) for finding in comparison.findings_a],
            "b": [_finding(finding) for finding in comparison.findings_b],
        },
        "orphaned_verdicts": [
            {"id": key, "verdict": verdict.decision, "note": verdict.note}
            for key, verdict in sorted(orphans(review, listed).items())
        ],
    }


def to_json(comparison: Comparison, review: Review | None = None) -> str:
    """As `to_dict`, as text; lone surrogates are escaped, so that UTF-8 can hold it."""
    return as_json(to_dict(comparison, review))


def as_json(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return LONE_SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def to_markdown(
    comparison: Comparison, review: Review | None = None, names: tuple[str, str] = ("A 本", "B 本")
) -> str:
    """Summary, changes by weight, clauses, fields and findings; document text stays text."""
    review = review or {}
    listed = listed_changes(comparison)
    lines = ["# 合同对比", "", f"{escape_cell(names[0])} → {escape_cell(names[1])}", ""]
    for notice in comparison.notices:
        lines += [escape_cell(notice.message), ""]
    lines += [summary(comparison), EXACT if comparison.exact else INEXACT]
    ordered = by_weight(listed)
    shown = bool(review)
    for title, found in (
        ("实质修改", [item for item in ordered if item.material]),
        ("其他修改", [item for item in ordered if not item.material and item.change]),
    ):
        if found:
            head = "| 条款 | 类型 | 原文 | 改为 | 规范值 |" + (" 意见 |" if shown else "")
            lines += ["", f"## {title}", "", head, "|---" * (5 + shown) + "|"]
            lines += [_change_row(comparison, item, review, shown) for item in found]
    whole = [c for c in comparison.clauses if c.pair.kind in ("inserted", "deleted", "moved")]
    if whole:
        lines += ["", "## 新增、删除、移动的条款", "", "| 变化 | 条款 |", "|---|---|"]
        lines += [f"| {pair_label(c)} | {escape_cell(shown_name(c, comparison))} |" for c in whole]
    if comparison.fields:
        lines += ["", "## 字段", "", "| 字段 | 原值 | 新值 | 变化 | 所在条款 |", "|---" * 5 + "|"]
        lines += [_field_row(comparison, field) for field in comparison.fields]
    sides = ((names[0], comparison.findings_a), (names[1], comparison.findings_b))
    for title, slips in sides:
        if slips:
            lines += ["", f"## {escape_cell(title)}中要核对的地方", ""]
            lines += [f"- {escape_cell(slip.message)}" for slip in slips]
    left = [v.shown for v in orphans(review, listed).values() if v.shown]
    if left:
        lines += ["", "## 已不存在的修改的意见", "", *(f"- {escape_cell(words)}" for words in left)]
    return "\n".join(lines)


def _clause(clause: ComparedClause, listed: list[ListedChange], review: Review) -> dict[str, Any]:
    own = listed[0] if listed and listed[0].change is None else None
    return {
        "kind": clause.pair.kind,
        "moved": clause.pair.moved,
        "renumbered": clause.pair.renumbered,
        "similarity": round(clause.pair.similarity, 4),
        "a": _side(clause.pair.a, clause.a),
        "b": _side(clause.pair.b, clause.b),
        "changes": [_change(item, review) for item in listed if item.change is not None],
        **(_verdict(own, review) if own else {}),
    }


def _change(item: ListedChange, review: Review) -> dict[str, Any]:
    change = item.change
    assert change is not None
    return {
        "kind": change.kind,
        "before": change.before,
        "after": change.after,
        "a": list(change.a),
        "b": list(change.b),
        "material": change.material,
        "weight": change.weight,
        "rule": change.rule,
        "normalized_before": change.normalized_before,
        "normalized_after": change.normalized_after,
        **_verdict(item, review),
    }


def _verdict(item: ListedChange, review: Review) -> dict[str, Any]:
    verdict = review.get(item.id)
    given = {"verdict": verdict.decision, "note": verdict.note} if verdict else {}
    return {"id": item.id, **given}


def _piece(piece: Piece) -> dict[str, Any]:
    return {"kind": piece.kind, "text": piece.text}


def _side(clauses: tuple[Clause, ...], span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    heading = next((c.heading for c in clauses if c.heading), "")
    return {"heading": heading, "start": span[0], "end": span[1]}


def _finding(finding: Finding) -> dict[str, Any]:
    start, end = finding.span
    return {"code": finding.code, "message": finding.message, "start": start, "end": end}


def _field_row(comparison: Comparison, field: ComparedField) -> str:
    values = ["；".join(v.text for v in result.values) for result in (field.a, field.b)]
    clauses = field_clauses(comparison, field)
    where = "；".join(shown_name(found.clause, comparison) for found in clauses)
    cells = (field.definition, *values, "有" if field.changed else "无", where)
    return "| " + " | ".join(escape_cell(cell) for cell in cells) + " |"


def _change_row(comparison: Comparison, item: ListedChange, review: Review, shown: bool) -> str:
    change = item.change
    assert change is not None
    values = (change.normalized_before, change.normalized_after)
    normalised = " → ".join(value or "—" for value in values) if any(values) else ""
    verdict = review.get(item.id)
    cells = [
        shown_name(item.clause, comparison),
        change_label(item),
        change.before or "—",
        change.after or "—",
        normalised,
        *([verdict.shown if verdict else ""] if shown else []),
    ]
    return "| " + " | ".join(escape_cell(cell) for cell in cells) + " |"
