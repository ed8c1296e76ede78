"""The left side: the document, edited and marked in one place, and the ways to bring one in."""

from __future__ import annotations

import streamlit as st

from .editor import show_decided, show_editor, show_marks, take_edit
from .extraction import Outcome
from .file_options import FILE_TYPES as FILE_TYPES
from .file_options import load_with_progress, show_file_options
from .history import Step
from .plain import plain
from .preview import possible_values
from .repair_panel import show_repairs
from .samples import SAMPLE_NAMES, load_sample
from .session import show_value, slider_desk, workbench
from .slider_desk import decided
from .state import WorkbenchState
from .texts import t

FILE_KEY, FILE_PLACE_KEY = "file", "file_place"


def show_samples(state: WorkbenchState) -> None:
    """One button per example, and one that brings back what was replaced."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("samples.title"), width="content")
        for name in SAMPLE_NAMES:
            st.button(
                t(f"samples.{name}"), key=f"sample_{name}", on_click=_load_sample, args=(name,)
            )
        if state.previous is not None and state.previous != state.contents:
            st.button(t("undo"), key="undo", on_click=state.undo, type="tertiary")


def show_input(state: WorkbenchState) -> None:
    """The editor, the file box, what was repaired, and what went wrong with any of them."""
    show_editor(state.contents.text, _edited, FILE_KEY)
    with st.container(horizontal=True, vertical_alignment="center"):
        # A pause in typing sends the text; the button is there because people look for one.
        st.button(t("extract"), key="extract", type="primary", help=t("text.help"))
        st.caption(_about_text(state), width="content")
    # Above the file box: what went wrong with a file dropped on the text must be seen there.
    if "document" in state.errors:
        st.error(plain(state.errors["document"]))
    for warning in state.contents.warnings:
        st.warning(plain(warning))
    show_repairs(state)
    with st.container(key=FILE_KEY):
        key = f"{FILE_KEY}_{state.file_box}"
        st.file_uploader(
            t("file.label"),
            type=list(FILE_TYPES),
            key=key,
            help=t("file.help"),
            on_change=_file_changed,
            args=(key,),
        )
    show_file_options(state)
    if state.file_documents:
        show_value(FILE_PLACE_KEY, state.file_place + 1)
        st.number_input(
            t("file.row", count=f"{len(state.file_documents):,}"),
            min_value=1,
            max_value=len(state.file_documents),
            key=FILE_PLACE_KEY,
            on_change=_file_place_changed,
        )


def show_found(state: WorkbenchState, outcome: Outcome) -> None:
    """Mark in the editor what was found; nothing stays marked where nothing was.

    Call it after every extraction, also after one that gave nothing.
    """
    fields = [
        (spec.definition, spec.asked_names[0], place)
        for place, spec in enumerate(state.panel.definitions.specs)
    ]
    kept, extraction = state.kept, outcome.extraction
    values = []
    if kept is not None and extraction is not None:
        values = possible_values(kept, state.corrections)
    show_marks(state.contents.text, fields, values)


def show_shown(state: WorkbenchState) -> None:
    """Tell the page's components what the thresholds decide; may be called from a fragment."""
    show_decided(decided(state, state.thresholds, state.last_action, slider_desk().token))


def _about_text(state: WorkbenchState) -> str:
    count = t("text.count", count=f"{len(state.contents.text):,}")
    source = state.contents.source
    return f"{count} · {plain(source)}" if source else count


def _edited() -> None:
    state = workbench()
    edit = take_edit(state.contents.text)
    if edit.text is not None:
        if edit.replaced and state.contents.text:
            state.history.remember(Step(state.contents, whole=True))
        state.set_text(edit.text)
        if state.contents.text != edit.text:
            return  # a paste was repaired: the marks were made in another text
    for mark in edit.marks:
        state.add_value(mark.definition, mark.start, mark.end)


def _file_changed(key: str) -> None:
    uploaded = st.session_state[key]
    if uploaded is not None:
        load_with_progress(workbench(), uploaded.getvalue(), uploaded.name)


def _file_place_changed() -> None:
    workbench().choose_document(st.session_state[FILE_PLACE_KEY] - 1)


def _load_sample(name: str) -> None:
    sample = load_sample(name)
    workbench().load_sample(sample.text, sample.recipe)
