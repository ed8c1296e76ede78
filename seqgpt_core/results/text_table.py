"""Results as tab-separated lines for a terminal or a pipe: one line a value, with its type,
parts and checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .characters import BIDI_CONTROLS, REPLACEMENT, showable
from .field_types import RECORD, type_label
from .readable import checks_text, document_names, label_text, parts_text, spoken_text
from .types import Extraction

COLUMNS = ("文档", "字段", "类型", "值", "规范值", "组成", "置信度", "位置", "检查")
NOT_FOUND = "（未找到）"

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# A spreadsheet program takes a text that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@")
_SIGNED = re.compile(r"[+-][0-9]+(?:\.[0-9]+)?")


def values_table(extractions: Sequence[Extraction]) -> str:
    """A header and one line a value, best first; then one a row of a record and one a label.

    A field without a value has a line that says so. Line ends in a value are shown as `⏎`, tabs
    as spaces, other control characters as U+FFFD; what a spreadsheet would run as a formula has an
    apostrophe before it. No newline at the end.
    """
    lines: list[tuple[str, ...]] = [COLUMNS]
    for name, extraction in zip(document_names(extractions), extractions, strict=True):
        lines += [(name, *line) for line in _lines(extraction)]
    return "\n".join("\t".join(map(_cell, line)) for line in lines)


def _lines(extraction: Extraction) -> Iterator[tuple[str, ...]]:
    for result in extraction.fields:
        head = (result.definition, type_label(result.definition))
        if not result.values:
            yield (*head, NOT_FOUND, "", "", "", "", "")
        for value in result.values:
            yield (
                *head,
                spoken_text(value),
                value.normalized or "",
                parts_text(value.parts),
                f"{value.score:.2f}",
                f"{value.start}–{value.end}",
                checks_text(value.checks),
            )
    for record in extraction.records:
        head = (record.definition, RECORD)
        if not record.rows:
            yield (*head, NOT_FOUND, "", "", "", "", "")
        for number, row in enumerate(record.rows, start=1):
            yield (*head, f"第 {number} 行", "", parts_text(row), "", "", "")
    for label in extraction.labels:
        evidence = label.evidence
        place = f"{evidence.start}–{evidence.end}" if evidence is not None else ""
        shown = f"依据：{evidence.text}" if evidence is not None else ""
        yield (label.label, "标签", label_text(label), "", shown, f"{label.score:.2f}", place, "")


def _cell(text: str) -> str:
    text = BIDI_CONTROLS.sub(REPLACEMENT, _LINE_END.sub("⏎", text)).replace("\t", " ")
    text = showable(text)
    return f"'{text}" if text.startswith(_FORMULA) and not _SIGNED.fullmatch(text) else text
