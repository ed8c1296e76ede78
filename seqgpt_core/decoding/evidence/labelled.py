"""Where a document itself labels a value with the field's name: `保单号：PEAC2024`, `主诉：…`.

Forms, work orders and reports are written so. Such a place answers the field of exactly that
name, whatever the model thinks of it; what stands elsewhere in the document counts for less then.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...fields import value_kind
from ...fields.types import Context, FieldType, value_type
from ..answers import answer_key
from ..boundaries import without_stop
from ..sentences import sentence_span
from ..spans import Candidate, merge_candidates
from ..typed import SIGNATURE_WORDS

RELIABILITY = 0.8
"""How far a label alone is trusted; with a model's score it adds up as independent evidence."""

ELSEWHERE = 0.6
"""What is left of the score of a place without the label, once a label was found."""

AKIN_RELIABILITY = 0.45
"""How far a label is trusted that only ends like the name: not without the model's word."""

_BRACKETS = {"(": "[(（]", ")": "[)）]"}
_LONGEST = 80
_LONGEST_NAME = 30
_MOST_PLACES = 20
# Where a value on its line ends: a wide gap, a tab, the next label.
_STOP = re.compile(
    r"[ 　]{2,}|\t|[|｜]|[ 　；;，,。](?=[A-Za-z\u4e00-\u9fff][^\s：:，。；;]{1,9}[：:])"
)
_CLAUSE_ENDS = "，,；;。"
_CLAUSE_END = re.compile(rf"[{_CLAUSE_ENDS}](?!\d)|{_STOP.pattern}")
_LIST = re.compile(r"[、；;，,]")
_FILLED = re.compile(r"[^\W_]")
_NEXT_LABEL = re.compile(r"[A-Za-z\u4e00-\u9fff][^\s：:，。]{0,9}[：:]")
_NOT_FILLED = re.compile(
    rf"[（(【\[]?(?:{SIGNATURE_WORDS}|空白|待定|待填|略|详见附件|见附件|/|无)[）)】\]]?[：:。]?"
)
_ANY_LABEL = re.compile(
    r"(?:^|(?<=[\s　；;。，,|｜]))(?:[（(]?[一二三四五六七八九十0-9]{1,2}[)）、.．][ \t　]*)?"
    r"(?P<label>[\u4e00-\u9fff]{2,10})[ \t　]*[：:]",
    re.MULTILINE,
)
# Whose it is decides: the label of one party's number says nothing of another's.
_OF_A_PARTY = re.compile(
    r".*(?:[甲乙丙丁买卖供需]方|方|[出承]租|采购|供应|代理|法定|委托|受托|发包|承包|出借|借款|担保|投保|被保)"
)
_BARE_NUMBER = re.compile(r"\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[\s。；;]*")
_GAP = r"[ \t　]*"
_NOTE = r"(?:[（(][^（()）\n：:]{1,8}[)）])?"
# Words that forms use for each other at the end of a label.
_SAME_ENDS: tuple[tuple[str, ...], ...] = (
    ("日期", "时间"), ("编号", "号码", "号"), ("地址", "地点"), ("电话", "电话号码", "联系电话"),
    ("住址", "住所", "地址"), ("医师", "医生"),
    ("签约日期", "签订日期", "签署日期", "签约时间", "签订时间"),
    ("出生日期", "出生年月"),
)  # fmt: skip


