"""Documents for the tests of rules: written from values, found again by exact patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from seqgpt_core import Analysis, SeqGPT
from seqgpt_core.results import Check, Extraction
from tests.conftest import RuleEngine


def analysis(
    answers: Mapping[str, Sequence[str] | str],
    rules: Sequence[str] = (),
    definitions: Sequence[str] | None = None,
    asked: Mapping[str, str] | None = None,
) -> Analysis:
    """A document with a line for each answer, in which exactly these answers are found.

    Args:
        answers: texts by definition; several are several values.
        definitions: what is asked; by default the keys of `answers`.
        asked: the question of a definition where it is not its name without brackets.
    """
    lines, patterns = [], {}
    for number, (definition, texts) in enumerate(answers.items()):
        texts = [texts] if isinstance(texts, str) else texts
        lines += [f"〔{number}〕{text}〔/〕" for text in texts]
        name = (asked or {}).get(definition, re.sub(r"[(（\[].*", "", definition))
        found = [(rf"〔{number}〕({re.escape(text)})〔/〕", 0.9) for text in dict.fromkeys(texts)]
        patterns[name] = [*patterns.get(name, []), *found]
    engine = RuleEngine(patterns, window_size=4000, window_overlap=200)
    fields = list(answers) if definitions is None else list(definitions)
    return SeqGPT(engine).analyze("\n".join(lines) or "空", fields, rules=rules)


def extract(
    answers: Mapping[str, Sequence[str] | str],
    *rules: str,
    definitions: Sequence[str] | None = None,
) -> Extraction:
    return analysis(answers, rules, definitions).decide()


def checks_of(extraction: Extraction, field: str, name: str) -> list[Check]:
    """The checks of this name on the values of a field, in order."""
    return [c for value in extraction[field].values for c in value.checks if c.name == name]


def statuses(extraction: Extraction, field: str, name: str) -> list[str]:
    return [check.status for check in checks_of(extraction, field, name)]
