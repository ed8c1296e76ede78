"""Labels as criteria: a class and conditions, `算法岗-P7以上`, `博士学历`, `5年以上金融经验`.

    label     = [ class "-" ] condition { "-" condition }      + and 且 as well as -
    condition = level | degree | years | age | experience | value | presence

A hyphen parts a label only where a condition comes of it: `COVID-19` stays one class, and in
`P5-P7` it makes a range.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .ages import age_condition
from .classes import ClassCondition
from .degrees import degree_condition
from .experience import experience_condition
from .field_conditions import value_condition
from .levels import level_condition
from .presence import presence_condition
from .verdicts import Condition
from .work_years import years_condition

MAX_LABELS = 200
_JOINT = re.compile(
    r"(?<![0-9])[ ]*[-—–][ ]*|[ ]*[-—–][ ]*(?![0-9A-Za-z])"
    r"|[ ]*[+＋&＆][ ]*(?=\S)|[ ]*(?:并且|且)[ ]*"
)
_LABELLED = re.compile(r"[^\d：:]{2,8}[：:][ ]*(.+)")
_YEARS_OF = re.compile(
    r"(.*?\d+年(?:及?以上|以下|以内)?|.*?[一二两三四五六七八九十]{1,3}年(?:及?以上)?)的?(.+)"
)


@dataclass(frozen=True)
class Criterion:
    """One label: all of its conditions must hold.

    Attributes:
        label: as the user wrote it.
        conditions: at least one; a class first.
    """

    label: str
    conditions: tuple[Condition, ...]

    @property
    def is_class(self) -> bool:
        """Whether the label is a class and nothing else."""
        return len(self.conditions) == 1 and self.conditions[0].kind == "class"

    @property
    def queries(self) -> tuple[str, ...]:
        """The label itself, and what its conditions ask the model."""
        asked = [query for condition in self.conditions for query in condition.queries]
        return tuple(dict.fromkeys([self.label, *asked]))


def read_criterion(label: str, rivals: Sequence[str] = ()) -> Criterion:
    """A label as a criterion; a label that is no condition is a class.

    Args:
        rivals: other classes, of which only one may hold.
    """
    pieces = [piece for piece in _JOINT.split(label.strip()) if piece.strip()]
    if len(pieces) > 1:
        conditions: list[Condition] = []
        for place, piece in enumerate(pieces):
            found = _conditions(piece)
            if not found and place == 0:
                found = (ClassCondition(piece),)
            conditions += found
            if not found:
                break
        else:
            if any(condition.kind != "class" for condition in conditions):
                return Criterion(label, tuple(conditions))
    whole = _conditions(label)
    others = tuple(dict.fromkeys(rival for rival in rivals if rival != label))
    return Criterion(label, whole or (ClassCondition(label, others),))


def read_criteria(labels: Sequence[str], single: bool = False) -> tuple[Criterion, ...]:
    """Labels as criteria, in order.

    Args:
        single: only one of the labels may hold, so that the classes among them are rivals.
    """
    criteria = [read_criterion(label) for label in labels]
    if not single:
        return tuple(criteria)
    classes = [criterion.label for criterion in criteria if criterion.is_class]
    return tuple(
        read_criterion(criterion.label, classes) if criterion.is_class else criterion
        for criterion in criteria
    )


def _conditions(words: str) -> tuple[Condition, ...]:
    """The conditions of one piece; none where it is a class."""
    words = words.strip()
    for read in (level_condition, degree_condition, years_condition, age_condition):
        found: Condition | None = read(words)
        if found is not None:
            return (found,)
    if (labelled := _LABELLED.fullmatch(words)) is not None:
        # `学历：本科及以上` asks what `本科及以上` asks.
        for read in (level_condition, degree_condition, years_condition, age_condition):
            found = read(labelled[1])
            if found is not None:
                return (found,)
    match = _YEARS_OF.fullmatch(words)
    if match is not None:
        # `5年以上Java经验`: so many years of work, and Java among them.
        years, topic = years_condition(match[1]), experience_condition(match[2])
        if years is not None and topic is not None:
            return (years, topic)
    for read_last in (presence_condition, experience_condition, value_condition):
        last: Condition | None = read_last(words)
        if last is not None:
            return (last,)
    return ()
