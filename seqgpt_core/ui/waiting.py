"""What the user sees while the model is loaded and a long document is read."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ..extractor import SeqGPT
from .extraction import Outcome, extract
from .model import load_model
from .plain import plain
from .state import WorkbenchState
from .texts import t


def extract_with_progress(state: WorkbenchState, place: DeltaGenerator) -> Outcome:
    """The session's extraction; progress, hints and errors are shown at `place`."""

    def load() -> SeqGPT:
        with place, st.spinner(t("model.loading")):
            return load_model()

    def on_progress(done: int, windows: int) -> None:
        if windows > 1:
            text = t("progress", done=f"{done:,}", windows=f"{windows:,}")
            place.progress(done / windows, text=text)

    outcome = extract(state, load, on_progress)
    if outcome.error:
        place.error(plain(outcome.error))
    elif outcome.missing:
        place.info(t(f"missing.{outcome.missing}"))
    else:
        place.empty()
    return outcome
