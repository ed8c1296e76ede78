"""The template language: text with slots, alternatives, repetitions and marked clauses.

```
{合同金额}            a slot: its value, annotated under that key
{甲方.short}          a form of a slot's value
{@联系电话}           a label for the slot, one of its short names
{$买}                 a variable of the template, the same in the whole document
{~date(2019,2020)}    a filler: a value that answers no field
{##}                  the next number in words (一, 二, ...); {#d} the next figure; {#} the
                      number of the repetition
[[违约责任条款:...]]  the content is an answer of its own, slots inside keep theirs
<a|b|c>               one of the alternatives; <a|> is optional
<?70:...>             there in 70 of 100 documents
<*2-4:SEPARATOR:...>  two to four repetitions, each with values of its own
\\n \\t \\< \\| ...       a line break, a tab, the character itself
```
Lines that begin with `% ` form a block whose lines may be shuffled; `%? ` lines may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Literal wording."""

    text: str


@dataclass(frozen=True)
class Slot:
    """A value; `form` names one of its forms or is empty."""

    key: str
    form: str = ""


@dataclass(frozen=True)
class Label:
    """A form label for a slot."""

    key: str


@dataclass(frozen=True)
class Variable:
    """A document-wide choice of wording."""

    name: str


@dataclass(frozen=True)
class Filler:
    """A generated value that is never annotated."""

    call: Call


@dataclass(frozen=True)
class Counter:
    """`words`, `figures` (running numbers of the document) or `row` (of the repetition)."""

    kind: str


@dataclass(frozen=True)
class Marked:
    """A passage that answers a field as a whole."""

    key: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """One of several alternatives, equally likely."""

    options: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Maybe:
    """A passage that is there with a probability."""

    probability: float
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Repeat:
    """A passage repeated `lowest` to `highest` times."""

    lowest: int
    highest: int
    separator: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Shuffled:
    """Lines in any order; each is (may be left out, nodes)."""

    lines: tuple[tuple[bool, tuple[Node, ...]], ...]


@dataclass(frozen=True)
class Call:
    """A generator's name and arguments."""

    name: str
    arguments: tuple[str, ...] = ()


Node = (
    Text | Slot | Label | Variable | Filler | Counter | Marked | Choice | Maybe | Repeat | Shuffled
)

ESCAPES = {"n": "\n", "t": "\t"}
COUNTERS = {"##": "words", "#d": "figures", "#": "row"}


def parse_call(source: str) -> Call:
    """`name(a,b)` or `name(a;b)`; semicolons win, so that options may hold commas.

    Raises:
        ValueError: if the source is not a call.
    """
    found = re.fullmatch(r"([a-z_]+)(?:\((.*)\))?", source.strip(), re.DOTALL)
    if not found:
        raise ValueError(f"not a generator call: {source!r}")
    inside = found[2]
    if not inside:
        return Call(found[1])
    parts = inside.split(";" if ";" in inside else ",")
    return Call(found[1], tuple(part.strip(" ") for part in parts))


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0

    def fail(self, message: str) -> ValueError:
        line = self.source.count("\n", 0, self.place) + 1
        near = self.source[max(0, self.place - 15) : self.place + 15]
        return ValueError(f"line {line}: {message} near {near!r}")

    def nodes(self, stops: tuple[str, ...]) -> tuple[Node, ...]:
        """Nodes up to (not including) one of the stop strings, or to the end if none given."""
        found: list[Node] = []
        literal: list[str] = []

        def flush() -> None:
            if literal:
                found.append(Text("".join(literal)))
                literal.clear()

        while self.place < len(self.source):
            if any(self.source.startswith(stop, self.place) for stop in stops):
                flush()
                return tuple(found)
            letter = self.source[self.place]
            if letter == "\\":
                following = self.source[self.place + 1]
                literal.append(ESCAPES.get(following, following))
                self.place += 2
            elif letter == "{":
                flush()
                found.append(self.braced())
            elif self.source.startswith("[[", self.place):
                flush()
                found.append(self.marked())
            elif letter == "<":
                flush()
                found.append(self.angled())
            elif letter == ">":
                raise self.fail("stray >")
            else:
                literal.append(letter)
                self.place += 1
        if stops:
            raise self.fail(f"missing {stops[0]}")
        flush()
        return tuple(found)

    def braced(self) -> Node:
        end = self.source.find("}", self.place)
        if end < 0:
            raise self.fail("missing }")
        inside = self.source[self.place + 1 : end]
        self.place = end + 1
        if inside in COUNTERS:
            return Counter(COUNTERS[inside])
        if inside.startswith("$"):
            return Variable(inside[1:])
        if inside.startswith("@"):
            return Label(inside[1:])
        if inside.startswith("~"):
            return Filler(parse_call(inside[1:]))
        key, _, form = inside.partition(".")
        return Slot(key, form)

    def marked(self) -> Node:
        colon = self.source.find(":", self.place)
        key = self.source[self.place + 2 : colon]
        if colon < 0 or not key or len(key) > 20:
            raise self.fail("a marked passage needs a key and a half-width colon")
        self.place = colon + 1
        inside = self.nodes(("]]",))
        self.place += 2
        return Marked(key, inside)

    def angled(self) -> Node:
        maybe = re.compile(r"<\?(\d+):").match(self.source, self.place)
        if maybe:
            self.place = maybe.end()
            inside = self.nodes((">",))
            self.place += 1
            return Maybe(int(maybe[1]) / 100, inside)
        repeat = re.compile(r"<\*(\d+)-(\d+):(.*?):", re.DOTALL).match(self.source, self.place)
        if repeat:
            self.place = repeat.end()
            inside = self.nodes((">",))
            self.place += 1
            separator = repeat[3].replace("\\n", "\n").replace("\\t", "\t")
            return Repeat(int(repeat[1]), int(repeat[2]), separator, inside)
        self.place += 1
        options: list[tuple[Node, ...]] = []
        while True:
            options.append(self.nodes(("|", ">")))
            self.place += 1
            if self.source[self.place - 1] == ">":
                return Choice(tuple(options))


def parse(source: str) -> tuple[Node, ...]:
    """A template body as nodes.

    Raises:
        ValueError: with line and place, if the source is not well formed.
    """
    found: list[Node] = []
    lines = source.split("\n")
    place = 0
    while place < len(lines):
        start = place
        if lines[place].startswith(("% ", "%? ")):
            block = []
            while place < len(lines) and lines[place].startswith(("% ", "%? ")):
                mark, _, content = lines[place].partition(" ")
                block.append((mark == "%?", _Parser(content).nodes(())))
                place += 1
            found.append(Shuffled(tuple(block)))
            ending = "\n" if place < len(lines) else ""
            if ending:
                found.append(Text(ending))
            continue
        while place < len(lines) and not lines[place].startswith(("% ", "%? ")):
            place += 1
        text = "\n".join(lines[start:place]) + ("\n" if place < len(lines) else "")
        found.extend(_Parser(text).nodes(()))
    return tuple(found)


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """All nodes, parents before children."""
    for node in nodes:
        yield node
        if isinstance(node, (Marked, Maybe, Repeat)):
            yield from walk(node.nodes)
        elif isinstance(node, Choice):
            for option in node.options:
                yield from walk(option)
        elif isinstance(node, Shuffled):
            for _, line in node.lines:
                yield from walk(line)
