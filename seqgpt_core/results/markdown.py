"""A Markdown report of one extraction, in which document text stays text.

Everything from the document or the user stands inside a table cell, where no block markup can
begin; what remains is inline markup, and `escape_cell` takes its meaning away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .characters import BIDI_CONTROLS, REPLACEMENT, showable
from .field_types import type_label
from .readable import (
    VALUE_SEPARATOR,
    cell_text,
    checks_text,
    label_text,
    parts_text,
    reason_text,
    spoken_text,
)
from .types import RESULT_VERSION, Extraction, FieldResult, RecordResult

# Backslash escapes of CommonMark, for emphasis, code, links, headings, tables, strikethrough,
# mathematics and highlights.
_MARKUP = re.compile(r"[\\`*_\[\]#~|$^=]")
# Character references where a backslash is not enough for every renderer.
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Bare addresses become links in GitHub's dialect; an escaped colon or dot is the same text.
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_SHOWN_CANDIDATE = 60
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")


def extraction_to_markdown(extraction: Extraction) -> str:
    """A report with one table row per value, then records, labels, rejected candidates, notices.

    Line ends of the document are shown as `⏎`, control characters and characters that reorder
    text as U+FFFD. A field without a value has a row that says so. Ends with a newline.
    """
    records = extraction.records
    sections: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("抽取结果", ("字段", "类型", "值", "规范值", "组成", "置信度", "位置", "检查")),
        *((f"记录 {escape_cell(r.definition)}", _record_header(r)) for r in records),
        ("标签", ("标签", "判断", "置信度", "证据")),
        ("未采用", ("字段", "候选", "置信度", "位置", "原因")),
        ("提示", ("代码", "说明")),
        ("来源", ("项目", "内容")),
    )
    contents: tuple[list[tuple[str, ...]], ...] = (
        [row for result in extraction.fields for row in _value_rows(result)],
        *(_record_rows(record) for record in records),
        _label_rows(extraction),
        [
            *(row for result in extraction.fields for row in _rejected_rows(result)),
            *(row for record in records for row in _rejected_cells(record)),
        ],
        [(escape_cell(notice.code), escape_cell(notice.message)) for notice in extraction.notices],
        _provenance_rows(extraction),
    )
    return "\n".join(
        f"## {title}\n\n{_table(header, rows)}"
        for (title, header), rows in zip(sections, contents, strict=True)
        if rows
    )


def _value_rows(result: FieldResult) -> list[tuple[str, ...]]:
    field, kind = escape_cell(result.definition), type_label(result.definition)
    if not result.values:
        # Emphasis tells the report's own words from a document that says the same.
        return [(field, kind, "*未找到*", "", "", "", "", "")]
    return [
        (
            field,
            kind,
            escape_cell(spoken_text(value)),
            escape_cell(value.normalized or ""),
            escape_cell(parts_text(value.parts)),
            _score(value.score),
            VALUE_SEPARATOR.join(f"{start}–{end}" for start, end in value.mentions),
            escape_cell(checks_text(value.checks)),
        )
        for value in result.values
    ]


def _label_rows(extraction: Extraction) -> list[tuple[str, ...]]:
    return [
        (
            escape_cell(label.label),
            label_text(label),
            _score(label.score),
            escape_cell(label.evidence.text) if label.evidence else "",
        )
        for label in extraction.labels
    ]


def _rejected_rows(result: FieldResult) -> list[tuple[str, ...]]:
    return [
        (
            escape_cell(result.definition),
            escape_cell(_beginning(item.text)),
            _score(item.score),
            f"{item.start}–{item.end}",
            escape_cell(reason_text(item)),
        )
        for item in result.rejected
    ]


def _record_header(record: RecordResult) -> tuple[str, ...]:
    return ("序号", *map(escape_cell, record.columns))


def _record_rows(record: RecordResult) -> list[tuple[str, ...]]:
    if not record.rows:
        return [("*未找到*", *("" for _ in record.columns))]
    return [
        (str(number), *(escape_cell(cell_text(cell)) for cell in row.values()))
        for number, row in enumerate(record.rows, start=1)
    ]


def _rejected_cells(record: RecordResult) -> list[tuple[str, ...]]:
    return [
        (
            f"{escape_cell(record.definition)} {escape_cell(cell.column)}",
            escape_cell(_beginning(cell.text)),
            _score(cell.score),
            f"{cell.start}–{cell.end}",
            escape_cell(reason_text(cell)),
        )
        for cell in record.rejected
    ]


def _provenance_rows(extraction: Extraction) -> list[tuple[str, ...]]:
    rows = [
        ("文档", extraction.source or ""),
        ("字数", str(len(extraction.text))),
        ("文档 SHA-256", extraction.document_sha256),
        ("模型", extraction.model_name),
        ("模型 SHA-256", extraction.model_sha256),
        ("结果版本", str(RESULT_VERSION)),
    ]
    return [(title, escape_cell(content)) for title, content in rows if content]


def _beginning(text: str) -> str:
    """A candidate short enough for a table; its place says how far it reaches."""
    return text if len(text) <= _SHOWN_CANDIDATE else text[:_SHOWN_CANDIDATE] + "…"


def _score(score: float) -> str:
    return f"{score:.2f}"


def escape_cell(text: str) -> str:
    """The text for one table cell: one line, nothing in it markup."""
    text = BIDI_CONTROLS.sub(REPLACEMENT, _LINE_END.sub("⏎", text))
    text = showable(text).replace("\t", " ").strip(" ")
    text = re.sub("[&<>]", lambda match: _REFERENCES[match[0]], text)
    text = _MARKUP.sub(lambda match: f"\\{match[0]}", text)
    return _ADDRESS.sub(lambda match: f"\\{match[0]}", text)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
