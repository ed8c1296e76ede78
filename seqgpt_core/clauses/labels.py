"""The words that every report uses for kinds of pairs, changes and pieces."""

from __future__ import annotations

from .comparison import ComparedClause, Comparison
from .model import ChangeKind, PairKind
from .review import ListedChange

PAIR_KINDS: dict[PairKind, str] = {
    "same": "相同",
    "changed": "修改",
    "inserted": "新增",
    "deleted": "删除",
    "moved": "移动",
    "renumbered": "改编号",
    "format_only": "仅格式",
}
CHANGE_KINDS: dict[ChangeKind, str] = {
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
EXACT = "校验：由一方和差异可以逐字重建另一方。"
INEXACT = "校验未通过：请人工核对。"
_SHORT = 16


def clause_name(clause: ComparedClause) -> str:
    """The heading, or the clause's first words where it has none."""
    if clause.heading:
        return clause.heading
    return "首部" if any(c.kind == "preamble" for c in (*clause.pair.b, *clause.pair.a)) else ""


def shown_name(clause: ComparedClause, comparison: Comparison) -> str:
    """As `clause_name`, with the first words of a clause that has neither."""
    name = clause_name(clause)
    if name:
        return name
    text, span = (
        (comparison.text_b, clause.b) if clause.b else (comparison.text_a, clause.a or (0, 0))
    )
    words = " ".join(text[span[0] : span[1]].split())
    return (words[:_SHORT] + "…" if len(words) > _SHORT else words) or "（空白）"


def pair_label(clause: ComparedClause) -> str:
    """`修改`, `修改 · 移动 · 改编号`, `拆分`, `合并`."""
    pair = clause.pair
    labels = [PAIR_KINDS[pair.kind]]
    if len(pair.a) != len(pair.b) and pair.a and pair.b:
        split = "拆分" if len(pair.a) < len(pair.b) else "合并"
        labels = [split] if pair.kind == "renumbered" else [*labels, split]
    elif pair.renumbered and pair.kind != "renumbered":
        labels.append(PAIR_KINDS["renumbered"])
    if pair.moved and pair.kind != "moved":
        labels.append(PAIR_KINDS["moved"])
    return " · ".join(labels)


def change_label(item: ListedChange) -> str:
    """What kind of change a line of the list is."""
    return CHANGE_KINDS[item.change.kind] if item.change else pair_label(item.clause)


def summary(comparison: Comparison) -> str:
    """`修改 3，新增 1，相同 12。`; how many clauses of each kind."""
    counts = {
        shown: sum(c.pair.kind == kind for c in comparison.clauses)
        for kind, shown in PAIR_KINDS.items()
    }
    counted = "，".join(f"{shown} {count}" for shown, count in counts.items() if count)
    return counted + "。" if counted else "两份文档都是空的。"
