"""Templates read from files, and one document rendered from a template with its marks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from . import addresses, amounts, dates, medicine, numbers, organisations, persons, work
from .amounts import spoken
from .catalogue import Catalogue, read_catalogue
from .syntax import (
    Call,
    Choice,
    Counter,
    Filler,
    Label,
    Marked,
    Maybe,
    Node,
    Repeat,
    Shuffled,
    Slot,
    Text,
    Variable,
    parse,
    walk,
)
from .values import GENERATORS, Value

TEMPLATES = Path(__file__).parent / "templates"
# Importing these modules registers their generators.
GENERATOR_MODULES = (addresses, amounts, dates, medicine, numbers, organisations, persons, work)
# Two slots of these kinds never share a value in one document, nor does one contain another:
# the annotation could not tell which of them a mention answers.
DISTINCT = frozenset(
    "person organisation id phone account date datetime amount figure address number email plate "
    "project goods drug disease month place case operation size model period post salary distinct".split()
)
# Forms that are the same value written otherwise: a mention of them answers the field too.
EQUAL_FORMS = frozenset(("大写", "小写", "元", "数"))


@dataclass(frozen=True)
class Mark:
    """A mention: the slot's key, the repetition it stands in (0 outside), half-open offsets."""

    key: str
    row: int
    start: int
    end: int


