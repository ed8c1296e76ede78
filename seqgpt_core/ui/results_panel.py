"""The results: one format at a time, what was not taken and why, and the downloads."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

import streamlit as st

from ..results import extraction_to_frame, write_workbook
from ..results.types import Extraction
from .chips import inert
from .grid import GridColumn, show_grid
from .plain import plain
from .texts import grid_texts, language, t

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("table", "json", "markdown")
FORMAT_KEY = "format"
SHOWN_CHARACTERS = 200_000
"""The longest JSON or Markdown shown on the page; downloads are always whole."""

_PART = "parts."
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_results(extraction: Extraction) -> None:
    """The heading, the chosen format, rejected candidates and downloads."""
    st.subheader(t("results.title"), anchor=False)
    st.caption(summary(extraction))
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = _choose_format()
        _show_downloads(extraction)
    if extraction.labels:
        st.html(labels_html(extraction))
    if chosen == "table":
        _show_table(extraction)
    elif chosen == "json":
        _show_text(extraction.to_json(), "json")
    else:
        _show_text(extraction.to_markdown(), "markdown")
    _show_rejected(extraction)


def summary(extraction: Extraction) -> str:
    """How many values, and which fields have none."""
    count = len(extraction.values)
    asked = len(extraction.fields)
    absent = [result.name for result in extraction.fields if not result.values]
    text = t("results.summary", values=count, found=asked - len(absent), asked=asked)
    if absent:
        text += t("results.absent", names="、".join(map(plain, absent)))
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


def grid_frame(extraction: Extraction) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """One row a value, flat: as `extraction_to_frame`, missing cells empty, with a hover text.

    Returns:
        The frame, and the names of the parts whose columns are `part_0`, `part_1`, … there: the
        grid takes a dot in a column's name for a path into nested data.
    """
    frame = extraction_to_frame(extraction)
    parts = tuple(c.removeprefix(_PART) for c in frame.columns if c.startswith(_PART))
    frame = frame.rename(columns={_PART + name: f"part_{i}" for i, name in enumerate(parts)})
    frame["place"] = [f"{start}–{end}" for start, end in zip(frame.start, frame.end, strict=True)]
    frame["tip"] = [
        t("grid.tip", score=f"{score:.2f}", sentence=sentence)
        for score, sentence in zip(frame.score, frame.sentence, strict=True)
    ]
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].fillna("")
    return frame, parts


def grid_columns(frame: pd.DataFrame, parts: Sequence[str]) -> tuple[GridColumn, ...]:
    """The columns of a `grid_frame` that are shown; empty ones are left out."""
    columns = [
        GridColumn("definition", t("grid.field"), 170),
        GridColumn("text", t("grid.value"), 240, tip="tip", level=True),
        GridColumn("score", t("grid.score"), 100, tip="tip", level=True, decimals=2),
    ]
    if frame["normalized"].any():
        columns.append(GridColumn("normalized", t("grid.normalized"), 120))
    columns += [GridColumn(f"part_{i}", name, 110) for i, name in enumerate(parts)]
    columns += [
        GridColumn("place", t("grid.place"), 100),
        GridColumn("sentence", t("grid.sentence"), 420, tip="tip"),
    ]
    if frame["checks"].any():
        columns.append(GridColumn("checks", t("grid.checks"), 200))
    return tuple(columns)


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


def file_stem(extraction: Extraction) -> str:
    """What a download is called: the document's file name, else a fixed word."""
    stem = PurePath(extraction.source or "").stem
    kept = "".join(c for c in stem if c.isalnum() or c in "-_. ").strip(". ")
    return kept[:80] or "seqgpt"


def workbook_bytes(extraction: Extraction) -> bytes:
    """The extraction as an xlsx file."""
    buffer = io.BytesIO()
    write_workbook([extraction], buffer)
    return buffer.getvalue()


def _choose_format() -> str:
    chosen: str = st.segmented_control(
        t("results.format"),
        FORMATS,
        default=FORMATS[0],
        format_func=lambda name: t(f"format.{name}"),
        key=FORMAT_KEY,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    return chosen


def _show_downloads(extraction: Extraction) -> None:
    stem = file_stem(extraction)
    st.download_button(
        t("download.xlsx"),
        data=lambda: workbook_bytes(extraction),
        file_name=f"{stem}.xlsx",
        mime=_XLSX,
        key="download_xlsx",
        on_click="ignore",
        type="primary",
    )
    st.download_button(
        t("download.json"),
        data=lambda: extraction.to_json().encode("utf-8"),
        file_name=f"{stem}.json",
        mime="application/json",
        key="download_json",
        on_click="ignore",
    )
    st.download_button(
        t("download.markdown"),
        data=lambda: extraction.to_markdown().encode("utf-8"),
        file_name=f"{stem}.md",
        mime="text/markdown",
        key="download_markdown",
        on_click="ignore",
    )


def _show_table(extraction: Extraction) -> None:
    if not extraction.values:
        st.info(t("results.none"))
        return
    frame, parts = grid_frame(extraction)
    show_grid(frame, grid_columns(frame, parts), grid_texts(language()), key=f"grid_{language()}")


def _show_text(text: str, form: str) -> None:
    if len(text) > SHOWN_CHARACTERS:
        st.info(t("results.cut", shown=f"{SHOWN_CHARACTERS:,}", count=f"{len(text):,}"))
        text = text[:SHOWN_CHARACTERS]
    st.code(text, language=form, height=460, wrap_lines=True)


def _show_rejected(extraction: Extraction) -> None:
    frame = rejected_frame(extraction)
    with st.expander(t("rejected.title", count=len(frame))):
        st.caption(t("rejected.help"))
        if len(frame):
            st.dataframe(
                frame,
                hide_index=True,
                height=min(36 * (len(frame) + 1) + 3, 400),
                column_config={t("grid.score"): st.column_config.NumberColumn(format="%.2f")},
            )
