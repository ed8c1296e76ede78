"""What a generator returns, and the registry by which templates name generators."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Piece = tuple[str, str | None]


@dataclass(frozen=True)
class Value:
    """One generated value: how it is written, and what else is known about it.

    Attributes:
        pieces: the default rendering as (text, part) pairs; part None is wording around the
            value that is not the value itself (`人民币`), part "" the value, any other part a
            named form of it (`大写`), which also counts as the value.
        forms: other renderings by name (`short`, `大写`), none of them annotated as the value
            unless they are also parts of `pieces`.
        kind: decides which constraint brackets a field name may get (`amount`, `date`, ...).
        unit: unit of the value for a bracket such as `(万元)`, or "".
        content: what other generators may compute with (a date, a number, a person).
    """

    pieces: tuple[Piece, ...]
    kind: str = "text"
    forms: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    content: object = None

    @property
    def text(self) -> str:
        """The first annotated piece."""
        return next(text for text, part in self.pieces if part is not None)


def plain(text: str, kind: str = "text", unit: str = "", content: object = None) -> Value:
    """A value with one form."""
    return Value(((text, ""),), kind, {}, unit, content)


class Scene(Protocol):
    """What a generator sees of the document in the making."""

    random: random.Random

    def value(self, key: str) -> Value:
        """The value of another slot, generated first if need be."""
        ...

    def choice(self, name: str, options: int) -> int:
        """A choice in range(options) that stays the same in the whole document."""
        ...


Generator = Callable[..., Value]
GENERATORS: dict[str, Generator] = {}


def generator(function: Generator) -> Generator:
    """Register `function(scene, *arguments)`; templates call it by its name.

    Arguments arrive as the strings written in the template.
    """
    GENERATORS[function.__name__] = function
    return function


@generator
def one(scene: Scene, *options: str) -> Value:
    """One of the options as written."""
    return plain(scene.random.choice(options), "option")


@generator
def distinct_one(scene: Scene, *options: str) -> Value:
    """One of the options, a different one in every repetition."""
    return plain(scene.random.choice(options), "distinct")


@generator
def some(scene: Scene, separator: str, *options: str) -> Value:
    """Two to four different options, each its own answer, joined by the separator."""
    count = scene.random.randint(2, min(4, len(options)))
    pieces: list[Piece] = []
    for option in scene.random.sample(options, count):
        if pieces:
            pieces.append((separator, None))
        pieces.append((option, ""))
    return Value(tuple(pieces), "option")


@generator
def same(scene: Scene, key: str, form: str = "") -> Value:
    """The text of another slot (a form of it), as a value of its own."""
    other = scene.value(key)
    return plain(other.forms[form] if form else other.text, other.kind, other.unit, other.content)
