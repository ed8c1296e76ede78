"""Results as rows for the table widget: a row a document, a row a value, a row a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..results import extraction_to_frame
from ..results.characters import encodable
from ..results.confidence import cell_level, score_level, value_level
from ..results.readable import (
    checks_text,
    column_names,
    document_columns,
    document_names,
    parts_text,
)
from ..results.sentences import sentence_around
from ..results.types import Extraction, FieldResult, LabelResult, Part, RecordResult, Value
from .grid import ROW_ID, GridColumn, items_json
from .texts import t

if TYPE_CHECKING:
    import pandas as pd

_PART = "parts."
_MOST_IN_TIP = 6


def shown_text(value: Value) -> str:
    """A value on one line, as a cell shows it and as a person edits it."""
    return " ".join(encodable(value.corrected or value.text).split())


def value_tip(extraction: Extraction, value: Value) -> str:
    """What one reads before believing a value: score, meaning, checks, and the sentence."""
    lines = [t("grid.tip_score", score=f"{value.score:.2f}")]
    if value.normalized is not None and value.normalized != value.text:
        lines.append(t("grid.tip_normalized", normalized=value.normalized))
    if value.parts and value.corrected is None:
        lines.append(parts_text(value.parts))
    if value.checks:
        lines.append(checks_text(value.checks))
    if value.amendment is not None:
        lines.append(amendment_text(value))
    lines.append(sentence_around(extraction.text, value.start, value.end))
    return encodable("\n".join(lines))


def amendment_text(value: Value) -> str:
    """What a person decided about a value; empty where nobody did."""
    if value.amendment is None:
        return ""
    match value.amendment.kind:
        case "accept":
            return t("results.amended_accept")
        case "add":
            return t("results.amended_add")
        case "replace":
            return t("results.amended_replace", before=value.amendment.before)


def documents_frame(extractions: Sequence[Extraction]) -> tuple[pd.DataFrame, list[GridColumn]]:
    """One row a document, one column a field, then one a label, and how to show them.

    Columns are `f0`, `f1`, … in the order of `document_columns`, so that no definition is ever
    the name of a column; a row's id is the document's place.
    """
    import pandas as pd

    columns = document_columns(extractions)
    names = document_names(extractions)
    grouped = {record.definition for item in extractions for record in item.records}
    rows: list[dict[str, object]] = []
    for place, extraction in enumerate(extractions):
        row: dict[str, object] = {ROW_ID: str(place), "document": encodable(names[place])}
        fields = {result.definition: result for result in extraction.fields}
        labels = {label.label: label for label in extraction.labels}
        records = {record.definition: record for record in extraction.records}
        for number, (kind, name) in enumerate(columns):
            if name in grouped:
                row |= _record_cells(f"f{number}", records.get(name))
            elif kind == "field":
                row |= _field_cells(f"f{number}", extraction, fields.get(name))
            else:
                row |= _label_cells(f"f{number}", extraction, labels.get(name))
        rows.append(row)
    shown = []
    if len(extractions) > 1 or any(extraction.source for extraction in extractions):
        shown.append(GridColumn("document", t("grid.document"), 150, pinned=len(extractions) > 1))
    for number, (title, column) in enumerate(zip(column_names(columns), columns, strict=True)):
        name = f"f{number}"
        own = column[0] == "field" and column[1] not in grouped
        shown.append(
            GridColumn(
                name,
                encodable(title),
                width=170,
                grows=True,
                tip=f"{name}_tip",
                level=f"{name}_level",
                items=f"{name}_items",
                ask=t("results.why") if own else "",
                order=f"{name}_order",
                editable=own,
            )
        )
    return pd.DataFrame(rows), shown


def _field_cells(
    name: str, extraction: Extraction, result: FieldResult | None
) -> Mapping[str, str]:
    if result is None:
        return _cells(name, "", "", "none", "", "")
    values = result.values
    items = items_json(
        [
            (shown_text(v), f"{v.score:.2f}", v.start, v.end, _tags(v))
            for v in values
        ]
    )  # fmt: skip
    tips = [f"{shown_text(v)}\n{value_tip(extraction, v)}" for v in values[:_MOST_IN_TIP]]
    if len(values) > _MOST_IN_TIP:
        tips.append(t("grid.tip_more", count=len(values) - _MOST_IN_TIP))
    order = (values[0].normalized or shown_text(values[0])) if values else ""
    text = "\n".join(map(shown_text, values))
    return _cells(name, text, items, cell_level(values), "\n\n".join(tips), order)


def _record_cells(name: str, record: RecordResult | None) -> Mapping[str, str]:
    """A record's rows in one cell; the table below has them in full."""
    items = []
    for row in record.rows if record is not None else ():
        cells = [cell for cell in row.values() if cell is not None]
        if cells:
            text = " ".join(encodable(parts_text(row)).split())
            score = f"{min(cell.score for cell in cells):.2f}"
            items.append((text, score, cells[0].start, cells[0].end, ()))
    text = "\n".join(item[0] for item in items)
    return _cells(name, text, items_json(items), "none", text, text)


