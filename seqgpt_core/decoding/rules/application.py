"""Rules over an extraction: every outcome becomes a check on the values concerned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ...fields.types import FieldType
from ...results.types import Check, Extraction, FieldResult, Notice, Part, RecordResult, Value
from ..typed import read_typed
from .derivation import derive_dates
from .evaluation import Evaluation, Outcome
from .language import Field, Rule
from .reading import Answer, Asked, Owner
from .ruleset import BUILT_IN_CHECKS, RuleSet
from .sides import sums_of


def apply_rules(extraction: Extraction, ruleset: RuleSet) -> Extraction:
    """The extraction with dates reckoned from other fields, and a check for every rule that
    concerns a value.

    No value is added, moved or removed. Checks of an earlier run are replaced, so that the rules
    can run again when values were corrected. A rule that speaks only of rows of a record has no
    value to stand on: where it fails, a notice `rule_row` says so.

    Args:
        extraction: the results of `ruleset.specs`, in their order.
    """
    fields = [spec for spec in ruleset.specs if not spec.columns]
    plain = [_without_checks(result) for result in extraction.fields]
    results = derive_dates(extraction.text, plain, fields)
    answers = _answers(results, extraction.records, set(ruleset.targets.values()))
    called = _called(ruleset)
    checks: dict[Owner, list[Check]] = {}
    notices = [n for n in extraction.notices if not n.code.startswith("rule")]
    notices += ruleset.notices
    for rule in ruleset.rules:
        for scope in _scopes(rule, ruleset.targets, answers):
            for outcome in Evaluation(scope, called).outcomes(rule):
                _attach(checks, rule.name, outcome)
                if outcome.status == "failed" and (row := _row(outcome, len(fields))):
                    notices.append(Notice("rule_row", f"{row}：{outcome.message}。"))
    checked = tuple(
        replace(
            result,
            values=tuple(
                replace(value, checks=(*value.checks, *checks[place, number]))
                if (place, number) in checks
                else value
                for number, value in enumerate(result.values)
            ),
        )
        for place, result in enumerate(results)
    )
    return replace(extraction, fields=checked, notices=tuple(notices))


def _row(outcome: Outcome, fields: int) -> str:
    """The row or rows of records that the outcome speaks of alone; else empty."""
    owners = {answer.owner for answer in outcome.answers}
    place, row = min(owners)
    if place < fields:
        return ""
    return f"记录第 {row + 1} 行" if len(owners) == 1 else "记录各行"


def _without_checks(result: FieldResult) -> FieldResult:
    """The result without what an earlier run left; a type's own checks have no evidence."""
    if not any(is_rule_check(check) for value in result.values for check in value.checks):
        return result
    values = tuple(
        replace(value, checks=tuple(c for c in value.checks if not is_rule_check(c)))
        for value in result.values
    )
    return replace(result, values=values)


def is_rule_check(check: Check) -> bool:
    """Whether a rule made this check, and not the value's type."""
    return bool(check.evidence) and (check.name == "rule" or check.name in BUILT_IN_CHECKS)


def _answers(
    results: Sequence[FieldResult],
    records: Sequence[RecordResult],
    wanted: set[Asked],
) -> dict[Asked, list[Answer]]:
    """The answers to what rules name; the places of records follow those of the fields."""
    found: dict[Asked, list[Answer]] = {}
    for asked in wanted:
        if asked.place < len(results):
            found[asked] = [
                answer
                for number, value in enumerate(results[asked.place].values)
                for answer in _answer(asked, (asked.place, number), value)
            ]
        else:
            rows = records[asked.place - len(results)].rows
            found[asked] = [
                _cell(asked, (asked.place, number), cell)
                for number, row in enumerate(rows)
                if (cell := row.get(asked.part)) is not None
            ]
    return found


def _answer(asked: Asked, owner: Owner, value: Value) -> Iterator[Answer]:
    if not asked.part:
        yield Answer(
            asked, owner, value.corrected or value.text, value.start, value.end,
            value.normalized, value.checks, len(value.mentions),
        )  # fmt: skip
        return
    part = value.parts.get(asked.part)
    if part is not None:
        yield _cell(asked, owner, part)


def _cell(asked: Asked, owner: Owner, part: Part) -> Answer:
    kind = FieldType(asked.type, certain=False)
    checks = read_typed(part.text, kind, asked.constraint).checks
    return Answer(asked, owner, part.text, part.start, part.end, part.normalized, checks)


def _scopes(
    rule: Rule, targets: Mapping[Field, Asked], answers: Mapping[Asked, list[Answer]]
) -> Iterator[dict[Field, list[Answer]]]:
    """The answers that the rule speaks of together: parts of one composite value by value, unless
    it sums them up."""
    asked = {field: targets[field] for field in rule.fields}
    places = {one.place for one in asked.values()}
    sides = [side for one in (rule.comparison, *rule.conditions) for side in one.sides]
    by_value = len(places) == 1 and all(one.part for one in asked.values())
    if not by_value or any(map(sums_of, sides)):
        yield {field: answers[one] for field, one in asked.items()}
        return
    owners = dict.fromkeys(a.owner for one in asked.values() for a in answers[one])
    for owner in owners:
        yield {f: [a for a in answers[one] if a.owner == owner] for f, one in asked.items()}


def _called(ruleset: RuleSet) -> Callable[[Field], str]:
    """Fields by their name; by definition where two have the same name."""
    fields = [spec for spec in ruleset.specs if not spec.columns]
    names = [spec.name for spec in fields]

    def called(field: Field) -> str:
        asked = ruleset.targets[field]
        if asked.part:
            return asked.part
        spec = fields[asked.place]
        return spec.name if names.count(spec.name) == 1 else spec.definition

    return called


def _attach(checks: dict[Owner, list[Check]], name: str, outcome: Outcome) -> None:
    """The outcome as a check on every value concerned, the value's own place first."""
    owners: dict[Owner, list[tuple[int, int]]] = {}
    for answer in outcome.answers:
        owners.setdefault(answer.owner, []).append((answer.start, answer.end))
    every = [(answer.start, answer.end) for answer in outcome.answers]
    for owner, own in owners.items():
        evidence = tuple(dict.fromkeys([*own, *every]))
        checks.setdefault(owner, []).append(Check(name, outcome.status, outcome.message, evidence))
