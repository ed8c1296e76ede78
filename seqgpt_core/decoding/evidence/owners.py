"""Fields that ask for something of one party (`乙方电话`, `承租人身份证号`): whose is which.

A document names the party and then its particulars. Of the parties that exclude each other, the
one named last before a place is its owner: places of another party count for less, and the first
place of the right form behind the party's name on its line is evidence itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ...fields.types import FieldType, TypeName, ValueType, value_type
from ..exclusive import ROLE_GROUPS
from ..spans import Candidate, merge_candidates

TRUST, LABELLED_TRUST = 0.6, 0.8
"""How far the first place behind the party is trusted, and one that a label announces as well."""

FOREIGN = 0.5
"""What is left of the score of a place that another party owns."""

_NUMBERS: frozenset[TypeName] = frozenset({"id_card", "phone", "email", "bank_card", "credit_code"})
_PARTICULARS: frozenset[TypeName] = _NUMBERS | {"person", "address"}
_FAR = 160
_MOST = 60


def _stem(role: str) -> str:
    """What 出租人 and 出租方 share."""
    agent = "代理机构"
    if role.endswith(agent):
        return agent
    return role if len(role) < 3 else re.sub(r"[人方]$", "", role)


_GROUPS = (
    *(frozenset(map(_stem, group)) for group in ROLE_GROUPS),
    frozenset({"采购", "代理机构", "供应商"}),
    frozenset({"招标", "投标", "代理机构"}),
)
_STEMS = sorted({stem for group in _GROUPS for stem in group}, key=len, reverse=True)
# Where a party is named, not where the word is part of another: 被保险人 is not the 保险人.
_PARTY = re.compile(
    rf"(?<!被)(?P<stem>{'|'.join(map(re.escape, _STEMS))})"
    r"(?P<end>[人方]?)(?=[^\u3400-\u9fff]|$|授权|法定|联系|委托|开户|电话|手机|地址|住址|身份|签|代表|为|是|负责)"
)
_ATTRIBUTE_LABEL = "(?:[\u3400-\u9fff]{0,4})(?:%s)[ \t　]*[：:]?[ \t　]*$"


def add_owned(
    text: str, names: Sequence[str], kind: FieldType, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Candidates of a party's particular, weighed by who is named before each.

    Whatever the threshold, the same candidates are kept.
    """
    asked = _asked(names)
    if asked is None or kind.name not in _PARTICULARS:
        return tuple(candidates)
    stem, attribute = asked
    rivals = frozenset().union(*(group for group in _GROUPS if stem in group)) - {stem}
    parties = [p for p in _parties(text) if stem in p[2] or p[2] & rivals]
    if not any(stem in stems for *_, stems in parties) or len(parties) < 2:
        return tuple(candidates)
    weighed = []
    for candidate in candidates:
        owner = _owner(parties, candidate.start)
        foreign = owner is not None and stem not in owner
        weighed.append(
            Candidate(candidate.start, candidate.end, candidate.score * FOREIGN)
            if foreign
            else candidate
        )
    best = {(c.start, c.end): c.score for c in weighed}
    for (start, end), trust in _first_places(text, stem, attribute, kind, parties).items():
        score = 1 - (1 - best.get((start, end), 0.0)) * (1 - trust)
        weighed.append(Candidate(start, end, score))
    return merge_candidates(weighed)


@lru_cache(maxsize=1024)
def _asked_of(name: str) -> tuple[str, str] | None:
    plain = unicodedata.normalize("NFKC", name).strip()
    for stem in _STEMS:
        match = re.match(rf"{re.escape(stem)}[人方]?的?", plain)
        if match is not None and len(plain) - match.end() >= 2:
            return stem, plain[match.end() :]
    return None


def _asked(names: Sequence[str]) -> tuple[str, str] | None:
    """(the party's stem, what of it) that a name asks for."""
    return next((asked for name in names if (asked := _asked_of(name)) is not None), None)


@lru_cache(maxsize=64)
def _parties(text: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
    """(start, end, stems) where parties are named, `出租方（甲方）` as one, in text order."""
    found: list[tuple[int, int, frozenset[str]]] = []
    for match in _PARTY.finditer(text):
        stem = match["stem"]
        if found and re.fullmatch(
            r"[（(](?:以下称|下称|简称)?", text[found[-1][1] : match.start()]
        ):
            start, _, stems = found[-1]
            found[-1] = (start, match.end(), stems | {stem})
        else:
            found.append((match.start(), match.end(), frozenset({stem})))
    return tuple(found)


def _owner(parties: Sequence[tuple[int, int, frozenset[str]]], at: int) -> frozenset[str] | None:
    """The party named last before a place and not far from it."""
    before = [p for p in parties if p[1] <= at and at - p[1] <= _FAR]
    return before[-1][2] if before else None


def _first_places(
    text: str,
    stem: str,
    attribute: str,
    kind: FieldType,
    parties: Sequence[tuple[int, int, frozenset[str]]],
) -> dict[tuple[int, int], float]:
    """The first place of the type behind each naming of the party, up to the next party."""
    type_ = value_type(kind.name)
    if type_ is None:
        return {}
    label = re.compile(_ATTRIBUTE_LABEL % "|".join(map(re.escape, _words_of(attribute))))
    found: dict[tuple[int, int], float] = {}
    for number, (_, end, stems) in enumerate(parties[:_MOST]):
        if stem not in stems:
            continue
        stop = min(len(text), end + _FAR)
        line = text.find("\n", end, stop)
        stop = line if line >= 0 else stop
        if number + 1 < len(parties):
            stop = min(stop, parties[number + 1][0])
        for start, last in type_.find(text[end:stop]):
            place = (end + start, end + last)
            if label.search(text, end, place[0]):
                found |= dict.fromkeys(_row(text, place, stop, type_), LABELLED_TRUST)
                break
            if kind.name in _NUMBERS:
                found[place] = TRUST
                break
    return found


def _row(text: str, first: tuple[int, int], stop: int, type_: ValueType) -> list[tuple[int, int]]:
    """The place with those that follow it in a row: `章璐、蓝海涛`."""
    row = [first]
    rest = {start + first[1]: end + first[1] for start, end in type_.find(text[first[1] : stop])}
    while text[row[-1][1] : row[-1][1] + 1] == "、" and row[-1][1] + 1 in rest:
        row.append((row[-1][1] + 1, rest[row[-1][1] + 1]))
    return row


def owned_labels(text: str, names: Sequence[str]) -> tuple[int, ...]:
    """Where the text behind a label of a party's particular begins: `采购人：… 联系人：`."""
    asked = _asked(names)
    if asked is None:
        return ()
    stem, attribute = asked
    words = "|".join(map(re.escape, _words_of(attribute)))
    label = re.compile(rf"[\u3400-\u9fff]{{0,4}}(?:{words})[ \t　]*[：:][ \t　]*(?=\S)")
    parties = _parties(text)
    found = []
    for match in label.finditer(text):
        owner = _owner(parties, match.start() + 1)
        if owner is not None and stem in owner:
            found.append(match.end())
    return tuple(found[:_MOST])


def _words_of(attribute: str) -> list[str]:
    """Labels under which a particular stands: `身份证号` for `身份证`."""
    plain = re.sub(r"(?:号码|号|姓名)$", "", attribute)
    words = {attribute, plain, plain + "号", plain + "号码"}
    return sorted((word for word in words if len(word) >= 2), key=len, reverse=True)
