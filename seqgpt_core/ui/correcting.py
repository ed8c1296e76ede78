"""What a person decides about the results of a session: the part of its state about corrections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..results.characters import encodable
from ..results.corrections import Correction
from .correction_book import CorrectionBook, CorrectionLog
from .rows import FieldRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .state import Contents

CORRECTIONS = "corrections"
"""Where an error about corrections is shown."""

_NAMED = 5


class Correcting:
    """Accept, add, replace and remove values of the document that is shown, and undo that.

    Corrections belong to the text: they stay while thresholds, fields, pages and languages
    change, and come back with the text.
    """

    contents: Contents
    errors: dict[str, str]
    book: CorrectionBook
    _in_one_act: bool = False
    _act_begun: bool = False

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Every correction of this document that counts, in the order in which it was made."""
        return self.correction_log.corrections

    @property
    def correction_log(self) -> CorrectionLog:
        """The corrections of this document, with those that can be made again."""
        return self.book.of(self.contents.text)

    def accept(self, definition: str, start: int, end: int) -> None:
        """Take a candidate as a value, or confirm one."""
        self._correct(Correction("accept", definition, start, end))

    def add_value(self, definition: str, start: int, end: int) -> None:
        """Take a marked place as a value."""
        self._correct(Correction("add", definition, start, end))

    def correct(self, definition: str, start: int, end: int, text: str) -> None:
        """Put a text in the place of a value; an empty one removes it."""
        # A lone surrogate cannot travel to the browser.
        text = encodable(text).strip()
        if text:
            self._correct(Correction("replace", definition, start, end, text))
        else:
            self.remove(definition, start, end)

    def remove(self, definition: str, start: int, end: int) -> None:
        """Say that a value is none."""
        self._correct(Correction("remove", definition, start, end))

    def undo_correction(self) -> None:
        """Take back what the user decided last about this document."""
        log = self.correction_log
        self._put_log(CorrectionLog(log.steps, max(0, log.active - 1)))

    def redo_correction(self) -> None:
        """Decide again what was taken back last."""
        log = self.correction_log
        self._put_log(CorrectionLog(log.steps, min(len(log.steps), log.active + 1)))

    @contextmanager
    def one_act(self) -> Iterator[None]:
        """What is decided inside is taken back by one undo."""
        self._in_one_act, self._act_begun = True, False
        try:
            yield
        finally:
            self._in_one_act = False

    def _correct(self, correction: Correction) -> None:
        # A place that is not in the document comes from a page that has not caught up yet.
        if 0 <= correction.start < correction.end <= len(self.contents.text):
            log = self.correction_log
            added = log.add(correction, joined=self._in_one_act and self._act_begun)
            self._act_begun |= added != log
            self._put_log(added)

    def _put_log(self, log: CorrectionLog) -> None:
        self.errors.pop(CORRECTIONS, None)
        self.book.put(self.contents.text, log)

    def _text_edited(self, old: str, new: str) -> None:
        """Take the corrections along to the edited text; tells which ones lost their place."""
        self.errors.pop(CORRECTIONS, None)
        lost = self.book.carry(old, new)
        if lost:
            names = "、".join(dict.fromkeys(correction.definition for correction in lost[:_NAMED]))
            more = "等" if len(lost) > _NAMED else ""
            self.errors[CORRECTIONS] = (
                f"文档改动后，{len(lost)} 处更正所在的文字已经变了，这些更正不再生效"
                f"（{names}{more}）；把文字改回去就会恢复。"
            )

    def _follow_renames(self, before: Sequence[FieldRow], after: Sequence[FieldRow]) -> None:
        """Decisions about a field stay with it when its definition is written otherwise."""
        was = {row.id: row.definition for row in before}
        held = [row.definition for row in before], [row.definition for row in after]
        renamed = {
            was[row.id]: row.definition
            for row in after
            if was.get(row.id, row.definition) != row.definition
        }
        # Two rows of one definition share its decisions; those stay where they were.
        alone = {
            old: new
            for old, new in renamed.items()
            if held[0].count(old) == 1 and held[1].count(new) == 1
        }
        if alone:
            self.book.rename(alone)
