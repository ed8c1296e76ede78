"""The rows of the field panel: what the user wrote, and how each row is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..decoding.values import DEFAULT_THRESHOLD
from ..errors import SeqGPTError
from ..fields import Definitions, FieldSpec, Finding, lint, parse_definitions
from ..fields.segments import split_lines
from ..results.types import Notice


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One row: a definition as written (usable or not) and its threshold in [0, 1].

    Attributes:
        id: tells rows apart for the life of a session; never used again.
    """

    id: int
    definition: str
    threshold: float = DEFAULT_THRESHOLD


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Rows under a name (`金额类`), to be ticked at once; a row that is gone does not matter."""

    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowReading:
    """How one row's definition is understood.

    Attributes:
        spec: the field, or None where the definition is set aside.
        notices: why it is set aside, or what was changed about it.
        place: the field's place among the usable ones (its colour), None where set aside.
        advice: what the linter would write otherwise; the field works as it is.
        way_out: what to write in place of a definition that is set aside, empty to delete it;
            None where only the user knows.
    """

    spec: FieldSpec | None
    notices: tuple[Notice, ...] = ()
    place: int | None = None
    advice: tuple[Finding, ...] = ()
    way_out: str | None = None


@dataclass(frozen=True, slots=True)
class PanelReading:
    """All rows read: one `RowReading` a row, and the definitions to extract."""

    rows: tuple[RowReading, ...] = ()
    definitions: Definitions = field(default_factory=Definitions)


def segments_of(written: str) -> tuple[str, ...]:
    """The definitions in a list that the user wrote, as written, empty ones left out."""
    return tuple(segment for line in split_lines(written) for segment in line if segment)


@lru_cache(maxsize=256)
def read_rows(definitions: tuple[str, ...]) -> PanelReading:
    """Read every row's definition; a row that cannot be used says why and spoils no other.

    Invariant: `result.definitions.specs` are the specs of the usable rows in order.
    """
    alone = [_read_alone(definition) for definition in definitions]
    usable = [d for d, reading in zip(definitions, alone, strict=True) if reading.spec is not None]
    together = parse_definitions(usable)
    duplicates = [n for n in together.notices if n.code == "definition_duplicate"]
    rows: list[RowReading] = []
    place = 0
    for definition, reading in zip(definitions, alone, strict=True):
        if reading.spec is None:
            rows.append(reading)
        elif place < len(together.specs) and together.specs[place].definition == definition.strip():
            rows.append(RowReading(reading.spec, reading.notices, place))
            place += 1
        else:
            rows.append(RowReading(None, (duplicates.pop(0),)))
    findings: dict[int, list[Finding]] = {}
    for finding in lint(definitions):
        findings.setdefault(-1 if finding.index is None else finding.index, []).append(finding)
    rows = [_advised(row, findings.get(index, ())) for index, row in enumerate(rows)]
    notices = tuple(notice for row in rows for notice in row.notices)
    return PanelReading(tuple(rows), Definitions(together.specs, notices))


def _advised(row: RowReading, findings: Sequence[Finding]) -> RowReading:
    if row.place is None:
        fixes = [f.fix for f in findings if f.fix is not None]
        return replace(row, way_out=fixes[0] if fixes else None)
    # What the parser says of a definition stands among its notices already.
    told = {notice.code for notice in row.notices}
    advice = (f for f in findings if f.code not in told and not f.code.startswith("definition_"))
    return replace(row, advice=tuple(advice))


def _read_alone(definition: str) -> RowReading:
    try:
        parsed = parse_definitions([definition])
    except SeqGPTError as error:
        return RowReading(None, (Notice(error.code, error.message),))
    return RowReading(parsed.specs[0] if parsed.specs else None, parsed.notices)


def thresholds_of(
    rows: Sequence[FieldRow], moved: Mapping[int, float] | None = None
) -> dict[str, float]:
    """Thresholds of the usable fields by definition; those in `moved`, by row, take precedence."""
    moved = moved or {}
    panel = read_rows(tuple(row.definition for row in rows))
    return {
        reading.spec.definition: moved.get(row.id, row.threshold)
        for row, reading in zip(rows, panel.rows, strict=True)
        if reading.spec is not None
    }


def without_blank(rows: Sequence[FieldRow]) -> tuple[FieldRow, ...]:
    """The rows in which something is written."""
    return tuple(row for row in rows if row.definition.strip())
