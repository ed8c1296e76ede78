"""Consistency rules between fields, and dates reckoned from other fields.

`compile_rules` reads what a user wrote and adds the built-in rules of the fields asked;
`apply_rules` runs them over an extraction. Nothing is ever removed: an outcome is a `Check`.
"""

from .application import apply_rules
from .language import RULES_VERSION, Rule
from .parsing import MAX_RULE_LENGTH, parse_rule
from .ruleset import BUILT_IN_CHECKS, MAX_RULES, RuleSet, compile_rules

__all__ = [
    "BUILT_IN_CHECKS",
    "MAX_RULES",
    "MAX_RULE_LENGTH",
    "RULES_VERSION",
    "Rule",
    "RuleSet",
    "apply_rules",
    "compile_rules",
    "parse_rule",
]