def _label_cells(name: str, extraction: Extraction, label: LabelResult | None) -> Mapping[str, str]:
    if label is None:
        return _cells(name, "", "", "none", "", "")
    answer = t("labels.yes") if label.value else t("labels.no")
    tip, items = t("grid.tip_score", score=f"{label.score:.2f}"), ""
    if label.evidence is not None:
        start, end = label.evidence.start, label.evidence.end
        items = items_json([(answer, f"{label.score:.2f}", start, end, ())])
        tip += "\n" + sentence_around(extraction.text, start, end)
    else:
        answer = f"{answer} {label.score:.2f}"
        items = items_json([(answer, "", -1, -1, ())])
    return _cells(name, answer, items, "none", encodable(tip), f"{label.score:.4f}")


def _cells(name: str, text: str, items: str, level: str, tip: str, order: str) -> Mapping[str, str]:
    return {
        name: text,
        f"{name}_items": items,
        f"{name}_level": level,
        f"{name}_tip": tip,
        f"{name}_order": encodable(order),
    }


def _tags(value: Value) -> list[tuple[str, str]]:
    tags = []
    if any(check.status == "failed" for check in value.checks):
        tags.append(("failed", t("grid.tag_failed")))
    if value.amendment is not None:
        tags.append(("human", t("grid.tag_human")))
    return tags


def values_frame(extraction: Extraction) -> tuple[pd.DataFrame, list[GridColumn]]:
    """One row a value, as `extraction_to_frame` with missing cells empty, and how to show it.

    Columns of parts are `part_0`, `part_1`, …; a row's id is the value's place among all.
    """
    frame = extraction_to_frame(extraction)
    parts = [c.removeprefix(_PART) for c in frame.columns if c.startswith(_PART)]
    frame = frame.rename(columns={_PART + name: f"part_{i}" for i, name in enumerate(parts)})
    values = extraction.values
    frame[ROW_ID] = [str(place) for place in range(len(values))]
    frame["text"] = [shown_text(value) for value in values]
    frame["level"] = [value_level(value) for value in values]
    frame["tip"] = [value_tip(extraction, value) for value in values]
    frame["human"] = [encodable(amendment_text(value)) for value in values]
    frame["place"] = [f"{value.start}–{value.end}" for value in values]
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].fillna("")
    columns = [
        GridColumn("definition", t("grid.field"), 150),
        GridColumn("text", t("grid.value"), 220, True, "tip", "level", editable=True),
        GridColumn("score", t("grid.score"), 95, tip="tip", level="level", decimals=2),
    ]
    if frame["normalized"].any():
        columns.append(GridColumn("normalized", t("grid.normalized"), 130))
    columns += [GridColumn(f"part_{i}", encodable(name), 120) for i, name in enumerate(parts)]
    columns.append(GridColumn("sentence", t("grid.sentence"), 280, True, "tip"))
    if frame["checks"].any():
        columns.append(GridColumn("checks", t("grid.checks"), 190))
    if frame["human"].any():
        columns.append(GridColumn("human", t("grid.tag_human"), 150))
    columns.append(GridColumn("place", t("grid.place"), 95))
    return frame, columns


def record_rows(
    extraction: Extraction, record: RecordResult
) -> tuple[pd.DataFrame, list[GridColumn]]:
    """One row a record, one column a cell, and how to show them."""
    import pandas as pd

    rows: list[dict[str, object]] = []
    for place, cells in enumerate(record.rows):
        row: dict[str, object] = {ROW_ID: str(place), "number": place + 1}
        for number, name in enumerate(record.columns):
            row |= _part_cells(f"f{number}", extraction, cells[name])
        rows.append(row)
    columns = [GridColumn("number", t("grid.number"), 80, decimals=0)]
    for number, name in enumerate(record.columns):
        cell = f"f{number}"
        columns.append(
            GridColumn(
                cell,
                encodable(name),
                width=150,
                grows=True,
                tip=f"{cell}_tip",
                level=f"{cell}_level",
                items=f"{cell}_items",
                order=f"{cell}_order",
            )
        )
    return pd.DataFrame(rows, columns=None if rows else [ROW_ID, "number"]), columns


def _part_cells(name: str, extraction: Extraction, part: Part | None) -> Mapping[str, str]:
    if part is None:
        return _cells(name, "", "", "none", "", "")
    text = " ".join(encodable(part.text).split())
    tip = [t("grid.tip_score", score=f"{part.score:.2f}")]
    if part.normalized is not None and part.normalized != part.text:
        tip.append(t("grid.tip_normalized", normalized=part.normalized))
    tip.append(sentence_around(extraction.text, part.start, part.end))
    items = items_json([(text, f"{part.score:.2f}", part.start, part.end, ())])
    order = part.normalized or text
    return _cells(name, text, items, score_level(part.score), encodable("\n".join(tip)), order)
