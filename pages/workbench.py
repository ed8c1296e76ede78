"""The workbench: a document on the left, the fields on the right, the results below."""

import streamlit as st

from seqgpt_core.ui import document_panel, field_panel, recipe_menu, results_panel
from seqgpt_core.ui.frame import within_app
from seqgpt_core.ui.session import redraw_if_changed, remember_drawn, workbench
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


@st.fragment
def fields_and_results() -> None:
    """What a threshold changes; all the rest stands still while a slider moves."""
    redraw_if_changed(state)
    outcome = extract_with_progress(state, place_of_progress)
    with right:
        recipe_menu.show_recipe_menu(state)
        field_panel.show_field_panel(state, outcome)
    with marked:
        document_panel.show_found(state, outcome)
        document_panel.show_shown(state)
    if outcome.extraction is not None:
        with below:
            results_panel.show_results(outcome.extraction)


fields_and_results()
