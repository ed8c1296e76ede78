"""What a reader must know of two documents before the changes: one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from ..results.types import Notice
from .model import Clause
from .script import script_of

NOTICE_CODES = (
    "documents_unrelated", "document_empty", "documents_identical", "script_differs",
    "script_folded", "tables_only",
)  # fmt: skip


def notices(
    text_a: str,
    clauses_a: Sequence[Clause],
    text_b: str,
    clauses_b: Sequence[Clause],
    related: bool,
    folded: bool,
) -> tuple[Notice, ...]:
    """Notices about the documents as a whole, the gravest first; codes are `NOTICE_CODES`."""
    found: list[Notice] = []
    empty = [name for name, text in (("A", text_a), ("B", text_b)) if not text.strip()]
    if empty:
        words = (
            "两份文档都是空的" if len(empty) == 2 else f"{empty[0]} 本是空的，另一份全部算作改动"
        )
        found.append(Notice("document_empty", f"{words}，请检查是否选错了文件。"))
    elif not related:
        found.append(
            Notice(
                "documents_unrelated",
                "两份文档看来不是同一文件的两个版本，只列出了确实相似的条款，请检查是否选错了文件。",
            )
        )
    if text_a == text_b and not empty:
        found.append(Notice("documents_identical", "两份文档逐字相同，没有改动。"))
    scripts = {script_of(text_a), script_of(text_b)}
    if folded:
        found.append(Notice("script_folded", "已把繁体字逐字转换为简体字后比较，位置与原文一致。"))
    elif scripts == {"traditional", "simplified"}:
        found.append(
            Notice(
                "script_differs",
                "两份文档一份是繁体、一份是简体，用字不同的地方都会算作改动；"
                "可以选择转换为简体后比较。",
            )
        )
    tables = [
        name
        for name, clauses in (("A", clauses_a), ("B", clauses_b))
        if clauses and all(clause.kind == "table" for clause in clauses)
    ]
    if tables:
        found.append(
            Notice("tables_only", f"{'、'.join(tables)} 本只有表格，没有条款，只能整表比较。")
        )
    return tuple(found)
