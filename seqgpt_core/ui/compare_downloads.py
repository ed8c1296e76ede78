"""What goes out of a comparison: a Word file with tracked changes, reports, a table, JSON."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ..clauses import report, report_html, report_xlsx, three_way_report, three_way_xlsx
from ..clauses.comparison import Comparison
from ..clauses.redline_docx import to_docx
from ..clauses.three_way import ThreeWay
from .compare_state import CompareState, Side
from .downloads import file_stem, show_download
from .texts import t


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
    stem = f"{file_stem(state.versions['b'].source)}-{t('compare.download_name')}"
    with st.container(horizontal=True):
        for place, (kind, make) in enumerate(exports.items()):
            label = t(f"compare.download_{kind}")
            show_download(label, make, f"{stem}.{kind}", f"{name}_{kind}", primary=place == 0)
