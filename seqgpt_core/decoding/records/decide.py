"""Records: values that belong together, one row a record, in the order of the document.

Rows come from tables (`tables`), from labelled lines (`labels`) and from prose; the
last two are cut into records together (`grouping`). Values of different records are never
mixed: a cell is only what stands in the row's own stretch of text, or what the text states once
for several rows (`sharing`). What is missing is None.

The threshold of a record decides its rows: a row needs one cell of its own that reaches it, a
further cell half of it. The grouping is plain arithmetic on kept candidates, done anew for each
threshold, so that a candidate that nobody believes holds no place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...fields import FieldSpec
from ...results.types import Part, RecordResult
from ..options import Synonyms
from ..spans import Candidate
from .columns import Cell, Column, Row, cells_of, prepare_columns
from .defined import carry_defined
from .intervals import Intervals
from .labels import LabelledCells, read_labels
from .prose import prose_rows, repeats
from .rejections import Rejections
from .settling import settle_cells, without_totals
from .sharing import share_values
from .tables import TableRows, read_tables

CELL_SHARE = 0.5
"""A cell of a row that stands needs this share of the record's threshold."""
_A_TABLE = 2
"""So many rows make a table that lists the records."""


@dataclass(frozen=True)
class PreparedRecord:
    """A record's columns, tables and labelled lines before any threshold."""

    spec: FieldSpec
    columns: tuple[Column, ...]
    tables: TableRows
    labels: LabelledCells

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for column in self.columns for key in column.keys)


def prepare_record(
    text: str,
    spec: FieldSpec,
    candidates: Mapping[str, Sequence[Candidate]],
    synonyms: Synonyms | None = None,
) -> PreparedRecord:
    """What no threshold changes.

    Args:
        spec: a definition with columns.
        candidates: settled candidates by query name (`queries_of`).
        synonyms: words that mean an option of a column.
    """
    columns = prepare_columns(text, spec, candidates, synonyms)
    tables = read_tables(text, columns)
    return PreparedRecord(spec, columns, tables, read_labels(text, columns, tables.regions))


def decide_record(text: str, record: PreparedRecord, threshold: float) -> RecordResult:
    """The rows of one record for a threshold."""
    log = Rejections(text, record.columns)
    floor = threshold * CELL_SHARE
    tabled = [kept for row in record.tables.rows if (kept := log.above(floor, row)).cells]
    labelled = [cell for cell in record.labels.cells if cell.score >= floor]
    settled = settle_cells(text, record.columns, labelled, _prose(record, floor), log)
    loose = without_totals(text, record.columns, settled, cells_of(record.tables.rows))
    prose = prose_rows(text, record.columns, loose, log, bool(record.tables.rows))
    prose = carry_defined(text, prose, loose)
    prose = [row for row in prose if not repeats(text, row, prose, tabled)]
    prose = _as_full_as_the_table(prose, tabled, log)
    rows: list[Row] = []
    for row in (*tabled, *prose):
        if any(cell.score >= threshold for cell in row.cells.values()):
            rows.append(row)
        else:
            log.add(row.cells.values(), "below_threshold")
    rows.sort(key=lambda row: row.start)
    rows = share_values(text, record.columns, rows, [*cells_of(tabled), *loose])
    if record.spec.limit is not None and len(rows) > record.spec.limit:
        best = sorted(rows, key=lambda row: (-row.score, row.start))
        for row in best[record.spec.limit :]:
            log.add(row.cells.values(), "limit")
        rows = sorted(best[: record.spec.limit], key=lambda row: row.start)
    return RecordResult(
        record.spec.definition,
        record.keys,
        tuple(_entries(text, record, row) for row in rows),
        log.result((*record.tables.refused, *record.labels.refused), rows, floor),
    )


def _as_full_as_the_table(
    prose: Sequence[Row], tabled: Sequence[Row], log: Rejections
) -> list[Row]:
    """Rows of prose that fill as many columns as the poorest row of a table beside them.

    Where a table lists the records, two values that meet in a sentence elsewhere (the buyer and
    the budget, above a table of bidders) are none.
    """
    if len(tabled) < _A_TABLE:
        return list(prose)
    least = min(len(row.cells) for row in tabled)
    kept = [row for row in prose if len(row.cells) >= least]
    for row in prose:
        if len(row.cells) < least:
            log.add(row.cells.values(), "unpaired")
    return kept


def _entries(text: str, record: PreparedRecord, row: Row) -> dict[str, Part | None]:
    entries: dict[str, Part | None] = dict.fromkeys(record.keys)
    for number, cell in row.cells.items():
        entries |= record.columns[number].parts_of(text, cell)
    return entries


def _prose(record: PreparedRecord, floor: float) -> list[Cell]:
    """Candidates outside tables and outside what labels name."""
    reaches = [*record.tables.regions, *record.labels.reaches]
    taken = Intervals(reaches)
    return [
        Cell(column.number, c.start, c.end, c.score)
        for column in record.columns
        for c in column.candidates
        if c.score >= floor and not taken.touch(c.start, c.end)
    ]
