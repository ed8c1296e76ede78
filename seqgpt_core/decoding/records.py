"""Records: values that belong together, one row a record, in the order of the document.

Rows come from tables (`record_tables`), from labelled lines (`record_labels`) and from prose; the
last two are cut into records together (`record_grouping`). Values of different records are never
mixed: a cell is only what stands in the row's own stretch of text, or what the text states once
for several rows (`record_sharing`). What is missing is None.

The threshold of a record decides its rows: a row needs one cell of its own that reaches it, a
further cell half of it. The grouping is plain arithmetic on kept candidates, done anew for each
threshold, so that a candidate that nobody believes holds no place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..fields import FieldSpec
from ..results.types import Part, Reason, RecordResult, RejectedCell
from .exclusive import exclude_each_other
from .options import Synonyms
from .record_columns import Cell, Column, Row, answer_of, prepare_columns
from .record_completion import complete_rows
from .record_grouping import group_cells
from .record_labels import LabelledCells, read_labels
from .record_lists import split_lists
from .record_sharing import carry_subject, share_values
from .record_tables import TableRows, read_tables
from .spans import Candidate, choose_spans

CELL_SHARE = 0.5
"""A cell of a row that stands needs this share of the record's threshold."""
_MOST_REJECTED = 60
_RIVAL_LEAD = 0.2
_TOTAL = re.compile(r"(?:合计|总计|共计|累计|总额|总金额|总价)[^，,。；;\n]{0,6}$")
_SUMMED = frozenset({"money", "quantity"})


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
    log = _Rejections(text, record.columns)
    floor = threshold * CELL_SHARE
    tabled = [kept for row in record.tables.rows if (kept := log.above(floor, row)).cells]
    labelled = [cell for cell in record.labels.cells if cell.score >= floor]
    loose = _settled(text, record, labelled, _prose(record, floor), log)
    prose = _prose_rows(text, record, labelled, loose, log)
    prose = [row for row in prose if not _repeats(text, row, prose, tabled)]
    rows: list[Row] = []
    for row in (*tabled, *prose):
        if any(cell.score >= threshold for cell in row.cells.values()):
            rows.append(row)
        else:
            log.add(row.cells.values(), "below_threshold")
    rows.sort(key=lambda row: row.start)
    believed = [cell for cell in (*_cells(tabled), *loose) if cell.score >= threshold]
    rows = share_values(text, rows, believed)
    if record.spec.limit is not None and len(rows) > record.spec.limit:
        best = sorted(rows, key=lambda row: (-row.score, row.start))
        for row in best[record.spec.limit :]:
            log.add(row.cells.values(), "limit")
        rows = sorted(best[: record.spec.limit], key=lambda row: row.start)
    return RecordResult(
        record.spec.definition,
        record.keys,
        tuple(_entries(text, record, row) for row in rows),
        log.result(record, rows, floor),
    )


def _entries(text: str, record: PreparedRecord, row: Row) -> dict[str, Part | None]:
    entries: dict[str, Part | None] = dict.fromkeys(record.keys)
    for number, cell in row.cells.items():
        entries |= record.columns[number].parts_of(text, cell)
    return entries


def _cells(rows: Iterable[Row]) -> list[Cell]:
    return [cell for row in rows for cell in row.cells.values()]


def _prose(record: PreparedRecord, floor: float) -> list[Cell]:
    """Candidates outside tables and outside what labels name."""
    reaches = [*record.tables.regions, *record.labels.reaches]
    taken = _Intervals(reaches)
    return [
        Cell(column.number, c.start, c.end, c.score)
        for column in record.columns
        for c in column.candidates
        if c.score >= floor and not taken.touch(c.start, c.end)
    ]


def _settled(
    text: str,
    record: PreparedRecord,
    labelled: Sequence[Cell],
    prose: Sequence[Cell],
    log: _Rejections,
) -> list[Cell]:
    """Labelled and loose cells of which no two columns claim one place, in document order.

    The best score goes first. A place inside another is left only to a column of another type
    (`项目地点` inside `项目名称`).
    """
    columns = record.columns
    strongest: dict[tuple[int, str], float] = defaultdict(float)
    for cell in (*labelled, *prose):
        key = (cell.column, answer_of(text, cell))
        strongest[key] = max(strongest[key], cell.score)
    rivals = {
        column.number: [
            other.number
            for other in columns
            if exclude_each_other(column.spec.name, other.spec.name)
        ]
        for column in columns
    }
    kept = _Intervals(())
    chosen: list[Cell] = list(labelled)
    for cell in labelled:
        kept.add(cell.start, cell.end, cell)
    for cell in sorted(prose, key=lambda c: (-c.score, c.start - c.end, c.start, c.column)):
        answer = answer_of(text, cell)
        winner = next(
            (
                r
                for r in rivals[cell.column]
                if strongest.get((r, answer), 0.0) >= cell.score + _RIVAL_LEAD
            ),
            None,
        )
        if winner is None:
            met = kept.touching(cell.start, cell.end)
            same = [other for other in met if other.column == cell.column]
            if same:
                log.add([cell], "overlap")
                continue
            blocked = [other for other in met if not _nested(columns, cell, other)]
            if not blocked:
                chosen.append(cell)
                kept.add(cell.start, cell.end, cell)
                continue
            winner = blocked[0].column
        log.add([cell], "exclusive", columns[winner].spec.name)
    ordered = sorted(chosen, key=lambda c: (c.start, c.end))
    return _without_totals(text, columns, ordered, _cells(record.tables.rows))


