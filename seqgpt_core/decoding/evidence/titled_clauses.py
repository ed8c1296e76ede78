"""Fields that ask for a whole clause (`违约责任条款`), answered by the document's own headings.

A contract says itself which clause is about what. Where a heading says what the definition asks
for, the clause with everything below it is a candidate, number and heading included, beside
those of the model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from ...clauses.model import Clause
from ...clauses.outline import read_outline
from ..spans import Candidate

_ASKED = re.compile(r"(?:条款|条文|约定|规定)(?:内容|原文|全文)?$")
_FORM = re.compile(r"(?:的?(?:条款|条文|约定|规定|内容|原文|全文|事项|说明|相关|有关))+$")
_BRACKETED = re.compile(r"[（(【\[][^（）()【】\[\]]*[）)】\]]|[\s《》“”\"']")
_EQUAL, _PART, _ALIKE = 0.85, 0.65, 0.6
"""How far a heading is to be trusted: it says the same, it is a part of it, it looks alike."""
_LEAST_SHARE, _LEAST_RATIO = 0.5, 75.0
_FEWEST_CLAUSES = 2
_LONGEST_TITLE = 30


def asks_for_clause(names: Sequence[str]) -> bool:
    """Whether a field of one of these names is answered by a whole clause."""
    return any(_ASKED.search(_plain(name)) for name in names)


def titled_clauses(text: str, names: Sequence[str]) -> tuple[Candidate, ...]:
    """The clauses whose headings say what one of the names asks for, with everything below them.

    Of a clause and one inside it, only the better match is given.
    """
    clauses = _outline(text)
    if sum(bool(clause.number) for clause in clauses) < _FEWEST_CLAUSES:
        return ()
    asked = [core for name in names if _ASKED.search(_plain(name)) and (core := _core(name))]
    matches = sorted(
        (
            (score, number)
            for number, clause in enumerate(clauses)
            if (score := max((_match(core, clause.title or "") for core in asked), default=0))
        ),
        key=lambda match: (-match[0], match[1]),
    )
    found: list[Candidate] = []
    for score, number in matches:
        start, end = clauses[number].start, _end(clauses, number)
        start, end = _trimmed(text, start, end)
        if start < end and all(end <= c.start or c.end <= start for c in found):
            found.append(Candidate(start, end, score))
    return tuple(found)


@lru_cache(maxsize=8)
def _outline(text: str) -> tuple[Clause, ...]:
    return tuple(read_outline(text))


def _end(clauses: Sequence[Clause], number: int) -> int:
    """Where the clause ends together with the deeper ones that follow it."""
    level = clauses[number].level
    last = number
    while last + 1 < len(clauses) and clauses[last + 1].level > level:
        last += 1
    return clauses[last].end


def _match(core: str, title: str) -> float:
    title = _core(title)
    if len(title) < 2 or len(title) > _LONGEST_TITLE:
        return 0.0
    if title == core:
        return _EQUAL
    shorter, longer = sorted((title, core), key=len)
    if shorter in longer and len(shorter) >= _LEAST_SHARE * len(longer):
        return _PART
    return _ALIKE if fuzz.ratio(core, title) >= _LEAST_RATIO else 0.0


def _core(name: str) -> str:
    """What a name or a heading is about: `保密义务条款` and `保密义务的约定` are about 保密义务."""
    return _FORM.sub("", _plain(name))


def _plain(name: str) -> str:
    return _BRACKETED.sub("", name).strip("：:。，、")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
