"""Result types: what an extraction says, and the invariants that make it believable.

Offsets are half-open Unicode code points into the document text as given; every span's text
equals `document_text[start:end]`, checked when an `Extraction` is made. All types pickle and
compare by content, so results can be cached and passed between processes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from ..documents.source_map import SourceMap

RESULT_VERSION = 1

Reason = Literal[
    "below_threshold", "overlap", "boundary", "constraint", "corrected", "limit", "exclusive",
    "unpaired",
]  # fmt: skip
Status = Literal["passed", "failed", "not_applicable"]
AmendmentKind = Literal["accept", "add", "replace"]


@dataclass(frozen=True, slots=True)
class Part:
    """One linked component of a composite value (`姓名` of `负责人(姓名+职务)`)."""

    text: str
    start: int
    end: int
    score: float
    normalized: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one rule on one value.

    Attributes:
        evidence: the spans that were compared, the value's own first; empty where the value was
            looked at alone.
    """

    name: str
    status: Status
    message: str = ""
    evidence: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a person decided about a value; its span is evidence all the same.

    Attributes:
        kind: `accept` (the program's own candidate is right), `add` (a place that the person
            marked), `replace` (another value stood here).
        before: the text of the value that this one replaced; empty where there was none.
        text: the right text where the document does not hold it; None where the value's own
            text is the right one.
    """

    kind: AmendmentKind
    before: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One real-world answer to one field; `mentions` lists every place where it stands.

    Attributes:
        field: the field's name.
        text, start, end: the best mention (highest score, then first in the document).
        score: probability in [0, 1] of the best mention.
        normalized: canonical string form, or None where nothing is normalised.
        mentions: all (start, end) places, made ascending and distinct; contains (start, end).
        parts: linked components by part name, in the definition's order (empty unless the
            field is a composite); a part that the document does not give is None. Parts of a
            part follow it under `联系方式.电话`.
        amendment: what a person decided, or None where the value is the program's alone. Where
            it holds a text, `normalized` and `checks` speak of that text.

    Raises:
        ValueError: if `mentions` is given without (start, end).
    """

    field: str
    text: str
    start: int
    end: int
    score: float
    normalized: str | None = None
    mentions: tuple[tuple[int, int], ...] = ()
    checks: tuple[Check, ...] = ()
    parts: Mapping[str, Part | None] = dataclass_field(default_factory=dict, hash=False)
    amendment: Amendment | None = None

    def __post_init__(self) -> None:
        own = (self.start, self.end)
        mentions = tuple(sorted({(start, end) for start, end in self.mentions})) or (own,)
        if own not in mentions:
            raise ValueError("a value's own span must be among its mentions")
        object.__setattr__(self, "mentions", mentions)
        # A plain copy: the caller's mapping cannot change it later, and it can be pickled,
        # which a mapping proxy cannot.
        object.__setattr__(self, "parts", dict(self.parts))

    @property
    def corrected(self) -> str | None:
        """The right text where a person wrote one that the document does not hold."""
        return self.amendment.text if self.amendment is not None else None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that is not a value, and why.

    Attributes:
        detail: what exactly stood against it (`17 位，应为 18 位`; for `exclusive`, the field that
            claims the place); may be empty.
    """

    text: str
    start: int
    end: int
    score: float
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FieldResult:
    """Everything found for one definition; values best first."""

    definition: str
    name: str
    values: tuple[Value, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedCell(Rejected):
    """A candidate for one column of a record that stands in no row, and why.

    Attributes:
        column: the column's name.
    """

    column: str = ""


@dataclass(frozen=True, slots=True)
class RecordResult:
    """The rows found for one record definition, in the order of the document.

    Attributes:
        columns: cell names in the definition's order; the parts of a composite column follow it
            under `负责人.姓名`.
        rows: one cell per column; None where the document gives none. Two rows share a span only
            where the text states it once for both.
        rejected: candidates that stand in no row, best first.

    Raises:
        ValueError: if a row's keys are not the columns in their order.
    """

    definition: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Part | None], ...] = dataclass_field(default=(), hash=False)
    rejected: tuple[RejectedCell, ...] = ()

    def __post_init__(self) -> None:
        if any(tuple(row) != self.columns for row in self.rows):
            raise ValueError("a row's cells must be the record's columns, in their order")
        object.__setattr__(self, "rows", tuple(dict(row) for row in self.rows))


@dataclass(frozen=True, slots=True)
class LabelResult:
    """A document-level yes/no answer with the mention that shows it best, if any."""

    label: str
    value: bool
    score: float
    evidence: Part | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know (a definition set aside, a repair made)."""

    code: str
    message: str


