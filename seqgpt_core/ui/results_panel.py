"""The results: one format at a time, why something is missing, corrections, and the downloads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ..results.readable import document_columns
from ..results.types import Extraction
from .cell_edits import edit_cell
from .chips import inert
from .correcting import CORRECTIONS
from .grid import GridEvent, show_grid
from .plain import plain
from .results_downloads import show_downloads
from .results_tables import documents_frame, record_rows, values_frame
from .results_texts import show_json, show_markdown, summary_text
from .session import workbench
from .state import WorkbenchState
from .texts import grid_texts, language, t
from .why_empty import ask_about, show_why

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("table", "values", "json", "markdown", "summary")
FORMAT_KEY = "format"


def show_results(extraction: Extraction) -> None:
    """The heading, the chosen format, what was not taken and why, and the downloads."""
    state = workbench()
    st.subheader(t("results.title"), anchor=False)
    st.caption(summary(extraction))
    shown_summary = summary_text(state, extraction)
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = _choose_format(FORMATS if shown_summary is not None else FORMATS[:-1])
        show_downloads(state, extraction)
    _show_corrections(state)
    if extraction.labels:
        st.html(labels_html(extraction))
    if chosen == "table":
        show_documents([extraction])
        _show_records(extraction)
    elif chosen == "values":
        _show_values(extraction)
        _show_records(extraction)
    elif chosen == "json":
        show_json(extraction)
    elif chosen == "markdown":
        show_markdown(extraction.to_markdown(), "markdown")
    elif shown_summary is not None:
        show_markdown(shown_summary, "summary")
    show_why(extraction)
    _show_rejected(extraction)


def summary(extraction: Extraction) -> str:
    """How many values, and which fields have none."""
    count = len(extraction.values)
    asked = len(extraction.fields)
    absent = [result.name for result in extraction.fields if not result.values]
    text = t("results.summary", values=count, found=asked - len(absent), asked=asked)
    if absent:
        text += t("results.absent", names="、".join(map(plain, absent)))
    rows = sum(len(record.rows) for record in extraction.records)
    if extraction.records:
        text += t("results.records", rows=rows)
    return text


def labels_html(extraction: Extraction) -> str:
    """The document-level answers, each with its score."""
    answers = {True: t("labels.yes"), False: t("labels.no")}
    entries = "".join(
        f"<li>{inert(label.label)}：<b>{inert(answers[label.value])}</b>"
        f' <span class="seqgpt-score">{label.score:.2f}</span></li>'
        for label in extraction.labels
    )
    return f'<ul class="seqgpt-legend">{entries}</ul>'


def show_documents(extractions: Sequence[Extraction]) -> None:
    """The table with a row a document. A cell of the document that is open can be edited."""
    frame, columns = documents_frame(extractions)
    if not any(extraction.fields or extraction.labels for extraction in extractions):
        return
    st.caption(t("results.table_help"))

    def receive(event: GridEvent) -> None:
        state = workbench()
        extraction = extractions[int(event.row)]
        _, definition = document_columns(extractions)[int(event.column.removeprefix("f"))]
        if event.kind == "ask":
            ask_about(definition)
        elif extraction.text == state.contents.text:
            edit_cell(state, extraction[definition], event.text)

    show_grid(frame, columns, grid_texts(language()), f"documents_{language()}", receive)


def _show_values(extraction: Extraction) -> None:
    if not extraction.values:
        st.info(t("results.none"))
        return
    frame, columns = values_frame(extraction)
    st.caption(t("results.values_help"))

    def receive(event: GridEvent) -> None:
        place = int(event.row)
        for result in extraction.fields:
            if place < len(result.values):
                value = result.values[place]
                workbench().correct(result.definition, value.start, value.end, event.text)
                return
            place -= len(result.values)

    show_grid(frame, columns, grid_texts(language()), f"values_{language()}", receive)


def _show_records(extraction: Extraction) -> None:
    for place, record in enumerate(extraction.records):
        title = t("results.record", definition=plain(record.definition), rows=len(record.rows))
        st.markdown(f"**{title}**")
        if record.rows:
            frame, columns = record_rows(extraction, record)
            key = f"record_{place}_{language()}"
            show_grid(frame, columns, grid_texts(language()), key)
        else:
            st.info(t("results.no_rows"))


def _show_corrections(state: WorkbenchState) -> None:
    """How many corrections hold, and a way back and forth among them."""
    if CORRECTIONS in state.errors:
        st.warning(plain(state.errors[CORRECTIONS]))
    log = state.correction_log
    if not log.steps:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("results.corrections", count=len(log.corrections)), width="content")
        st.button(
            t("results.undo"),
            key="undo_correction",
            on_click=state.undo_correction,
            disabled=log.active == 0,
        )
        st.button(
            t("results.redo"),
            key="redo_correction",
            on_click=state.redo_correction,
            disabled=log.active == len(log.steps),
        )


def rejected_frame(extraction: Extraction) -> pd.DataFrame:
    """One row a candidate that was not taken."""
    import pandas as pd

    return pd.DataFrame(
        [
            (
                result.definition,
                item.text,
                round(item.score, 2),
                t(f"reason.{item.reason}") + (f"（{item.detail}）" if item.detail else ""),
                f"{item.start}–{item.end}",
            )
            for result in extraction.fields
            for item in result.rejected
        ],
        columns=[
            t("grid.field"),
            t("grid.candidate"),
            t("grid.score"),
            t("grid.reason"),
            t("grid.place"),
        ],
    )


def _show_rejected(extraction: Extraction) -> None:
    count = sum(len(result.rejected) for result in extraction.fields)
    with st.expander(t("rejected.title", count=count), key="rejected", on_change="rerun") as opened:
        st.caption(t("rejected.help"))
        if opened.open and count:
            frame = rejected_frame(extraction)
            st.dataframe(
                frame,
                hide_index=True,
                height=min(36 * (len(frame) + 1) + 3, 400),
                column_config={t("grid.score"): st.column_config.NumberColumn(format="%.2f")},
            )


def _choose_format(formats: Sequence[str]) -> str:
    if st.session_state.get(FORMAT_KEY, formats[0]) not in formats:
        st.session_state[FORMAT_KEY] = formats[0]
    chosen: str = st.segmented_control(
        t("results.format"),
        formats,
        default=formats[0],
        format_func=lambda name: t(f"format.{name}"),
        key=FORMAT_KEY,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    return chosen
