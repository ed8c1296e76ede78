"""Composites that the document writes under the field's label: `查勘员：葛宏亮（工号05512）`.

The line behind the label holds the parts: a person with the title before the name or in a bracket
behind it, and what has a label or a form of its own (`电话：…`, `警号：082316`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...fields.types import Context, FieldType, TypeName, value_type
from ..composites import PartNode
from ..spans import Candidate
from .owners import owned_labels

RELIABILITY = 0.8
"""How far a label alone is trusted; with a model's score it adds up as independent evidence."""

_FORMS: frozenset[TypeName] = frozenset(
    {"phone", "email", "id_card", "bank_card", "credit_code", "plate"}
)
_TITLE_PART = re.compile(r"(?:职务|职位|职称|头衔|岗位|身份)$")
_TITLE = (
    r"[\u3400-\u9fff]{0,10}(?:经理|总监|总裁|董事长|董事|监事|主席|主任|医师|医生|护士长|护士|教授|讲师|"
    r"律师|法官|审判长|审判员|书记员|书记|局长|处长|科长|院长|校长|所长|队长|组长|班长|部长|厂长|站长|"
    r"店长|秘书长|秘书|会计师|会计|工程师|主管|专员|助理|代表|负责人|代理人|顾问|研究员|分析师|设计师|"
    r"警官|民警|镇长|县长|市长|区长|干事|文员|法务|出纳|队员|理事长|理事)"
)
_TITLE_FIRST = re.compile(rf"(?P<title>{_TITLE})[ \t　]*")
_TITLE_BEHIND = re.compile(
    rf"[ \t　]*[（(，,、/／][ \t　]*(?P<title>{_TITLE})(?=[）)\s，,；;。]|$)"
)
_NAME_STOP = re.compile(r"[（(，,；;。\s、/／]")
_OWN_LABEL = (
    r"(?:联系|移动|办公)?%s(?:号码|号)?[ \t　]*[：:为]?[ \t　]*(?P<value>[A-Za-z0-9][\w\-*×]*)"
)
_LINE = 120
_MOST = 20


@dataclass(frozen=True, slots=True)
class LabelledComposite:
    """One labelled composite: its span and the parts found in it by path."""

    span: tuple[int, int]
    parts: Mapping[str, tuple[int, int]]


def labelled_composites(
    text: str, names: Sequence[str], nodes: Sequence[PartNode], types: Mapping[str, FieldType]
) -> tuple[LabelledComposite, ...]:
    """What stands under labels of these names; nothing unless a person's or a form's part does.

    Args:
        types: the type of each part by path.
    """
    plain = [unicodedata.normalize("NFKC", name).strip() for name in names]
    label = re.compile(
        rf"(?:^|(?<=[\s　；;。，,|｜\])）】/／]))(?:{'|'.join(map(re.escape, plain))})"
        r"(?:[（(][^（()）\n：:]{1,8}[)）])?[ \t　]*[：:][ \t　]*(?=\S)",
        re.MULTILINE,
    )
    ends = [node for node in nodes if not node.leaves]
    found: list[LabelledComposite] = []
    starts = {match.end() for match in label.finditer(text)} | set(owned_labels(text, names))
    for start in sorted(starts)[:_MOST]:
        line = text.find("\n", start)
        stop = min(start + _LINE, len(text) if line < 0 else line)
        stop = _next_subject(text, start, stop, nodes)
        parts = _parts_in(text, start, stop, ends, types)
        if parts:
            low = min(s for s, _ in parts.values())
            high = max(e for _, e in parts.values())
            found.append(LabelledComposite((low, high), parts))
    return tuple(found)


