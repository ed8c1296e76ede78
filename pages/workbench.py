"""The workbench: a document on the left, the fields on the right, the results below."""

import streamlit as st

from seqgpt_core.ui import document_panel, field_panel, recipe_menu, results_panel
from seqgpt_core.ui.editor import redraw_with_thresholds
from seqgpt_core.ui.extraction import extract
from seqgpt_core.ui.frame import within_app
from seqgpt_core.ui.model import load_early, load_model
from seqgpt_core.ui.session import (
    redraw_if_changed,
    remember_drawn,
    remember_thresholds,
    thresholds_are_drawn,
    workbench,
)
from seqgpt_core.ui.waiting import extract_with_progress

within_app()

state = workbench()
recipe_menu.open_recipe_of_address(state)

document_panel.show_samples(state)
left, right = st.columns([11, 10], gap="large")
below = st.container()
with left:
    document_panel.show_input(state)
    place_of_progress = st.empty()
    marked = st.container()
remember_drawn(state)
with right:
    recipe_menu.show_recipe_menu(state)


@st.fragment
def fields() -> None:
    """What has to answer at once while a slider moves."""
    redraw_if_changed(state)
    outcome = extract_with_progress(state, place_of_progress)
    with right:
        field_panel.show_field_panel(state, outcome)
    with marked:
        document_panel.show_found(state, outcome)
        document_panel.show_shown(state)
    remember_thresholds(state)


@st.fragment
def results() -> None:
    """What follows when the slider rests."""
    workbench()  # takes what the sliders reported
    redraw_if_changed(state)
    if not thresholds_are_drawn(state):  # a click in the results moved one
        st.rerun()
    outcome = extract(state, load_model)
    with below:
        redraw_with_thresholds(state.thresholds, state.last_action)
        if outcome.extraction is not None:
            results_panel.show_results(outcome.extraction)


fields()
results()
load_early()