@dataclass(frozen=True)
class Template:
    """One document template.

    Attributes:
        name: unique among all templates.
        domain: the file's name.
        split: train, or dev for a held-out form family.
        variables: names and the alternatives of each group, chosen together.
        absent: names of fields that the document never has.
        quiet: keys that are not asked as absent, since other wording may half answer them.
    """

    name: str
    domain: str
    split: str
    catalogue: Catalogue
    variables: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    absent: tuple[str, ...]
    quiet: frozenset[str]
    nodes: tuple[Node, ...]

    @cached_property
    def local_keys(self) -> frozenset[str]:
        """Keys whose values belong to a repetition: all their slots stand inside one."""
        inside: set[str] = set()
        for node in walk(self.nodes):
            if isinstance(node, Repeat):
                inside |= {n.key for n in walk(node.nodes) if isinstance(n, (Slot, Marked))}
        outside: set[str] = set()

        def visit(nodes: Iterable[Node]) -> None:
            for node in nodes:
                if isinstance(node, Slot):
                    outside.add(node.key)
                if isinstance(node, (Marked, Maybe)):
                    visit(node.nodes)
                elif isinstance(node, Choice):
                    for option in node.options:
                        visit(option)
                elif isinstance(node, Shuffled):
                    for _, line in node.lines:
                        visit(line)

        visit(self.nodes)
        return frozenset(inside - outside)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All keys that the template can mention, in order of their first place."""
        found: dict[str, None] = {}
        for node in walk(self.nodes):
            if isinstance(node, Slot):
                found[node.key] = None
                if node.form:
                    found[f"{node.key}.{node.form}"] = None
            elif isinstance(node, Marked):
                found[node.key] = None
        return tuple(found)


@dataclass
class Document:
    """A rendered document: text, marks, and the values behind them."""

    template: Template
    text: str
    marks: list[Mark]
    values: dict[tuple[str, int], Value]
    variables: dict[str, str] = field(default_factory=dict)


class _Rendering:
    """The state of one rendering; implements the `Scene` that generators see."""

    def __init__(self, template: Template, rng: random.Random) -> None:
        self.template = template
        self.random = rng
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.values: dict[tuple[str, int], Value] = {}
        self.taken: list[str] = []
        self.choices: dict[str, float] = {}
        self.row = 0
        self.rows = 0
        self.counters = {"words": 0, "figures": 0}
        self.row_number = 0
        self.variables: dict[str, str] = {}
        for names, alternatives in template.variables:
            self.variables.update(zip(names, rng.choice(alternatives), strict=True))

    def choice(self, name: str, options: int) -> int:
        if name not in self.choices:
            self.choices[name] = self.random.random()
        return int(self.choices[name] * options)

    def value(self, key: str) -> Value:
        row = self.row if key in self.template.local_keys else 0
        if (key, row) not in self.values:
            call = self.template.catalogue.call(key)
            if call is None:
                raise ValueError(f"{self.template.name}: nothing generates {key}")
            self.values[key, row] = self.generate(call)
        return self.values[key, row]

    def generate(self, call: Call) -> Value:
        make = GENERATORS.get(call.name)
        if make is None:
            raise ValueError(f"{self.template.name}: no generator {call.name}")
        for _ in range(40):
            value = make(self, *call.arguments)
            if value.kind not in DISTINCT or call.name == "same":
                return value
            text = value.text
            if not any(text in other or other in text for other in self.taken):
                break
        self.taken.append(value.text)
        return value

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def mark(self, key: str, start: int) -> None:
        row = self.row if key.partition(".")[0] in self.template.local_keys else 0
        self.marks.append(Mark(key, row, start, self.length))

    def slot(self, node: Slot) -> None:
        value = self.value(node.key)
        if node.form:
            if node.form not in value.forms:
                raise ValueError(f"{self.template.name}: {node.key} has no form {node.form}")
            start = self.length
            self.write(value.forms[node.form])
            self.mark(f"{node.key}.{node.form}", start)
            if node.form in EQUAL_FORMS and value.kind == "amount":
                self.mark(node.key, start)
            return
        for text, part in value.pieces:
            start = self.length
            self.write(text)
            if part is not None:
                self.mark(node.key, start)
                if part:
                    self.mark(f"{node.key}.{part}", start)

    def counter(self, kind: str) -> None:
        if kind == "row":
            self.write(str(self.row_number))
            return
        self.counters[kind] += 1
        number = self.counters[kind]
        self.write(spoken(number) if kind == "words" else str(number))

    def repeat(self, node: Repeat) -> None:
        outer = self.row, self.row_number
        for number in range(self.random.randint(node.lowest, node.highest)):
            if number:
                self.write(node.separator)
            self.rows += 1
            self.row, self.row_number = self.rows, number + 1
            self.render(node.nodes)
        self.row, self.row_number = outer

    def shuffled(self, node: Shuffled) -> None:
        kept = [line for optional, line in node.lines if not optional or self.random.random() < 0.7]
        if self.random.random() < 0.5:
            self.random.shuffle(kept)
        for place, line in enumerate(kept):
            if place:
                self.write("\n")
            self.render(line)

    def render(self, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            if isinstance(node, Text):
                self.write(node.text)
            elif isinstance(node, Slot):
                self.slot(node)
            elif isinstance(node, Label):
                self.write(self.label(node.key))
            elif isinstance(node, Variable):
                self.write(self.variables[node.name])
            elif isinstance(node, Filler):
                self.write("".join(text for text, _ in self.generate(node.call).pieces))
            elif isinstance(node, Counter):
                self.counter(node.kind)
            elif isinstance(node, Marked):
                start = self.length
                self.render(node.nodes)
                self.mark(node.key, start)
            elif isinstance(node, Choice):
                self.render(self.random.choice(node.options))
            elif isinstance(node, Maybe):
                if self.random.random() < node.probability:
                    self.render(node.nodes)
            elif isinstance(node, Repeat):
                self.repeat(node)
            else:
                self.shuffled(node)

    def label(self, key: str) -> str:
        names = [
            name
            for name in self.template.catalogue.names(key)[:3]
            if len(name) <= 8 and "{" not in name and "(" not in name
        ]
        return names[self.choice(f"label {key}", len(names))] if names else key


def render(template: Template, rng: random.Random) -> Document:
    """One document; outer white space is cut, every mark is non-empty and inside the text.

    Raises:
        ValueError: if the template asks for a value that nothing generates.
    """
    state = _Rendering(template, rng)
    state.render(template.nodes)

    def is_clause(key: str) -> bool:
        """Whether the key asks for a clause: such an answer keeps its full stop."""
        return any("条款" in name for name in template.catalogue.names(key))

    text = "".join(state.parts)
    cut = len(text) - len(text.lstrip())
    text = text.strip()
    marks = []
    for mark in state.marks:
        start, end = max(0, mark.start - cut), min(len(text), mark.end - cut)
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end - start >= 12 and text[end : end + 1] == "。" and is_clause(mark.key):
            end += 1
        if start < end:
            marks.append(Mark(mark.key, mark.row, start, end))
    return Document(template, text, marks, state.values, state.variables)


def _variables(line: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    left, _, right = line.partition("=")
    names = tuple(name.strip().lstrip("$") for name in left.split(","))
    alternatives = tuple(
        tuple(word.strip() for word in option.split(",")) for option in right.split("|")
    )
    if any(len(option) != len(names) for option in alternatives):
        raise ValueError(f"alternatives do not fit the variables: {line!r}")
    return names, alternatives


def _with_terms(body: str) -> str:
    """The body with each line `@@terms NUMBERING| EXCLUDED...` replaced by optional clauses.

    The clauses stand in terms.snippet, one a line: a tag, a tab, the clause. Each is there in
    about a third of the documents, so that contracts differ in length and in what they settle.
    """
    terms = (TEMPLATES / "terms.snippet").read_text(encoding="utf-8").splitlines()

    def replaced(found: re.Match[str]) -> str:
        numbering, excluded = found[1], found[2].split()
        chosen = [line.split("\t", 1) for line in terms if line]
        return "".join(
            f"<?35:{numbering}{clause}\n>" for tag, clause in chosen if tag not in excluded
        )

    return re.sub(r"@@terms (.*?)\|(.*)\n", replaced, body)


def parse_template(source: str, domain: str, catalogue: Catalogue) -> Template:
    """A template from its part of a file: first line `name | split`, header, `---`, body.

    Raises:
        ValueError: if a line of it is wrong.
    """
    head, _, body = source.partition("\n---\n")
    first, *lines = head.strip("\n").split("\n")
    name, _, split = (part.strip() for part in first.partition("|"))
    variables, declarations, absent, quiet = [], [], [], []
    for line in lines:
        if line.startswith("$"):
            variables.append(_variables(line))
        elif line.startswith("absent:"):
            absent += [part.strip() for part in line[7:].split(" / ") if part.strip()]
        elif line.startswith("quiet:"):
            quiet += [part.strip() for part in line[6:].split(" / ")]
        elif line.strip() and not line.startswith("#"):
            declarations.append(line)
    try:
        nodes = parse(_with_terms(body.strip("\n")))
        own = catalogue.extended(declarations)
    except ValueError as error:
        raise ValueError(f"{domain}/{name}: {error}") from error
    return Template(
        name,
        domain,
        split or "train",
        own,
        tuple(variables),
        tuple(absent),
        frozenset(quiet),
        nodes,
    )


def read_templates(folder: Path = TEMPLATES) -> tuple[Template, ...]:
    """All templates of a folder (one file a domain, beside fields.txt), in a fixed order.

    Raises:
        ValueError: if a template is wrong or two share a name.
    """
    catalogue = read_catalogue(folder / "fields.txt")
    found: list[Template] = []
    for path in sorted(folder.glob("*.txt")):
        if path.name == "fields.txt":
            continue
        parts = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        found += [parse_template(part, path.stem, catalogue) for part in parts[1:]]
    names = [template.name for template in found]
    if len(set(names)) != len(names):
        raise ValueError("two templates share a name")
    return tuple(found)
