"""The definition grammar: what a user writes, read into `FieldSpec`s and printed back.

    list       = definition { separator definition }      separator: ， , 、 ; ； or a new line
    definition = name [ "(" constraint ")" ]              （） [] 【】 serve as ()
    constraint = part "+" part …                          composite, ＋ as well
               | option "/" option …                      enumeration, ／ as well
               | any text                                 unit, length, format

A backslash before a separator or a bracket makes it part of the name. A definition that cannot
be used is set aside with a notice; the others are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.results.types import Notice

from .constraints import read_constraint
from .phrasing import objection
from .segments import bracket_pairs, escape, fold_brackets, split_lines, unescape, visible

GRAMMAR_VERSION = 1
MAX_FIELDS = 200
MAX_DEFINITION_LENGTH = 100

# More pieces than this are no list of fields; reading them all would only take time.
_MAX_SEGMENTS = 10_000

_CARDINALITY = re.compile(r"\d{0,3}")
_BULLET = re.compile(r"(?:(?:[-*•·]|\d{1,3}[.．])\s+)+")
_TRAILING_MARKS = "：:。 "


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as asked for. Equal specs ask the same, however the user wrote them.

    Attributes:
        definition: the segment exactly as given, outer white space stripped; does not take
            part in comparison.
        name: the noun phrase for the model: visible characters, half-width brackets.
        constraint: the bracket text without its brackets, several brackets joined by `;`;
            None where there is none.
        parts: components of a composite, as written (`姓名`, `职务`); empty or at least two.
        options: options of an enumeration, as written; empty or at least two.

    Invariants: parts and options are never both filled; for every spec that
    `parse_definitions` made, `parse_definitions(str(spec)).specs == (spec,)`.
    """

    definition: str = field(compare=False)
    name: str
    constraint: str | None = None
    parts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The canonical text: half-width brackets, escapes only where the name needs them."""
        bracket = "" if self.constraint is None else f"({self.constraint})"
        plain = self.name + bracket
        if split_lines(plain) == [[plain]] and _read(plain) == self:
            return plain
        return escape(self.name) + bracket


@dataclass(frozen=True, slots=True)
class Definitions:
    """The usable definitions in the order given, and a notice for everything set aside."""

    specs: tuple[FieldSpec, ...] = ()
    notices: tuple[Notice, ...] = ()


def parse_definitions(source: str | Sequence[str]) -> Definitions:
    """Read field definitions; what cannot be used is set aside with a notice.

    Args:
        source: an editable list, split at separators outside brackets; or a sequence with one
            definition per item, which is not split further.

    Notice codes: `definition_ignored` (question or instruction), `definition_unbalanced`,
    `definition_empty`, `definition_duplicate`, `definition_unsupported` (records),
    `cardinality_ignored` (the field is kept).

    Raises:
        SeqGPTError: `definition_too_long`, `too_many_fields`, `definition_not_text`.
    """
    specs: list[FieldSpec] = []
    notices: list[Notice] = []
    seen: dict[tuple[str, str], FieldSpec] = {}
    definitions = list(_definitions_of(source))
    if len(definitions) > _MAX_SEGMENTS:
        raise _too_many(len(definitions))
    for definition in definitions:
        length = len(unescape(definition))
        if length > MAX_DEFINITION_LENGTH:
            raise SeqGPTError(
                "definition_too_long",
                f"字段定义「{visible(definition)[:20]}…」有 {length} 个字符，"
                f"超过上限 {MAX_DEFINITION_LENGTH} 个，请缩短它。",
            )
        outcome = _read(definition)
        if isinstance(outcome, Notice):
            notices.append(outcome)
            continue
        if _has_cardinality(definition):
            notices.append(
                Notice(
                    "cardinality_ignored",
                    f"「{visible(definition)}」中的个数写法 [n] 暂不支持，"
                    f"已按「{outcome}」提取全部值，请去掉末尾的方括号。",
                )
            )
        key = (_fold(outcome.name), _fold(outcome.constraint or ""))
        if key in seen:
            notices.append(
                Notice(
                    "definition_duplicate",
                    f"字段「{visible(definition)}」与前面的「{visible(seen[key].definition)}」重复，"
                    "只保留前一个，请删去或改名。",
                )
            )
            continue
        seen[key] = outcome
        specs.append(outcome)
    if len(specs) > MAX_FIELDS:
        raise _too_many(len(specs))
    return Definitions(tuple(specs), tuple(notices))


def join_definitions(specs: Iterable[FieldSpec]) -> str:
    """An editable list, one canonical definition a line, that parses back to equal specs."""
    return "\n".join(map(str, specs))


def field_name(definition: str) -> str | None:
    """The name that `definition` gives its field, or None if it is set aside."""
    outcome = _read(definition.strip())
    return None if isinstance(outcome, Notice) else outcome.name


def _definitions_of(source: str | Sequence[str]) -> Iterator[str]:
    """The definitions in `source`, stripped; an empty string for each one left out."""
    if isinstance(source, str):
        for line in split_lines(source):
            while line and not line[-1]:
                line.pop()
            started = False
            for previous, segment in zip(["", *line], line, strict=False):
                # A leading or trailing separator leaves nothing out; `甲方,,,乙方` does, once.
                if segment or (started and previous):
                    yield segment
                started = started or bool(segment)
        return
    for item in source:
        if not isinstance(item, str):
            raise SeqGPTError(
                "definition_not_text",
                f"字段定义必须是文字，而这里有一个 {type(item).__name__}，请改成带引号的字段名。",
            )
        yield item.strip()


def _too_many(count: int) -> SeqGPTError:
    return SeqGPTError(
        "too_many_fields", f"共有 {count} 个字段，超过上限 {MAX_FIELDS} 个，请分几次提取。"
    )


def _read(definition: str) -> FieldSpec | Notice:
    """Read one definition, or say why it cannot be used."""
    text = fold_brackets(visible(definition))
    text = text[_bullet_length(text) :]
    pairs, stray = bracket_pairs(text)
    if stray:
        return Notice(
            "definition_unbalanced",
            f"「{visible(definition)}」的括号不成对，请补全或删去多余的括号。",
        )
    if _is_record(text, pairs):
        return Notice(
            "definition_unsupported",
            f"「{visible(definition)}」是成组记录的写法 {{…}}[]，暂不支持，"
            "请把其中的字段逐个写出，例如「品名, 数量, 单价」。",
        )
    name, groups, _ = _peel(text, pairs)
    if not any(
        unicodedata.category(character)[0] in "LN" or _is_sign(character) for character in name
    ):
        shown = visible(definition)
        return Notice(
            "definition_empty",
            f"「{shown}」没有字段名，请写成「合同金额(元)」这样的形式。"
            if shown
            else "两个分隔符之间没有内容，请补上字段名或删去多余的分隔符。",
        )
    if found := objection(name):
        kind = "一个问题" if found.kind == "question" else "一条指令"
        proposal = f"「{found.example}」" + ("" if found.own else "这样的名词短语")
        return Notice(
            "definition_ignored",
            f"「{visible(definition)}」是{kind}，不是字段名，已跳过，请写成{proposal}。",
        )
    constraint = ";".join(groups) or None
    parts, options = read_constraint(name, constraint)
    return FieldSpec(definition, name, constraint, parts, options)


def _peel(text: str, pairs: dict[int, int]) -> tuple[str, list[str], bool]:
    """Take the brackets at the end off `text`.

    Returns:
        The name (unescaped), the texts of its brackets in order (none empty), and whether a
        `[1]` stood at the very end.
    """
    openers = {closing: opening for opening, closing in pairs.items()}
    groups: list[str] = []
    cardinality = False
    end = _content_end(text, len(text))
    while end and end - 1 in openers:
        opening = openers[end - 1]
        content = text[opening + 1 : end - 1].strip()
        if not groups and text[opening] == "[" and _CARDINALITY.fullmatch(content):
            cardinality = True
        elif content:
            groups.insert(0, _closed(content))
        end = _content_end(text, opening)
    return unescape(text[:end].strip()), groups, cardinality


def _content_end(text: str, end: int) -> int:
    """Where `text[:end]` ends without the colons and full stops of a form (`甲方：`)."""
    return len(text[:end].rstrip(_TRAILING_MARKS))


def _bullet_length(text: str) -> int:
    bullet = _BULLET.match(text)
    return bullet.end() if bullet else 0


def _closed(content: str) -> str:
    """`content` made safe before a closing bracket: no half escape at its end."""
    backslashes = len(content) - len(content.rstrip("\\"))
    return content + "\\" if backslashes % 2 else content


def _is_record(text: str, pairs: dict[int, int]) -> bool:
    """Whether the text is written `{…}`, `{…}[]` or `name{…}[]`."""
    return text.startswith("{") or any(
        text[opening] == "{" and text[closing + 1 :].lstrip().startswith("[]")
        for opening, closing in pairs.items()
    )


def _has_cardinality(definition: str) -> bool:
    text = fold_brackets(visible(definition))
    return _peel(text, bracket_pairs(text)[0])[2]


def _is_sign(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sc")


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
