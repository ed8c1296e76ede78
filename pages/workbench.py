"""The workbench: a document on the left, the fields on the right, the results below."""

import streamlit as st

from seqgpt_core.ui import document_panel, field_panel, results_panel
from seqgpt_core.ui.session import workbench
from seqgpt_core.ui.waiting import extract_with_progress

state = workbench()

document_panel.show_samples(state)
left, right = st.columns([11, 10], gap="large")
with left:
    document_panel.show_input(state)
    place_of_progress = st.empty()
with right:
    field_panel.show_adding(state)
    found_slots = field_panel.show_rows(state)

outcome = extract_with_progress(state, place_of_progress)

field_panel.show_found(state, found_slots, outcome)
if outcome.extraction is not None:
    with left:
        document_panel.show_marked(outcome.extraction)
    results_panel.show_results(outcome.extraction)
