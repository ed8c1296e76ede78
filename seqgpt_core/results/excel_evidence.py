"""The sheets that let a reader check a result: mentions, checks, corrections, the rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .confidence import score_level, value_level
from .excel_table import AnyCell, Cell, Table
from .readable import CHECK_LABELS, STATUS_LABELS, checks_text, reason_text
from .sentences import sentence_around
from .typed_cells import TypedCell
from .types import Check, Extraction, FieldResult, LabelResult, Rejected, Value

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

Named = Sequence[tuple[str, Extraction]]
"""Documents with their names."""

_EVIDENCE = (
    "文档",
    "字段",
    "组成",
    "值",
    "起",
    "止",
    "置信度",
    "最佳",
    "规范值",
    "检查",
    "所在句子",
)
_CHECKS = ("文档", "字段", "值", "检查", "结论", "说明", "依据", "起", "止", "所在句子")
_CORRECTIONS = ("文档", "字段", "操作", "原值", "现值", "起", "止", "所在句子")
_REJECTED = ("文档", "字段", "候选", "起", "止", "置信度", "原因", "原因代码", "所在句子")

_AMENDED = {"accept": "确认", "add": "标注", "replace": "更正"}


def write_evidence(workbook: Workbook, documents: Named) -> Table:
    """Every mention of every value, then its parts; the evidence of labels."""
    table = Table(workbook, "证据", _EVIDENCE)
    for name, extraction in documents:
        for result in extraction.fields:
            for row in _field_evidence(extraction, result):
                table.add(name, *row)
        for label in extraction.labels:
            for row in _label_evidence(extraction, label):
                table.add(name, *row)
    table.finish()
    return table


def _field_evidence(extraction: Extraction, result: FieldResult) -> Iterator[tuple[AnyCell, ...]]:
    """Rows without the document's name: each mention, then the parts of the best one."""
    for value in result.values:
        for start, end in value.mentions:
            best = (start, end) == (value.start, value.end)
            yield (
                result.definition,
                "",
                extraction.text[start:end],
                start,
                end,
                Cell(_score(value.score), value_level(value)),
                "是" if best else "否",
                value.normalized or "",
                checks_text(value.checks),
                sentence_around(extraction.text, start, end),
            )
        for part_name, part in value.parts.items():
            if part is not None:
                yield (
                    result.definition,
                    part_name,
                    part.text,
                    part.start,
                    part.end,
                    Cell(_score(part.score), score_level(part.score)),
                    "是",
                    part.normalized or "",
                    "",
                    sentence_around(extraction.text, part.start, part.end),
                )


def _label_evidence(extraction: Extraction, label: LabelResult) -> Iterator[tuple[AnyCell, ...]]:
    part = label.evidence
    if part is not None:
        sentence = sentence_around(extraction.text, part.start, part.end)
        score = round(float(label.score), 4)
        yield (label.label, "", part.text, part.start, part.end, score, "是", "", "", sentence)


def write_checks(workbook: Workbook, documents: Named) -> Sequence[Table]:
    """Every check of every value, failed ones first; no sheet without any."""
    rows = [
        (name, extraction, result, value, check)
        for name, extraction in documents
        for result in extraction.fields
        for value in result.values
        for check in value.checks
    ]
    if not rows:
        return ()
    rows.sort(key=lambda row: row[-1].status != "failed")
    table = Table(workbook, "检查", _CHECKS)
    for name, extraction, result, value, check in rows:
        failed = check.status == "failed"
        table.add(
            name,
            result.definition,
            value.corrected or value.text,
            CHECK_LABELS.get(check.name, check.name),
            Cell(STATUS_LABELS[check.status], "failed" if failed else "none"),
            check.message,
            _compared(extraction, check),
            value.start,
            value.end,
            sentence_around(extraction.text, value.start, value.end),
        )
    table.finish()
    return (table,)


def _compared(extraction: Extraction, check: Check) -> str:
    """The texts that a rule compared, each with its place."""
    return "；".join(
        f"{extraction.text[start:end]}（{start}–{end}）" for start, end in check.evidence
    )


def write_corrections(workbook: Workbook, documents: Named) -> Sequence[Table]:
    """What a person decided, with the old value beside the new one; no sheet without any."""
    rows = [
        (name, *row)
        for name, extraction in documents
        for result in extraction.fields
        for row in _corrections(extraction, result)
    ]
    if not rows:
        return ()
    table = Table(workbook, "更正", _CORRECTIONS)
    for row in rows:
        table.add(*row)
    table.finish()
    return (table,)


def _corrections(extraction: Extraction, result: FieldResult) -> Iterator[tuple[AnyCell, ...]]:
    told: set[tuple[str, str]] = set()
    for value in result.values:
        if value.amendment is not None:
            now = value.corrected or value.text
            told.add((value.amendment.before, now))
            yield (
                result.definition,
                _AMENDED[value.amendment.kind],
                value.amendment.before,
                now,
                *_place(extraction, value),
            )
    for item in result.rejected:
        if item.reason == "corrected" and (item.text, item.detail) not in told:
            action = "被取代" if item.detail else "删除"
            yield (result.definition, action, item.text, item.detail, *_place(extraction, item))


def _place(extraction: Extraction, span: Value | Rejected) -> tuple[AnyCell, ...]:
    return span.start, span.end, sentence_around(extraction.text, span.start, span.end)


def write_rejected(workbook: Workbook, documents: Named) -> Table:
    """Candidates that are no values, and why."""
    table = Table(workbook, "未采用", _REJECTED)
    for name, extraction in documents:
        for result in extraction.fields:
            for item in result.rejected:
                table.add(name, result.definition, *_rejected_row(extraction, item))
        for record in extraction.records:
            for cell in record.rejected:
                definition = f"{record.definition}·{cell.column}"
                table.add(name, definition, *_rejected_row(extraction, cell))
    table.finish()
    return table


def _rejected_row(extraction: Extraction, item: Rejected) -> tuple[AnyCell, ...]:
    return (
        item.text,
        item.start,
        item.end,
        round(float(item.score), 4),
        reason_text(item),
        item.reason,
        sentence_around(extraction.text, item.start, item.end),
    )


def _score(score: float) -> TypedCell:
    return TypedCell(round(float(score), 4), "0.0000")
