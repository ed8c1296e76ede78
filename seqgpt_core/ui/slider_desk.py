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
from .panel_actions import checked_thresholds, take_actions
from .preview import record_places
from .rows import thresholds_of
from .state import KeptAnalysis, WorkbenchState

MAX_WAITING = 1_000
"""Movements that wait for the next run; a page that goes on without one is not answered."""


@dataclass(eq=False)
class SliderDesk:
    """What one session's sliders reported since its last run.

    Attributes:
        token: names the session to its own page; nobody else can know it.
        partial: whether an answer could not say what becomes of the records, as the text or the
            fields have not been read yet.
    """

    state: WorkbenchState
    token: str = field(default_factory=lambda: token_urlsafe(24))
    partial: bool = False
    _waiting: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        _DESKS[self.token] = self

    def answer(self, actions: object) -> dict[str, Any]:
        """Take reports of thresholds and say what they decide, as `decided` puts it.

        A report that a run has done already, or that came after a later one, changes nothing.

        Raises:
            ValueError: anything but well-formed reports of thresholds.
        """
        if not isinstance(actions, Sequence) or isinstance(actions, str) or not actions:
            raise ValueError("a list of reports was expected")
        reports = [_checked(action) for action in actions]
        with self._lock:
            done, rows = self.state.last_action, self.state.contents.rows
            waiting = {g: r for g, r in self._waiting.items() if r["seq"] > done}
            for report in reports:
                held = waiting.get(report["gesture"])
                # Each report of a movement says all that the movement changed.
                if report["seq"] > (done if held is None else held["seq"]):
                    waiting[report["gesture"]] = report
            if len(waiting) > MAX_WAITING:
                raise ValueError("no run has taken what waits")
            self._waiting = waiting
            ordered = sorted(waiting.values(), key=_number)
        moved = {row: value for report in ordered for row, value in report["values"].items()}
        thresholds = thresholds_of(rows, moved)
        self.partial |= _records_are_open(self.state, thresholds)
        return decided(self.state, thresholds, max([done, *map(_number, ordered)]), self.token)

    def settle(self) -> bool:
        """Do what waits to the state, in order; whether anything did. For runs alone."""
        with self._lock:
            waiting = sorted(self._waiting.values(), key=_number)
            self._waiting = {}
            take_actions(self.state, waiting)
        return bool(waiting)


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
    kept = _kept_for(state, thresholds)
    if kept is not None and kept.analysis.prepared_records:
        extraction = corrected(kept, kept.analysis.decide(thresholds), state.corrections)
        told["rows"] = {record.definition: len(record.rows) for record in extraction.records}
        told["cells"] = record_places(kept, extraction)
    return told


def _kept_for(state: WorkbenchState, thresholds: Mapping[str, float]) -> KeptAnalysis | None:
    """The last analysis, if it is of the text and the fields as they are now."""
    kept = state.kept
    if kept is None or kept.document != state.document or kept.definitions != tuple(thresholds):
        return None
    return kept


def _records_are_open(state: WorkbenchState, thresholds: Mapping[str, float]) -> bool:
    has_records = any(spec.columns for spec in state.panel.definitions.specs)
    return has_records and _kept_for(state, thresholds) is None


def _number(report: Mapping[str, Any]) -> int:
    number: int = report["seq"]
    return number


def _checked(action: object) -> Mapping[str, Any]:
    if not isinstance(action, Mapping) or action.get("do") != "thresholds":
        raise ValueError("not a report of thresholds")
    number, gesture = action.get("seq"), action.get("gesture")
    if type(number) is not int or type(gesture) is not int:
        raise ValueError("a report without numbers")
    values = checked_thresholds(action.get("values"))
    return {"seq": number, "do": "thresholds", "gesture": gesture, "values": values}
