"""What a literal in a rule measures: `100`, `5%`, `500万元`, `30天`, `2024-03-05`."""

from __future__ import annotations

from fractions import Fraction

from ...fields.types import value_type
from ...fields.types.chinese_numbers import narrow
from ...fields.types.date_expressions import date_expressions
from ...fields.types.duration_forms import duration_forms
from ...fields.types.folded import fold
from ...fields.types.lengths import iso_duration
from ...fields.types.money_forms import amounts_in
from .measured import Kind, Measured, Undecided
from .reading import NUMBER, Answer, Asked, length_measured, measure


def literal(text: str) -> Measured | None:
    """What a literal of the rule language measures, or None where it is none."""
    text = narrow(text)
    if NUMBER.fullmatch(text.replace(",", "")):
        number = Fraction(text.replace(",", ""))
        return Measured("number", number, number)
    asked = Asked(0, "", text, None, "text")
    answer = Answer(asked, (0, 0), text, 0, len(text), None)
    folded = fold(text).text
    dates = date_expressions(folded)
    if len(dates) == 1 and (dates[0].start, dates[0].end) == (0, len(folded)):
        return _or_none(answer, "date")
    forms = duration_forms(folded)
    if len(forms) == 1 and (forms[0].start, forms[0].end) == (0, len(folded)):
        if forms[0].high is not None or iso_duration(forms[0].length) is None:
            return None
        try:
            return length_measured(forms[0].length)
        except Undecided:
            return None
    rates = value_type("percentage")
    assert rates is not None
    if rates.find(text) == [(0, len(text))]:
        return _or_none(answer, "percentage")
    amounts = [a for a in amounts_in(text) if (a.start, a.end) == (0, len(text))]
    if len(amounts) == 1 and (amounts[0].codes or amounts[0].scaled) and amounts[0].high is None:
        return _or_none(answer, "money")
    return None


def _or_none(answer: Answer, kind: Kind) -> Measured | None:
    try:
        found = measure(answer, kind)
    except Undecided:
        return None
    return found if kind == "date" or found.exact is not None else None