def with_labelled(
    composites: Sequence[LabelledComposite],
    whole: Sequence[Candidate],
    parts: Mapping[str, Sequence[Candidate]],
    elsewhere: float,
) -> tuple[tuple[Candidate, ...], dict[str, tuple[Candidate, ...]]]:
    """Candidates of the whole and the parts with what labels give.

    A place that a labelled composite takes in is a piece of it and no answer of its own; places
    without the label keep the share `elsewhere`.
    """
    if not composites:
        return tuple(whole), {path: tuple(found) for path, found in parts.items()}
    hulls = [composite.span for composite in composites]
    kept = [
        Candidate(c.start, c.end, c.score * elsewhere)
        for c in whole
        if all(e <= c.start or c.end <= s for s, e in hulls)
    ]
    for low, high in hulls:
        score = max((c.score for c in whole if c.start < high and low < c.end), default=0.0)
        kept.append(Candidate(low, high, 1 - (1 - score) * (1 - RELIABILITY)))
    weighed: dict[str, tuple[Candidate, ...]] = {}
    for path, found in parts.items():
        given = [c.parts[path] for c in composites if path in c.parts]
        rest = [
            Candidate(c.start, c.end, c.score * elsewhere)
            for c in found
            if all(e <= c.start or c.end <= s for s, e in hulls)
        ]
        weighed[path] = tuple(
            sorted(
                [*rest, *(Candidate(s, e, RELIABILITY) for s, e in given)], key=lambda c: c.start
            )
        )
    return tuple(sorted(kept, key=lambda c: (c.start, c.end))), weighed


def _next_subject(text: str, start: int, stop: int, nodes: Sequence[PartNode]) -> int:
    """Where the label of something else begins: another person, a field of its own."""
    own = re.compile("|".join(re.escape(_core(node.name)) for node in nodes if _core(node.name)))
    for match in re.finditer(r"[\s　；;，,。/／]([\u3400-\u9fff]{2,10})[：:]", text[start:stop]):
        if not own.search(match[1]):
            return start + match.start()
    return stop


def _parts_in(
    text: str, start: int, stop: int, ends: Sequence[PartNode], types: Mapping[str, FieldType]
) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    person = next((n for n in ends if types[n.path].name == "person"), None)
    title = next((n for n in ends if _TITLE_PART.search(n.name)), None)
    if person is not None:
        name, before = _person_at(text, _behind_label(text, person.name, start, stop), stop)
        if name is None:
            return {}
        found[person.path] = name
        if title is not None:
            behind = _TITLE_BEHIND.match(text, name[1], stop)
            if behind is None:
                behind = _labelled_title(title.name).search(text, name[1], stop)
            place = before or (behind.span("title") if behind is not None else None)
            if place is not None:
                found[title.path] = place
    for node in ends:
        if node.path in found or node is title:
            continue
        kind = types[node.path].name
        type_ = value_type(kind)
        if kind in _FORMS and type_ is not None:
            places = type_.find(text[start:stop])
            if places:
                found[node.path] = (start + places[0][0], start + places[0][1])
        elif core := _core(node.name):
            own = re.compile(_OWN_LABEL % re.escape(core)).search(text, start, stop)
            if own is not None:
                found[node.path] = own.span("value")
    return found if len(found) >= (1 if person is not None else 2) else {}


def _behind_label(text: str, name: str, start: int, stop: int) -> int:
    """Where the words begin if the part has a label of its own: `负责人：姓名：张伟 职务：总监`."""
    label = re.compile(rf"{re.escape(name)}[ \t　]*[：:][ \t　]*").match(text, start, stop)
    return start if label is None else label.end()


def _labelled_title(name: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(name)}[ \t　]*[：:][ \t　]*(?P<title>[\u3400-\u9fff]{{2,16}})")


def _core(name: str) -> str:
    """`电话` of `联系电话`, `工号` as it is."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return re.sub(r"(?:号码)$|^联系", "", plain) if len(plain) > 2 else plain


def _person_at(
    text: str, start: int, stop: int
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The name that the line begins with and the title before it."""
    end = stop if (mark := _NAME_STOP.search(text, start, stop)) is None else mark.start()
    type_ = value_type("person")
    assert type_ is not None
    title = _TITLE_FIRST.match(text, start, stop)
    if title is not None and title.end() < stop:
        name_end = end if end > title.end() else stop
        if end <= title.end() and (mark := _NAME_STOP.search(text, title.end(), stop)):
            name_end = mark.start()
        words = text[title.end() : name_end]
        if type_.find(words) == [(0, len(words))]:
            return (title.end(), name_end), title.span("title")
    words = text[start:end]
    short = 2 <= len(words) <= 4 or "·" in words
    if words and short and type_.read(words, Context()).problem is None:
        return (start, end), None
    return None, None
