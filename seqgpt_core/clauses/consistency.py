"""Whether a version of a contract agrees with itself, and with the other version.

Checked: references to clauses, defined terms, amounts in words beside the same amount in figures,
and annexes. Each check reads one text; with the other version it also sees what silently changed
its meaning. Findings are for a person to look at: what cannot be decided is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .model import Clause, Span
from .normalise import Normalised, normalise, number
from .references import Finding, cross_references
from .sentences import sentence_around
from .tokens import CHINESE_NUMERALS, tokens

__all__ = [
    "Finding",
    "amounts_in_words",
    "annexes",
    "cross_references",
    "defined_terms",
    "findings",
]

_N = f"[0-9]{{1,4}}|[{CHINESE_NUMERALS}]{{1,6}}"
_QUOTE = '[“"「『‘《]'
_UNQUOTE = '[”"」』’》]'
_SHORT_FORM = re.compile(
    rf"(?:以下|下文|下)(?:合称|统称|并称|简称|称)(?:为|作)?[:：]?\s*{_QUOTE}([^“”\"「」『』‘’《》\n]{{1,20}}){_UNQUOTE}"
    r"|(?<=[（(])以下(?:合称|统称|简称|称)(?:为)?[:：]?\s*([^“”\"「」《》，。；（）()\n]{1,12})(?=[）)])"
)
_MEANS = re.compile(
    rf"{_QUOTE}([^“”\"「」『』‘’《》\n]{{1,20}}){_UNQUOTE}\s*[,，:：]?\s*(?:是|系|均)?指(?:的是)?"
)
_PARTY = re.compile("[甲乙丙丁戊]方")
# 甲方：…, 甲方（…）, （甲方）, 简称“甲方”
_NAMED_BEHIND = re.compile(r"\s*(?:[（(：:]|为|名称|全称|是指)")
_NAMED_BEFORE = re.compile(r"(?:[（(【]|[简统]?称(?:为)?[“\"]?|作为)\s*$")
_FIGURES_BESIDE_WORDS = re.compile(
    r"[\s（(）)：:，,即¥￥]*(?:人民币|RMB)?[\s（(）)：:]*(?:[大小]写)?(?:金额)?[\s（(）)：:为]*(?:人民币|RMB)?[\s¥￥]*"
)
_WORD_AMOUNT = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]")
_ANNEX = re.compile(rf"附(?P<sort>[件录表])\s?(?P<number>{_N}|[A-Z](?![A-Za-z]))")
_BARE_ANNEX = re.compile(
    "(?:详?见|列于|载于|如)(?:本合同|本协议)?(?:之|的)?附件(?![0-9一二三四五六七八九十])"
)


def findings(
    text: str,
    clauses: Sequence[Clause],
    other_text: str | None = None,
    other_clauses: Sequence[Clause] = (),
) -> tuple[Finding, ...]:
    """All checks of one version, in text order."""
    found = (
        *cross_references(text, clauses, other_text, other_clauses),
        *defined_terms(text, other_text),
        *amounts_in_words(text),
        *annexes(text, clauses),
    )
    return tuple(sorted(found, key=lambda finding: (finding.span, finding.code)))


@dataclass(frozen=True, slots=True)
class _Definition:
    term: str
    meaning: str
    span: Span


def defined_terms(text: str, other_text: str | None = None) -> tuple[Finding, ...]:
    """Terms defined and never used, defined twice, or changed or dropped against the other text.

    Parties (甲方, 乙方, …) that a text speaks of without naming them count as undefined.
    """
    definitions = list(_definitions(text))
    found: list[Finding] = []
    own: dict[str, _Definition] = {}
    for definition in definitions:
        if definition.term not in own:
            own[definition.term] = definition
        elif _plain(own[definition.term].meaning) != _plain(definition.meaning):
            message = f"“{definition.term}”被定义了两次，含义不同"
            found.append(Finding("term_redefined", definition.span, message))
    defined = "\n".join(definition.term for definition in definitions)
    for term, definition in own.items():
        if text.count(term) <= defined.count(term):
            message = f"定义了“{term}”，但后文没有使用"
            found.append(Finding("term_unused", definition.span, message))
    for definition in _definitions(other_text or ""):
        term, mine = definition.term, own.get(definition.term)
        if mine is not None:
            if _plain(mine.meaning) != _plain(definition.meaning):
                message = f"“{term}”的定义与另一文本不同：另一文本为“{_short(definition.meaning)}”"
                found.append(Finding("term_changed", mine.span, message))
        elif (at := text.find(term)) >= 0 and not _PARTY.fullmatch(term):
            message = f"使用了“{term}”，但本文本没有其定义（另一文本有）"
            found.append(Finding("term_undefined", (at, at + len(term)), message))
    named = {
        match[0]
        for match in _PARTY.finditer(text)
        if _NAMED_BEHIND.match(text[match.end() : match.end() + 12])
        or _NAMED_BEFORE.search(text[max(0, match.start() - 8) : match.start()])
    }
    for match in _PARTY.finditer(text):
        # A text that names no party at all is an extract.
        if named and match[0] not in named:
            named.add(match[0])
            message = f"出现了“{match[0]}”，但合同没有写明是谁"
            found.append(Finding("term_undefined", match.span(), message))
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: (finding.span, finding.code)))


def _definitions(text: str) -> Iterator[_Definition]:
    for match in _SHORT_FORM.finditer(text):
        start, _ = sentence_around(text, match.span())
        meaning = text[max(start, match.start() - 120) : match.start()].strip(" （(，,\u3000")
        name = 1 if match[1] else 2
        yield _Definition(match[name], meaning, match.span(name))
    for match in _MEANS.finditer(text):
        _, end = sentence_around(text, match.span())
        yield _Definition(match[1], text[match.end() : end].strip(), match.span(1))


def _plain(meaning: str) -> str:
    return "".join(character for character in meaning if character.isalnum() or character in "%.‰")


def _short(meaning: str) -> str:
    return meaning if len(meaning) <= 30 else meaning[:30] + "…"


def amounts_in_words(text: str) -> tuple[Finding, ...]:
    """Amounts in words (伍拾万元整) that differ from the figures right before or behind them."""
    if not _WORD_AMOUNT.search(text):
        return ()
    amounts: list[tuple[Span, Normalised]] = []
    for start, end in tokens(text):
        if end - start > 1:
            value = normalise(text[start:end])
            if value is not None and value.kind == "amount":
                amounts.append(((start, end), value))
    found: list[Finding] = []
    paired = -1
    for at, (first, second) in enumerate(pairwise(amounts)):
        written = [text[slice(*span)] for span, _ in (first, second)]
        in_words = [_WORD_AMOUNT.search(some) is not None for some in written]
        between = text[first[0][1] : second[0][0]]
        if (
            in_words[0] == in_words[1]
            or paired == at
            or not _FIGURES_BESIDE_WORDS.fullmatch(between)
        ):
            continue
        paired = at + 1
        if first[1] != second[1]:
            span = first[0] if in_words[0] else second[0]
            message = f"大写与小写金额不一致：{written[0]} 与 {written[1]}"
            found.append(Finding("amount_words_disagree", span, message))
    return tuple(found)


def annexes(text: str, clauses: Sequence[Clause]) -> tuple[Finding, ...]:
    """Annexes that the text names and does not hold, each once, at its first mention.

    An annex is there if a clause of kind `annex` or a line begins with its name.
    """
    heads = [
        (clause.heading or text[clause.start : clause.start + 40])
        for clause in clauses
        if clause.kind == "annex"
    ]
    lines = [line.strip() for line in text.splitlines()]
    present = {
        _annex_key(match)
        for line in (*heads, *lines)
        if (match := _ANNEX.match(line.strip().lstrip("【[《# 0123456789.、（()）")))
    }
    found: list[Finding] = []
    for match in _ANNEX.finditer(text):
        key = _annex_key(match)
        if key not in present:
            present.add(key)
            message = f"提到了“{match[0]}”，但文本中没有这个附件"
            found.append(Finding("annex_missing", match.span(), message))
    bare = _BARE_ANNEX.search(text)
    if bare and not heads and not any(line.startswith("附件") for line in lines):
        span = (bare.end() - 2, bare.end())
        found.append(Finding("annex_missing", span, "提到了附件，但文本中没有附件"))
    return tuple(found)


def _annex_key(match: re.Match[str]) -> tuple[str, str]:
    value = number(match["number"])
    return match["sort"], match["number"] if value is None else str(value)
