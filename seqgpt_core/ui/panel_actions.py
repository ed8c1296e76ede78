"""What the field panel reports, done to a session's state; what the browser says is checked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .retyping import TYPE_WORDS
from .state import WorkbenchState

_log = logging.getLogger(__name__)


def take_actions(state: WorkbenchState, actions: object) -> None:
    """Do what the browser reports, each action once, in order.

    The browser repeats a report until `last_action` has reached its number. A report that makes
    no sense (a row that is gone, another form) is left out.
    """
    if not isinstance(actions, Sequence) or isinstance(actions, str):
        return
    for action in actions:
        number = action.get("seq") if isinstance(action, Mapping) else None
        if not isinstance(number, int) or number <= state.last_action:
            continue
        state.last_action = number
        try:
            _DO[action["do"]](state, action)
        except (AttributeError, KeyError, TypeError, ValueError, StopIteration):
            # A row may have been deleted while its slider moved: nothing to tell the user.
            _log.info("an action of the field panel was left out", exc_info=True)


def _add(state: WorkbenchState, action: Mapping[str, Any]) -> None:
    state.add_definitions(_text(action["text"]))


def _fix_draft(state: WorkbenchState, action: Mapping[str, Any]) -> None:
    state.set_draft(_text(action["text"]))
    state.fix_draft(int(action["index"]), _text(action["fix"]))


def checked_thresholds(values: object) -> dict[int, float]:
    """Thresholds by row, from what the browser says they are.

    Raises:
        ValueError: not rows with numbers in 0..1.
    """
    if not isinstance(values, Mapping):
        raise ValueError("thresholds by row were expected")
    try:
        thresholds = {int(row): float(value) for row, value in values.items()}
    except (TypeError, OverflowError) as error:
        raise ValueError("a threshold is a number") from error
    if not all(0 <= value <= 1 for value in thresholds.values()):
        raise ValueError("a threshold lies outside 0..1")
    return thresholds


def _set_thresholds(state: WorkbenchState, action: Mapping[str, Any]) -> None:
    state.set_thresholds(checked_thresholds(action["values"]), int(action["gesture"]))


def _retype(state: WorkbenchState, action: Mapping[str, Any]) -> None:
    name = action["type"]
    if name is not None and name not in TYPE_WORDS:
        raise ValueError("not a type that can be chosen")
    state.retype(action["row"], name)


def _save_group(state: WorkbenchState, action: Mapping[str, Any]) -> None:
    state.tick(_ids(action["rows"]))
    state.save_group(_text(action["name"]))


_DO: Mapping[Any, Callable[[WorkbenchState, Mapping[str, Any]], None]] = {
    "draft": lambda state, action: state.set_draft(_text(action["text"])),
    "add": _add,
    "fix_draft": _fix_draft,
    "rename": lambda state, action: state.rename(action["row"], _text(action["text"])),
    "thresholds": _set_thresholds,
    "move": lambda state, action: state.move(action["row"], int(action["place"])),
    "duplicate": lambda state, action: state.duplicate(action["row"]),
    "retype": _retype,
    "delete": lambda state, action: state.delete(action["row"]),
    "tick": lambda state, action: state.tick(_ids(action["rows"])),
    "save_group": _save_group,
    "delete_group": lambda state, action: state.delete_group(_text(action["name"])),
    "clear": lambda state, action: state.clear_fields(),
    "undo": lambda state, action: state.undo(),
    "redo": lambda state, action: state.redo(),
}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _ids(values: Iterable[object]) -> list[int]:
    return [value for value in values if isinstance(value, int)]
