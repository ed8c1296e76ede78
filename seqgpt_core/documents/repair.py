"""Repair of pasted and read texts: what was found, what is switched on, and the way back.

A kind of repair is a finder: it looks at a text and gives edits. The kinds run one after the
other, each on what the ones before it left, so that a line is joined across the page that stood
between; joining comes before any repair that changes how wide a line is. Same text and kinds in,
same text out; nothing is lost, for the document keeps the original and the exact way back.

Letters that look like digits are only suggested: no kind that guesses is on by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from .document import Document, has_visible_text
from .repair_characters import find_full_width, find_invisible, find_line_ends, find_radicals
from .repair_chat import find_chat_heads
from .repair_lines import find_wraps
from .repair_numbers import find_lookalikes
from .repair_pages import find_page_furniture
from .repair_spaces import find_spaces
from .source_map import Edit, SourceMap, apply_edits

RepairKind = Literal[
    "pages",
    "line_ends",
    "invisible",
    "chat",
    "wraps",
    "full_width",
    "radicals",
    "spaces",
    "lookalikes",
]
REPAIR_KINDS: tuple[RepairKind, ...] = get_args(RepairKind)
"""Every kind, in the order in which they run."""
SUGGESTED_KINDS: frozenset[RepairKind] = frozenset({"lookalikes"})
"""Kinds that are shown but not made until the user asks for them."""
DEFAULT_KINDS: frozenset[RepairKind] = frozenset(REPAIR_KINDS) - SUGGESTED_KINDS

MAX_EXAMPLES = 5
_CONTEXT = 10
_LONGEST_SHOWN = 40

_FINDERS: dict[RepairKind, Callable[[str], list[Edit]]] = {
    "line_ends": find_line_ends,
    "invisible": find_invisible,
    "full_width": find_full_width,
    "radicals": find_radicals,
    "chat": find_chat_heads,
    "wraps": find_wraps,
    "spaces": find_spaces,
    "lookalikes": find_lookalikes,
}


@dataclass(frozen=True, slots=True)
class Example:
    """One repair with a few characters around it.

    Attributes:
        before, after: the place as it was when this kind ran, and what it became.
        start, end: the half-open place in the original, without the characters around it.
    """

    before: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repair:
    """All that one kind of repair finds: `count` places and the first few as examples."""

    kind: RepairKind
    count: int
    examples: tuple[Example, ...]

    @property
    def is_suggested(self) -> bool:
        """Whether this kind waits for the user's word."""
        return self.kind in SUGGESTED_KINDS


@dataclass(frozen=True)
class Repairs:
    """What can be repaired in a text.

    Attributes:
        original: the text as given.
        found: the kinds that found something, in the order in which they run.
        page_starts: offsets in the original at which pages begin, where known.
    """

    original: str
    found: tuple[Repair, ...]
    page_starts: tuple[int, ...] = ()
    _default: Document | None = field(default=None, repr=False, compare=False)

    @property
    def kinds(self) -> frozenset[RepairKind]:
        """The kinds found that are on by themselves."""
        return frozenset(repair.kind for repair in self.found if not repair.is_suggested)

    def document(
        self,
        kinds: Collection[RepairKind] | None = None,
        source: str | None = None,
        warnings: Sequence[str] = (),
    ) -> Document:
        """The text with these kinds of repair made; None means those on by themselves.

        Without any repair it is the original, and has no source map.
        """
        chosen = self.kinds if kinds is None else frozenset(kinds)
        if chosen == self.kinds and self._default is not None:
            made = self._default
        else:
            made = apply(self.original, chosen, self.page_starts)
        return Document(made.text, source, tuple(warnings), made.source_map)


def propose_repairs(text: str, page_starts: Sequence[int] = ()) -> Repairs:
    """What can be repaired in a text; linear in its length."""
    repaired, source_map, found = _run(text, DEFAULT_KINDS, page_starts)
    made = _document(text, repaired, source_map)
    for kind in REPAIR_KINDS:
        if kind in SUGGESTED_KINDS:
            edits = _find(kind, repaired, ())
            if edits:
                found.append(_describe(kind, repaired, edits, source_map))
    return Repairs(text, tuple(found), tuple(page_starts), made)


def apply(
    text: str, kinds: Collection[RepairKind] = DEFAULT_KINDS, page_starts: Sequence[int] = ()
) -> Document:
    """The text with these kinds of repair made, and its source map where any was."""
    repaired, source_map, _ = _run(text, kinds, page_starts)
    return _document(text, repaired, source_map)


def _document(text: str, repaired: str, source_map: SourceMap) -> Document:
    return Document(repaired, source_map=None if repaired == text else source_map)


def _run(
    text: str, kinds: Collection[RepairKind], page_starts: Sequence[int]
) -> tuple[str, SourceMap, list[Repair]]:
    source_map = SourceMap.identity(text)
    found: list[Repair] = []
    for kind in REPAIR_KINDS:
        edits = _find(kind, text, page_starts) if kind in kinds else []
        changed = apply_edits(text, edits)
        # Nothing but a page number is a document all the same.
        if edits and has_visible_text(changed):
            found.append(_describe(kind, text, edits, source_map))
            source_map = source_map.after(edits)
            text = changed
    return text, source_map, found


def _find(kind: RepairKind, text: str, page_starts: Sequence[int]) -> list[Edit]:
    # Pages come first, so that the places their reader gave are still those of the original.
    if kind == "pages":
        return find_page_furniture(text, page_starts)
    return _FINDERS[kind](text)


def _describe(kind: RepairKind, text: str, edits: list[Edit], source_map: SourceMap) -> Repair:
    return Repair(
        kind, len(edits), tuple(_example(text, edit, source_map) for edit in edits[:MAX_EXAMPLES])
    )


def _example(text: str, edit: Edit, source_map: SourceMap) -> Example:
    left = text[max(edit.start - _CONTEXT, 0) : edit.start]
    right = text[edit.end : edit.end + _CONTEXT]
    changed = text[edit.start : edit.end]
    if len(changed) > _LONGEST_SHOWN:
        changed = changed[: _LONGEST_SHOWN - 1] + "…"
    place = source_map.to_original(edit.start, edit.end)
    return Example(left + changed + right, left + edit.replacement + right, *place)
