"""Three versions: who changed what of the template, with a verdict for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ..clauses.review import DECISIONS
from ..clauses.three_way import ORIGINS, AttributedChange, Origin
from ..errors import SeqGPTError
from ..results.characters import shown_text
from .chips import inert
from .compare_downloads import show_three_way_downloads
from .compare_state import CompareState
from .plain import plain
from .texts import t

if TYPE_CHECKING:
    import pandas as pd

_EDITOR_KEY = "three_way_editor"
_ORDER: tuple[Origin, ...] = ("conflict", "theirs", "ours", "both")
COLUMNS = ("who", "where", "kinds", "template", "ours", "theirs")
_LONGEST = 300


def show_three_way(state: CompareState) -> None:
    """The changes by who made them, conflicts first; nothing without a template."""
    if not state.three:
        return
    if not state.versions["template"].text.strip():
        st.info(t("compare.template_missing"))
        return
    try:
        found = state.compare_with_template()
    except SeqGPTError as error:
        st.error(plain(error.message))
        return
    if found is None:
        return
    st.subheader(t("compare.three_title"), anchor=False)
    entries = "".join(
        f"<li>{inert(t(f'compare.who_{origin}'))} <b>{len(found.of(origin))}</b></li>"
        for origin in _ORDER
    )
    st.html(f'<ul class="seqgpt-legend seqgpt-counts">{entries}</ul>')
    changes = [change for origin in _ORDER for change in found.of(origin)]
    if changes:
        _show_table(state, changes)
    show_three_way_downloads(state, found)


def three_way_frame(state: CompareState, changes: list[AttributedChange]) -> pd.DataFrame:
    """One row a change: who, where, the three wordings, the verdict and the note."""
    import pandas as pd

    rows = []
    for change in changes:
        verdict = state.review.get(change.id)
        kinds = [t(f"compare.kind_{kind}") for kind in change.kinds[:3]]
        rows.append(
            (
                t(f"compare.who_{change.origin}"),
                shown_text(change.heading),
                "、".join([*([change.note] if change.note else []), *kinds]),
                *(_cut(words) for words in (change.before, change.ours, change.theirs)),
                t(f"compare.verdict_{verdict.decision}") if verdict and verdict.decision else "",
                verdict.note if verdict else "",
            )
        )
    return pd.DataFrame(rows, columns=[*COLUMNS, "verdict", "note"])


def _show_table(state: CompareState, changes: list[AttributedChange]) -> None:
    columns: dict[str, Any] = {
        name: st.column_config.TextColumn(t(f"compare.three_{name}"), disabled=True)
        for name in COLUMNS
    }
    words = {t(f"compare.verdict_{decision}"): decision for decision in DECISIONS}
    columns["verdict"] = st.column_config.SelectboxColumn(
        t("compare.view_verdict"), options=["", *words]
    )
    columns["note"] = st.column_config.TextColumn(t("compare.view_note"))
    identity = f"{_EDITOR_KEY}_{state.kept_three[0] if state.kept_three else ''}"
    edited = st.data_editor(
        three_way_frame(state, changes),
        column_config=columns,
        hide_index=True,
        key=identity,
        row_height=40,
        height=min(36 + 40 * len(changes) + 4, 520),
    )
    for change, verdict, note in zip(changes, edited["verdict"], edited["note"], strict=True):
        state.judge(change.id, words.get(verdict, ""), note or "")


def _cut(words: str) -> str:
    words = " ".join(shown_text(words).split())
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


assert set(_ORDER) == set(ORIGINS)
