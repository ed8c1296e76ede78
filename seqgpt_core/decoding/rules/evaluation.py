"""One rule over the answers of one document: outcomes with the values that they concern.

A field with several different values, without a normalised one, or without any, decides nothing:
the outcome is then `not_applicable`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...results.types import Status
from ..answers import answer_key
from .identity import holder_sex, said_sex
from .language import (
    SIGNS,
    Call,
    Comparison,
    Expression,
    Field,
    Operator,
    Rule,
    Words,
    fields_of,
    spoken,
)
from .measured import Kind, Measured, Undecided, compare, difference
from .reading import MEASURED_TYPES, Answer, own_kind, shown
from .sides import Sides, literals_of, sums_of

_RISING: frozenset[Operator] = frozenset({"<", "<=", "="})
_FALLING: frozenset[Operator] = frozenset({">", ">=", "="})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one comparison of a rule says, and all answers that it was made from."""

    status: Status
    message: str
    answers: tuple[Answer, ...]


class Evaluation(Sides):
    """Rules over answers."""

    def outcomes(self, rule: Rule) -> list[Outcome]:
        """One outcome for each comparison of the rule's chain; none where nothing was found."""
        if all(not self.answers[field] for field in rule.fields):
            return []
        condition = self._condition(rule.conditions)
        prefix = self._spoken_conditions(rule.conditions)
        found = []
        for left, operator, right in self._links(rule.comparison):
            link = Comparison((left, right), (operator,))
            concerned = self._concerned((link, *rule.conditions))
            if not concerned:
                continue
            if condition is not None:
                found.append(Outcome("not_applicable", condition, concerned))
                continue
            try:
                if self._too_few(link, rule.least):
                    raise Undecided("只有一个值，没有可以合计的")
                holds, message = self._compare(left, operator, right)
            except Undecided as reason:
                found.append(Outcome("not_applicable", f"未比较：{reason}", concerned))
            else:
                status: Status = "passed" if holds else "failed"
                found.append(Outcome(status, prefix + message, concerned))
        return found

    def _links(self, comparison: Comparison) -> list[tuple[Expression, Operator, Expression]]:
        """Neighbours of the chain. In one that only rises or falls, a side without a value is
        passed over: without 生效日期, 签订日期 <= 到期日期 is still said."""
        sides, operators = comparison.sides, comparison.operators
        present = [
            at
            for at, side in enumerate(sides)
            if all(self.answers[field] for field in fields_of(side))
        ]
        skips = set(operators) <= _RISING or set(operators) <= _FALLING
        if not skips or len(present) < 2:
            return [
                (left, operator, right)
                for (left, right), operator in zip(pairwise(sides), operators, strict=True)
            ]
        return [
            (sides[low], _together(operators[low:high]), sides[high])
            for low, high in pairwise(present)
        ]

    def _concerned(self, comparisons: Sequence[Comparison]) -> tuple[Answer, ...]:
        fields = dict.fromkeys(field for one in comparisons for field in one.fields)
        return tuple(dict.fromkeys(a for field in fields for a in self.answers[field]))

    def _too_few(self, link: Comparison, least: int) -> bool:
        return least > 1 and any(
            isinstance(side, Call)
            and side.function == "sum"
            and sum(a.mentions for a in self.answers[side.arguments[0]]) < least
            for side in link.sides
        )

    def _condition(self, conditions: Sequence[Comparison]) -> str | None:
        """Why the rule does not apply, or None where its conditions hold."""
        for condition in conditions:
            said = self._spoken_comparison(condition)
            try:
                for left, operator, right in self._links(condition):
                    if not self._compare(left, operator, right)[0]:
                        return f"条件不成立：{said}"
            except Undecided as reason:
                return f"条件“{said}”无法判断：{reason}"
        return None

    def _spoken_conditions(self, conditions: Sequence[Comparison]) -> str:
        said = "、".join(map(self._spoken_comparison, conditions))
        return f"{said} 时，" if said else ""

    def _spoken_comparison(self, comparison: Comparison) -> str:
        text = spoken(comparison.sides[0], self.called)
        for operator, side in zip(comparison.operators, comparison.sides[1:], strict=True):
            text += f" {SIGNS[operator]} {spoken(side, self.called)}"
        return text

    def _compare(self, left: Expression, operator: Operator, right: Expression) -> tuple[bool, str]:
        """Whether the comparison holds, and the sentence that says so.

        Raises:
            Undecided: if it cannot be told.
        """
        rule = self._spoken_comparison(Comparison((left, right), (operator,)))
        if any(isinstance(side, Words) for side in (left, right)):
            return self._compare_words(left, operator, right, rule)
        if any(isinstance(side, Call) and side.function == "sex" for side in (left, right)):
            return self._compare_texts(left, operator, right, rule, said_sex)
        for field in (*fields_of(left), *fields_of(right)):
            if not self.answers[field]:
                raise self.missing(field)
        problem: Undecided | None = None
        for kind in self._kinds(left, right):
            try:
                return self._compare_measured(left, operator, right, rule, kind)
            except Undecided as reason:
                problem = problem or reason
        plain = isinstance(left, Field) and isinstance(right, Field)
        if plain and operator in ("=", "!=") and not self._is_measured(left, right):
            return self._compare_texts(left, operator, right, rule, answer_key)
        raise problem or Undecided("没有可比较的数")

    def _is_measured(self, *sides: Expression) -> bool:
        return any(
            own_kind(answer)
            for side in sides
            for f in fields_of(side)
            for answer in self.answers[f]
        )

    def _kinds(self, left: Expression, right: Expression) -> list[Kind]:
        """The kinds that texts of no kind of their own may be read as, likeliest first."""
        sides = (left, right)
        own = {own_kind(a) for s in sides for f in fields_of(s) for a in self.answers[f]}
        own |= {one.measured.kind for side in sides for one in literals_of(side)}
        named = [kind for kind in MEASURED_TYPES if kind in own]
        return named[:1] or list(MEASURED_TYPES)

    def _compare_measured(
        self, left: Expression, operator: Operator, right: Expression, rule: str, kind: Kind
    ) -> tuple[bool, str]:
        # An answer that stands at two places may be one share or two equal ones.
        repeated = any(
            answer.mentions > 1
            for side in (left, right)
            for call in sums_of(side)
            for answer in self.answers[call.arguments[0]]
        )
        verdicts = []
        for each_mention in (False, True) if repeated else (False,):
            a, b = (self.value(side, kind, each_mention) for side in (left, right))
            holds = compare(operator, a, b)
            if holds is None:
                raise Undecided(f"“{a}”与“{b}”的先后大小不能确定")
            verdicts.append((holds, a, b))
        best = next((verdict for verdict in verdicts if verdict[0]), verdicts[0])
        holds, a, b = best
        if not holds and len(verdicts) > 1 and _between(verdicts):
            raise Undecided("有的值在文中出现几次，不能确定各算几次")
        actual = operator if holds else _actual(operator, a, b)
        facts = f"{self.fact(left, a, kind)} {SIGNS[actual]} {self.fact(right, b, kind)}"
        if holds:
            said = self.fact(left, a, kind)
            # `30% + 70% = 100%` needs no second 100%.
            same = operator == "=" and str(a) == str(b) == self.fact(right, b, kind) != said
            return True, f"{rule}：{said if same else facts}"
        gap = difference(a, b)
        return False, f"应 {rule}，而 {facts}" + (f"，相差 {gap}" if gap else "")

    def _compare_words(
        self, left: Expression, operator: Operator, right: Expression, rule: str
    ) -> tuple[bool, str]:
        words, other = (left, right) if isinstance(left, Words) else (right, left)
        assert isinstance(words, Words)
        if not isinstance(other, Field):
            raise Undecided("文字只能和字段的值比较")
        answers = self.answers[other]
        options = {answer_key(option) for option in words.options}
        if not answers:
            if "" not in options:
                raise self.missing(other)
            same, said = True, f"没有找到「{self.called(other)}」"
        else:
            # Whether there is a value at all does not hang on which.
            answer = answers[0] if options == {""} else self.only(other)
            same = bool(options & _keys(answer))
            said = f"{self.called(other)}为“{shown(answer.text)}”"
        holds = same == (operator == "=")
        return holds, f"{rule}：{said}" if holds else f"应 {rule}，而{said}"

    def _compare_texts(
        self, left: Expression, operator: Operator, right: Expression, rule: str,
        key: Callable[[str], str],
    ) -> tuple[bool, str]:  # fmt: skip
        texts = []
        for side in (left, right):
            if isinstance(side, Call):
                texts.append(holder_sex(self.only(side.arguments[0])))
            elif isinstance(side, Field):
                texts.append(self.only(side).text)
            else:
                raise Undecided("文字不能计算")
        a, b = (key(text) for text in texts)
        holds = (a == b) == (operator == "=")
        facts = f"“{shown(texts[0])}”{'与' if a == b else '不同于'}“{shown(texts[1])}”"
        facts += "相同" if a == b else ""
        return holds, f"{rule}：{facts}" if holds else f"应 {rule}，而{facts}"


def _together(operators: Sequence[Operator]) -> Operator:
    """The operator between the ends of a chain that only rises or falls."""
    if set(operators) == {"="}:
        return "="
    falling = ">" in operators or ">=" in operators
    strict = "<" in operators or ">" in operators
    return (">" if strict else ">=") if falling else ("<" if strict else "<=")


def _actual(operator: Operator, left: Measured, right: Measured) -> Operator:
    """How two sides stand to each other that do not stand as the operator says."""
    if operator in ("=", "!="):
        return "!=" if operator == "=" else "="
    if compare("<", left, right):
        return "<"
    return ">" if compare(">", left, right) else "="


def _between(verdicts: Sequence[tuple[bool, Measured, Measured]]) -> bool:
    """Whether counting some mentions and not others could make both sides meet."""
    (_, a, b), (_, c, d) = verdicts
    if None in (a.exact, b.exact, c.exact, d.exact):
        return True
    return bool(compare("<", a, b)) != bool(compare("<", c, d))


def _keys(answer: Answer) -> set[str]:
    return {answer_key(text) for text in (answer.text, answer.normalized) if text}
