"""How files are read, and a bar while the characters of pictures are recognised.

    show_file_options(state: WorkbenchState) -> None
    load_with_progress(state, data, name) -> None

The first draws the choices, folded; the second may be called from a callback in place of
`state.load_file`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from ..documents import ReadOptions
from ..documents.ocr import is_ocr_installed
from ..documents.read_options import DOCX_VIEWS, ENCODINGS, PageProgress
from .session import show_value, workbench
from .state import WorkbenchState
from .texts import t

FILE_TYPES = (
    "docx", "docm", "pdf", "txt", "md", "html", "htm", "eml", "csv", "tsv", "xlsx", "xlsm",
    "png", "jpg", "jpeg", "bmp", "tif", "tiff", "webp",
    # Not readable, but each says what to do, and exports of other types go by these names.
    "doc", "xls", "wps", "et",
)  # fmt: skip
"""The extensions that the file box lets through."""

VIEW_KEY, ENCODING_KEY = "read_docx_view", "read_encoding"
_SWITCHES = ("headers", "text_boxes", "comments")


def show_file_options(state: WorkbenchState) -> None:
    """The choices for Word documents and for the encoding of texts; changing one reads again."""
    options = state.read_options
    with st.expander(t("files.options"), icon=":material/tune:"):
        show_value(VIEW_KEY, options.docx_view)
        st.segmented_control(
            t("files.docx_view"),
            DOCX_VIEWS,
            format_func=lambda view: t(f"files.{view}"),
            key=VIEW_KEY,
            on_change=_changed,
            help=t("files.docx_view_help"),
            required=True,
        )
        with st.container(horizontal=True):
            for name in _SWITCHES:
                show_value(f"read_{name}", getattr(options, name))
                st.checkbox(t(f"files.{name}"), key=f"read_{name}", on_change=_changed)
        show_value(ENCODING_KEY, options.encoding)
        st.selectbox(
            t("files.encoding"),
            ENCODINGS,
            format_func=lambda encoding: t(f"files.{encoding}"),
            key=ENCODING_KEY,
            on_change=_changed,
            help=t("files.encoding_help"),
        )
        st.caption(t("files.ocr") if is_ocr_installed() else t("files.no_ocr"))


def load_with_progress(state: WorkbenchState, data: bytes, name: str) -> None:
    """Open a file; a bar shows how many pages of it are recognised."""
    _with_bar(lambda on_page: state.load_file(data, name, on_page))


def _changed() -> None:
    state, chosen = workbench(), st.session_state
    options: ReadOptions = replace(
        state.read_options,
        docx_view=chosen[VIEW_KEY],
        encoding=chosen[ENCODING_KEY],
        **{name: bool(chosen[f"read_{name}"]) for name in _SWITCHES},
    )
    _with_bar(lambda on_page: state.set_read_options(options, on_page))


def _with_bar(read: Callable[[PageProgress], None]) -> None:
    """Read with a bar at the top of the page, which only a picture makes appear."""
    place = st.empty()

    def show(done: int, total: int) -> None:
        place.progress(done / total, t("files.recognising", done=done, total=total))

    read(show)
    place.empty()
