"""Columns of a record and their cells: what the model found for each, and what a cell means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import cached_property

from ...fields import FieldSpec
from ...fields.types import TypeName, value_type
from ...results.types import Part, Reason
from ..answers import answer_key
from ..composites import part_nodes
from ..option_fields import NO_OPTION
from ..options import Synonyms, named_option
from ..spans import Candidate, merge_candidates
from ..typed import fit_type, read_typed
from ..values import PreparedField, decide_prepared, prepare_fields

LABEL_RELIABILITY = 0.8
"""How far a heading or label with exactly the column's name is trusted without the model; with a
model's score it adds up as independent evidence."""

FORMS: frozenset[TypeName] = frozenset(
    {"date", "duration", "money", "percentage", "quantity", "id_card", "credit_code", "phone",
     "email", "url", "bank_card", "plate", "case_number"}
)  # fmt: skip
"""Types whose written form is telling by itself."""
SUMMED: frozenset[TypeName] = frozenset({"money", "quantity"})
"""Types whose values a text may add up over several records."""
_OVER_SENTENCE = re.compile(r"[。！？；;].|\t")
_MONEY = re.compile(r"[元￥¥$€]")
_NOT_QUANTITY = "是金额，不是数量"
_BARE_NUMBER = re.compile(r"[-+]?[0-9０-９][0-9０-９,，.．]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One place that may answer one column.

    Attributes:
        column: its place in the record's definition.
        score: probability in [0, 1].
        unit: the unit that a heading gives to a bare number.
        labelled: a heading or label beside it names the column.
    """

    column: int
    start: int
    end: int
    score: float
    unit: str = ""
    labelled: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True)
class Row:
    """Cells that belong together, by column.

    Attributes:
        own: how many of them are the row's own; the others are stated once for several rows.
    """

    cells: Mapping[int, Cell]
    start: int
    own: int

    @property
    def score(self) -> float:
        return sum(cell.score for cell in self.cells.values()) / max(len(self.cells), 1)


@dataclass(frozen=True)
class Column:
    """One column with its candidates before any threshold.

    Attributes:
        keys: what its cells are called in a row: its name, then its parts' (`负责人.姓名`).
        candidates: in document order; those of a composite reach over its linked parts.
    """

    number: int
    keys: tuple[str, ...]
    field: PreparedField
    candidates: tuple[Candidate, ...]
    _meanings: dict[tuple[int, int, str], tuple[str | None, Mapping[str, Part | None]]] = (
        dataclass_field(default_factory=dict, repr=False, compare=False)
    )

    @property
    def spec(self) -> FieldSpec:
        return self.field.spec

    @property
    def refused(self) -> tuple[tuple[Candidate, Reason, str], ...]:
        """What its type stood against, with the reason and its detail."""
        return self.field.refused

    @cached_property
    def _starts(self) -> list[int]:
        return [candidate.start for candidate in self.candidates]

    def within(self, start: int, end: int) -> Sequence[Candidate]:
        """The candidates inside [start, end)."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [c for c in self.candidates[low:high] if c.end <= end]

    def fitted(self, text: str, start: int, end: int) -> tuple[tuple[int, int] | None, str]:
        """The span as the column's type wants it, or None and what stands against it."""
        if self.spec.components:
            return (start, end), ""
        if self.spec.options:
            named = named_option(text[start:end], self.spec.options, self.field.synonyms)
            return ((start, end), "") if named is not None else (None, NO_OPTION)
        kept, refused = fit_type(
            text, self.field.kind, self.spec.constraint, [Candidate(start, end, 1.0)]
        )
        if kept:
            return (kept[0].start, kept[0].end), ""
        return None, refused[0].problem if refused else ""

    def parts_of(self, text: str, cell: Cell) -> dict[str, Part | None]:
        """A row's entries for a cell of this column, worked out once for each place."""
        key = (cell.start, cell.end, cell.unit)
        if key not in self._meanings:
            self._meanings[key] = self._meaning(text, cell)
        normalized, below = self._meanings[key]
        raw = text[cell.start : cell.end]
        own = Part(raw, cell.start, cell.end, cell.score, normalized)
        return {self.keys[0]: own} | {k: below.get(k) for k in self.keys[1:]}

    def _meaning(self, text: str, cell: Cell) -> tuple[str | None, Mapping[str, Part | None]]:
        if self.spec.options:
            words = text[cell.start : cell.end]
            return named_option(words, self.spec.options, self.field.synonyms), {}
        alone = replace(
            self.field,
            spec=replace(self.spec, limit=None),
            whole=(Candidate(cell.start, cell.end, 1.0),),
            parts={
                path: tuple(c for c in found if cell.start <= c.start and c.end <= cell.end)
                for path, found in self.field.parts.items()
            },
            refused=(),
        )
        values = decide_prepared(text, alone, 0.0).values
        normalized = values[0].normalized if values else None
        if cell.unit and _BARE_NUMBER.fullmatch(text[cell.start : cell.end].strip()):
            written = text[cell.start : cell.end].strip() + cell.unit
            reading = read_typed(written, self.field.kind, self.spec.constraint)
            normalized = reading.normalized or normalized
        below = {
            f"{self.keys[0]}.{path}": part
            for value in values[:1]
            for path, part in value.parts.items()
        }
        return normalized, below


def form_spans(text: str, column: Column, start: int, end: int) -> list[tuple[int, int]]:
    """Places of the written form of the column's type inside [start, end); none for plain text."""
    kind = column.field.kind.name
    found = value_type(kind)
    if found is None:
        return []
    spans = [(start + s, start + e) for s, e in found.find(text[start:end])]
    return [s for s in spans if kind != "quantity" or not _MONEY.search(text[slice(*s)])]


def prepare_columns(
    text: str,
    spec: FieldSpec,
    candidates: Mapping[str, Sequence[Candidate]],
    synonyms: Synonyms | None = None,
) -> tuple[Column, ...]:
    """The columns of a record, each with its own candidates after its type had its say."""
    names = {column.name for column in spec.columns}
    columns = []
    for number, column in enumerate(spec.columns):
        (prepared,) = prepare_fields(text, [column], candidates, None, synonyms)
        prepared = _within_sentences(text, prepared)
        if prepared.kind.name == "quantity":
            prepared = _without_money(text, prepared)
        below = (f"{column.name}.{node.path}" for node in part_nodes(column.components))
        keys = (column.name, *(key for key in below if key not in names))
        columns.append(Column(number, keys, prepared, _places(text, prepared)))
    return tuple(columns)


def _within_sentences(text: str, prepared: PreparedField) -> PreparedField:
    """A cell of a typed column does not reach over the end of a sentence."""
    if prepared.kind.name == "text" or prepared.spec.components:
        return prepared
    wide = [c for c in prepared.whole if _OVER_SENTENCE.search(text, c.start, c.end)]
    return replace(
        prepared,
        whole=tuple(c for c in prepared.whole if c not in wide),
        refused=(*prepared.refused, *((c, "boundary", "") for c in wide)),
    )


def _without_money(text: str, prepared: PreparedField) -> PreparedField:
    """A count is asked beside prices: what is written as money is none."""
    money = [c for c in prepared.whole if _MONEY.search(text[c.start : c.end])]
    return replace(
        prepared,
        whole=tuple(c for c in prepared.whole if c not in money),
        refused=(*prepared.refused, *((c, "constraint", _NOT_QUANTITY) for c in money)),
    )


def _places(text: str, prepared: PreparedField) -> tuple[Candidate, ...]:
    if not prepared.spec.components:
        return prepared.whole
    unlimited = replace(prepared, spec=replace(prepared.spec, limit=None), refused=())
    values = decide_prepared(text, unlimited, 0.0).values
    return merge_candidates(
        Candidate(start, end, value.score) for value in values for start, end in value.mentions
    )


def answer_of(text: str, cell: Cell) -> str:
    """Two cells of a column with the same key are the same answer."""
    return answer_key(text[cell.start : cell.end])


def cells_of(rows: Iterable[Row]) -> list[Cell]:
    """The cells of all rows, row by row."""
    return [cell for row in rows for cell in row.cells.values()]


def both(first: float, second: float) -> float:
    """The probability that two independent pieces of evidence give together."""
    return 1 - (1 - first) * (1 - second)
