"""The one way in which the app offers a file: made when it is clicked, without a rerun."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

import streamlit as st

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "html": "text/html",
    "md": "text/markdown",
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "toml": "application/toml",
}


def file_stem(source: str | None, default: str = "seqgpt") -> str:
    """What a download is called: the name of the file it comes from, else a fixed word."""
    stem = PurePath(source or "").stem
    kept = "".join(c for c in stem if c.isalnum() or c in "-_. ").strip(". ")
    return kept[:80] or default


def show_download(
    label: str,
    make: Callable[[], bytes],
    file_name: str,
    key: str,
    primary: bool = False,
    width: Literal["stretch", "content"] = "content",
    disabled: bool = False,
) -> None:
    """A button that saves what `make` gives; the extension of `file_name` says its type."""
    st.download_button(
        label,
        data=make,
        file_name=file_name,
        mime=_TYPES[PurePath(file_name).suffix[1:]],
        key=key,
        on_click="ignore",
        type="primary" if primary else "secondary",
        width=width,
        disabled=disabled,
    )
