"""Advice on definitions: what will be set aside or will not find what the user has in mind.

The parser accepts whatever it can; the linter says what is likely to be a slip, with a way out.
Every finding should be right nearly always: a doubtful one teaches users not to read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .constraints import repeated_option
from .definitions import ReadItem, read_list
from .formats import contradiction, impossible_format
from .grammar import FieldSpec, read_definition, rewritten, shown
from .layout import fold
from .lint_words import GENERAL, MEANING, VERBS, term
from .phrasing import objection
from .segments import bracket_pairs, fold_brackets, split_note

_CLOSER = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "［": "］", "｛": "｝"}
# Options that say whether, not which: their words need not stand in the text.
_WHETHER = frozenset("是 否 有 无 其他 其它 不详 未知 不适用 未提及 yes no other none n/a".split())
_ANOTHER_NOTE = re.compile(r"[，,、;；]\s?[^，,、;；#＃]{1,30}\s[#＃]")
_SHOWN_OPTIONS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of advice.

    Attributes:
        code: a notice code of `parse_definitions` where the parser says the same, else
            `too_general`, `name_is_verb`, `same_meaning`, `impossible_format`, `contradiction`,
            `single_option`, `option_absent`, `part_is_verb`, `mixed_brackets`,
            `note_holds_definition`.
        message: Chinese, one sentence, with what to do.
        index: place of the definition among those given (gaps in an editable list do not
            count); None for the list as a whole.
        fix: the text to put in the definition's place, empty to delete it; None where only the
            user knows.
    """

    code: str
    message: str
    index: int | None = None
    fix: str | None = None


def lint(definitions: str | Sequence[str], text: str | None = None) -> tuple[Finding, ...]:
    """Findings for a list of definitions, in its order.

    Args:
        definitions: as for `parse_definitions`.
        text: the document; without it nothing is said about options that it does not hold.

    Raises:
        SeqGPTError: `definition_not_text`.
    """
    items = read_list(definitions)
    document = None if text is None else term(text)
    meanings: dict[str, FieldSpec] = {}
    findings: list[Finding] = []
    for item in items:
        findings += _told_by_parser(item)
        spec = item.spec
        if spec is None:
            continue
        found = [*_of_field(spec, document), *_of_wording(spec)]
        if same := _same_meaning(spec, meanings):
            found.append(same)
        findings += [replace(finding, index=item.index) for finding in found]
    return tuple(findings)


def _told_by_parser(item: ReadItem) -> Iterator[Finding]:
    for notice in item.notices:
        yield Finding(notice.code, notice.message, item.index, _way_out(item, notice.code))


def _way_out(item: ReadItem, code: str) -> str | None:
    if code == "cardinality_ignored" and item.spec is not None:
        return str(item.spec)
    if item.spec is not None or item.index is None:
        return None
    if code == "definition_duplicate" or (code == "definition_empty" and not item.definition):
        return ""
    if code == "definition_unbalanced":
        return _balanced(item.definition)
    return None if item.proposal is None else str(item.proposal)


def _balanced(definition: str) -> str | None:
    """The definition with one bracket added, dropped or exchanged, if that makes it readable."""
    _, stray = bracket_pairs(definition)
    match sorted(stray):
        case [at] if definition[at] in _CLOSER:
            fixed = definition.rstrip("：:。 ") + _CLOSER[definition[at]]
        case [at]:
            fixed = definition[:at] + definition[at + 1 :]
        case [at, end] if definition[at] in _CLOSER and definition[end] not in _CLOSER:
            fixed = definition[:end] + _CLOSER[definition[at]] + definition[end + 1 :]
        case _:
            return None
    return fixed if read_definition(fixed).spec is not None else None


def _of_field(spec: FieldSpec, document: str | None) -> Iterator[Finding]:
    """What is wrong with a field itself, and with its columns and components."""
    if not spec.columns:
        yield from _of_name(spec)
        yield from _of_constraint(spec, document)
        yield from _of_components(spec, spec)
    for at, column in enumerate(spec.columns):
        for finding in (*_of_constraint(column, document), *_of_components(column, column)):
            fix = None
            if finding.fix is not None:
                changed = read_definition(finding.fix).spec
                if changed is not None:
                    columns = (*spec.columns[:at], changed, *spec.columns[at + 1 :])
                    fix = str(replace(spec, columns=columns))
            yield replace(finding, fix=fix)


def _of_name(spec: FieldSpec) -> Iterator[Finding]:
    terms = list(map(term, spec.names))
    if all(name in VERBS for name in terms):
        yield Finding(
            "name_is_verb",
            f"「{spec.name}」是动词，不是字段名，请写要提取的东西，例如「合同金额(元)」。",
        )
    elif all(name in GENERAL for name in terms) and not spec.options:
        yield Finding(
            "too_general",
            f"「{spec.name}」太笼统，文中可能有好几种，请写明是哪一个，例如「{GENERAL[terms[0]]}」。",
        )


