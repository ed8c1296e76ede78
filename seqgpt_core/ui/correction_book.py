"""Every correction of a session, text by text, each of them undoable."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from ..results.corrections import Correction
from ..results.text_edits import TextEdit


@dataclass(frozen=True, slots=True)
class CorrectionLog:
    """What was decided about one text, in order.

    Attributes:
        steps: what each act of the user decided, undone acts last; an act decides something.
        active: how many acts count.
    """

    steps: tuple[tuple[Correction, ...], ...] = ()
    active: int = 0

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections that count."""
        return tuple(chain.from_iterable(self.steps[: self.active]))

    def add(self, correction: Correction, joined: bool = False) -> CorrectionLog:
        """One more; what was undone cannot be redone after it.

        Args:
            joined: whether it belongs to the last act, so that one undo takes back both.
        """
        if self.corrections[-1:] == (correction,):
            return self
        steps = self.steps[: self.active]
        if joined and steps:
            steps = (*steps[:-1], (*steps[-1], correction))
        else:
            steps = (*steps, (correction,))
        return CorrectionLog(steps, len(steps))

    def mapped(self, change: Callable[[Correction], Correction | None]) -> CorrectionLog:
        """Every correction changed or, where `change` gives None, left out."""
        changed = [
            tuple(new for old in step if (new := change(old)) is not None) for step in self.steps
        ]
        active = sum(map(bool, changed[: self.active]))
        return CorrectionLog(tuple(filter(None, changed)), active)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a log was carried from: the text before the edit, and the log as it arrived."""

    key: str
    arrived: CorrectionLog


@dataclass
class CorrectionBook:
    """The logs of all texts that the session has shown.

    A text that is loaded anew finds its corrections again. A text that is edited takes along
    those whose characters the edit left as they were; going back to the text before brings the
    others back.
    """

    _logs: dict[str, CorrectionLog] = field(default_factory=dict)
    _origins: dict[str, _Origin] = field(default_factory=dict)

    def of(self, text: str) -> CorrectionLog:
        """The log of a text, empty if nothing was decided about it."""
        return self._logs.get(_key(text), CorrectionLog()) if self._logs else CorrectionLog()

    def put(self, text: str, log: CorrectionLog) -> None:
        self._logs[_key(text)] = log

    def carry(self, old: str, new: str) -> tuple[Correction, ...]:
        """The user edited `old` into `new`; gives the corrections whose characters are gone."""
        log = self.of(old)
        old_key, new_key = _key(old), _key(new)
        origin = self._origins.get(old_key)
        if origin is not None and origin == _Origin(new_key, log):
            return ()
        if not log.steps:
            return ()
        edit = TextEdit(old, new)

        def moved(correction: Correction) -> Correction | None:
            span = edit.moved(correction.start, correction.end)
            return None if span is None else replace(correction, start=span[0], end=span[1])

        carried = log.mapped(moved)
        if not carried.active:
            # Another document was put in its place: what was decided about that one holds.
            carried = self._logs.get(new_key, carried)
        self._logs[new_key] = carried
        self._origins[new_key] = _Origin(old_key, carried)
        return tuple(c for c in log.corrections if moved(c) is None)

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Decisions about fields follow their definitions to another wording, in every text."""

        def follow(correction: Correction) -> Correction:
            definition = correction.definition
            return replace(correction, definition=renamed.get(definition, definition))

        self._logs = {key: log.mapped(follow) for key, log in self._logs.items()}
        self._origins = {
            key: replace(origin, arrived=origin.arrived.mapped(follow))
            for key, origin in self._origins.items()
        }


def _key(text: str) -> str:
    # The texts themselves would keep every state of a long document in memory.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
