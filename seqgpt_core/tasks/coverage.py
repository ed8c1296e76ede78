"""Which fields were found in which documents: one state for each cell of the matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..results.confidence import value_level
from ..results.types import Extraction, FieldResult, RecordResult, Value

CellState = Literal["found", "low", "failed", "conflict", "empty"]
CELL_STATES: tuple[CellState, ...] = ("found", "low", "failed", "conflict", "empty")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of one document.

    Attributes:
        state: `failed` where a check on a value failed; `conflict` where values contradict each
            other; `low` where the best value is not sure; `empty` where there is none.
        count: number of values, or of rows of a record.
        best: the best value; None for a record and for an empty cell.
    """

    state: CellState
    count: int
    best: Value | None = None


def coverage(extraction: Extraction) -> dict[str, Cell]:
    """The cells of one document by definition, fields first, then records."""
    cells = {result.definition: field_cell(result) for result in extraction.fields}
    return cells | {record.definition: record_cell(record) for record in extraction.records}


def field_cell(result: FieldResult) -> Cell:
    """How it stands with one field."""
    values = result.values
    if not values:
        return Cell("empty", 0)
    if any(check.status == "failed" for value in values for check in value.checks):
        state: CellState = "failed"
    elif contradicts(values):
        state = "conflict"
    else:
        state = "found" if value_level(values[0]) in ("sure", "human") else "low"
    return Cell(state, len(values), values[0])


def record_cell(record: RecordResult) -> Cell:
    """How it stands with one record definition; rows carry no score of their own."""
    if not record.rows:
        return Cell("empty", 0)
    complete = all(cell is not None for row in record.rows for cell in row.values())
    return Cell("found" if complete else "low", len(record.rows))


def contradicts(values: Sequence[Value]) -> bool:
    """Whether values that can be compared (amounts, dates, …) say different things.

    Texts that merely differ do not contradict: a document may name several persons, but it is
    worth a look when the field `合同金额` has two amounts.
    """
    return len({value.normalized for value in values if value.normalized is not None}) > 1
