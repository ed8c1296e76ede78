"""Answers to a slider while it moves, without a run of the page.

Streamlit's front end draws a run as a whole, whatever changed in it, which takes some 200 ms on two
small cores. So what the field panel reports of thresholds alone comes by a request of its own (see
`slider_route`), is answered from the kept scores, and waits here; the session's next run, which
draws the results once the slider rests, does it to the state first. The state is changed by runs
alone, never by a request beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_urlsafe
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from .corrected import corrected
from .panel_actions import checked_thresholds
from .preview import record_places
from .rows import thresholds_of
from .state import WorkbenchState

MAX_WAITING = 1_000
"""Movements that wait for the next run; a page that goes on without one is not answered."""


@dataclass(eq=False)
class SliderDesk:
    """What one session's sliders reported since its last run.

    Attributes:
        token: names the session to its own page; nobody else can know it.
    """

    state: WorkbenchState
    token: str = field(default_factory=lambda: token_urlsafe(24))
    _waiting: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        _DESKS[self.token] = self

    def answer(self, actions: object) -> dict[str, Any]:
        """Take reports of thresholds and say what they decide, as `decided` puts it.

        Raises:
            ValueError: anything but well-formed reports of thresholds.
        """
        if not isinstance(actions, Sequence) or isinstance(actions, str) or not actions:
            raise ValueError("a list of reports was expected")
        reports = [_checked(action) for action in actions]
        with self._lock:
            for report in reports:
                # Each report of a movement says all that the movement changed.
                self._waiting[report["gesture"]] = report
            if len(self._waiting) > MAX_WAITING:
                raise ValueError("no run has taken what waits")
            waiting = list(self._waiting.values())
        moved = {row: value for report in waiting for row, value in report["values"].items()}
        thresholds = thresholds_of(self.state.contents.rows, moved)
        number = max(report["seq"] for report in waiting)
        return decided(self.state, thresholds, number, self.token)

    def take(self) -> list[Mapping[str, Any]]:
        """The reports that no run has done yet, in order; they are not given again."""
        with self._lock:
            waiting = sorted(self._waiting.values(), key=lambda report: report["seq"])
            self._waiting.clear()
        return waiting


_DESKS: WeakValueDictionary[str, SliderDesk] = WeakValueDictionary()


def desk_of(token: object) -> SliderDesk | None:
    """The desk of a session that is still there."""
    return _DESKS.get(token) if isinstance(token, str) else None


def decided(
    state: WorkbenchState, thresholds: Mapping[str, float], number: int, session: str
) -> dict[str, Any]:
    """What thresholds by definition decide, as the page's components are told.

    Returns:
        `at`: the number of the last report in it; `session`: its desk's token; `values`: the
        thresholds; `rows`: how many rows each record has; `cells`: where they stand (see
        `record_places`).
    """
    told: dict[str, Any] = {"at": number, "session": session, "values": dict(thresholds)}
    told |= {"rows": {}, "cells": []}
    kept = state.kept
    if kept is None or kept.document != state.document or {*kept.definitions} != {*thresholds}:
        return told
    if kept.analysis.prepared_records:
        extraction = corrected(kept, kept.analysis.decide(thresholds), state.corrections)
        told["rows"] = {record.definition: len(record.rows) for record in extraction.records}
        told["cells"] = record_places(kept, extraction)
    return told


def _checked(action: object) -> Mapping[str, Any]:
    if not isinstance(action, Mapping) or action.get("do") != "thresholds":
        raise ValueError("not a report of thresholds")
    number, gesture = action.get("seq"), action.get("gesture")
    if type(number) is not int or type(gesture) is not int:
        raise ValueError("a report without numbers")
    values = checked_thresholds(action.get("values"))
    return {"seq": number, "do": "thresholds", "gesture": gesture, "values": values}
