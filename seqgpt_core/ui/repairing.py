"""Which text a session shows: as given, or repaired, and how it follows what the user does.

Repair runs when a text arrives, by a file or a paste, and never while somebody types: what is
typed stays as it is, and the way back to the original is kept through it. A paste is told from
typing by its size; taking a repair back with the editor's own undo does not repair again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..documents.repair import DEFAULT_KINDS, RepairKind, Repairs, propose_repairs
from ..documents.source_map import SourceMap, edit_between

if TYPE_CHECKING:
    from .state import Contents

_PASTED_CHARACTERS = 40
"""Characters that come at once from which they are a paste; an input method gives fewer."""
_PASTED_WITH_LINES = 12
"""Likewise where there is a line end among them."""
_SAME_SHARE = 0.1
"""Greatest part of the old text that a paste in its place may happen to have in common."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """How the text that is shown came of the one that was given.

    Attributes:
        repairs: the text as given, and everything that can be repaired in it.
        kinds: the kinds of repair that are switched on.
        source_map: the way back from the text that is shown; None where that is the one given.
        edited: whether the user typed into it since; then the kinds cannot be switched without
            losing what was typed.
    """

    repairs: Repairs
    kinds: frozenset[RepairKind]
    source_map: SourceMap | None = None
    edited: bool = False

    @property
    def changes(self) -> int:
        """The number of repairs that are switched on."""
        return sum(repair.count for repair in self.repairs.found if repair.kind in self.kinds)


def repair_arrival(
    text: str, page_starts: Sequence[int] = (), off: frozenset[RepairKind] = frozenset()
) -> tuple[str, Repaired | None]:
    """The text to show for one that arrived; `off` are kinds that the user does not want."""
    repairs = propose_repairs(text, page_starts)
    if not repairs.found:
        return text, None
    return _with_kinds(repairs, repairs.kinds - off)


def follow_edit(shown: str, edited: str, repaired: Repaired | None) -> tuple[str, Repaired | None]:
    """The text to show after the user changed `shown` into `edited`."""
    if repaired is not None and edited == repaired.repairs.original:
        return edited, Repaired(repaired.repairs, frozenset())
    edit = edit_between(shown, edited)
    kept = len(shown) - (edit.end - edit.start)
    if _is_paste(edit.replacement):
        if repaired is None or kept <= _SAME_SHARE * len(shown):
            return repair_arrival(edited)
        if not repaired.edited:
            return _paste_into(repaired, edit.start, edit.end, edit.replacement)
    if repaired is None or kept == 0:
        return edited, None
    before = repaired.source_map or SourceMap.identity(shown)
    return edited, replace(repaired, source_map=before.after([edit]), edited=True)


def _paste_into(
    repaired: Repaired, start: int, end: int, pasted: str
) -> tuple[str, Repaired | None]:
    """Put a pasted text into the original, at the place where it was put into the repaired one."""
    original = repaired.repairs.original
    if repaired.source_map is not None:
        start, end = repaired.source_map.to_original(start, end)
    off = frozenset(r.kind for r in repaired.repairs.found if r.kind in DEFAULT_KINDS)
    return repair_arrival(original[:start] + pasted + original[end:], off=off - repaired.kinds)


def _with_kinds(repairs: Repairs, kinds: frozenset[RepairKind]) -> tuple[str, Repaired]:
    document = repairs.document(kinds)
    return document.text, Repaired(repairs, kinds, document.source_map)


def _is_paste(text: str) -> bool:
    least = _PASTED_WITH_LINES if "\n" in text or "\r" in text else _PASTED_CHARACTERS
    return len(text) >= least


class Repairing(ABC):
    """Switch kinds of repair on and off, and go back to the original.

    A kind that is switched off and on again gives the same text as before, character by
    character, for the text is always made anew from the original.
    """

    contents: Contents

    @property
    def repairs(self) -> Repairs | None:
        """What was found in the text as it was given; None where nothing was."""
        repaired = self.contents.repaired
        return None if repaired is None else repaired.repairs

    def switch_repair(self, kind: RepairKind, on: bool) -> None:
        """Make one kind of repair or take it back; nothing where the user has typed since."""
        repaired = self.contents.repaired
        if repaired is not None and not repaired.edited:
            self._repair_with(repaired.kinds | {kind} if on else repaired.kinds - {kind})

    def restore_original(self) -> None:
        """Show the text as it was given; what was typed since can be brought back by `undo`."""
        self._remember_edits()
        self._repair_with(frozenset())

    def repair_again(self) -> None:
        """Make every kind of repair that is on by itself, on the text as it was given."""
        repaired = self.contents.repaired
        if repaired is not None:
            self._remember_edits()
            self._repair_with(repaired.repairs.kinds)

    def _remember_edits(self) -> None:
        repaired = self.contents.repaired
        if repaired is not None and repaired.edited:
            self._remember()

    def _repair_with(self, kinds: frozenset[RepairKind]) -> None:
        repaired = self.contents.repaired
        if repaired is None:
            return
        text, repaired = _with_kinds(repaired.repairs, kinds)
        if text != self.contents.text:
            self._text_edited(self.contents.text, text)
        self.contents = replace(self.contents, text=text, repaired=repaired)

    @abstractmethod
    def _remember(self, whole: bool = True, gesture: int | None = None) -> None:
        """Keep the present contents for `undo`."""

    @abstractmethod
    def _text_edited(self, old: str, new: str) -> None:
        """Corrections go along with their characters."""
