"""The sides of a comparison, worked out over the answers of one document."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..answers import answer_key
from .identity import age_on, birth_date
from .language import Arithmetic, Call, Expression, Field, Literal, fields_of, spoken
from .measured import Kind, Measured, Undecided, added, multiplied, same_meaning
from .reading import Answer, measure, own_kind, period_end

# More addends than this make no sentence.
_MOST_ADDENDS = 6


@dataclass(frozen=True)
class Sides:
    """Expressions over answers.

    Attributes:
        answers: of every field that a rule names, in order.
        called: what messages call a field.
    """

    answers: Mapping[Field, Sequence[Answer]]
    called: Callable[[Field], str]

    def fact(self, side: Expression, total: Measured, kind: Kind) -> str:
        """`100000 + 13000 = 113000`, or the one number."""
        if isinstance(side, Call) and side.function == "sum":
            answers = sorted(self.answers[side.arguments[0]], key=lambda answer: answer.start)
            addends = [measure(answer, own_kind(answer) or kind) for answer in answers]
            once = all(answer.mentions == 1 for answer in answers)
            if once and 1 < len(addends) <= _MOST_ADDENDS:
                return f"{' + '.join(map(str, addends))} = {total}"
        if not isinstance(side, Arithmetic):
            return str(total)
        numbers: dict[Field, str] = {
            field: str(self.single(field, kind)) for field in fields_of(side)
            if not any(field in call.arguments for call in calls_of(side))
        }  # fmt: skip
        return f"{spoken(side, lambda field: numbers.get(field, self.called(field)))} = {total}"

    def value(self, side: Expression, kind: Kind, each_mention: bool) -> Measured:
        """What the side comes to.

        Args:
            kind: what texts of no kind of their own are read as.
            each_mention: whether a sum counts an answer once for every place where it stands.

        Raises:
            Undecided: if that cannot be told.
        """
        if isinstance(side, Literal):
            return side.measured
        if isinstance(side, Field):
            return self.single(side, kind)
        if isinstance(side, Call):
            return self._called(side, kind, each_mention)
        assert isinstance(side, Arithmetic)
        left = self.value(side.left, kind, each_mention)
        right = self.value(side.right, kind, each_mention)
        if side.operator == "*":
            return multiplied(left, right)
        return added(left, right, minus=side.operator == "-")

    def _called(self, call: Call, kind: Kind, each_mention: bool) -> Measured:
        first = call.arguments[0]
        if call.function == "sum":
            total: Measured | None = None
            for answer in self.answers[first]:
                part = measure(answer, own_kind(answer) or kind)
                for _ in range(answer.mentions if each_mention else 1):
                    total = part if total is None else added(total, part)
            if total is None:
                raise self.missing(first)
            return total
        if call.function in ("start", "end"):
            return period_end(self.only(first), last=call.function == "end")
        born = birth_date(self.only(first))
        if call.function == "birth":
            day = Fraction(born.toordinal())
            return Measured("date", day, day)
        at = measure(self.only(call.arguments[1]), "date").exact
        if at is None:
            raise Undecided(f"「{self.called(call.arguments[1])}」不是确定的一天")
        return age_on(born, datetime.date.fromordinal(int(at)))

    def single(self, field: Field, kind: Kind) -> Measured:
        """The one meaning that all answers of the field share.

        Raises:
            Undecided: if there is none, they differ, or one says no such number.
        """
        found = [measure(answer, own_kind(answer) or kind) for answer in self.answers[field]]
        if not found:
            raise self.missing(field)
        if not all(same_meaning(found[0], other) for other in found[1:]):
            raise self.several(field)
        return found[0]

    def only(self, field: Field) -> Answer:
        """The one answer of the field.

        Raises:
            Undecided: if there is none, or several that differ.
        """
        answers = self.answers[field]
        if not answers:
            raise self.missing(field)
        if len({answer.normalized or answer_key(answer.text) for answer in answers}) > 1:
            raise self.several(field)
        return answers[0]

    def missing(self, field: Field) -> Undecided:
        """Why nothing can be compared: the field has no value at all."""
        return Undecided(f"没有找到「{self.called(field)}」")

    def several(self, field: Field) -> Undecided:
        """Likewise: its values differ."""
        return Undecided(
            f"「{self.called(field)}」有 {len(self.answers[field])} 个值，不能确定用哪个"
        )


def literals_of(side: Expression) -> list[Literal]:
    """The literals in an expression, in order."""
    if isinstance(side, Arithmetic):
        return [*literals_of(side.left), *literals_of(side.right)]
    return [side] if isinstance(side, Literal) else []


def calls_of(side: Expression) -> list[Call]:
    """The calls in an expression, in order."""
    if isinstance(side, Arithmetic):
        return [*calls_of(side.left), *calls_of(side.right)]
    return [side] if isinstance(side, Call) else []


def sums_of(side: Expression) -> list[Call]:
    """The sums in an expression, in order."""
    return [call for call in calls_of(side) if call.function == "sum"]
