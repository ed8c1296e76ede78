"""What the user asks for: the definition grammar, its linter and recipes."""

from .definitions import (
    MAX_FIELDS,
    Definitions,
    field_name,
    join_definitions,
    parse_definitions,
)
from .grammar import GRAMMAR_VERSION, MAX_COLUMNS, MAX_DEFINITION_LENGTH, FieldSpec
from .kinds import VALUE_KINDS, ValueKind, value_kind
from .linter import Finding, lint
from .recipe_line import is_recipe_line, recipe_from_line, recipe_to_line
from .recipe_tables import RECIPE_VERSION
from .recipes import Recipe, dump_recipe, load_recipe, parse_recipe

__all__ = [
    "GRAMMAR_VERSION",
    "MAX_COLUMNS",
    "MAX_DEFINITION_LENGTH",
    "MAX_FIELDS",
    "RECIPE_VERSION",
    "VALUE_KINDS",
    "Definitions",
    "FieldSpec",
    "Finding",
    "Recipe",
    "ValueKind",
    "dump_recipe",
    "field_name",
    "is_recipe_line",
    "join_definitions",
    "lint",
    "load_recipe",
    "parse_definitions",
    "parse_recipe",
    "recipe_from_line",
    "recipe_to_line",
    "value_kind",
]
