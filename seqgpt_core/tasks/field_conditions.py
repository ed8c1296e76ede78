"""Conditions on a field's value: `合同金额不低于100万元`, `贷款期限3年以内`, `担保方式：抵押`.

The field is extracted as any other, with its type and evidence; arithmetic on the normalised
value decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..decoding.answers import answer_key
from ..decoding.rules.literals import literal
from ..decoding.rules.measured import Kind, Measured, Undecided, compare
from ..decoding.rules.reading import Answer, Asked, measure, own_kind, shown
from ..decoding.values import decide_field, queries_of
from ..fields import FieldSpec, parse_definitions
from ..fields.types import field_type, value_type
from ..results.types import Value
from .comparisons import AT_LEAST, AT_MOST
from .verdicts import ConditionKind, Kept, Verdict, compared, part

_MORE = "超过|大于|高于|多于|晚于"
_LESS = "低于|小于|少于|早于"
_NOT = "不得|不应|不能|不可|不许|未|没有|不"
# The longer wording first: 不得超过 holds 超过.
_OPERATORS = {
    "!=": f"(?:{_NOT})(?:等于|是)|!=|≠",
    ">=": f"(?:{_NOT})(?:{_LESS})|至少为?|(?:{_MORE})或?等于|>=|≥|＞=",
    "<=": f"(?:{_NOT})(?:{_MORE})|至多为?|(?:{_LESS})或?等于|<=|≤|＜=",
    ">": f"{_MORE}|>|＞",
    "<": f"{_LESS}|不足|未满|不满|<|＜",
    "=": "等于|=|＝|:|：",
}
_NAME = r"(?P<name>[^\d<>=≥≤＜＞＝:：，,。；;（）()\s]{2,16}?)"
_COMPARED = [
    (operator, re.compile(rf"{_NAME}(?:应|须|需)?(?:在|为)?(?:{words})[ ]*(?P<value>\S.{{0,30}})"))
    for operator, words in _OPERATORS.items()
]
_BOUNDED = re.compile(
    rf"{_NAME}(?:在|为)?(?:人民币)?(?P<value>[\d¥￥].{{0,20}}?)"
    rf"(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST}))"
)
_OPEN_BOUND = re.compile(rf"(?:{AT_LEAST}|{AT_MOST})$|^(?:[<>≤≥]|不|至少|至多|超过|低于|高于)")
_NO = "不未非无没"
# The mean month of the Gregorian calendar, and how far a number of months departs from it at most.
_MONTH, _SPREAD = Fraction(2_629_746), Fraction(3 * 86_400)
_LEAST = 0.05
SAID = 0.25
"""The score from which a value counts as said; the threshold decides the rest."""


@dataclass(frozen=True, slots=True)
class ValueCondition:
    """A field's value compared with a number, an amount, a rate, a length, a day, or words."""

    text: str
    spec: FieldSpec
    operator: str
    wanted: Measured | str

    @property
    def kind(self) -> ConditionKind:
        return "value"

    @property
    def queries(self) -> tuple[str, ...]:
        return queries_of(self.spec)

    def judge(self, kept: Kept) -> Verdict:
        """By the best value; a value that leaves it open (`约50万元`) is unclear."""
        values = [v for v in answers(kept, self.spec) if v.score >= SAID]
        if not values:
            return Verdict("unclear", 0.0, f"文中没有找到「{self.spec.name}」")
        if isinstance(self.wanted, str):
            return self._same_words(kept.text, self.wanted, values)
        best = values[0]
        evidence = part(kept.text, best.start, best.end, best.score)
        said = f"{self.spec.name}为“{shown(best.text)}”"
        try:
            found = _measured(self.spec, best, self.wanted)
            holds = compare(self.operator, *_in_one_unit(found, self.wanted))
        except Undecided as undecided:
            return Verdict("unclear", 0.0, f"{said}，{undecided}", best.text, evidence)
        if holds is None:
            return Verdict("unclear", 0.0, f"{said}，不足以判断", best.text, evidence)
        return compared(self.text, holds, best.score, said, best.text, evidence)

    def _same_words(self, text: str, wanted: str, values: Sequence[Value]) -> Verdict:
        same = [v for v in values if _names(v, wanted)]
        best = same[0] if same else values[0]
        evidence = part(text, best.start, best.end, best.score)
        said = f"{self.spec.name}为“{shown(best.text)}”"
        met = bool(same) is (self.operator == "=")
        return compared(self.text, met, best.score, said, best.text, evidence)


