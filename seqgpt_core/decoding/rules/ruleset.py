"""From rule texts and fields to rules that can run: reading, resolving, setting aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from ...errors import SeqGPTError
from ...fields import FieldSpec
from ...results.types import Notice
from .built_in import built_in_rules
from .contradictions import find_clashes
from .language import Field, Rule
from .names import Names
from .parsing import parse_rule, shown_rule
from .reading import Asked

MAX_RULES = 200

BUILT_IN_CHECKS = frozenset(
    {"amount_in_words", "date_order", "id_age", "id_birth_date", "id_sex", "instalments",
     "private_person", "shares", "tax_total"}
)  # fmt: skip
"""The names of checks that built-in rules make; those of a user's rules are called `rule`."""


@dataclass(frozen=True)
class RuleSet:
    """Rules ready to run on the fields `specs`.

    Attributes:
        rules: the user's, then the built-in ones that do not contradict them.
        targets: what each field that a rule names stands for.
        notices: why some rules of the user do not run.
    """

    specs: tuple[FieldSpec, ...] = ()
    rules: tuple[Rule, ...] = ()
    targets: Mapping[Field, Asked] = dataclass_field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


def compile_rules(
    specs: Sequence[FieldSpec], texts: Sequence[str] = (), built_in: bool = True
) -> RuleSet:
    """Read the user's rules and add the built-in ones; what cannot be used gets a notice.

    Notice codes: `rule_invalid`, `rule_field_unknown`, `rule_field_ambiguous`, `rule_duplicate`,
    `rules_contradictory` (all set aside), `rules_circular` (kept), `rules_too_many`.
    """
    names = Names(specs)
    targets: dict[Field, Asked] = {}
    notices: list[Notice] = []
    rules: list[Rule] = []
    given = list(texts)
    if len(given) > MAX_RULES:
        notices.append(
            Notice(
                "rules_too_many",
                f"共有 {len(given)} 条规则，超过上限 {MAX_RULES} 条，只用前 {MAX_RULES} 条。",
            )
        )
    for text in given[:MAX_RULES]:
        if not isinstance(text, str):
            notices.append(Notice("rule_invalid", "规则必须是文字，请写成带引号的一行。"))
            continue
        try:
            rule = parse_rule(text)
        except SeqGPTError as error:
            notices.append(Notice(error.code, error.message))
            continue
        problem = names.resolve(rule, targets)
        if problem is None and rule in rules:
            problem = Notice(
                "rule_duplicate", f"规则「{shown_rule(str(rule))}」写了两次，只用一次，请删去一条。"
            )
        if problem is not None:
            notices.append(problem)
        else:
            rules.append(rule)
    rules, found = _without_clashes(rules, targets)
    notices += found
    if built_in:
        written = {rule.comparison for rule in rules}
        certain = [rule for rule in rules if not rule.conditions]
        for rule in built_in_rules(specs):
            if rule.comparison in written or names.resolve(rule, targets) is not None:
                continue
            # What the user says of these fields goes before.
            if not any(clash.contradictory for clash in find_clashes([*certain, rule], targets)):
                rules.append(rule)
    return RuleSet(tuple(specs), tuple(rules), targets, tuple(notices))


def _without_clashes(
    rules: list[Rule], targets: Mapping[Field, Asked]
) -> tuple[list[Rule], list[Notice]]:
    notices: list[Notice] = []
    dropped: set[int] = set()
    for clash in find_clashes(rules, targets):
        said = "、".join(f"「{shown_rule(str(rules[at]))}」" for at in clash.places)
        if clash.contradictory:
            dropped |= set(clash.places)
            notices.append(
                Notice("rules_contradictory", f"规则{said}互相矛盾，都没有使用，请改正其中一条。")
            )
        elif not dropped & set(clash.places):
            notices.append(
                Notice(
                    "rules_circular",
                    f"规则{said}首尾相接，合起来等于要求各项相等；若是本意请改写成 =，否则请改正。",
                )
            )
    return [rule for at, rule in enumerate(rules) if at not in dropped], notices