def add_labelled(
    text: str, names: Sequence[str], kind: FieldType, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Candidates with what the text labels with one of these names.

    Whatever the threshold, the same candidates are kept.
    """
    places = list(_labelled_values(text, tuple(names), kind))
    if not places:
        return _with_akin(text, names, kind, candidates)
    answers = {answer_key(text[start:end]) for start, end in places}
    raised = []
    for candidate in candidates:
        score = candidate.score
        if (candidate.start, candidate.end) in places:
            score = 1 - (1 - score) * (1 - RELIABILITY)
        elif not (
            any(s < candidate.end and candidate.start < e for s, e in places)
            # Another mention of the labelled answer says the same.
            or answer_key(text[candidate.start : candidate.end]) in answers
        ):
            score *= ELSEWHERE
        raised.append(Candidate(candidate.start, candidate.end, score))
    return merge_candidates([*raised, *(Candidate(s, e, RELIABILITY) for s, e in places)])


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """The names at the start of a line or behind a gap, with the colon that follows."""
    plain = [unicodedata.normalize("NFKC", name).strip() for name in names]
    plain = list(dict.fromkeys(variant for name in plain for variant in (name, *_variants(name))))
    spaced = [_GAP.join(map(_letter, name)) for name in plain if 2 <= len(name) <= _LONGEST_NAME]
    if not spaced:
        return None
    return re.compile(
        rf"(?:^|(?<=[\s　；;。，,|｜\])）】/／]))"
        rf"(?:[（(]?[一二三四五六七八九十0-9]{{1,2}}[)）、.．]{_GAP})?"
        rf"(?:(?:{'|'.join(spaced)}){_GAP}{_NOTE}"
        # Another word for the one in front: `乙方（发布方）：…`.
        rf"|[^\s（(：:。，,；;]{{2,8}}{_GAP}[（(]{_GAP}(?:{'|'.join(spaced)}){_GAP}[)）])"
        rf"(?P<ordinal>[甲乙丙丁]|[一二三四1-9](?=[：:]))?[：:]{_GAP}",
        re.MULTILINE,
    )


def _letter(letter: str) -> str:
    """A pattern of one character; a bracket of either width."""
    return _BRACKETS.get(letter) or re.escape(letter)


def _with_akin(
    text: str, names: Sequence[str], kind: FieldType, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Candidates with what the only label says that ends like a name, or that a name ends like.

    `邮件主题` is likely what stands behind `主题：`; alone such a label decides nothing.
    """
    akin = _akin_labels(text, names)
    places = {p for label in akin for p in _labelled_values(text, (label,), kind)}
    if len(places) != 1:
        return tuple(candidates)
    ((start, end),) = places
    best = max((c.score for c in candidates if (c.start, c.end) == (start, end)), default=0.0)
    return merge_candidates(
        [*candidates, Candidate(start, end, 1 - (1 - best) * (1 - AKIN_RELIABILITY))]
    )


def _akin_labels(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The label that shares its end with a name; none where two do, or where a party is named."""
    found = set()
    for name in names:
        plain = unicodedata.normalize("NFKC", name).strip()
        for label in _labels(text):
            longer, shorter = sorted((plain, label), key=len, reverse=True)
            if len(shorter) >= 2 and longer != shorter and longer.endswith(shorter):
                found.add(label if not _OF_A_PARTY.match(longer[: -len(shorter)]) else "")
    return tuple(found) if len(found) == 1 and "" not in found else ()


@lru_cache(maxsize=64)
def _labels(text: str) -> tuple[str, ...]:
    """The labels that stand once in the text."""
    counts = Counter(match["label"] for match in _ANY_LABEL.finditer(text))
    return tuple(label for label, count in counts.items() if count == 1)


def _variants(name: str) -> list[str]:
    """The name with another word of the same meaning at its end: `签约日期` for `签约时间`."""
    found = []
    for ends in _SAME_ENDS:
        end = next((end for end in sorted(ends, key=len, reverse=True) if name.endswith(end)), None)
        if end is not None:
            found += [name[: -len(end)] + other for other in ends if other != end]
    return found


def _labelled_values(
    text: str, names: tuple[str, ...], kind: FieldType
) -> Iterator[tuple[int, int]]:
    pattern = _pattern(names)
    if pattern is None:
        return
    is_clause = kind.name == "text" and value_kind(names[0]) == "clause"
    for count, match in enumerate(pattern.finditer(text)):
        if count == _MOST_PLACES:
            return
        start = match.end()
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        if not text[start:line_end].strip():
            # The label is a line of its own: a passage may follow, a short value does not.
            if is_clause and (passage := _next_sentence(text, line_end)) is not None:
                yield passage
            continue
        # A label within a sentence ends with its clause: `岗位职级：P6，工作地点…`.
        inside = not is_clause and text[max(0, match.start() - 1) : match.start()] in _CLAUSE_ENDS
        stop = (_CLAUSE_END if inside and match.start() else _STOP).search(text, start, line_end)
        end = stop.start() if stop is not None else line_end
        if kind.name in ("person", "organisation"):
            # `当事人甲：金丽华，女，…`: a name, and what is said of it.
            head = _LIST.search(text, start, end)
            end = head.start() if head is not None and head[0] in "，,；;" else end
        yield from _values(text, start, end, kind, is_clause)


def _values(
    text: str, start: int, end: int, kind: FieldType, is_clause: bool
) -> Iterator[tuple[int, int]]:
    """The labelled value; several where names stand in a row: `章璐、蓝海涛`."""
    names = text[start:end].strip()
    pieces = names.split("、")
    if kind.name in ("person", "organisation") and 1 < len(pieces) <= _MOST_PLACES:
        places = []
        at = text.index(names, start)
        for piece in pieces:
            places.append((at, at + len(piece)))
            at += len(piece) + 1
        places = [p for s, e in places if (p := _trimmed(text, s, e)) is not None]
        if len(places) == len(pieces) and all(_is_name(text[slice(*p)], kind) for p in places):
            yield from places
        return
    found = _value(text, start, end, kind, is_clause)
    if found is not None:
        yield found


def _is_name(words: str, kind: FieldType) -> bool:
    """Whether the words have the form of a name, which a title or a remark has not."""
    type_ = value_type(kind.name)
    return type_ is not None and type_.find(words) == [(0, len(words))]


def _value(
    text: str, start: int, end: int, kind: FieldType, is_clause: bool
) -> tuple[int, int] | None:
    """The labelled value: the first place of the type's form, or the words as they stand."""
    words = text[start:end]
    type_ = value_type(kind.name)
    if type_ is not None and kind.name not in ("person", "organisation", "code", "address"):
        places = type_.find(words)
        if places:
            return start + places[0][0], start + places[0][1]
        # A number alone, its unit in the label: `预算金额（元）：9,800,000.00`.
        number = _BARE_NUMBER.fullmatch(words)
        return (start + number.start(1), start + number.end(1)) if number is not None else None
    if is_clause:
        if end - start > _LONGEST:
            return without_stop(text, *sentence_span(text, start, start + 1))
        return _trimmed(text, start, end)
    if end - start > _LONGEST or (kind.name != "address" and _LIST.search(words)):
        return None
    found = _trimmed(text, start, end)
    return found if found is not None and _can_be(text[slice(*found)], kind) else None


def _can_be(words: str, kind: FieldType) -> bool:
    """Whether a form was filled in here, with something of the kind."""
    if not _FILLED.search(words) or _NOT_FILLED.fullmatch(words) or _NEXT_LABEL.match(words):
        return False
    if kind.name not in ("person", "organisation"):
        return True
    readers = (value_type("person"), value_type("organisation"))
    return any(r is not None and r.read(words, Context()).problem is None for r in readers)


def _next_sentence(text: str, at: int) -> tuple[int, int] | None:
    match = re.compile(r"\n[ \t　]*(?=\S)").match(text, at)
    if match is None:
        return None
    return without_stop(text, *sentence_span(text, match.end(), match.end() + 1))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    # A remark in brackets at the end is not part of a name or a number: 号码（家属）.
    remark = re.compile(r"[（(][^（()）]{1,12}[)）][\s。；;]*$").search(text, start, end)
    if remark is not None and remark.start() > start:
        end = remark.start()
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。；;，,"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end else None
