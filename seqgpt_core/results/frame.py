"""Results as pandas tables: flat columns of plain texts and numbers, one idea a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .characters import encodable
from .readable import (
    VALUE_SEPARATOR,
    checks_text,
    column_names,
    document_cells,
    document_columns,
    document_names,
    parts_text,
)
from .sentences import sentence_around
from .types import Extraction, RecordResult

if TYPE_CHECKING:
    import pandas as pd

_CELL = (
    ("", "text", "str"),
    (".normalized", "normalized", "str"),
    (".score", "score", "float64"),
    (".start", "start", "Int64"),
    (".end", "end", "Int64"),
)
_NUMBERS = {"score": "float64", "start": "int64", "end": "int64"}
_COLUMNS = (
    "field",
    "definition",
    "text",
    "normalized",
    "score",
    "start",
    "end",
    "mentions",
    "sentence",
    "checks",
    "parts",
)


def extraction_to_frame(extraction: Extraction) -> pd.DataFrame:
    """One row per value, fields in the order asked, best first within a field.

    Columns: field, definition, text, normalized (missing where nothing is normalised), score,
    start, end, mentions (every place as `10-18；40-48`, half-open), sentence (that holds the
    best mention), checks and parts as readable texts, then one column `parts.<name>` for every
    part name (missing where the document does not give the part). The columns and their types
    are the same for an extraction without values.

    Lone surrogates are shown as U+FFFD: pandas keeps texts as UTF-8, which has no form for them.
    """
    import pandas as pd

    part_names = list(dict.fromkeys(name for value in extraction.values for name in value.parts))
    rows: list[dict[str, object]] = []
    for result in extraction.fields:
        for value in result.values:
            parts = {
                f"parts.{name}": part.text if part is not None else None
                for name, part in value.parts.items()
            }
            rows.append(
                {
                    "field": result.name,
                    "definition": result.definition,
                    "text": value.text,
                    "normalized": value.normalized,
                    "score": float(value.score),
                    "start": value.start,
                    "end": value.end,
                    "mentions": VALUE_SEPARATOR.join(f"{s}-{e}" for s, e in value.mentions),
                    "sentence": sentence_around(extraction.text, value.start, value.end),
                    "checks": checks_text(value.checks),
                    "parts": parts_text(value.parts),
                    **parts,
                }
            )
    columns = [*_COLUMNS, *(f"parts.{name}" for name in part_names)]
    data = {column: [_storable(row.get(column)) for row in rows] for column in columns}
    return pd.DataFrame(
        {
            encodable(column): pd.Series(content, dtype=_NUMBERS.get(column, "str"))
            for column, content in data.items()
        }
    )


def record_frame(record: RecordResult) -> pd.DataFrame:
    """One row per record, in the order of the document.

    For each column of the record its text, then `<column>.normalized`, `.score`, `.start` and
    `.end`; all missing where the row has no such cell. The columns are the same without rows.
    Lone surrogates are shown as U+FFFD, as in `extraction_to_frame`.
    """
    import pandas as pd

    data: dict[str, pd.Series] = {}
    for column in record.columns:
        cells = [row[column] for row in record.rows]
        for suffix, attribute, kind in _CELL:
            content = [None if c is None else _storable(getattr(c, attribute)) for c in cells]
            data[encodable(column + suffix)] = pd.Series(content, dtype=kind)
    return pd.DataFrame(data)


def documents_to_frame(extractions: Sequence[Extraction]) -> pd.DataFrame:
    """One row per document, one column per field, then one per label.

    The index `document` holds the documents' names, numbered where they repeat. Columns are
    named by definition, in first-seen order over all documents. Several values are joined by
    `；`, best first; a composite value reads `姓名：张伟，职务：技术总监`. An empty text means that
    nothing was found; a missing cell, that the document was not asked.
    """
    import pandas as pd

    columns = document_columns(extractions)
    cells = [document_cells(extraction) for extraction in extractions]
    names = [encodable(name) for name in document_names(extractions)]
    index = pd.Index(names, dtype="str", name="document")
    return pd.DataFrame(
        {
            encodable(title): pd.Series(
                [_storable(row.get(column)) for row in cells], index=index, dtype="str"
            )
            for title, column in zip(column_names(columns), columns, strict=True)
        },
        index=index,
    )


def _storable(content: object) -> object:
    return encodable(content) if isinstance(content, str) else content
