"""The results as texts: JSON to fold and to copy, Markdown to read and to copy, the summary."""

from __future__ import annotations

import json
import re

import streamlit as st

from ..results.types import Extraction
from .state import WorkbenchState
from .texts import t

SHOWN_CHARACTERS = 200_000
"""The longest JSON or Markdown shown on the page; downloads are always whole."""

_FOLDED_FROM_LEVEL = 3
_HEIGHT = 460
# An escaped character, or what Streamlit would turn into a picture, an icon or a colour.
_MARKS = re.compile(r"\\.|:(?=[\w+/-]+:)|:(?=[\w-]*\\?\[)", re.DOTALL)
_JOINER = "\N{WORD JOINER}"


def show_json(extraction: Extraction) -> None:
    """The result JSON, folded and as text with a button that copies it."""
    text = extraction.to_json()
    folded, source = st.tabs([t("results.folded"), t("results.source")], key="json_view")
    with folded:
        if len(text) > SHOWN_CHARACTERS:
            st.info(t("results.too_long_to_fold", count=f"{len(text):,}"))
        else:
            with st.container(height=_HEIGHT, key="json_folded"):
                st.json(json.loads(text), expanded=_FOLDED_FROM_LEVEL)
    with source:
        show_source(text, "json")


def show_markdown(text: str, key: str) -> None:
    """A Markdown text as it reads, and as text with a button that copies it."""
    read, source = st.tabs([t("results.rendered"), t("results.source")], key=f"{key}_view")
    with read:
        if len(text) > SHOWN_CHARACTERS:
            st.info(t("results.too_long_to_fold", count=f"{len(text):,}"))
        else:
            with st.container(height=_HEIGHT, border=True, key=f"{key}_rendered"):
                st.markdown(without_directives(text))
    with source:
        show_source(text, "markdown")


def summary_text(state: WorkbenchState, extraction: Extraction) -> str | None:
    """The structured summary by the recipe's template; None where there is no such task."""
    try:
        from ..tasks.summary import summary_markdown
    except ImportError:
        return None
    recipe = state.contents.recipe
    summary: str = summary_markdown(extraction, recipe.summary if recipe is not None else "")
    return summary


def without_directives(markdown: str) -> str:
    """Markdown without what only Streamlit reads (`:smile:`, `:material/home:`, `:red[…]`).

    A report escapes what CommonMark reads; these marks are in no standard and have no escape,
    so an invisible character separates each colon from its word.
    """
    return _MARKS.sub(
        lambda match: match[0] if match[0].startswith("\\") else f":{_JOINER}", markdown
    )


def show_source(text: str, form: str) -> None:
    """A text as it is, cut where a browser could not lay it out, with a button that copies it."""
    if len(text) > SHOWN_CHARACTERS:
        st.info(t("results.cut", shown=f"{SHOWN_CHARACTERS:,}", count=f"{len(text):,}"))
        text = text[:SHOWN_CHARACTERS]
    st.code(text, language=form, height=_HEIGHT, wrap_lines=True)
