"""The field panel alone, over the example contract; the page writes down what the state holds."""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import streamlit as st

from seqgpt_core.ui import document_panel, field_panel, recipe_menu
from seqgpt_core.ui.extraction import extract
from seqgpt_core.ui.samples import load_sample
from seqgpt_core.ui.session import workbench
from tests.contract_rules import contract_model

st.set_page_config(layout="wide")
state = workbench()
if "model" not in st.session_state:
    st.session_state["model"] = contract_model()
    state.set_text(load_sample("contract").text)
recipe_menu.open_recipe_of_address(state)

_, right = st.columns([11, 10])


@st.fragment
def panel() -> None:
    outcome = extract(state, lambda: st.session_state["model"])
    with right:
        recipe_menu.show_recipe_menu(state)
        field_panel.show_field_panel(state, outcome)
        document_panel.show_found(state, outcome)
    echo = {
        "rows": [[row.definition, row.threshold] for row in state.contents.rows],
        "ticked": sorted(state.ticked),
        "groups": [[group.name, list(group.rows)] for group in state.contents.groups],
        "draft": state.draft,
    }
    st.html(f'<pre id="echo">{escape(json.dumps(echo, ensure_ascii=False))}</pre>')


panel()