@dataclass(frozen=True)
class Extraction:
    """The answer for one document: fields in the order asked, labels, notices, provenance.

    Attributes:
        records: rows of the record definitions, in the order asked; they have no `FieldResult`.
        text: the document as given; all offsets count its code points.
        source: the document's name for reports (a file name), or None; not part of the JSON.
        versions: of everything besides the model that shaped the answer (`decoder`, `grammar`,
            `rules`).
        source_map: where every character of `text` stood in the text before it was repaired;
            None for a text that was not.

    Raises:
        ValueError: if any span's text is not `text[start:end]`, a mention lies outside the
            document, a score is not a probability, or the source map is another text's.
    """

    text: str
    model_name: str
    model_sha256: str
    fields: tuple[FieldResult, ...] = ()
    labels: tuple[LabelResult, ...] = ()
    notices: tuple[Notice, ...] = ()
    source: str | None = None
    records: tuple[RecordResult, ...] = ()
    versions: Mapping[str, int] = dataclass_field(default_factory=dict, hash=False)
    source_map: SourceMap | None = None

    def __post_init__(self) -> None:
        if self.source_map is not None and self.source_map.characters != len(self.text):
            raise ValueError("the source map is not this document's")
        object.__setattr__(self, "versions", dict(self.versions))
        for span in self._spans():
            # `0 <= start` matters: a negative index would slice from the end.
            inside = 0 <= span.start < span.end
            if not inside or self.text[span.start : span.end] != span.text:
                raise ValueError(
                    f"span {span.start}:{span.end} does not hold {span.text!r} in the document"
                )
        for value in self.values:
            evidence = (span for check in value.checks for span in check.evidence)
            for start, end in (*value.mentions, *evidence):
                if not 0 <= start < end <= len(self.text):
                    raise ValueError(f"mention {start}:{end} lies outside the document")
        for score in self._scores():
            # The tolerance admits rounding in a product of float32 probabilities; NaN fails.
            if not -1e-6 <= score <= 1 + 1e-6:
                raise ValueError(f"score {score!r} is not a probability")

    def _scores(self) -> Iterator[float]:
        for span in self._spans():
            yield span.score
        for label in self.labels:
            yield label.score

    def _spans(self) -> Iterator[Value | Rejected | Part]:
        for result in self.fields:
            for value in result.values:
                yield value
                yield from (part for part in value.parts.values() if part is not None)
            yield from result.rejected
        for record in self.records:
            for row in record.rows:
                yield from (cell for cell in row.values() if cell is not None)
            yield from record.rejected
        for label in self.labels:
            if label.evidence is not None:
                yield label.evidence

    @property
    def values(self) -> tuple[Value, ...]:
        """All values, field by field in the order asked, best first within a field."""
        return tuple(value for result in self.fields for value in result.values)

    @property
    def document_sha256(self) -> str:
        """SHA-256 of the UTF-8 text (lone surrogates kept by `surrogatepass`)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def __getitem__(self, name: str) -> FieldResult:
        """The result of the field with this name or definition; KeyError if it was not asked."""
        for result in self.fields:
            if name in (result.name, result.definition):
                return result
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """The result JSON as plain Python objects (see the README for the schema)."""
        from .json_format import extraction_to_dict

        return extraction_to_dict(self)

    def to_json(self, indent: int | None = 2) -> str:
        """The result JSON as text; non-ASCII characters stay readable."""
        from .json_format import extraction_to_json

        return extraction_to_json(self, indent=indent)

    def to_markdown(self) -> str:
        """A Markdown report: one table row per value, document text escaped."""
        from .markdown import extraction_to_markdown

        return extraction_to_markdown(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per value: field, definition, text, normalized, score, start, end, ..."""
        from .frame import extraction_to_frame

        return extraction_to_frame(self)

    def to_excel(self, target: Path | str | BinaryIO) -> None:
        """Write a workbook: sheet 1 one row per document, sheet 2 every mention."""
        from .excel import write_workbook

        write_workbook([self], target)
