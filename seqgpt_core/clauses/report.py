"""A comparison as JSON (the stable contract) and as Markdown."""

from __future__ import annotations

import json
from typing import Any

from ..results.json_format import field_to_dict
from ..results.markdown import escape_cell
from .comparison import COMPARISON_VERSION, ComparedClause, Comparison
from .consistency import Finding
from .model import Change, Clause, Span

_KINDS = {
    "same": "相同",
    "changed": "修改",
    "inserted": "新增",
    "deleted": "删除",
    "moved": "移动",
    "renumbered": "改编号",
    "format_only": "仅格式",
}
_CHANGES = {
    "amount": "金额",
    "percentage": "比例",
    "term": "期限、日期",
    "party": "当事方",
    "quantity": "数量",
    "modal": "义务强弱",
    "liability": "责任",
    "dispute": "争议解决",
    "governing_law": "适用法律",
    "confidentiality": "保密",
    "ip": "知识产权",
    "payment": "付款",
    "termination": "解除、终止",
    "definition": "定义",
    "wording": "措辞",
    "format_only": "仅格式",
}


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """The compare JSON as nested dictionaries."""
    return {
        "version": COMPARISON_VERSION,
        "related": comparison.related,
        "exact": comparison.exact,
        "clauses": [_clause(clause) for clause in comparison.clauses],
        "fields": [
            {
                "definition": field.definition,
                "a": field_to_dict(field.a),
                "b": field_to_dict(field.b),
                "changed": field.changed,
            }
            for field in comparison.fields
        ],
        "findings": {
            "a": [_finding(finding) for finding in comparison.findings_a],
            "b": [_finding(finding) for finding in comparison.findings_b],
        },
    }


def to_json(comparison: Comparison) -> str:
    return json.dumps(to_dict(comparison), ensure_ascii=False, indent=2)


def to_markdown(comparison: Comparison) -> str:
    """Summary, changes by weight, clauses, fields and findings."""
    lines = ["# 合同对比", ""]
    if not comparison.related:
        lines += ["两份文档看来不是同一文件的两个版本，下面的对应关系仅供参考。", ""]
    counts = {
        shown: sum(c.pair.kind == kind for c in comparison.clauses)
        for kind, shown in _KINDS.items()
    }
    lines.append("，".join(f"{shown} {count}" for shown, count in counts.items() if count) + "。")
    lines.append(
        "校验：由一方和差异可以逐字重建另一方。" if comparison.exact else "校验未通过：请人工核对。"
    )
    for title, found in (
        ("实质修改", [(c, x) for c, x in comparison.material]),
        ("其他修改", [(c, x) for c in comparison.clauses for x in c.changes if not x.material]),
    ):
        if found:
            lines += ["", f"## {title}", "", "| 条款 | 类型 | 原文 | 改为 |", "|---|---|---|---|"]
            lines += [_change_row(clause, change) for clause, change in found]
    whole = [c for c in comparison.clauses if c.pair.kind in ("inserted", "deleted", "moved")]
    if whole:
        lines += ["", "## 新增、删除、移动的条款", "", "| 变化 | 条款 |", "|---|---|"]
        lines += [f"| {_KINDS[c.pair.kind]} | {escape_cell(_name(c))} |" for c in whole]
    if comparison.fields:
        lines += ["", "## 字段", "", "| 字段 | A 本 | B 本 | 变化 |", "|---|---|---|---|"]
        for field in comparison.fields:
            shown = [escape_cell("；".join(v.text for v in r.values)) for r in (field.a, field.b)]
            mark = "有" if field.changed else "无"
            lines.append(f"| {escape_cell(field.definition)} | {shown[0]} | {shown[1]} | {mark} |")
    for title, slips in (("A 本", comparison.findings_a), ("B 本", comparison.findings_b)):
        if slips:
            lines += ["", f"## {title}中要核对的地方", ""]
            lines += [f"- {escape_cell(slip.message)}" for slip in slips]
    return "\n".join(lines)


def _clause(clause: ComparedClause) -> dict[str, Any]:
    return {
        "kind": clause.pair.kind,
        "moved": clause.pair.moved,
        "renumbered": clause.pair.renumbered,
        "a": _side(clause.pair.a, clause.a),
        "b": _side(clause.pair.b, clause.b),
        "changes": [
            {
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
            }
            for change in clause.changes
        ],
    }


def _side(clauses: tuple[Clause, ...], span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    heading = next((c.heading for c in clauses if c.heading), "")
    return {"heading": heading, "start": span[0], "end": span[1]}


def _finding(finding: Finding) -> dict[str, Any]:
    start, end = finding.span
    return {"code": finding.code, "message": finding.message, "start": start, "end": end}


def _name(clause: ComparedClause) -> str:
    return next((c.heading for c in (*clause.pair.b, *clause.pair.a) if c.heading), "（无标题）")


def _change_row(clause: ComparedClause, change: Change) -> str:
    cells = (_name(clause), _CHANGES[change.kind], change.before or "—", change.after or "—")
    return "| " + " | ".join(escape_cell(cell) for cell in cells) + " |"
