"""Everything that can be taken away: for people, for spreadsheets, for programs."""

from __future__ import annotations

import streamlit as st

from ..results.delimited import documents_csv, documents_jsonl
from ..results.excel import workbook_bytes
from ..results.types import Extraction
from .downloads import file_stem, show_download
from .state import WorkbenchState
from .texts import t


def show_downloads(state: WorkbenchState, extraction: Extraction) -> None:
    """The workbook, and the other formats behind one button; each is made when it is asked for."""
    stem = file_stem(extraction.source)
    recipe = state.as_recipe(t("recipe.default_name"))
    show_download(
        t("download.xlsx"),
        lambda: workbook_bytes([extraction], recipe),
        f"{stem}.xlsx",
        "download_xlsx",
        primary=True,
    )
    others = (
        (t("download.csv"), "csv", lambda: documents_csv([extraction])),
        (t("download.json"), "json", lambda: extraction.to_json().encode("utf-8")),
        (t("download.jsonl"), "jsonl", lambda: documents_jsonl([extraction])),
        (t("download.markdown"), "md", lambda: extraction.to_markdown().encode("utf-8")),
    )
    with st.popover(t("download.more"), key="download_more"):
        for label, kind, make in others:
            show_download(label, make, f"{stem}.{kind}", f"download_{kind}", width="stretch")