def value_condition(text: str) -> ValueCondition | None:
    """`合同金额不低于100万元`, `贷款期限3年以内`, `担保方式：抵押`; None for anything else."""
    for operator, pattern in _COMPARED:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        spec = asked_field(match["name"])
        words = match["value"].strip()
        wanted: Measured | str | None = _number(words)
        if operator in (">", ">=", "<", "<=") and wanted is None:
            wanted = _number(_OPEN_BOUND.sub("", words))
        if operator in ("=", "!=") and wanted is None:
            if _OPEN_BOUND.search(words):
                # 合同金额：≥100万元
                return value_condition(match["name"] + words)
            wanted = words
        if spec is not None and wanted is not None:
            return ValueCondition(text, spec, operator, _end(wanted, operator))
    match = _BOUNDED.fullmatch(text)
    if match is None:
        return None
    spec, number = asked_field(match["name"]), _number(match["value"].strip())
    if spec is None or number is None or number.kind == "number":
        return None
    operator = ">=" if match["least"] else "<="
    return ValueCondition(text, spec, operator, _end(number, operator))


def _names(value: Value, wanted: str) -> bool:
    """Whether a value says these words, and does not deny them (不合格)."""
    if value.normalized == wanted:
        return True
    before, found, _ = answer_key(value.text).partition(answer_key(wanted))
    return bool(found) and not before.endswith(tuple(_NO))


def asked_field(name: str) -> FieldSpec | None:
    """The field of this name; None where it can be none."""
    specs = parse_definitions([name]).specs
    return specs[0] if len(specs) == 1 and specs[0].name == name else None


def _number(words: str) -> Measured | None:
    """What the words measure: a literal of the rule language, or a quantity (`30人`)."""
    found = literal(words)
    quantities = value_type("quantity")
    if found is not None or quantities is None or quantities.find(words) != [(0, len(words))]:
        return found
    asked = Asked(0, "", words, None, "text")
    try:
        return measure(Answer(asked, (0, 0), words, 0, len(words), None), "quantity")
    except Undecided:
        return None


def _end(wanted: Measured | str, operator: str) -> Measured | str:
    """Before May is before its first day, after May is after its last."""
    if isinstance(wanted, str) or wanted.kind != "date" or operator == "=":
        return wanted
    day = wanted.low if operator in ("<", ">=") else wanted.high
    return replace(wanted, low=day, high=day)


def answers(kept: Kept, spec: FieldSpec) -> tuple[Value, ...]:
    """The field's values of any score, the best first."""
    return decide_field(kept.text, spec, kept.candidates, _LEAST).values


def _measured(spec: FieldSpec, value: Value, wanted: Measured) -> Measured:
    """The value as a number of the kind that it is compared with.

    Raises:
        Undecided: where it is none.
    """
    asked = Asked(0, "", spec.name, spec.constraint, field_type(spec.name, spec.constraint).name)
    answer = Answer(
        asked, (0, 0), value.text, value.start, value.end, value.normalized, value.checks
    )
    kind: Kind = wanted.kind
    if kind == "number":
        kind = own_kind(answer) or "quantity"
    return measure(answer, kind)


def _in_one_unit(first: Measured, second: Measured) -> tuple[Measured, Measured]:
    """Months beside days as the least and most time that they can last."""
    if {first.unit, second.unit} != {"M", "s"} or first.kind != second.kind:
        return first, second
    return _lasting(first), _lasting(second)


def _lasting(length: Measured) -> Measured:
    if length.unit != "M":
        return length
    low = None if length.low is None else max(Fraction(0), length.low * _MONTH - _SPREAD)
    high = None if length.high is None else length.high * _MONTH + _SPREAD
    return replace(length, low=low, high=high, unit="s", length=None)
