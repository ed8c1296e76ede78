"""Two diagrams of how far scores can be trusted, kind of value by kind of value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ..extractor import RELIABILITY
from ..fields import VALUE_KINDS
from .texts import t

Report = Mapping[str, Mapping[str, Any]]
_HEIGHT = 260
_PERCENT = alt.Axis(format="%")


def read_reliability(directory: Path) -> Report:
    """What the trainer measured of a checkpoint, by kind; empty where it is missing or foreign."""
    try:
        report = json.loads((directory / RELIABILITY).read_text(encoding="utf-8"))
        return {
            kind: part
            for kind, part in report.items()
            if kind in ("all", *VALUE_KINDS) and part["bins"] and part["curve"]
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def show_reliability(report: Report) -> None:
    """A choice of kinds, the reliability diagram, and precision and recall by threshold."""
    kind = st.selectbox(
        t("model.kind"),
        [k for k in ("all", *VALUE_KINDS) if k in report],
        format_func=lambda k: t(f"kind.{k}"),
        width=260,
    )
    part = report[kind]
    st.caption(
        t(
            "model.reliability_caption",
            candidates=f"{part['candidates']:,}",
            error=f"{part['calibration_error']:.3f}",
        )
    )
    trust, trade = st.columns(2)
    trust.markdown(f"**{t('model.reliability')}**")
    trust.altair_chart(reliability_chart(part["bins"]), width="stretch")
    trade.markdown(f"**{t('model.curve')}**")
    trade.altair_chart(threshold_chart(part["curve"]), width="stretch")


def reliability_chart(bins: list[Mapping[str, float]]) -> alt.LayerChart | alt.FacetChart:
    """Share correct against mean score; on the diagonal the scores are probabilities."""
    score, correct, count = t("model.score"), t("model.correct"), t("model.candidates")
    rows = pd.DataFrame(
        [{score: b["score"], correct: b["correct"], count: b["count"]} for b in bins]
    )
    scale = alt.Scale(domain=[0, 1])
    points = alt.Chart(rows).encode(
        x=alt.X(score, type="quantitative", scale=scale),
        y=alt.Y(correct, type="quantitative", scale=scale, axis=_PERCENT),
    )
    diagonal = pd.DataFrame([{score: 0.0, correct: 0.0}, {score: 1.0, correct: 1.0}])
    return alt.layer(
        alt.Chart(diagonal)
        .mark_line(strokeDash=[4, 4], color="#8a8f98")
        .encode(x=score, y=correct),
        points.mark_line(),
        points.mark_circle(opacity=0.9).encode(
            size=alt.Size(
                count, type="quantitative", legend=None, scale=alt.Scale(range=[40, 500])
            ),
            tooltip=[score, alt.Tooltip(correct, format=".0%"), count],
        ),
        height=_HEIGHT,
    )


def threshold_chart(curve: list[Mapping[str, float]]) -> alt.Chart:
    """Precision, recall and F1 against the threshold."""
    threshold, share, figure = t("model.threshold"), t("model.share"), t("model.figure")
    rows = pd.DataFrame(
        [
            {threshold: row["threshold"], figure: t(f"model.{name}"), share: row[name]}
            for row in curve
            for name in ("precision", "recall", "f1")
        ]
    )
    chart: alt.Chart = (
        alt.Chart(rows, height=_HEIGHT)
        .mark_line(point=True)
        .encode(
            x=alt.X(threshold, type="quantitative", scale=alt.Scale(domain=[0, 1])),
            y=alt.Y(share, type="quantitative", scale=alt.Scale(domain=[0, 1]), axis=_PERCENT),
            color=alt.Color(figure, type="nominal", legend=alt.Legend(orient="bottom", title=None)),
            tooltip=[figure, threshold, alt.Tooltip(share, format=".1%")],
        )
    )
    return chart
