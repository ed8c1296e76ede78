"""Values that stand right behind the field's name: `施救费3,200元`, `血钾3.2mmol/L`.

Reports name a figure and give it, without a colon. The words in front of a figure say what it is,
so such a place is evidence for the field of that name, and figures elsewhere count for less. Names
of persons and the like have no form of their own: there only the model's places are weighed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from ...fields import value_kind
from ...fields.types import FieldType, TypeName, value_type
from ..spans import Candidate, merge_candidates
from .roles import bound_roles

WHOLE_NAME, NAME_END = 0.75, 0.55
"""How far the name is trusted alone: standing free, or with more of a word before it."""

ELSEWHERE = 0.7
"""What is left of the score of a figure without the name, once a free-standing name was found."""

_FIGURES: frozenset[TypeName] = frozenset(
    {"money", "percentage", "quantity", "duration", "phone", "id_card", "bank_card", "plate",
     "email"}
)  # fmt: skip
_BESIDE = 0.5
"""How far the name right before one of the model's places is trusted, where no form tells."""

_WEIGHED: frozenset[TypeName] = frozenset({"person", "organisation", "address", "code"})
_HEAD = re.compile(
    r"(?:比例|比率|金额|数额|总额|成绩|得分|分数|数值|水平|含量|浓度|数量|人数|时长|天数)$"
)
_FEWEST = 2
# What may stand between a name and its figure.
_BETWEEN = (
    r"(?:[（(][^（()）\n\d]{1,8}[)）])?[ \t　]*(?:[：:]|为|是|计|共计?|合计|总计|约|达|降至|升至)?"
    r"[ \t　]*(?:人民币|RMB)?[ \t　]*$"
)
_FREE_BEFORE = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]|[的及和与为按含]")
_MEASURED = re.compile(
    r"\d+(?:[.,]\d+)*(?:[/\-~]\d+(?:\.\d+)?)? ?"
    r"(?:[A-Za-zμΩ℃°%‰]+(?:/[A-Za-zμ²³\d]+|/[次分]+)?|次/分)"
    r"|\d+(?:\.\d+)?(?![\d.年月日A-Za-z\-/:：])"
)
_MOST = 20


def add_named(
    text: str, names: Sequence[str], kind: FieldType, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Candidates with the figures that stand right behind one of the names.

    Whatever the threshold, the same candidates are kept.
    """
    if kind.name in _WEIGHED:
        return _weighed(text, tuple(names), candidates)
    named = _named(text, tuple(names), kind)
    if not named:
        return tuple(candidates)
    free = max(named.values()) == WHOLE_NAME
    raised = []
    for candidate in candidates:
        span, score = (candidate.start, candidate.end), candidate.score
        if span not in named and free:
            apart = all(e <= candidate.start or candidate.end <= s for s, e in named)
            score *= ELSEWHERE if apart else 1.0
        raised.append(Candidate(*span, score))
    best = {(c.start, c.end): c.score for c in candidates}
    return merge_candidates(
        [
            *raised,
            *(
                Candidate(s, e, 1 - (1 - best.get((s, e), 0.0)) * (1 - trust))
                for (s, e), trust in named.items()
            ),
        ]
    )


def _weighed(
    text: str, names: tuple[str, ...], candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    before = _before(names)
    # 甲方 stands for the party wherever it is written: what follows it (甲方仓库) is not its name.
    if before is None or bound_roles(names):
        return tuple(candidates)
    return tuple(
        Candidate(c.start, c.end, 1 - (1 - c.score) * (1 - _BESIDE))
        if before.search(text, max(0, c.start - 60), c.start)
        else c
        for c in candidates
    )


def _named(text: str, names: tuple[str, ...], kind: FieldType) -> dict[tuple[int, int], float]:
    """Places of figures behind a name, with the trust in each."""
    before = _before(names)
    if before is None:
        return {}
    if kind.name in _FIGURES:
        type_ = value_type(kind.name)
        assert type_ is not None
        places = _places(kind.name, text)
    elif kind.name == "text" and value_kind(names[0]) == "other":
        places = ()
    else:
        return {}
    found: dict[tuple[int, int], float] = {}
    measured = kind.name in ("quantity", "text")
    spans = (*places, *(_measures(text) if measured else ()))
    for start, end in spans:
        match = before.search(text, max(0, start - 60), start)
        if match is None:
            continue
        if any(s < end and start < e for s, e in found):
            continue
        at = match.start("name")
        free = at == 0 or _FREE_BEFORE.match(text[at - 1]) is not None
        found[start, end] = WHOLE_NAME if free else NAME_END
        if len(found) == _MOST:
            break
    return found


@lru_cache(maxsize=64)
def _places(name: TypeName, text: str) -> tuple[tuple[int, int], ...]:
    type_ = value_type(name)
    return tuple(type_.find(text)) if type_ is not None else ()


@lru_cache(maxsize=16)
def _measures(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _MEASURED.finditer(text))


@lru_cache(maxsize=1024)
def _before(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """The names, or what is left of them without their head, at the end of what is searched."""
    words: set[str] = set()
    for name in names:
        plain = unicodedata.normalize("NFKC", name).strip()
        words |= {word for word in (plain, _HEAD.sub("", plain)) if len(word) >= _FEWEST}
    if not words:
        return None
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    patterns = [*map(re.escape, longest_first), *filter(None, map(_share_of, longest_first))]
    return re.compile(rf"(?P<name>{'|'.join(patterns)}){_BETWEEN}")


def _share_of(word: str) -> str | None:
    """`占公司2023年度营业收入的` for `占营业收入比例`."""
    return (
        rf"占[^。；;，,\n]{{0,24}}{re.escape(word[1:])}的?(?:比例|比重)?"
        if word[0] == "占"
        else None
    )
