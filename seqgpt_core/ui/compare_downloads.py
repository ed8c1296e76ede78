"""What goes out of a comparison: a Word file with tracked changes, reports, a table, JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

import streamlit as st

from ..clauses import report, report_html, report_xlsx, three_way_report, three_way_xlsx
from ..clauses.comparison import Comparison
from ..clauses.redline_docx import to_docx
from ..clauses.three_way import ThreeWay
from .compare_state import CompareState, Side
from .texts import t

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
}


def side_label(state: CompareState, side: Side) -> str:
    """A version's part in the comparison."""
    key = side if side == "template" or not state.three else {"a": "ours", "b": "theirs"}[side]
    return t(f"compare.{key}")


def version_name(state: CompareState, side: Side) -> str:
    """What a version is called: its file, or its part in the comparison."""
    return state.versions[side].source or side_label(state, side)


def show_downloads(state: CompareState, comparison: Comparison) -> None:
    """Every export, made only when it is clicked; verdicts and notes go along."""
    names = (version_name(state, "a"), version_name(state, "b"))
    review = state.review
    _row(
        state,
        {
            "docx": lambda: to_docx(comparison, review),
            "xlsx": lambda: report_xlsx.to_xlsx(comparison, review, names),
            "html": lambda: report_html.to_html(comparison, review, names).encode(),
            "md": lambda: report.to_markdown(comparison, review, names).encode(),
            "json": lambda: report.to_json(comparison, review).encode(),
        },
        "compare",
    )


def show_three_way_downloads(state: CompareState, found: ThreeWay) -> None:
    """The exports of a comparison with a template."""
    names = (
        version_name(state, "template"),
        version_name(state, "a"),
        version_name(state, "b"),
    )
    review = state.review
    _row(
        state,
        {
            "xlsx": lambda: three_way_xlsx.to_xlsx(found, review, names),
            "html": lambda: three_way_report.to_html(found, review, names).encode(),
            "md": lambda: three_way_report.to_markdown(found, review, names).encode(),
            "json": lambda: three_way_report.to_json(found, review).encode(),
        },
        "three",
    )


def _row(state: CompareState, exports: dict[str, Callable[[], bytes]], name: str) -> None:
    stem = PurePath(state.versions["b"].source or "").stem
    stem = "".join(c for c in stem if c.isalnum() or c in "-_. ").strip(". ")[:80]
    with st.container(horizontal=True):
        for kind, make in exports.items():
            st.download_button(
                t(f"compare.download_{kind}"),
                data=make,
                file_name=f"{stem or 'seqgpt'}-{t('compare.download_name')}.{kind}",
                mime=_TYPES[kind],
                key=f"{name}_{kind}",
                on_click="ignore",
                type="primary" if kind == next(iter(exports)) else "secondary",
            )
