"""What the user asks for: the definition grammar and recipes."""

from .definitions import (
    GRAMMAR_VERSION,
    MAX_DEFINITION_LENGTH,
    MAX_FIELDS,
    Definitions,
    FieldSpec,
    field_name,
    join_definitions,
    parse_definitions,
)
from .kinds import VALUE_KINDS, ValueKind, value_kind
from .recipes import RECIPE_VERSION, Recipe, dump_recipe, load_recipe, parse_recipe

__all__ = [
    "GRAMMAR_VERSION",
    "MAX_DEFINITION_LENGTH",
    "MAX_FIELDS",
    "RECIPE_VERSION",
    "VALUE_KINDS",
    "Definitions",
    "FieldSpec",
    "Recipe",
    "ValueKind",
    "dump_recipe",
    "field_name",
    "join_definitions",
    "load_recipe",
    "parse_definitions",
    "parse_recipe",
    "value_kind",
]
