"""The table with a row a document, as it leaves the program: each field in one column or more.

A field whose values mean something beyond their words has a column of what they mean, then one
of the words; a composite field has a column for each part beside its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .confidence import Level, cell_level
from .readable import (
    ABSENT,
    VALUE_SEPARATOR,
    Column,
    checks_text,
    column_names,
    document_columns,
    label_text,
    records_text,
    value_text,
)
from .sentences import sentence_around
from .typed_cells import Kind, TypedCell, kind_of, typed_cell
from .types import Extraction, FieldResult, Value


@dataclass(frozen=True, slots=True)
class ResultCell:
    """One cell.

    Attributes:
        text: what it says as a text.
        typed: the same as a number or a moment, where it is one.
        level: how far it can be trusted.
        remark: what one should know before relying on it; empty where there is nothing to tell.
    """

    text: str
    typed: TypedCell | None = None
    level: Level = "none"
    remark: str = ""


@dataclass(frozen=True)
class ResultColumns:
    """The columns that some documents need together."""

    extractions: Sequence[Extraction]

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """One distinct title a cell."""
        names = column_names(self._columns)
        titles = [
            title
            for name, (kind, definition) in zip(names, self._columns, strict=True)
            for title in (self._titles(name, definition) if kind == "field" else [name])
        ]
        return tuple(_distinct(titles))

    def cells(self, extraction: Extraction) -> Iterator[ResultCell]:
        """One document's cells, as many as there are titles; what was not asked is empty."""
        fields: dict[str, list[FieldResult]] = {}
        for result in extraction.fields:
            fields.setdefault(result.definition, []).append(result)
        labels = {label.label: label for label in extraction.labels}
        records = {record.definition: record for record in extraction.records}
        for kind, name in self._columns:
            if kind == "field" and name in records:
                yield ResultCell(records_text(records[name]))
            elif kind == "field":
                values = [value for result in fields.get(name, ()) for value in result.values]
                yield from self._field_cells(extraction, name, values)
            else:
                label = labels.get(name)
                yield ResultCell(label_text(label) if label is not None else "")

    def _titles(self, name: str, definition: str) -> list[str]:
        titles = [name]
        if definition in self._meaningful:
            titles.append(f"{name}（原文）")
        return titles + [f"{name}·{part}" for part in self._parts.get(definition, ())]

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        return document_columns(self.extractions)

    @cached_property
    def _meaningful(self) -> frozenset[str]:
        """Definitions of which some value means something beyond its words."""
        return frozenset(
            result.definition
            for extraction in self.extractions
            for result in extraction.fields
            if any(_means_more(value) for value in result.values)
        )

    @cached_property
    def _parts(self) -> dict[str, tuple[str, ...]]:
        """The parts of composite fields by definition."""
        names: dict[str, dict[str, None]] = {}
        for extraction in self.extractions:
            for result in extraction.fields:
                for value in result.values:
                    names.setdefault(result.definition, {}).update(dict.fromkeys(value.parts))
        return {definition: tuple(parts) for definition, parts in names.items()}

    def _field_cells(
        self, extraction: Extraction, definition: str, values: Sequence[Value]
    ) -> Iterator[ResultCell]:
        level, remark = cell_level(values), _remark(extraction, values)
        words = VALUE_SEPARATOR.join(value_text(value) for value in values)
        if definition in self._meaningful:
            yield _meaning(kind_of(definition), values, level, remark)
            yield ResultCell(words)
        else:
            yield ResultCell(words, level=level, remark=remark)
        for name in self._parts.get(definition, ()):
            parts = [value.parts.get(name) for value in values]
            yield ResultCell(VALUE_SEPARATOR.join(ABSENT if p is None else p.text for p in parts))


def _means_more(value: Value) -> bool:
    return value.normalized is not None and value.normalized != (value.corrected or value.text)


def _meaning(kind: Kind, values: Sequence[Value], level: Level, remark: str) -> ResultCell:
    text = VALUE_SEPARATOR.join(
        value.normalized if value.normalized is not None else value_text(value) for value in values
    )
    # Several numbers have no place in one cell of a spreadsheet: they stay a text.
    typed = typed_cell(kind, values[0].normalized) if len(values) == 1 else None
    return ResultCell(text, typed, level, remark)


def _remark(extraction: Extraction, values: Sequence[Value]) -> str:
    """Several values, a score that is not sure, failed checks, a person's decision."""
    lines: list[str] = []
    if len(values) > 1:
        scores = "、".join(f"{value.score:.2f}" for value in values)
        lines.append(f"{len(values)} 个值，置信度 {scores}；逐个见“证据”表")
    elif values and cell_level(values) != "sure":
        value = values[0]
        lines.append(f"置信度 {value.score:.2f}")
        lines.append(sentence_around(extraction.text, value.start, value.end))
    for value in values:
        failed = [check for check in value.checks if check.status == "failed"]
        if failed:
            lines.append(f"{value_text(value)}：{checks_text(failed)}")
        if value.amendment is not None and value.amendment.before:
            lines.append(f"人工更正，原值：{value.amendment.before}")
        elif value.amendment is not None:
            lines.append(f"人工确认：{value_text(value)}")
    return "\n".join(lines)


def _distinct(titles: Sequence[str]) -> Iterator[str]:
    taken = set(titles)
    seen: set[str] = set()
    for title in titles:
        name, number = title, 1
        while name in seen or (number > 1 and name in taken):
            number += 1
            name = f"{title} ({number})"
        seen.add(name)
        yield name
