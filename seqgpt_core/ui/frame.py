"""What stands around every page: style, heading and language."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from .texts import ASSETS, LANGUAGE_KEY, LANGUAGE_NAMES, LANGUAGES, t

_WITHIN = ContextVar("within_app", default=False)


@contextmanager
def app_around() -> Iterator[None]:
    """While a page runs inside the app."""
    token = _WITHIN.set(True)
    try:
        yield
    finally:
        _WITHIN.reset(token)


def within_app() -> None:
    """Every page file calls this first: what it shows is shown inside the app.

    Until the app has run once, a new server takes the folder `pages/` for the list of pages, and
    runs the file whose name stands in the address alone.
    """
    if not _WITHIN.get():
        runpy.run_path(str(ASSETS.parent / "app.py"), run_name="__main__")
        st.stop()


def page_header(title: str) -> None:
    """The style sheet, the page's heading, and the language switch beside it."""
    st.html(ASSETS / "styles" / "app.css")
    with st.container(horizontal=True, vertical_alignment="center", key="page_header"):
        st.title(title, anchor=False, width="stretch")
        st.segmented_control(
            t("language"),
            LANGUAGES,
            default=LANGUAGES[0],
            format_func=LANGUAGE_NAMES.__getitem__,
            key=LANGUAGE_KEY,
            label_visibility="collapsed",
            required=True,
        )
