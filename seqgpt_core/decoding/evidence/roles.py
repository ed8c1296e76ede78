"""Where a document itself binds a role to a name: `甲方（买方）：…公司`, `…公司（以下简称“甲方”）`.

Such a place answers the field of that role, whatever the model thinks of it: the words beside it
say so. Only names of organisations and persons are bound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ...fields.types import Context, value_type
from ..exclusive import ROLE_GROUPS, exclude_each_other
from ..spans import Candidate, merge_candidates

RELIABILITY = 0.8
"""How far a binding alone is trusted; with a model's score it adds up as independent evidence."""

BOUND_TO_ANOTHER = 0.5
"""What is left of the score of a name that the text binds to the other side."""

_ROLES = sorted({role for group in ROLE_GROUPS for role in group}, key=len, reverse=True)
_ROLE = "|".join(map(re.escape, _ROLES))
_NOTE = r"(?:[（(][^（()）\n]{1,12}[)）])?"
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜；;。，,]))(?:(?:{_ROLE})[ \t]*{_NOTE}"
    rf"|[^\s（(：:。，,]{{2,8}}[（(](?:{_ROLE})[)）])(?:名称|全称)?[ \t　]*[：:][ \t　]*"
    r"(?P<name>[^\n\t|｜，,；;。：:]{2,60})",
    re.MULTILINE,
)
_DEFINED = re.compile(
    rf"[（(](?:下称|以下简称|以下称|简称)为?[“\"「『‘']?(?P<role>{_ROLE})[”\"」』’']?[）)]"
)
# What ends a name on its line: a bracket with a remark, a wide gap, the next label.
_NAME_END = re.compile(
    r"[（(](?!(?!.{0,6}(?:盖|签|下称|简称)).{1,8}[)）].)|\s{2,}|　| (?=\S{1,8}[：:])"
)
_INSTITUTION = frozenset("司院局厂店所社会部行校馆站署厅委处心团府")
_LONGEST, _LONGEST_PERSON = 40, 4


def bound_roles(names: Iterable[str]) -> tuple[str, ...]:
    """The roles that field names ask for: the bare role, or its name (`甲方名称`)."""
    found = []
    for name in names:
        plain = re.sub(r"(?:名称|全称)$", "", unicodedata.normalize("NFKC", name).strip())
        # 出租人 and 出租方 are one role.
        other = plain[:-1] + ("方" if plain.endswith("人") else "人")
        found += [role for role in (plain, other) if role in _ROLES]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def role_bindings(text: str) -> tuple[tuple[str, int, int], ...]:
    """(role, start, end) of every name that the text binds to a role, in text order."""
    found: list[tuple[str, int, int]] = []
    for match in _LABEL.finditer(text):
        start, end = match.span("name")
        stop = _NAME_END.search(text, start, end)
        end = _trimmed(text, start, stop.start() if stop else end)
        if _is_name(text[start:end]):
            label = text[match.start() : match.start("name")]
            found += [(role, start, end) for role in re.findall(_ROLE, label)]
    definitions = list(_DEFINED.finditer(text))
    if definitions:
        organisation = value_type("organisation")
        assert organisation is not None
        ends = {end: start for start, end in organisation.find(text)}
        for match in definitions:
            if match.start() in ends:
                found.append((match["role"], ends[match.start()], match.start()))
    return tuple(sorted(set(found), key=lambda item: (item[1], item[2], item[0])))


def add_bindings(
    text: str, roles: Sequence[str], candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Candidates with what the text binds to these roles, scored as independent evidence.

    A name that it binds to a role of another side counts for less.
    """
    bindings = role_bindings(text)
    bound = {(start, end) for role, start, end in bindings if role in roles}
    taken = {
        (start, end)
        for role, start, end in bindings
        if (start, end) not in bound and any(exclude_each_other(role, own) for own in roles)
    }
    raised = []
    for c in candidates:
        score = c.score
        if (c.start, c.end) in bound:
            score = 1 - (1 - score) * (1 - RELIABILITY)
        elif any(c.start < end and start < c.end for start, end in taken):
            score *= BOUND_TO_ANOTHER
        raised.append(Candidate(c.start, c.end, score))
    return merge_candidates([*raised, *(Candidate(s, e, RELIABILITY) for s, e in bound)])


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _is_name(words: str) -> bool:
    if not 2 <= len(words) <= _LONGEST:
        return False
    organisation, person = value_type("organisation"), value_type("person")
    assert organisation is not None and person is not None
    if (0, len(words)) in organisation.find(words):
        return True
    if words[-1] in _INSTITUTION and organisation.read(words, Context()).problem is None:
        return True
    # A sentence may begin like a name; persons are short, or have a middle dot.
    short = len(words) <= _LONGEST_PERSON or "·" in words
    return short and person.read(words, Context()).problem is None
