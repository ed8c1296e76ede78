"""Why a field is empty, and what else it could hold: its candidates, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ..results.sentences import sentence_parts
from ..results.types import Extraction, FieldResult, Rejected
from .chips import chip_html, inert
from .plain import plain
from .results_tables import shown_text
from .session import workbench
from .state import WorkbenchState
from .texts import t

FIELD_KEY = "why_field"
SHOWN_CANDIDATES = 6
_MOST_SENTENCE = 160
_MOST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Explained:
    """One candidate that is no value, in words.

    Attributes:
        reason: a clause without full stop.
        threshold: the threshold at which it shows, where a lower one would show it; else None.
    """

    candidate: Rejected
    reason: str
    threshold: float | None = None


def explained(result: FieldResult, threshold: float) -> tuple[Explained, ...]:
    """The best candidates of a field that are no values, best first."""
    # What a person already decided comes last: it was seen.
    ordered = sorted(result.rejected, key=lambda r: (r.reason == "corrected", -r.score, r.start))
    return tuple(
        Explained(item, reason_of(item, result, threshold), _showing_threshold(item, threshold))
        for item in ordered[:SHOWN_CANDIDATES]
    )


def reason_of(item: Rejected, result: FieldResult, threshold: float) -> str:
    """Why a candidate is no value, with what exactly stood against it."""
    if item.reason == "below_threshold":
        return t(
            "results.reason_threshold", score=f"{item.score:.2f}", threshold=f"{threshold:.2f}"
        )
    reason = t(f"reason.{item.reason}")
    detail = item.detail
    if item.reason == "overlap" and not detail:
        better = (v for v in result.values if v.start < item.end and item.start < v.end)
        detail = next(map(shown_text, better), "")
    return t("results.reason_detail", reason=reason, detail=detail) if detail else reason


def _showing_threshold(item: Rejected, threshold: float) -> float | None:
    if item.reason != "below_threshold" or item.score >= threshold:
        return None
    # Downwards to a step of the slider: rounding up would hide the candidate again.
    return math.floor(item.score * 100) / 100


def sentence_html(text: str, start: int, end: int) -> str:
    """The sentence around a place with the place marked; nothing in it is markup."""
    before, marked, after = sentence_parts(text, start, end, _MOST_SENTENCE)
    return f"{inert(before)}<mark>{inert(marked)}</mark>{inert(after)}"


def candidate_html(text: str, entry: Explained) -> str:
    """One candidate: text, score, reason, and its place in the sentence."""
    item = entry.candidate
    shown = " ".join(item.text.split())
    shown = shown if len(shown) <= _MOST_TEXT else shown[:_MOST_TEXT] + "…"
    return (
        f'<div class="seqgpt-candidate"><b>{inert(shown)}</b>'
        f' <span class="seqgpt-score">{item.score:.2f}</span>'
        f' <span class="seqgpt-reason">{inert(entry.reason)}</span>'
        f"<p>{sentence_html(text, item.start, item.end)}</p></div>"
    )


def ask_about(definition: str) -> None:
    """Open the explanation of a field; for callbacks, before the page is drawn."""
    st.session_state[FIELD_KEY] = definition


def show_why(extraction: Extraction) -> None:
    """A button a field, empty ones first, and the candidates of the one that is chosen."""
    state = workbench()
    fields = {result.definition: result for result in extraction.fields}
    order = sorted(fields, key=lambda definition: bool(fields[definition].values))
    if not order:
        return
    empty = [definition for definition in order if not fields[definition].values]
    with st.container(border=True, key="why"):
        st.markdown(f"**{t('results.why')}**")
        st.caption(t("results.why_help") if empty else t("results.why_none"))
        if st.session_state.get(FIELD_KEY) not in fields:
            st.session_state[FIELD_KEY] = None
        chosen = st.pills(
            t("results.why_choose"),
            order,
            format_func=lambda definition: _title(fields[definition]),
            key=FIELD_KEY,
            label_visibility="collapsed",
            persist_state="session",
        )
        if chosen is not None:
            _show_field(state, extraction, fields[chosen])


def _title(result: FieldResult) -> str:
    name = plain(result.name)
    if not result.values:
        return t("results.why_empty_field", name=name, count=len(result.rejected))
    return t("results.why_other", name=name, count=len(result.rejected))


def _show_field(state: WorkbenchState, extraction: Extraction, result: FieldResult) -> None:
    # Among all definitions, as in the field list: a record has a colour too.
    asked = [spec.definition for spec in state.panel.definitions.specs]
    place = asked.index(result.definition) if result.definition in asked else None
    threshold = state.thresholds.get(result.definition, 0.0)
    entries = explained(result, threshold)
    st.html(
        f'<p class="seqgpt-why">{chip_html(place)} <b>{inert(result.definition)}</b>'
        f" {inert(_verdict(result, entries))}</p>"
    )
    if not entries and not result.values:
        st.markdown(t("results.why_advice", name=plain(result.name)))
    for number, entry in enumerate(entries):
        _show_candidate(state, extraction.text, result.definition, number, entry)
    others = len(result.rejected) - len(entries)
    if others > 0:
        st.caption(t("results.why_more", count=others))


def _verdict(result: FieldResult, entries: Sequence[Explained]) -> str:
    if result.values:
        values = "；".join(map(shown_text, result.values[:3]))
        if entries:
            return t("results.why_has", values=values)
        return t("results.why_only", values=values)
    if not entries:
        return t("results.why_nothing")
    return t("results.why_some", count=len(result.rejected))


def _show_candidate(
    state: WorkbenchState, text: str, definition: str, number: int, entry: Explained
) -> None:
    item = entry.candidate
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"candidate_{number}"
    ):
        st.html(candidate_html(text, entry), width="stretch")
        st.button(
            t("results.accept"),
            key=f"accept_{number}",
            help=t("results.accept_help"),
            on_click=state.accept,
            args=(definition, item.start, item.end),
        )
        if entry.threshold is not None:
            st.button(
                t("results.lower", threshold=f"{entry.threshold:.2f}"),
                key=f"lower_{number}",
                help=t("results.lower_help"),
                type="tertiary",
                on_click=_lower,
                args=(definition, entry.threshold),
            )


def _lower(definition: str, threshold: float) -> None:
    state = workbench()
    for row, reading in zip(state.contents.rows, state.panel.rows, strict=True):
        if reading.spec is not None and reading.spec.definition == definition:
            state.set_threshold(row.id, threshold)
