"""The model's card: name, digest, figures, licences, and how often it was used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

from ..errors import SeqGPTError
from .model import MODEL_VARIABLE, ModelCard, load_model, model_directory, read_card
from .plain import plain
from .reliability_panel import read_reliability, show_reliability
from .texts import t


def show_model() -> None:
    """The whole page."""
    try:
        with st.spinner(t("model.loading")):
            model = load_model()
    except SeqGPTError as error:
        st.error(plain(error.message))
        return
    st.markdown(f"**{t('model.name')}**  {plain(model.name)}")
    st.markdown(f"**SHA-256**  {plain(model.sha256)}")
    st.caption(t("model.variable", variable=plain(MODEL_VARIABLE)))
    windows, questions = st.columns(2)
    windows.metric(
        t("model.windows"),
        f"{model.counters.windows_read:,}",
        help=t("model.windows_help"),
        border=True,
    )
    questions.metric(
        t("model.questions"),
        f"{model.counters.questions_asked:,}",
        help=t("model.questions_help"),
        border=True,
    )
    directory = model_directory()
    card = read_card(directory) if directory is not None else ModelCard()
    figures = list(flat_figures(card.figures))
    st.subheader(t("model.figures"), anchor=False)
    if figures:
        st.dataframe(
            {t("model.figure"): [n for n, _ in figures], t("model.value"): [v for _, v in figures]},
            hide_index=True,
            width="content",
        )
    else:
        st.caption(t("model.no_figures"))
    report = read_reliability(directory) if directory is not None else {}
    if report:
        st.subheader(t("model.trust"), anchor=False)
        show_reliability(report)
    if card.text:
        st.markdown(without_pictures(card.text))
    st.subheader(t("model.limits"), anchor=False)
    st.markdown(t("model.limits_text"))


def flat_figures(figures: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested figures as (`resume.dev.f1`, `0.89`), in the order given."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat_figures(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", f"{value:.4g}" if isinstance(value, float) else str(value)


def without_pictures(markdown: str) -> str:
    """The same Markdown, in which no picture can be fetched from anywhere."""
    return markdown.replace("![", "!\\[")
