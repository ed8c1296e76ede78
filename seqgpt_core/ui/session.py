"""The session's one state object, and widgets that show and change it.

Streamlit forgets the value of a widget that a run does not draw (another page, a deleted row).
So the state object is what counts, and a widget's own value is set from it when they differ.
"""

from __future__ import annotations

import streamlit as st

from .state import WorkbenchState

_STATE_KEY = "workbench"


def workbench() -> WorkbenchState:
    """This session's state."""
    if _STATE_KEY not in st.session_state:
        st.session_state[_STATE_KEY] = WorkbenchState()
    state: WorkbenchState = st.session_state[_STATE_KEY]
    return state


def show_value(key: str, value: object) -> None:
    """Make the widget with this key show `value`; call it before the widget is drawn.

    Nothing is sent to the browser when it shows the value already, so that a long text does not
    travel again and typing is not disturbed.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
