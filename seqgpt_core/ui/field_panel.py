"""The right side: what is asked for. One row a field: name, threshold, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ..fields import FieldSpec
from ..fields.types import field_type
from ..results.readable import value_text
from ..results.types import FieldResult, Value
from .chips import chip_html, inert
from .extraction import Outcome
from .plain import plain
from .rows import FieldRow, RowReading
from .session import show_value, workbench
from .state import WorkbenchState
from .texts import t

DRAFT_KEY, RECIPE_KEY = "draft", "recipe_file"
_SHOWN_CHARACTERS = 60

Slots = Mapping[str, DeltaGenerator]
"""By definition: the place under a row where its outcome is shown."""


def definition_key(row_id: int) -> str:
    return f"definition_{row_id}"


def threshold_key(row_id: int) -> str:
    return f"threshold_{row_id}"


def show_adding(state: WorkbenchState) -> None:
    """The box for new definitions."""
    show_value(DRAFT_KEY, state.draft)
    st.text_area(
        t("fields.add_label"),
        key=DRAFT_KEY,
        height=80,
        placeholder=t("fields.add_placeholder"),
        help=t("fields.add_help"),
        on_change=_draft_changed,
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(t("fields.add"), key="add")
        _show_recipe_menu(state)
        if state.contents.rows:
            st.button(t("fields.clear"), key="clear", type="tertiary", on_click=state.clear_fields)
    for place in ("fields", "recipe"):
        if place in state.errors:
            st.error(plain(state.errors[place]))
    for notice in state.added_notices:
        st.warning(plain(notice))


def show_rows(state: WorkbenchState) -> Slots:
    """Every row; gives the places where `show_found` writes later."""
    rows = state.contents.rows
    if not rows:
        st.info(t("fields.none"))
        return {}
    st.caption(t("fields.threshold_help"))
    slots: dict[str, DeltaGenerator] = {}
    for row, reading in zip(rows, state.panel.rows, strict=True):
        slot = _show_row(row, reading)
        if reading.spec is not None:
            slots[reading.spec.definition] = slot
    if state.contents.labels:
        st.caption(t("fields.labels", labels="、".join(map(plain, state.contents.labels))))
    return slots


def show_found(state: WorkbenchState, slots: Slots, outcome: Outcome) -> None:
    """Under each row, the number of values found and hidden, and the best ones."""
    if outcome.extraction is None:
        return
    types = {spec.definition: spec for spec in state.panel.definitions.specs}
    for result in outcome.extraction.fields:
        hidden = outcome.hidden[result.definition]
        slots[result.definition].html(found_html(result, hidden, types.get(result.definition)))


def found_html(result: FieldResult, hidden: int, spec: FieldSpec | None = None) -> str:
    """`金额 · 2 个值，隐藏 1 个 · 238万元 → 2380000 0.93；…` as HTML."""
    kind = ""
    if spec is not None and not spec.components and not spec.columns:
        name = field_type(spec.name, spec.constraint, spec.options).name
        kind = f'<span class="seqgpt-type">{inert(t(f"type.{name}"))}</span> · '
    counts = inert(t("fields.found", found=len(result.values), hidden=hidden))
    best = "；".join(
        f'{inert(_short(_read_value(value)))} <span class="seqgpt-score">{value.score:.2f}</span>'
        for value in result.values[:2]
    )
    more = " …" if len(result.values) > 2 else ""
    separator = " · " if best else ""
    return f'<div class="seqgpt-found">{kind}<b>{counts}</b>{separator}{best}{more}</div>'


def _read_value(value: Value) -> str:
    """The value, and what it means where that reads otherwise."""
    text = value_text(value)
    if value.normalized is None or value.normalized == text:
        return text
    return f"{text} → {value.normalized}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def _show_row(row: FieldRow, reading: RowReading) -> DeltaGenerator:
    show_value(definition_key(row.id), row.definition)
    show_value(threshold_key(row.id), row.threshold)
    name = plain(row.definition)
    with st.container(key=f"field_{row.id}", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(chip_html(reading.place), width="content")
            st.text_input(
                t("fields.definition", name=name),
                key=definition_key(row.id),
                label_visibility="collapsed",
                on_change=_renamed,
                args=(row.id,),
                width=190,
            )
            st.slider(
                t("fields.threshold", name=name),
                0.0,
                1.0,
                step=0.01,
                key=threshold_key(row.id),
                label_visibility="collapsed",
                disabled=reading.spec is None,
                on_change=_threshold_moved,
                args=(row.id,),
                width="stretch",
            )
            st.button(
                t("fields.delete"),
                key=f"delete_{row.id}",
                help=t("fields.delete_help", name=name),
                type="tertiary",
                on_click=_deleted,
                args=(row.id,),
            )
        _show_notices(row, reading)
        return st.empty()


def _show_notices(row: FieldRow, reading: RowReading) -> None:
    messages: Sequence[str] = [notice.message for notice in reading.notices]
    if not row.definition.strip():
        messages = [t("fields.blank")]
    for message in messages:
        st.warning(plain(message))
    for message in reading.advice:
        st.caption(plain(message))


def _show_recipe_menu(state: WorkbenchState) -> None:
    with st.popover(t("recipe.title")):
        st.caption(t("recipe.help"))
        st.download_button(
            t("recipe.download"),
            data=lambda: state.recipe_text(t("recipe.default_name")).encode("utf-8"),
            file_name="recipe.toml",
            mime="application/toml",
            key="recipe_download",
            on_click="ignore",
            disabled=not state.contents.rows,
        )
        st.file_uploader(
            t("recipe.upload"), type=["toml"], key=RECIPE_KEY, on_change=_recipe_uploaded
        )


def _draft_changed() -> None:
    written = st.session_state[DRAFT_KEY] or ""
    workbench().add_definitions(written)


def _renamed(row_id: int) -> None:
    workbench().rename(row_id, st.session_state[definition_key(row_id)] or "")


def _threshold_moved(row_id: int) -> None:
    workbench().set_threshold(row_id, st.session_state[threshold_key(row_id)])


def _deleted(row_id: int) -> None:
    workbench().delete(row_id)


def _recipe_uploaded() -> None:
    uploaded = st.session_state[RECIPE_KEY]
    if uploaded is not None:
        workbench().load_recipe(uploaded.getvalue(), uploaded.name)
