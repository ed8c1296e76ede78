"""What can be undone: earlier contents, newest last, and the ones that were undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

MAX_STEPS = 100

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Step(Generic[Kept]):
    """What stood before one change.

    Attributes:
        before: everything, as it was.
        whole: whether undoing the change brings back everything, or the fields alone: an edit of
            the fields must not take away what was typed into the document since.
        gesture: changes with the same number are one movement of the hand and one step; None for
            a change by itself.
    """

    before: Kept
    whole: bool
    gesture: int | None = None


@dataclass
class History(Generic[Kept]):
    """Two stacks of at most `MAX_STEPS` steps; a new change forgets what was undone."""

    done: list[Step[Kept]] = field(default_factory=list)
    undone: list[Step[Kept]] = field(default_factory=list)

    def remember(self, step: Step[Kept]) -> None:
        """Keep what a change is about to replace."""
        newest = self.done[-1].gesture if self.done and not self.undone else None
        if step.gesture is not None and step.gesture == newest:
            return
        self.undone.clear()
        self.done.append(step)
        del self.done[:-MAX_STEPS]

    def settle(self, present: Kept) -> None:
        """Forget the last step if the movement has come back to where it began."""
        if self.done and self.done[-1].gesture is not None and self.done[-1].before == present:
            self.done.pop()

    def undo(self, present: Kept) -> Step[Kept] | None:
        """The step to go back by; `present` can be brought back by `redo`."""
        return _pass_on(self.done, self.undone, present)

    def redo(self, present: Kept) -> Step[Kept] | None:
        """The step to go forward by; `present` can be brought back by `undo`."""
        return _pass_on(self.undone, self.done, present)


def _pass_on(taken: list[Step[Kept]], given: list[Step[Kept]], present: Kept) -> Step[Kept] | None:
    if not taken:
        return None
    step = taken.pop()
    given.append(Step(present, step.whole))
    return step
