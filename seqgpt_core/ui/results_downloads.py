"""Everything that can be taken away: for people, for spreadsheets, for programs."""

from __future__ import annotations

import io
from pathlib import PurePath

import streamlit as st

from ..fields import Recipe
from ..results.delimited import documents_csv, documents_jsonl
from ..results.excel import write_workbook
from ..results.types import Extraction
from .state import WorkbenchState
from .texts import t

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_downloads(state: WorkbenchState, extraction: Extraction) -> None:
    """The workbook, and the other formats behind one button; each is made when it is asked for."""
    stem = file_stem(extraction)
    recipe = state.as_recipe(t("recipe.default_name"))
    st.download_button(
        t("download.xlsx"),
        data=lambda: workbook_bytes(extraction, recipe),
        file_name=f"{stem}.xlsx",
        mime=_XLSX,
        key="download_xlsx",
        on_click="ignore",
        type="primary",
    )
    with st.popover(t("download.more"), key="download_more"):
        st.download_button(
            t("download.csv"),
            data=lambda: documents_csv([extraction]),
            file_name=f"{stem}.csv",
            mime="text/csv",
            key="download_csv",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            t("download.json"),
            data=lambda: extraction.to_json().encode("utf-8"),
            file_name=f"{stem}.json",
            mime="application/json",
            key="download_json",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            t("download.jsonl"),
            data=lambda: documents_jsonl([extraction]),
            file_name=f"{stem}.jsonl",
            mime="application/jsonl",
            key="download_jsonl",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            t("download.markdown"),
            data=lambda: extraction.to_markdown().encode("utf-8"),
            file_name=f"{stem}.md",
            mime="text/markdown",
            key="download_markdown",
            on_click="ignore",
            width="stretch",
        )


def workbook_bytes(extraction: Extraction, recipe: Recipe | None = None) -> bytes:
    """The extraction as an xlsx file."""
    buffer = io.BytesIO()
    write_workbook([extraction], buffer, recipe=recipe)
    return buffer.getvalue()


def file_stem(extraction: Extraction) -> str:
    """What a download is called: the document's file name, else a fixed word."""
    stem = PurePath(extraction.source or "").stem
    kept = "".join(c for c in stem if c.isalnum() or c in "-_. ").strip(". ")
    return kept[:80] or "seqgpt"
