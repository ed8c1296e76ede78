"""Lists of definitions: each read by the grammar, what cannot be used set aside with a notice.

    list = definition { separator definition }      separator: ， , 、 ; ； or a new line

Separators inside brackets and in notes separate nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.results.types import Notice

from .grammar import FieldSpec, read_definition, shown
from .layout import fold
from .segments import split_lines

MAX_FIELDS = 200

# More pieces than this are no list of fields; reading them all would only take time.
_MAX_SEGMENTS = 2_000


@dataclass(frozen=True, slots=True)
class Definitions:
    """The usable definitions in the order given, and a notice for everything set aside."""

    specs: tuple[FieldSpec, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One definition of a list.

    Attributes:
        index: its place among the definitions given; in an editable list, gaps between
            separators do not count. None for a gap, and for what concerns the list as a whole.
        definition: as given, outer white space stripped.
        spec: None where it is set aside.
        proposal: where it is set aside, what the user probably means.
    """

    index: int | None
    definition: str
    spec: FieldSpec | None
    notices: tuple[Notice, ...] = ()
    proposal: FieldSpec | None = None


def parse_definitions(source: str | Sequence[str]) -> Definitions:
    """Read field definitions; what cannot be used is set aside with a notice.

    Args:
        source: an editable list, split at separators outside brackets; or a sequence with one
            definition per item, which is not split further.

    Notice codes: those of `read_definition`; `definition_duplicate` (set aside);
    `definition_same_name` (kept: another constraint); `too_many_fields` (the rest is left out).

    Raises:
        SeqGPTError: `definition_not_text`.
    """
    items = read_list(source)
    return Definitions(
        tuple(item.spec for item in items if item.spec is not None),
        tuple(notice for item in items for notice in item.notices),
    )


def read_list(source: str | Sequence[str]) -> list[ReadItem]:
    """Every definition of a list in order, with its notices; at most `MAX_FIELDS` specs.

    Raises:
        SeqGPTError: `definition_not_text`.
    """
    given = list(_definitions_of(source))
    count = len(given)
    if count > _MAX_SEGMENTS:
        given = given[:MAX_FIELDS]
    items: list[ReadItem] = []
    asked: dict[tuple[str, str, str], FieldSpec] = {}
    named: dict[str, FieldSpec] = {}
    usable = 0
    for index, definition in given:
        reading = read_definition(definition)
        spec, notices = reading.spec, list(reading.notices)
        if spec is not None:
            name = fold(spec.name)
            key = (name, fold(spec.constraint or ""), fold(", ".join(map(str, spec.columns))))
            if key in asked:
                notices.append(_duplicate(spec, asked[key]))
                spec = None
            else:
                # 毕业院校(硕士) and 毕业院校(本科) are asked by different names.
                question = fold(spec.asked_names[0])
                if question in named:
                    notices.append(_same_name(spec, named[question]))
                named.setdefault(question, spec)
                asked[key] = spec
                usable += 1
                if usable > MAX_FIELDS:
                    continue
        items.append(ReadItem(index, definition, spec, tuple(notices), reading.proposal))
    count = count if count > _MAX_SEGMENTS else usable
    if count > MAX_FIELDS:
        notice = Notice(
            "too_many_fields",
            f"共有 {count} 个字段，超过上限 {MAX_FIELDS} 个，"
            f"只用前 {MAX_FIELDS} 个，请分几次提取。",
        )
        items.append(ReadItem(None, "", None, (notice,)))
    return items


def join_definitions(specs: Iterable[FieldSpec]) -> str:
    """An editable list, one canonical definition a line, that parses back to equal specs."""
    return "\n".join(map(str, specs))


def field_name(definition: str) -> str | None:
    """The name that `definition` gives its field, or None if it is set aside."""
    spec = read_definition(definition.strip()).spec
    return None if spec is None else spec.name


def _definitions_of(source: str | Sequence[str]) -> Iterator[tuple[int | None, str]]:
    """The definitions in `source`, stripped, with their places; (None, "") for each gap."""
    if isinstance(source, str):
        index = 0
        for line in split_lines(source):
            while line and not line[-1]:
                line.pop()
            started = False
            for previous, segment in zip(["", *line], line, strict=False):
                # A leading or trailing separator leaves nothing out; `甲方,,,乙方` does, once.
                if segment:
                    yield index, segment
                    index += 1
                elif started and previous:
                    yield None, ""
                started = started or bool(segment)
        return
    for index, item in enumerate(source):
        if not isinstance(item, str):
            raise SeqGPTError(
                "definition_not_text",
                f"字段定义必须是文字，而这里有一个 {type(item).__name__}，请改成带引号的字段名。",
            )
        yield index, item.strip()


def _duplicate(spec: FieldSpec, first: FieldSpec) -> Notice:
    return Notice(
        "definition_duplicate",
        f"字段「{shown(spec.definition)}」与前面的「{shown(first.definition)}」重复，"
        "只保留前一个，请删去或改名。",
    )


def _same_name(spec: FieldSpec, first: FieldSpec) -> Notice:
    return Notice(
        "definition_same_name",
        f"字段「{shown(spec.definition)}」与前面的「{shown(first.definition)}」同名而约束不同，"
        "两个都会提取；若是同一个字段请只留一个，否则请改名。",
    )
