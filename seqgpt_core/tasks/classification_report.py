"""Classifications for programs and for people: JSON, a table, Markdown.

{"version": 1,
 "model": {"name": "…", "sha256": "…"},
 "documents": [{"source": "a.txt", "document": {"sha256": "…", "characters": 386},
   "labels": [{"label": "算法岗-P7以上", "value": true, "status": "met", "score": 0.9,
               "evidence": {"text": "P7", "start": 10, "end": 12, "sentence": "…"},
               "conditions": [{"condition": "P7以上", "kind": "level", "status": "met",
                               "score": 0.9, "found": "P7", "reason": "…", "evidence": {…}}]}]}],
 "failed": [{"source": "b.pdf", "code": "document_damaged", "message": "…"}]}

`status` is met, not_met or unclear; unclear counts as not met. Evidence is a span of the text,
or null. Offsets are half-open code points.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..results.characters import encodable
from ..results.markdown import escape_cell
from ..results.sentences import sentence_around
from ..results.types import Part
from .classification import Classification, ConditionResult, CriterionResult
from .verdicts import Status

CLASSIFICATION_VERSION = 1
STATUS_LABELS: dict[Status, str] = {"met": "是", "not_met": "否", "unclear": "不明"}

_TABLE_COLUMNS = ("文档", "标签", "判断", "置信度", "依据", "原句")


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """An input that could not be classified, and why."""

    source: str
    code: str
    message: str


def classifications_to_json(
    found: Sequence[Classification], failed: Sequence[FailedDocument] = ()
) -> str:
    """The JSON above, in which Chinese stays readable."""
    content = {
        "version": CLASSIFICATION_VERSION,
        "model": (
            {"name": found[0].model_name, "sha256": found[0].model_sha256} if found else None
        ),
        "documents": [_document(one) for one in found],
        "failed": [{"source": f.source, "code": f.code, "message": f.message} for f in failed],
    }
    return encodable(json.dumps(content, ensure_ascii=False, indent=2))


def classifications_to_table(found: Sequence[Classification]) -> str:
    """Tab-separated: one row a document and label, with the sentence that decided."""
    rows = [_TABLE_COLUMNS]
    rows += [
        (
            one.source or "-",
            criterion.label,
            STATUS_LABELS[criterion.status],
            f"{criterion.score:.2f}",
            _reasons(criterion),
            _sentence(one.text, criterion.evidence),
        )
        for one in found
        for criterion in one.criteria
    ]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def classifications_to_markdown(
    found: Sequence[Classification], failed: Sequence[FailedDocument] = ()
) -> str:
    """For each label the documents it holds for, best first; then every document's reasons."""
    lines = ["# 分类结果", ""]
    labels = list(dict.fromkeys(c.label for one in found for c in one.criteria))
    for label in labels:
        ranked = sorted(
            ((one[label].score, place, one) for place, one in enumerate(found) if one[label].value),
            key=lambda item: (-item[0], item[1]),
        )
        names = [f"{escape_cell(one.source or '-')}（{score:.2f}）" for score, _, one in ranked]
        lines.append(f"- **{escape_cell(label)}**：{'、'.join(names) or '*没有*'}")
    for one in found:
        lines += ["", f"## {escape_cell(one.source or '-')}", ""]
        lines += ["| 标签 | 判断 | 置信度 | 依据 | 原句 |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {escape_cell(c.label)} | {STATUS_LABELS[c.status]} | {c.score:.2f} "
            f"| {escape_cell(_reasons(c))} | {escape_cell(_sentence(one.text, c.evidence))} |"
            for c in one.criteria
        ]
    if failed:
        lines += ["", "## 未能处理", ""]
        lines += [f"- {escape_cell(f.source)}：{escape_cell(f.message)}" for f in failed]
    return "\n".join(lines) + "\n"


def _document(one: Classification) -> dict[str, Any]:
    data = one.text.encode("utf-8", "surrogatepass")
    return {
        "source": one.source,
        "document": {
            "sha256": hashlib.sha256(data).hexdigest(),
            "characters": len(one.text),
        },
        "labels": [
            {
                "label": criterion.label,
                "value": criterion.value,
                "status": criterion.status,
                "score": round(criterion.score, 4),
                "evidence": _evidence(one.text, criterion.evidence),
                "conditions": [_condition(one.text, c) for c in criterion.conditions],
            }
            for criterion in one.criteria
        ],
    }


def _condition(text: str, condition: ConditionResult) -> dict[str, Any]:
    return {
        "condition": condition.text,
        "kind": condition.kind,
        "status": condition.status,
        "score": round(condition.score, 4),
        "found": condition.found,
        "reason": condition.reason,
        "evidence": _evidence(text, condition.evidence),
    }


def _evidence(text: str, span: Part | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        "text": span.text,
        "start": span.start,
        "end": span.end,
        "sentence": _sentence(text, span),
    }


def _sentence(text: str, span: Part | None) -> str:
    return sentence_around(text, span.start, span.end) if span is not None else ""


def _reasons(criterion: CriterionResult) -> str:
    return "；".join(condition.reason for condition in criterion.conditions)