def _of_constraint(spec: FieldSpec, document: str | None) -> Iterator[Finding]:
    if spec.constraint is None:
        return
    written = shown(spec.definition)
    code = "impossible_format"
    # `YYYY/XX` is read as a list of options.
    slip = None if spec.components else impossible_format(spec.name, spec.constraint)
    if slip is None and not spec.components and not spec.options:
        code = "contradiction"
        slip = contradiction(spec.name, spec.constraint)
    if slip is not None:
        fix = str(rewritten(spec, slip.constraint))
        yield Finding(code, f"「{written}」{slip.reason}，请改成「{fix}」。", fix=fix)
    elif not spec.components and not spec.options and (only := repeated_option(spec.constraint)):
        whether = spec.name.startswith("是否") and only in ("是", "否")
        choice = str(rewritten(spec, "是/否")) if whether else None
        advice = f"请改成「{choice}」" if choice else "请补上其他选项或去掉斜杠"
        message = f"「{written}」只有「{only}」一个选项，无从选择，{advice}。"
        yield Finding("single_option", message, fix=choice)
    if document is not None and spec.options:
        absent = [o for o in spec.options if term(o) not in document and term(o) not in _WHETHER]
        if absent:
            more = f"等 {len(absent)} 个" if len(absent) > _SHOWN_OPTIONS else ""
            yield Finding(
                "option_absent",
                f"「{spec.name}」的选项「{'」「'.join(absent[:_SHOWN_OPTIONS])}」{more}在文中没有出现，"
                "请核对用词，或换成文中的说法。",
            )


def _of_components(spec: FieldSpec, whole: FieldSpec) -> Iterator[Finding]:
    """Components at any depth of `spec` that are verbs; `whole` is the field that is rewritten."""
    for component in spec.components:
        found = objection(component.name)
        if found is None and term(component.name) not in VERBS:
            yield from _of_components(component, whole)
            continue
        fix = None
        if found is not None and found.own and whole.constraint is not None:
            changed = whole.constraint.replace(component.definition, found.example, 1)
            fix = str(rewritten(whole, changed))
        elif found is None and whole is spec and len(spec.components) > 2:
            rest = tuple(c for c in spec.components if c is not component)
            fix = str(rewritten(spec, "+".join(c.definition for c in rest)))
        advice = f"请改成「{fix}」" if fix else "请换成要提取的东西，例如「姓名」"
        yield Finding(
            "part_is_verb",
            f"「{spec.name}」的组成部分「{component.name}」不是名词，{advice}。",
            fix=fix,
        )


def _of_wording(spec: FieldSpec) -> Iterator[Finding]:
    """How the definition is written, whatever it means."""
    if _mixes_brackets(spec.definition):
        yield Finding(
            "mixed_brackets",
            f"「{shown(spec.definition)}」混用了不同的括号，请统一成「{spec}」。",
            fix=str(spec),
        )
    if spec.note is not None and _ANOTHER_NOTE.search(spec.note):
        yield Finding(
            "note_holds_definition",
            f"「{spec.name}」的备注里像是还有别的字段；备注一直到行末，请把后面的字段写到下一行。",
        )


def _mixes_brackets(definition: str) -> bool:
    """Whether a pair has two widths, or the brackets after the name are not all of one kind."""
    text, _ = split_note(definition)
    pairs, _ = bracket_pairs(text)
    if any(_CLOSER[text[at]] != text[end] for at, end in pairs.items()):
        return True
    openers = {end: at for at, end in pairs.items()}
    kinds: set[str] = set()
    end = len(text.rstrip())
    while end - 1 in openers:
        at = openers[end - 1]
        content = text[at + 1 : end - 1].strip()
        is_grammar = fold_brackets(text[at]) == "{" or not content or content.isdecimal()
        if not is_grammar:
            kinds.add(text[at])
        end = len(text[:at].rstrip())
    return len(kinds) > 1


def _same_meaning(spec: FieldSpec, meanings: dict[str, FieldSpec]) -> Finding | None:
    """A finding if an earlier definition has one of the names or a synonym; notes the names."""
    own = [MEANING.get(term(name), term(name)) for name in spec.names]
    other = next((meanings[meaning] for meaning in own if meaning in meanings), None)
    for meaning in own:
        meanings.setdefault(meaning, spec)
    # The same name is told by the parser.
    if other is None or fold(other.name) == fold(spec.name):
        return None
    aliases = {fold(name): name for name in (*other.aliases, *spec.names)}
    aliases.pop(fold(other.name), None)
    merged = replace(other, aliases=tuple(aliases.values()))
    return Finding(
        "same_meaning",
        f"「{spec.name}」与前面的「{other.name}」是同一项，结果会重复，请合并成一个「{merged}」。",
    )
