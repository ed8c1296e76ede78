"""What a condition says about a document, and what it may look at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ..decoding.spans import Candidate
from ..results.types import Part

Status = Literal["met", "not_met", "unclear"]
ConditionKind = Literal[
    "level", "degree", "years", "age", "experience", "value", "presence", "class"
]

MOST_PLACES = 400
"""So many places of a pattern are looked at; a longer document says it again by then."""

_CLAUSE_ENDS = "，,。！？；;\n\t"
_CLAUSE_FAR = 80
_SUPPORT = 0.5
# Wishes and other people say nothing about the person of a CV.
_WISH = re.compile(r"期望|希望|目标|意向|应聘|求职|拟任|拟聘|争取|愿意|感兴趣")
_OTHERS = re.compile(r"下属|带领|管理\d|指导|带教|面试|招聘|协助|汇报|客户方|导师")


@dataclass(frozen=True)
class Kept:
    """A document with the model's kept answers.

    Attributes:
        candidates: settled spans by query name.
        present: document-level probability by query name.
        synonyms: words that mean a label's class, from a recipe.
    """

    text: str
    candidates: Mapping[str, Sequence[Candidate]]
    present: Mapping[str, float]
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def supported(self, queries: Sequence[str], start: int, end: int, score: float) -> float:
        """A score raised where the model, asked one of these names, points at the same place."""
        best = max(
            (
                c.score
                for query in queries
                for c in self.candidates.get(query, ())
                if c.start < end and start < c.end
            ),
            default=0.0,
        )
        return 1 - (1 - score) * (1 - _SUPPORT * best)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one condition holds.

    Attributes:
        score: probability that it holds, in [0, 1]; low where it clearly does not.
        found: what was compared, as read (`P7`, `硕士`, `6.5 年`), or None.
        evidence: the place that decided, if any.
        reason: one clause for people.
    """

    status: Status
    score: float
    reason: str
    found: str | None = None
    evidence: Part | None = None


def compared(
    asked: str, met: bool, score: float, said: str, found: str | None, evidence: Part | None
) -> Verdict:
    """The verdict on a value that was read off the text and compared with a bound.

    Args:
        asked: the condition as written.
        score: how sure it is that the text says `found`.
        said: what the text says, as the first clause of the reason.
    """
    status: Status = "met" if met else "not_met"
    reason = f"{said}，{'符合' if met else '不符合'}「{asked}」"
    return Verdict(status, score if met else 1 - score, reason, found, evidence)


class Condition(Protocol):
    """One condition of a criterion; total and without a model call."""

    @property
    def text(self) -> str:
        """As the user wrote it."""
        ...

    @property
    def kind(self) -> ConditionKind: ...

    @property
    def queries(self) -> tuple[str, ...]:
        """Names that the model is asked for it."""
        ...

    def judge(self, kept: Kept) -> Verdict: ...


def clause_around(text: str, start: int, end: int) -> str:
    """The words between two commas, stops or line ends around a place."""
    low, high = max(0, start - _CLAUSE_FAR), min(len(text), end + _CLAUSE_FAR)
    left = max(text.rfind(mark, low, start) for mark in _CLAUSE_ENDS) + 1
    ends = [at for mark in _CLAUSE_ENDS if (at := text.find(mark, end, high)) >= 0]
    return text[max(left, low) : min(ends, default=high)]


def is_wish(clause: str) -> bool:
    """Whether a clause speaks of what somebody would like."""
    return _WISH.search(clause) is not None


def is_about_others(clause: str) -> bool:
    """Whether a clause speaks of a wish, or of somebody else's rank, degree or age."""
    return is_wish(clause) or _OTHERS.search(clause) is not None


def part(text: str, start: int, end: int, score: float) -> Part:
    return Part(text[start:end], start, end, round(min(1.0, max(0.0, score)), 6))
