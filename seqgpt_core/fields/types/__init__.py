"""Value types: recognise a value's form in text, validate it, normalise it."""

from .readings import Context, Reading, ValueType
from .registry import TYPE_NAMES, FieldType, TypeName, field_type, value_type

__all__ = [
    "TYPE_NAMES",
    "Context",
    "FieldType",
    "Reading",
    "TypeName",
    "ValueType",
    "field_type",
    "value_type",
]
