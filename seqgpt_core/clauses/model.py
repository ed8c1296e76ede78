"""What a comparison is made of. Offsets are half-open code points of each side's own text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClauseKind = Literal[
    "preamble", "heading", "clause", "definition", "table", "signature", "annex", "text"
]
PairKind = Literal["same", "changed", "inserted", "deleted", "moved", "renumbered", "format_only"]
ChangeKind = Literal[
    "amount", "percentage", "term", "party", "quantity", "modal", "liability", "dispute",
    "governing_law", "confidentiality", "ip", "payment", "termination", "definition", "wording",
    "format_only",
]  # fmt: skip

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clause:
    """One node of an outline, without its children: [start, end) holds the node's own characters.

    Attributes:
        level: depth of nesting, 0 = top.
        number: the number as written (`第五条`, `（二）`, `1.1`), or None.
        path: the number's place in the outline, normalised (`("5", "2")`), empty without one.
        title: the heading's words without number and punctuation, or None.
        heading: the number with its title as written, for display (`第五条 付款`).
    """

    kind: ClauseKind
    level: int
    start: int
    end: int
    number: str | None = None
    path: tuple[str, ...] = ()
    title: str | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Clauses of two documents that belong together; one side is empty for an insertion or a
    deletion, a side has several clauses for a split or a merge.

    Attributes:
        similarity: of the contents, in [0, 1].
        moved: whether the clause also stands elsewhere in the order than its neighbours.
        renumbered: whether its number also differs.
    """

    kind: PairKind
    a: tuple[Clause, ...]
    b: tuple[Clause, ...]
    similarity: float
    moved: bool = False
    renumbered: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: the text of `a` becomes the text of `b`; one of the two may be empty."""

    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit, or several that belong together, means.

    Attributes:
        before, after: the words shown (whole amounts, whole terms), literally from the texts.
        normalized_before, normalized_after: canonical values where the type has them.
        material: whether it changes what the parties owe each other.
        weight: 0 (format) to 1 (price, term, liability), for ranking.
        rule: the identifier of the rule that decided.
    """

    kind: ChangeKind
    before: str
    after: str
    a: Span
    b: Span
    material: bool
    weight: float
    rule: str
    normalized_before: str | None = None
    normalized_after: str | None = None
