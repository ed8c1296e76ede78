"""The left side: the document as input, and the same text with what was found in it."""

from __future__ import annotations

from bisect import bisect_right

import streamlit as st

from ..results.highlight import HighlightSpan, highlight_html, highlight_spans
from ..results.types import Extraction
from .chips import chip_html, inert
from .plain import plain
from .samples import SAMPLE_NAMES, load_sample
from .session import show_value, workbench
from .state import WorkbenchState
from .texts import t

FILE_TYPES = ("docx", "docm", "pdf", "txt", "md", "html", "htm", "csv", "tsv", "xlsx", "xlsm")
PAGE_CHARACTERS = 20_000
"""Characters of the marked text shown at once: a browser cannot lay out millions."""

TEXT_KEY, FILE_KEY, FILE_PLACE_KEY, PAGE_KEY = "text", "file", "file_place", "page"
NAMES_KEY = "names_in_text"


def show_samples(state: WorkbenchState) -> None:
    """One button per example, and one that brings back what was replaced."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("samples.title"), width="content")
        for name in SAMPLE_NAMES:
            st.button(
                t(f"samples.{name}"), key=f"sample_{name}", on_click=_load_sample, args=(name,)
            )
        if state.previous is not None and state.previous != state.contents:
            st.button(t("undo"), key="undo", on_click=state.undo, type="tertiary")


def show_input(state: WorkbenchState) -> None:
    """The text box and the file box; shows what went wrong with either."""
    show_value(TEXT_KEY, state.contents.text)
    st.text_area(
        t("text.label"),
        key=TEXT_KEY,
        height=300,
        placeholder=t("text.placeholder"),
        help=t("text.help"),
        on_change=_text_changed,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        # Leaving the text box applies it; the button is there because people look for one.
        st.button(t("extract"), key="extract", type="primary")
        st.caption(_about_text(state), width="content")
    st.file_uploader(
        t("file.label"),
        type=list(FILE_TYPES),
        key=FILE_KEY,
        help=t("file.help"),
        on_change=_file_changed,
    )
    if state.file_documents:
        show_value(FILE_PLACE_KEY, state.file_place + 1)
        st.number_input(
            t("file.row", count=f"{len(state.file_documents):,}"),
            min_value=1,
            max_value=len(state.file_documents),
            key=FILE_PLACE_KEY,
            on_change=_file_place_changed,
        )
    if "document" in state.errors:
        st.error(plain(state.errors["document"]))
    for warning in state.contents.warnings:
        st.warning(plain(warning))


def _about_text(state: WorkbenchState) -> str:
    count = t("text.count", count=f"{len(state.contents.text):,}")
    source = state.contents.source
    return f"{count} · {plain(source)}" if source else count


def show_marked(extraction: Extraction) -> None:
    """The text with every value marked, under a legend; long texts page by page."""
    st.subheader(t("marked.title"), anchor=False)
    st.html(legend_html(extraction))
    bounds = page_bounds(extraction.text)
    page = 0
    if len(bounds) > 1:
        show_value(PAGE_KEY, min(st.session_state.get(PAGE_KEY, 1), len(bounds)))
        page = st.number_input(
            t("marked.page", count=len(bounds)),
            min_value=1,
            max_value=len(bounds),
            key=PAGE_KEY,
        ) - 1  # fmt: skip
    named = st.toggle(
        t("marked.names"),
        value=True,
        key=NAMES_KEY,
        help=t("marked.names_help"),
        persist_state="session",
    )
    start, end = bounds[page]
    spans = spans_within(highlight_spans(extraction), start, end)
    with st.container(border=True, height=460, key="marked_named" if named else "marked", gap=None):
        st.html(highlight_html(extraction.text[start:end], spans))


def legend_html(extraction: Extraction) -> str:
    """Every field with its mark and the number of places where it stands in the text."""
    entries = "".join(
        f"<li>{chip_html(place)} {inert(result.name)}"
        f" <b>{sum(len(value.mentions) for value in result.values)}</b></li>"
        for place, result in enumerate(extraction.fields)
    )
    return f'<ul class="seqgpt-legend" aria-label="{inert(t("marked.legend"))}">{entries}</ul>'


def page_bounds(text: str, size: int = PAGE_CHARACTERS) -> tuple[tuple[int, int], ...]:
    """The text in consecutive pages of at most `size` characters, cut at line ends if possible.

    Invariant: the pages cover the text without gap or overlap; an empty text is one page.
    """
    bounds: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > size:
        line_end = text.rfind("\n", start + size // 2, start + size)
        end = start + size if line_end < 0 else line_end + 1
        bounds.append((start, end))
        start = end
    return (*bounds, (start, len(text)))


def spans_within(
    spans: tuple[HighlightSpan, ...], start: int, end: int
) -> tuple[HighlightSpan, ...]:
    """The parts of the spans that lie in `start:end`, counted from `start`."""
    ordered = sorted(spans, key=lambda span: span.start)
    before_end = bisect_right([span.start for span in ordered], end - 1)
    return tuple(
        HighlightSpan(
            start=max(span.start, start) - start,
            end=min(span.end, end) - start,
            field=span.field,
            score=span.score,
            color_index=span.color_index,
            hover=span.hover,
        )
        for span in ordered[:before_end]
        if span.end > start
    )


def _text_changed() -> None:
    workbench().set_text(st.session_state[TEXT_KEY] or "")


def _file_changed() -> None:
    uploaded = st.session_state[FILE_KEY]
    if uploaded is not None:
        workbench().load_file(uploaded.getvalue(), uploaded.name)


def _file_place_changed() -> None:
    workbench().choose_document(st.session_state[FILE_PLACE_KEY] - 1)


def _load_sample(name: str) -> None:
    sample = load_sample(name)
    workbench().load_sample(sample.text, sample.recipe)
