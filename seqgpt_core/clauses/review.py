"""What a person says about the changes of a comparison, and the changes as one numbered list.

A change is known by its words, not by its place: its identifier stays the same while other
clauses are edited, and so does the verdict that somebody gave. `Review` maps identifiers to
verdicts and goes into every export; what belongs to no change any more is listed by `orphans`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import SeqGPTError
from .comparison import ComparedClause, Comparison
from .model import Change
from .word_text import word_text

Decision = Literal["accept", "reject", "discuss"]
DECISIONS: dict[Decision, str] = {"accept": "接受", "reject": "拒绝", "discuss": "待议"}
_IDENTIFIER_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """One person's word on one change; either part may be missing."""

    decision: Decision | None = None
    note: str = ""

    @property
    def shown(self) -> str:
        """`接受：价格已确认`; empty where nothing was said."""
        decision = DECISIONS[self.decision] if self.decision else ""
        return "：".join(part for part in (decision, self.note) if part)


Review = Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class ListedChange:
    """One line of the list of changes.

    Attributes:
        id: stable identifier, hexadecimal.
        change: None where the clause as a whole changed its place or number, or was split or
            merged, and its words did not.
    """

    id: str
    clause: ComparedClause
    change: Change | None

    @property
    def material(self) -> bool:
        return self.change is not None and self.change.material

    @property
    def weight(self) -> float:
        return self.change.weight if self.change is not None else 0.0


def listed_changes(comparison: Comparison) -> tuple[ListedChange, ...]:
    """Every change in the reading order of b, format included; the order is that of `clauses`.

    Each has an identifier of its own, also where the same words change twice. It is made of the
    clause's heading and of the words before and after, as a Word document can hold them.
    """
    times: Counter[tuple[str, ...]] = Counter()
    listed: list[ListedChange] = []
    for clause in comparison.clauses:
        if clause.pair.kind == "same":
            continue
        for change in clause.changes or (None,):
            words = (change.before, change.after) if change else (clause.pair.kind, "")
            # The title, not the number: a new clause before it must not lose the verdict.
            key = tuple(word_text(part) for part in (clause.title, *words))
            times[key] += 1
            listed.append(ListedChange(_identifier(key, times[key]), clause, change))
    return tuple(listed)


def by_weight(listed: tuple[ListedChange, ...]) -> tuple[ListedChange, ...]:
    """Material changes first, the weightiest first, otherwise in reading order."""
    return tuple(sorted(listed, key=lambda item: (not item.material, -item.weight)))


def orphans(review: Review, listed: tuple[ListedChange, ...]) -> dict[str, Verdict]:
    """Verdicts on changes that are no longer there, so that none is lost silently."""
    known = {item.id for item in listed}
    return {key: verdict for key, verdict in review.items() if key not in known}


def review_to_dict(review: Review) -> dict[str, dict[str, str | None]]:
    """For a JSON file: `{id: {"decision": "accept", "note": "…"}}`."""
    return {key: {"decision": v.decision, "note": v.note} for key, v in sorted(review.items())}


def review_from_dict(data: Any) -> dict[str, Verdict]:
    """The reverse of `review_to_dict`.

    Raises:
        SeqGPTError: `review_invalid` where the shape or a decision is unknown.
    """
    message = "审阅意见无法读取，请使用本工具导出的意见文件（每处修改一项 decision 和 note）。"
    if not isinstance(data, dict):
        raise SeqGPTError("review_invalid", message)
    review: dict[str, Verdict] = {}
    for key, item in data.items():
        given = item if isinstance(item, dict) else {"decision": item}
        decision, note = given.get("decision"), given.get("note", "")
        if decision not in (None, *DECISIONS) or not isinstance(note, str):
            raise SeqGPTError("review_invalid", message)
        review[str(key)] = Verdict(decision, note)
    return review


def _identifier(key: tuple[str, ...], time: int) -> str:
    # The length before each part keeps ("ab", "") apart from ("a", "b").
    written = "".join(f"{len(part)}:{part}" for part in (*key, str(time)))
    return hashlib.sha256(written.encode("utf-8")).hexdigest()[:_IDENTIFIER_DIGITS]