def _nested(columns: Sequence[Column], first: Cell, second: Cell) -> bool:
    if columns[first.column].field.kind.name == columns[second.column].field.kind.name:
        return False
    inner, outer = sorted((first, second), key=lambda c: c.end - c.start)
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and 2 * (inner.end - inner.start) <= outer.end - outer.start
    )


def _without_totals(
    text: str, columns: Sequence[Column], cells: Sequence[Cell], tabled: Sequence[Cell]
) -> list[Cell]:
    """The cells but for sums over several records (`合计300万元`); a single amount is no sum."""
    totals: set[Cell] = set()
    for column in columns:
        if column.field.kind.name not in _SUMMED or _TOTAL.search(column.spec.name):
            continue
        own = [cell for cell in cells if cell.column == column.number and not cell.labelled]
        sums = [c for c in own if _TOTAL.search(text, max(0, c.start - 12), c.start)]
        parts = {
            answer_of(text, cell)
            for cell in (*cells, *tabled)
            if cell.column == column.number and cell not in sums
        }
        if len(parts) >= 2:
            totals.update(sums)
    return [cell for cell in cells if cell not in totals]


def _prose_rows(
    text: str,
    record: PreparedRecord,
    labelled: Sequence[Cell],
    cells: Sequence[Cell],
    log: _Rejections,
) -> list[Row]:
    """Rows of labelled lines and of prose, each with its own cells only."""
    uses: dict[int, set[str]] = defaultdict(set)
    for cell in labelled:
        uses[cell.column].add(answer_of(text, cell))
    repeated = {column for column, answers in uses.items() if len(answers) >= 2}
    if repeated:
        # Blocks of labelled lines: prose adds only what they do not label, and only among them.
        inside = [cell for cell in labelled if cell.column in repeated]
        first, last = inside[0].start, max(cell.end for cell in inside)
        taken = [
            cell
            for cell in cells
            if cell.labelled or (cell.column not in repeated and first <= cell.start < last)
        ]
    else:
        taken = list(cells)
    if len({cell.column for cell in taken}) == 1:
        distinct: dict[str, Cell] = {}
        for cell in taken:
            distinct.setdefault(answer_of(text, cell), cell)
        alone = len(distinct) == 1 and not record.tables.rows
        if len(record.columns) == 1 or repeated or alone:
            return [Row({c.column: c}, c.start, 1) for c in distinct.values()]
        log.add(distinct.values(), "unpaired")
        return []
    listed, rest = split_lists(text, taken)
    grouped: list[Row] = []
    for group in group_cells(text, rest):
        row = _row(text, record.columns, group, log)
        grouped.append(row)
    grouped = complete_rows(text, record.columns, grouped, cells)
    rows = carry_subject(text, grouped)
    kept: list[Row] = []
    for row in sorted([*listed, *rows], key=lambda row: row.start):
        alone = row.own < 2 and not any(
            cell.labelled and cell.column in repeated for cell in row.cells.values()
        )
        if alone and len(row.cells) < 2:
            log.add(row.cells.values(), "unpaired")
        elif not alone or row.own < len(row.cells):
            kept.append(row)
    return kept


def _row(text: str, columns: Sequence[Column], group: Sequence[Cell], log: _Rejections) -> Row:
    """One cell a column: the surest, or where several columns have a choice, the nearest to it."""
    answers: dict[int, set[str]] = defaultdict(set)
    for cell in group:
        answers[cell.column].add(answer_of(text, cell))
    anchor = max(group, key=lambda c: (c.labelled, c.score, -c.start))
    doubtful = [number for number, found in answers.items() if len(found) > 1]
    cells: dict[int, Cell] = {}
    for number in sorted(answers):
        own = [cell for cell in group if cell.column == number]
        if len(doubtful) > 1 and number in doubtful and number != anchor.column:
            cells[number] = min(own, key=lambda c: (_distance(c, anchor), -c.score))
        else:
            cells[number] = max(own, key=lambda c: (c.labelled, c.score, -c.start))
    if anchor.column in cells:
        cells[anchor.column] = anchor
    for number in list(cells):
        for other in list(cells):
            if (
                number in cells
                and other in cells
                and cells[number].score < cells[other].score
                and exclude_each_other(columns[number].spec.name, columns[other].spec.name)
                and answer_of(text, cells[number]) == answer_of(text, cells[other])
            ):
                log.add([cells.pop(number)], "exclusive", columns[other].spec.name)
    for cell in group:
        held = cells.get(cell.column)
        if held is not None and answer_of(text, held) != answer_of(text, cell):
            shown = text[held.start : held.end]
            log.add([cell], "limit", f"同一条记录已有“{shown}”")
    start = min(cell.start for cell in cells.values())
    return Row(cells, start, len(cells))


