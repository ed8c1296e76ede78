"""Normalised values as a spreadsheet understands them: numbers and dates, each with a format."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..fields import FieldSpec

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
# A spreadsheet's numbers are binary floats: more digits than these would not come back.
_DIGITS = 15
# Excel takes 1900 for a leap year; from the first day after that error on, its dates are right.
_FIRST_DAY = datetime.date(1900, 3, 1)
_PER_CENT = re.compile(r"[%％]|百分")

Kind = Literal["money", "percent", "number", "moment", "text"]


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A number or a moment, and the spreadsheet format that shows it for people."""

    content: float | datetime.date | datetime.datetime
    form: str


def typed_cell(kind: Kind, normalized: str | None) -> TypedCell | None:
    """The cell of a normalised value; None where it is a text and must stay one.

    A rate in percent becomes the fraction that spreadsheets calculate with (`4.35` shows as
    4.35%). A code of digits is no number, nor is a decimal of more than 15 digits.
    """
    if normalized is None or kind == "text":
        return None
    return _moment(normalized) if kind == "moment" else _number(kind, normalized)


@lru_cache(maxsize=1024)
def kind_of(definition: str) -> Kind:
    """What the normalised values of a definition are."""
    specs = _specs(definition)
    return spec_kind(specs[0]) if len(specs) == 1 else "text"


@lru_cache(maxsize=1024)
def column_kinds(definition: str) -> dict[str, Kind]:
    """What the normalised cells of a record are, by column; columns left out are texts."""
    specs = _specs(definition)
    return {column.name: spec_kind(column) for spec in specs[:1] for column in spec.columns}


def _specs(definition: str) -> tuple[FieldSpec, ...]:
    # Imported here: the fields import the result types.
    from ..fields import parse_definitions

    return parse_definitions([definition]).specs


def spec_kind(spec: FieldSpec) -> Kind:
    """What the normalised values of a field are."""
    from ..fields.types import field_type

    if spec.components or spec.columns or spec.options:
        return "text"
    match field_type(spec.name, spec.constraint, spec.options).name:
        case "money":
            return "money"
        case "percentage":
            plain = spec.constraint is None or _PER_CENT.search(spec.constraint)
            return "percent" if plain else "number"
        case "quantity" | "duration":
            return "number"
        case "date":
            return "moment"
        case _:
            return "text"


def _number(kind: Kind, normalized: str) -> TypedCell | None:
    match = _DECIMAL.fullmatch(normalized)
    digits = normalized.strip("-0.").replace(".", "")
    if match is None or len(digits) > _DIGITS:
        return None
    places = len(match[1] or "")
    number = float(normalized)
    if kind == "percent":
        return TypedCell(number / 100, f"0{_places(places)}%")
    if kind == "money":
        places = max(places, 2)
    return TypedCell(number, f"#,##0{_places(places)}")


def _places(number: int) -> str:
    return "." + "0" * number if number else ""


def _moment(normalized: str) -> TypedCell | None:
    try:
        if _DATE.fullmatch(normalized):
            day = datetime.date.fromisoformat(normalized)
            return TypedCell(day, "yyyy-mm-dd") if day >= _FIRST_DAY else None
        if _MOMENT.fullmatch(normalized):
            moment = datetime.datetime.fromisoformat(normalized)
            seconds = ":ss" if normalized.count(":") == 2 else ""
            form = f"yyyy-mm-dd hh:mm{seconds}"
            return TypedCell(moment, form) if moment.date() >= _FIRST_DAY else None
    except ValueError:  # 2023-02-30, or 24:00
        return None
    return None
