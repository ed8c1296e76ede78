"""What stands around every page: style, heading and language."""

from __future__ import annotations

import streamlit as st

from .texts import ASSETS, LANGUAGE_KEY, LANGUAGE_NAMES, LANGUAGES, t


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
