"""One definition: what a user writes, read into a `FieldSpec` and printed back.

    definition = field [ note ] | record [ note ]
    field      = names { "(" constraint ")" } [ "[" count "]" ]
    record     = [ names ] "{" column { separator column } "}" [ "[" [ count ] "]" ]
    names      = name { "|" alias }                        ｜ as well
    constraint = part { "+" part }                         composite, ＋ as well; a part is a field
               | option { "/" option }                     enumeration, ／ as well
               | any text                                  unit, length, format
    column     = field [ note ]                            a new line separates columns as well
    count      = 1 to 999                                  at most so many values; none: all
    note       = "#" any text                              ＃ as well; to the end of the line

Brackets may be full-width, and [] 【】 serve as () where they hold no count. A note's mark follows
white space or a closing bracket. A backslash before a separator, a bracket, `|` or `#` makes it
part of the name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from seqgpt_core.results.types import Notice

from .constraints import read_constraint
from .layout import (
    bullet_length,
    fold,
    has_misplaced_record,
    names_of,
    peel,
    record_brace,
    without_count,
)
from .phrasing import Objection, objection
from .qualifiers import qualified
from .segments import (
    NEWLINES,
    SEPARATORS,
    bracket_pairs,
    escape,
    fold_brackets,
    split_at,
    split_lines,
    split_note,
    unescape,
    visible,
    visible_lines,
)

GRAMMAR_VERSION = 2
MAX_DEFINITION_LENGTH = 100
MAX_COLUMNS = 50

_MANY_OPTIONS = 20

Role = Literal["field", "column", "component"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field as asked for. Equal specs ask the same, however the user wrote them.

    Attributes:
        definition: the segment exactly as given, outer white space stripped; does not take
            part in comparison.
        name: the noun phrase for the model: visible characters, half-width brackets. A record
            that the user gave no name is called by its columns (`品名、数量`).
        constraint: the bracket text without its brackets, several brackets joined by `;`;
            None where there is none. Filled in from components or options if left out.
        components: fields that make up a composite, in order, names distinct; none or at
            least two. A component can be a composite itself.
        options: options of an enumeration, as written; empty or at least two.
        aliases: other names for the same thing; asked as well, the best answer counts.
        limit: greatest number of values, at least 1; None for all.
        columns: fields of a record, names distinct; empty for an ordinary field.
        note: the user's remark; the model never sees it.

    Invariants: at most one of components, options and columns is filled; for every spec that
    `parse_definitions` made, `parse_definitions(str(spec)).specs == (spec,)`.
    """

    definition: str = field(compare=False)
    name: str
    constraint: str | None = None
    components: tuple[FieldSpec, ...] = ()
    options: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    limit: int | None = None
    columns: tuple[FieldSpec, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        if not self.name and self.columns:
            object.__setattr__(self, "name", _name_of(self.columns))
        if self.constraint is None and (self.components or self.options):
            listed = "+".join(map(str, self.components)) or "/".join(self.options)
            object.__setattr__(self, "constraint", listed)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the components."""
        return tuple(component.name for component in self.components)

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)

    @property
    def asked_names(self) -> tuple[str, ...]:
        """The names as the model is asked them: `硕士毕业院校` for `毕业院校(硕士)`."""
        return tuple(qualified(name, self.constraint) for name in self.names)

    def __str__(self) -> str:
        """The canonical text: half-width brackets, escapes only where a name needs them."""
        unnamed = self.columns and self.name == _name_of(self.columns) and not self.aliases
        names = () if unnamed else self.names
        plain = "|".join(names) + self._tail()
        if split_lines(plain) == [[plain]] and _read(plain, "field").spec == self:
            return plain
        return "|".join(map(escape, names)) + self._tail()

    def _tail(self) -> str:
        tail = "" if self.constraint is None else f"({self.constraint})"
        if self.columns:
            tail += "{" + ", ".join(map(str, self.columns)) + "}" + f"[{self.limit or ''}]"
        elif self.limit is not None:
            tail += f"[{self.limit}]"
        return tail + ("" if self.note is None else f" # {self.note}")


@dataclass(frozen=True, slots=True)
class Reading:
    """One definition read.

    Attributes:
        spec: None where the definition is set aside.
        notices: what to tell the user.
        proposal: where a question or an instruction is set aside, the field that it asks for, if
            its words hold one.
    """

    spec: FieldSpec | None
    notices: tuple[Notice, ...] = ()
    proposal: FieldSpec | None = None


def read_definition(definition: str) -> Reading:
    """Read one definition; never raises, linear time.

    Notice codes: `definition_ignored` (question or instruction), `definition_unbalanced`,
    `definition_empty`, `definition_too_long`, `definition_unsupported` (a record inside something
    else); where the field is kept also `cardinality_ignored`, and for columns left out of a record
    any of these, `definition_duplicate` and `too_many_columns`.
    """
    return _read(definition, "field")


def rewritten(spec: FieldSpec, constraint: str | None) -> FieldSpec:
    """The same field (no record) with another constraint."""
    components, options = _listed(spec.name, constraint)
    return replace(spec, constraint=constraint, components=components, options=options)


def _read(definition: str, role: Role) -> Reading:
    full = fold_brackets(visible(definition))
    text, note = split_note(full)
    bullet = bullet_length(text)
    # The same text character for character, but for what stands for a line's end.
    lined = fold_brackets(visible_lines(definition))[bullet : len(text)]
    text = text[bullet:]
    pairs, stray = bracket_pairs(text)
    if stray:
        return _aside("unbalanced", definition, "的括号不成对，请补全或删去多余的括号。")
    openers = {closing: opening for opening, closing in pairs.items()}
    end, count = without_count(text, openers)
    limit = int(count) if count else None
    brace = record_brace(text, end, openers, counted=count is not None)
    if brace is not None:
        if role != "field":
            return _aside("unsupported", definition, "是记录，不能放在别的写法里，请单独写成一行。")
        reading = _record(definition, text[:brace], lined[brace + 1 : end - 1], limit, note)
    elif has_misplaced_record(text, end, openers):
        return _aside(
            "unsupported", definition, "的 {…}[] 后面还有内容，请改成「名称{列, 列}[]」的形式。"
        )
    else:
        reading = _field(definition, text, text[:end], openers, role, limit, note)
    if limit == 0 and reading.spec is not None:
        spec = replace(reading.spec, limit=None)
        notice = Notice(
            "cardinality_ignored",
            f"「{shown(definition)}」的个数 [{count}] 至少应为 1，已按「{spec}」提取全部值，"
            "请改正或删去方括号。",
        )
        return Reading(spec, (*reading.notices, notice))
    return reading


def _field(
    definition: str,
    text: str,
    body: str,
    openers: dict[int, int],
    role: Role,
    limit: int | None,
    note: str | None,
) -> Reading:
    """A field from its text without note (`text`) and without count (`body`)."""
    length = len(unescape(text))
    if length > MAX_DEFINITION_LENGTH:
        return Reading(None, (_too_long(definition, length),))
    called, constraint = peel(body, openers)
    names = names_of(called)
    if not names:
        if visible(definition):
            return _aside("empty", definition, "没有字段名，请写成「合同金额(元)」这样的形式。")
        message = "两个分隔符之间没有内容，请补上字段名或删去多余的分隔符。"
        return Reading(None, (Notice("definition_empty", message),))
    components, options = _listed(names[0], constraint)
    spec = FieldSpec(
        definition, names[0], constraint, components, options, names[1:], limit, note=note
    )
    found = None if role == "component" else _objection(names)
    if found is None:
        return Reading(spec)
    proposal = replace(spec, name=found.example, aliases=()) if found.own else None
    return Reading(None, (_not_a_noun(definition, found),), proposal)


def _record(
    definition: str, head: str, content: str, limit: int | None, note: str | None
) -> Reading:
    length = len(unescape(head))
    if length > MAX_DEFINITION_LENGTH:
        return Reading(None, (_too_long(definition, length),))
    pairs, _ = bracket_pairs(head)
    called, constraint = peel(head, {closing: opening for opening, closing in pairs.items()})
    names = names_of(called)
    if found := _objection(names):
        return Reading(None, (_not_a_noun(definition, found),))
    columns, notices = _columns(definition, content)
    if not columns:
        if notices:
            return Reading(None, notices)
        return _aside("empty", definition, "没有列，请写成「{品名, 数量}[]」这样的形式。")
    name, aliases = (names[0], names[1:]) if names else ("", ())
    spec = FieldSpec(
        definition, name, constraint, aliases=aliases, limit=limit, columns=columns, note=note
    )
    return Reading(spec, notices)


def _columns(definition: str, content: str) -> tuple[tuple[FieldSpec, ...], tuple[Notice, ...]]:
    """The columns of a record, names distinct, and what to tell about those left out."""
    written = [text for text in map(str.strip, split_at(content, SEPARATORS + NEWLINES)) if text]
    columns: dict[str, FieldSpec] = {}
    notices: list[Notice] = []
    for text in written[:MAX_COLUMNS]:
        reading = _read(text, "column")
        notices += reading.notices
        if reading.spec is None:
            continue
        if columns.setdefault(fold(reading.spec.name), reading.spec) is not reading.spec:
            notices.append(
                Notice(
                    "definition_duplicate",
                    f"记录「{shown(definition)}」里列「{reading.spec.name}」写了两次，"
                    "只保留前一个，请删去或改名。",
                )
            )
    if len(written) > MAX_COLUMNS:
        notices.append(
            Notice(
                "too_many_columns",
                f"记录「{shown(definition)}」有 {len(written)} 列，超过上限 {MAX_COLUMNS} 列，"
                f"只用前 {MAX_COLUMNS} 列，请分成几个记录。",
            )
        )
    return tuple(columns.values()), tuple(notices)


def _listed(name: str, constraint: str | None) -> tuple[tuple[FieldSpec, ...], tuple[str, ...]]:
    """Components and options that a field's bracket lists; at most one of the two."""
    parts, options = read_constraint(name, constraint)
    components: dict[str, FieldSpec] = {}
    for part in parts:
        # What cannot be read as a field is a name as it stands.
        spec = _read(part, "component").spec or FieldSpec(part, part)
        components.setdefault(spec.name, spec)
    return (tuple(components.values()) if len(components) > 1 else ()), options


def _objection(names: tuple[str, ...]) -> Objection | None:
    return next((found for name in names if (found := objection(name))), None)


def _not_a_noun(definition: str, found: Objection) -> Notice:
    kind = "一个问题" if found.kind == "question" else "一条指令"
    proposal = f"「{found.example}」" + ("" if found.own else "这样的名词短语")
    return Notice(
        "definition_ignored",
        f"「{shown(definition)}」是{kind}，不是字段名，已跳过，请写成{proposal}。",
    )


def _too_long(definition: str, length: int) -> Notice:
    options = definition.count("/") + definition.count("／") + 1
    listed = f"（约 {options} 个选项）" if options >= _MANY_OPTIONS else ""
    return Notice(
        "definition_too_long",
        f"字段定义「{visible(definition)[:20]}…」有 {length} 个字符{listed}，"
        f"超过上限 {MAX_DEFINITION_LENGTH} 个，已跳过，请缩短它。",
    )


def _aside(code: str, definition: str, reason: str) -> Reading:
    return Reading(None, (Notice(f"definition_{code}", f"「{shown(definition)}」{reason}"),))


def shown(definition: str) -> str:
    """`definition` short enough to be quoted in one sentence."""
    text = visible(definition)
    return text if len(text) <= MAX_DEFINITION_LENGTH else text[:MAX_DEFINITION_LENGTH] + "…"


def _name_of(columns: tuple[FieldSpec, ...]) -> str:
    return "、".join(column.name for column in columns)
