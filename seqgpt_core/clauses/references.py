"""References from clause to clause (见第十二条, 按本合同第3.2款) that lead nowhere or elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from .differences import is_format_only
from .model import Clause, Span
from .normalise import number
from .sentences import sentence_around
from .tokens import CHINESE_NUMERALS

FindingCode = Literal[
    "reference_missing", "reference_moved",
    "term_changed", "term_undefined", "term_unused", "term_redefined",
    "amount_words_disagree", "annex_missing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: `text[span[0]:span[1]]`, with a message in Chinese for the user."""

    code: FindingCode
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class _Reference:
    span: Span
    unit: str
    numbers: tuple[int, ...]
    # The item within the article: 第五条第二款.
    part: int | None


_N = f"[0-9]{{1,4}}|[{CHINESE_NUMERALS}]{{1,6}}"
_REFERENCE = re.compile(
    rf"第\s?(?P<number>[0-9]{{1,4}}(?:\.[0-9]{{1,3}}){{0,4}}|[{CHINESE_NUMERALS}]{{1,6}})\s?(?P<unit>[章节条款项])"
    rf"(?:第?[（(]?(?P<part>{_N})[）)]?[款项])?"
    rf"|(?<=[见按据照至和及、行])(?P<dotted>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}})\s?[条款项]"
)
# Words that say that the reference points into another document.
_ELSEWHERE = re.compile(
    r"(?:》(?:[（(][^（）()]{0,30}[）)])?的?|(?:主合同|原合同|原协议|框架协议|补充协议|总协议|[一-鿿]法|"
    r"条例|办法|规定|细则|解释|规则|标准|章程|通则|总则|公约|招标文件)(?:之|的|中|内)?(?:相关|有关)?)\s*$"
)
_LIST = re.compile(r"\s*(?:[、，,和与及或至到~～-]|以及|或者)\s*")
_NUMBER_WRITTEN = re.compile(rf"第\s?({_N})\s?([章节条款项])")
# Bodies less alike than this, in percent, are different clauses.
_ALIKE = 60.0


def cross_references(
    text: str,
    clauses: Sequence[Clause],
    other_text: str | None = None,
    other_clauses: Sequence[Clause] = (),
) -> tuple[Finding, ...]:
    """References to clauses that do not exist, or that now point to another clause.

    The same sentence of the other version tells what a reference meant. References into laws and
    other contracts are left alone, and all are where the text has no numbered clause at all.
    """
    if not any(clause.path for clause in clauses):
        return ()
    index = _Index(text, clauses)
    other = _Index(other_text, other_clauses) if other_text is not None else None
    meant = _by_sentence(other.text, _references(other)) if other else {}
    found: list[Finding] = []
    for key, reference in _by_sentence(text, _references(index)).items():
        written = text[slice(*reference.span)]
        target = index.find(reference)
        if target is None or not index.has_part(target, reference.part):
            message = f"引用的“{written}”在本文本中不存在"
            found.append(Finding("reference_missing", reference.span, message))
            continue
        before = meant.get(key)
        former = other.find(before) if other and before else None
        if other is None or former is None or not _another(other, former, index, target):
            continue
        message = (
            f"“{written}”在本文本中是“{index.name(target)}”，"
            f"另一文本此处所引的是“{other.name(former)}”"
        )
        found.append(Finding("reference_moved", reference.span, message))
    return tuple(found)


class _Index:
    """The numbered clauses of a text, found by what a reference calls them."""

    def __init__(self, text: str, clauses: Sequence[Clause]) -> None:
        self.text = text
        self.clauses = clauses
        self.by_unit: dict[tuple[str, int], Clause] = {}
        self.by_path: dict[tuple[str, ...], Clause] = {}
        self.units: set[str] = set()
        for clause in clauses:
            written = _NUMBER_WRITTEN.search(clause.number or "")
            if written:
                self.units.add(written[2])
                self.by_unit.setdefault((written[2], _integer(written[1])), clause)
            if clause.path and not (written and written[2] in "章节"):
                self.by_path.setdefault(clause.path, clause)
                if clause.path[0].startswith("附"):
                    self.by_path.setdefault(clause.path[1:], clause)

    def find(self, reference: _Reference) -> Clause | None:
        path = tuple(map(str, reference.numbers))
        if len(path) == 1 and (reference.unit in self.units or reference.unit in "章节"):
            return self.by_unit.get((reference.unit, reference.numbers[0]))
        return self.by_path.get(path)

    def has_part(self, clause: Clause, part: int | None) -> bool:
        """Whether an article has its second 款 or 项: as a numbered child or as a paragraph."""
        if part is None:
            return True
        at = self.clauses.index(clause)
        end = clause.end
        children = 0
        for child in self.clauses[at + 1 :]:
            if child.level <= clause.level:
                break
            children += 1
            end = child.end
        lines = [line for line in self.text[clause.start : end].splitlines() if line.strip()]
        return (*clause.path, str(part)) in self.by_path or max(children, len(lines)) >= part

    def name(self, clause: Clause) -> str:
        if clause.title:
            return clause.title
        words = self.text[clause.start : clause.end].strip()
        return words if len(words) <= 20 else words[:20] + "…"


def _integer(written: str) -> int:
    value = number(written)
    return -1 if value is None else int(value)


def _references(index: _Index) -> Iterator[_Reference]:
    text = index.text
    numbers_at = {
        clause.start + len(own) - len(own.lstrip()) for clause in index.clauses
        if clause.number and (own := text[clause.start : clause.end])
    }  # fmt: skip
    elsewhere_until = -1
    for match in _REFERENCE.finditer(text):
        start, end = match.span()
        line = text.rfind("\n", 0, start) + 1
        if start in numbers_at or not text[line:start].strip():
            # A clause's own number; behind a wrapped line's start none is sure.
            continue
        before = text[max(line, start - 40) : start]
        listed = elsewhere_until >= 0 and _LIST.fullmatch(text[elsewhere_until:start])
        if listed or _ELSEWHERE.search(before):
            elsewhere_until = end
            continue
        written = match["dotted"] or match["number"]
        unit = match["unit"] or ""
        if "." in written:
            yield _Reference((start, end), unit, tuple(map(int, written.split("."))), None)
        elif unit in "章节条":
            part = _integer(match["part"]) if match["part"] else None
            yield _Reference((start, end), unit, (_integer(written),), part)


def _by_sentence(text: str, references: Iterator[_Reference]) -> dict[tuple[str, int], _Reference]:
    """References by their sentence without its numbers, and their order in it."""
    found: dict[tuple[str, int], _Reference] = {}
    times: Counter[str] = Counter()
    for reference in references:
        sentence = text[slice(*sentence_around(text, reference.span))]
        key = "".join(_REFERENCE.sub("§", sentence).split())
        found[key, times[key]] = reference
        times[key] += 1
    return found


def _another(one: _Index, first: Clause, two: _Index, second: Clause) -> bool:
    """Whether two clauses are about different things: by title, else by their words."""
    words = [
        index.text[clause.start : clause.end].strip().removeprefix(clause.number or "").strip()
        for index, clause in ((one, first), (two, second))
    ]
    alike = fuzz.ratio(words[0], words[1]) >= _ALIKE
    if first.title and second.title:
        same = first.title == second.title or is_format_only(first.title, second.title)
        return not same and not (alike and len(words[0]) > 2 * len(first.title))
    return not alike