def _distance(first: Cell, second: Cell) -> int:
    return max(0, second.start - first.end, first.start - second.end)


def _repeats(text: str, row: Row, rows: Sequence[Row], tabled: Sequence[Row]) -> bool:
    """Whether another row says all that a row says, and more; or said it before or in a table."""
    answers = _answers(text, row)
    # Two labelled blocks or table lines with the same values are two records all the same.
    labelled = row.own > 1 and any(cell.labelled for cell in row.cells.values())
    if any(answers == _answers(text, other) for other in tabled):
        return True
    for other in (*tabled, *rows):
        if other is row:
            continue
        held = _answers(text, other)
        if answers.items() < held.items():
            return True
        if answers == held and other.start < row.start and not labelled:
            return True
    return False


def _answers(text: str, row: Row) -> dict[int, str]:
    return {number: answer_of(text, cell) for number, cell in row.cells.items()}


class _Intervals:
    """Spans with what holds them; looks at the neighbours of a place only."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._by_block: dict[int, list[tuple[int, int, Cell | None]]] = defaultdict(list)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int, cell: Cell | None = None) -> None:
        for block in range(start >> 6, (max(end, start + 1) - 1 >> 6) + 1):
            self._by_block[block].append((start, end, cell))

    def touching(self, start: int, end: int) -> list[Cell]:
        return [cell for _, _, cell in self._met(start, end) if cell is not None]

    def touch(self, start: int, end: int) -> bool:
        return bool(self._met(start, end))

    def _met(self, start: int, end: int) -> list[tuple[int, int, Cell | None]]:
        met: dict[tuple[int, int, Cell | None], None] = {}
        for block in range(start >> 6, (end - 1 >> 6) + 1):
            for item in self._by_block.get(block, ()):
                if item[0] < end and start < item[1]:
                    met[item] = None
        return list(met)


class _Rejections:
    """Candidates that stand in no row, each place of a column with its first reason."""

    def __init__(self, text: str, columns: Sequence[Column]) -> None:
        self._text = text
        self._columns = columns
        self._found: dict[tuple[int, int, int], tuple[Cell, Reason, str]] = {}

    def add(self, cells: Iterable[Cell], reason: Reason, detail: str = "") -> None:
        for cell in cells:
            self._found.setdefault((cell.column, *cell.span), (cell, reason, detail))

    def above(self, floor: float, row: Row) -> Row:
        """The row's cells that reach the floor; the others are noted."""
        self.add((cell for cell in row.cells.values() if cell.score < floor), "below_threshold")
        cells = {number: cell for number, cell in row.cells.items() if cell.score >= floor}
        return Row(cells, row.start, len(cells))

    def result(
        self, record: PreparedRecord, rows: Sequence[Row], floor: float
    ) -> tuple[RejectedCell, ...]:
        for refused in (*record.tables.refused, *record.labels.refused):
            self.add([refused.cell], "constraint", refused.problem)
        used: set[tuple[int, str]] = set()
        places = _Intervals(())
        for cell in _cells(rows):
            used.add((cell.column, answer_of(self._text, cell)))
            places.add(cell.start, cell.end, cell)
        for column in self._columns:
            for candidate, reason, detail in column.refused:
                place = Cell(column.number, candidate.start, candidate.end, candidate.score)
                self.add([place], reason, detail)
            low = [c for c in column.candidates if c.score < floor]
            for c in choose_spans(low)[0]:
                self.add([Cell(column.number, c.start, c.end, c.score)], "below_threshold")
        rejected = []
        found = sorted(self._found.values(), key=lambda f: (-f[0].score, f[0].start, f[0].column))
        for cell, reason, detail in found:
            met = places.touching(*cell.span)
            # One place a column is shown once: as it stands in a row, or by its best candidate.
            if (cell.column, answer_of(self._text, cell)) in used or any(
                other.column == cell.column for other in met
            ):
                continue
            if reason in ("constraint", "boundary") and met:
                continue
            places.add(*cell.span, cell)
            rejected.append(
                RejectedCell(
                    self._text[cell.start : cell.end],
                    *cell.span,
                    cell.score,
                    reason,
                    detail,
                    self._columns[cell.column].spec.name,
                )
            )
        return tuple(rejected[:_MOST_REJECTED])
