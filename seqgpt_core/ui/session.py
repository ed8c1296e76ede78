"""The session's one state object, and widgets that show and change it.

Streamlit forgets the value of a widget that a run does not draw (another page, a deleted row).
So the state object is what counts, and a widget's own value is set from it when they differ.
"""

from __future__ import annotations

import streamlit as st

from .slider_desk import SliderDesk
from .state import WorkbenchState

_STATE_KEY = "workbench"
_DESK_KEY = "slider_desk"
_DRAWN_KEY = "workbench_drawn"
_THRESHOLDS_KEY = "workbench_thresholds"


def workbench() -> WorkbenchState:
    """This session's state, with everything done to it that its sliders reported."""
    if _STATE_KEY not in st.session_state:
        st.session_state[_STATE_KEY] = WorkbenchState()
        st.session_state[_DESK_KEY] = SliderDesk(st.session_state[_STATE_KEY])
    state: WorkbenchState = st.session_state[_STATE_KEY]
    desk = slider_desk()
    drawn = thresholds_are_drawn(state)
    moved = desk.settle()
    if desk.partial:
        desk.partial = False
        st.session_state.pop(_THRESHOLDS_KEY, None)
    elif moved and drawn:
        # The page was told already, slider by slider.
        remember_thresholds(state)
    return state


def slider_desk() -> SliderDesk:
    """Where this session's sliders are answered; there once `workbench` was called."""
    desk: SliderDesk = st.session_state[_DESK_KEY]
    return desk


def show_value(key: str, value: object) -> None:
    """Make the widget with this key show `value`; call it before the widget is drawn.

    Nothing is sent to the browser when it shows the value already, so that a long text does not
    travel again and typing is not disturbed.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def remember_drawn(state: WorkbenchState) -> None:
    """Note what the page shows outside its fragment."""
    st.session_state[_DRAWN_KEY] = _outside_fragment(state)


def redraw_if_changed(state: WorkbenchState) -> None:
    """In a fragment: draw the whole page again if something outside the fragment has changed."""
    if st.session_state.get(_DRAWN_KEY, now := _outside_fragment(state)) != now:
        st.rerun()


def remember_thresholds(state: WorkbenchState) -> None:
    """Note the thresholds that the field panel and the marks show."""
    st.session_state[_THRESHOLDS_KEY] = state.thresholds


def thresholds_are_drawn(state: WorkbenchState) -> bool:
    """Whether the field panel and the marks show the thresholds that hold."""
    drawn: bool = st.session_state.get(_THRESHOLDS_KEY) == state.thresholds
    return drawn


def _outside_fragment(state: WorkbenchState) -> tuple[object, ...]:
    """Everything on the page that a threshold does not change."""
    contents = state.contents
    definitions = tuple((row.id, row.definition) for row in contents.rows)
    return (
        *(contents.text, contents.source, contents.warnings, definitions, contents.labels),
        *(state.file_place, state.corrections, dict(state.errors), state.previous is None),
    )
