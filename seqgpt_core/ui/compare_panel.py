"""The comparison page: two versions in, what changed between them, verdicts, downloads."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

import streamlit as st

from ..clauses.comparison import Comparison
from ..clauses.consistency import Finding
from ..clauses.meaning_pairs import ClauseSimilarity
from ..clauses.model import ChangeKind, PairKind
from ..clauses.review import DECISIONS
from ..documents.read_options import DOCX_VIEWS
from ..errors import SeqGPTError
from .chips import inert
from .compare_downloads import side_label, version_name
from .compare_state import SIDES, CompareState, Side
from .compare_view import comparison_data
from .file_options import FILE_TYPES
from .model import load_model
from .plain import plain
from .session import show_value
from .texts import ASSETS, language, t

_STATE_KEY = "comparison"
_COMPONENT_KEY = "compare_view"
_DEFINITIONS_KEY = "compare_definitions"
_THREE_KEY, _FOLD_KEY = "compare_three", "compare_fold"
_MEANING_KEY = "compare_by_meaning"
COMPONENT_WORDS = (
    "side", "inline", "view", "only", "heavy", "before", "after", "texts", "changes", "kinds",
    "none", "none_shown", "verdict", "note", "folded", "judged", "open",
)  # fmt: skip
"""What the component says, by the ends of the keys."""
LISTED_KINDS: tuple[str, ...] = (
    *get_args(ChangeKind), "moved", "renumbered", "changed", "inserted", "deleted",
)  # fmt: skip
"""What an entry of the list of changes may be."""


def comparison_state() -> CompareState:
    """This session's comparison."""
    if _STATE_KEY not in st.session_state:
        st.session_state[_STATE_KEY] = CompareState()
    state: CompareState = st.session_state[_STATE_KEY]
    return state


def show_versions(state: CompareState) -> None:
    """The two texts, as paste boxes and files, and the fields to compare."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(t("compare.sample"), key="compare_sample", on_click=_load_sample)
        st.button(
            t("compare.swap"),
            key="compare_swap",
            on_click=state.swap,
            disabled=not state.ready,
            type="tertiary",
        )
    with st.expander(t("compare.versions"), expanded=not state.ready or bool(state.errors)):
        show_value(_THREE_KEY, state.three)
        st.toggle(
            t("compare.three"),
            key=_THREE_KEY,
            help=t("compare.three_help"),
            on_change=_three_changed,
        )
        sides = SIDES if state.three else SIDES[1:]
        for column, side in zip(st.columns(len(sides), gap="large"), sides, strict=True):
            with column:
                _show_version(state, side)
        show_value(_DEFINITIONS_KEY, state.definitions)
        st.text_input(
            t("compare.fields"),
            key=_DEFINITIONS_KEY,
            placeholder=t("compare.fields_placeholder"),
            help=t("compare.fields_help"),
            on_change=_definitions_changed,
        )
        show_value(_MEANING_KEY, state.by_meaning)
        st.toggle(
            t("compare.by_meaning"),
            key=_MEANING_KEY,
            help=t("compare.by_meaning_help"),
            on_change=_meaning_changed,
        )


def remember_boxes(state: CompareState) -> None:
    """Note the paste boxes that the browser has; call it where the page ends."""
    sides = SIDES if state.three else SIDES[1:]
    state.boxes = frozenset(_text_key(state, side) for side in sides)


def compared(state: CompareState) -> Comparison | None:
    """The comparison, or None with a word about what is missing."""
    if not state.ready:
        st.info(t("compare.missing"))
        return None
    try:
        with st.spinner(t("compare.working")):
            return state.compare(_similarity)
    except SeqGPTError as error:
        st.error(plain(error.message))
        return None


def show_summary(state: CompareState, comparison: Comparison) -> None:
    """In one line what changed, and whether the difference was proved."""
    for notice in comparison.notices:
        show = st.success if notice.code == "documents_identical" else st.warning
        show(t(f"compare.notice_{notice.code}"))
    if state.fold_script or any(n.code == "script_differs" for n in comparison.notices):
        show_value(_FOLD_KEY, state.fold_script)
        st.toggle(t("compare.fold"), key=_FOLD_KEY, on_change=_fold_changed)
    counts = {
        kind: sum(clause.pair.kind == kind for clause in comparison.clauses)
        for kind in ("changed", "inserted", "deleted", "moved", "renumbered", "format_only", "same")
    }
    entries = "".join(
        f"<li>{inert(t(f'compare.pair_{kind}'))} <b>{count}</b></li>"
        for kind, count in counts.items()
        if count
    )
    material = len(comparison.material)
    proof = t("compare.exact") if comparison.exact else t("compare.inexact")
    mark = "seqgpt-proof" if comparison.exact else "seqgpt-noproof"
    st.html(
        f'<ul class="seqgpt-legend seqgpt-counts"><li><b class="seqgpt-material">'
        f"{inert(t('compare.material', count=material))}</b></li>{entries}"
        f'<li class="{mark}">{inert(proof)}</li></ul>'
    )


def show_changes(state: CompareState, comparison: Comparison) -> None:
    """Both texts clause by clause, the list of changes, and the verdicts."""
    data: dict[str, Any] = {
        "id": state.kept.key if state.kept else "",
        "language": language(),
        "name_a": version_name(state, "a"),
        "name_b": version_name(state, "b"),
        "words": _words(language()),
        "kinds": _kind_words(language()),
        "pair_kinds": {
            kind: t(f"compare.pair_{kind}") for kind in get_args(PairKind)
        },
        "verdict_words": {decision: t(f"compare.verdict_{decision}") for decision in DECISIONS},
        "verdicts": {
            key: {"verdict": verdict.decision or "", "note": verdict.note}
            for key, verdict in state.review.items()
        },
        **state.drawn(
            language(),
            lambda: comparison_data(comparison, t("compare.moved_from"), t("compare.untitled")),
        ),
    }  # fmt: skip
    _component()(key=_COMPONENT_KEY, data=data, on_verdict_change=_judged)


def show_findings(comparison: Comparison) -> None:
    """Slips of each version: references, defined terms, amounts in words, annexes."""
    sides = (("a", comparison.findings_a), ("b", comparison.findings_b))
    count = sum(len(found) for _, found in sides)
    if not count:
        return
    with st.expander(t("compare.findings", count=count), expanded=True):
        for column, (side, found) in zip(st.columns(2, gap="large"), sides, strict=True):
            with column:
                st.html(_findings_html(t(f"compare.{side}"), found))


def _findings_html(title: str, found: tuple[Finding, ...]) -> str:
    entries = "".join(f"<li>{inert(finding.message)}</li>" for finding in found)
    nothing = f"<p>{inert(t('compare.no_findings'))}</p>"
    return f"<b>{inert(title)}</b>" + (
        f'<ul class="seqgpt-findings">{entries}</ul>' if found else nothing
    )


def _show_version(state: CompareState, side: Side) -> None:
    version = state.versions[side]
    key = _text_key(state, side)
    if key in state.boxes:
        show_value(key, version.text)
    else:
        # A run that was cut short may have told the browser nothing: an empty box that it then
        # drew would report its emptiness as the user's.
        st.session_state[key] = version.text
    st.text_area(
        side_label(state, side),
        key=key,
        height=220,
        placeholder=t("compare.placeholder"),
        on_change=_text_changed,
        args=(side, key),
    )
    st.file_uploader(
        t("compare.file"),
        type=list(FILE_TYPES),
        key=f"compare_file_{side}",
        on_change=_file_changed,
        args=(side,),
        label_visibility="collapsed",
    )
    if version.is_word:
        view = f"compare_view_{side}"
        show_value(view, version.docx_view)
        st.segmented_control(
            t("files.docx_view"),
            DOCX_VIEWS,
            format_func=lambda name: t(f"files.{name}"),
            key=view,
            on_change=_view_changed,
            args=(side,),
            help=t("files.docx_view_help"),
            required=True,
        )
    about = t("text.count", count=f"{len(version.text):,}")
    st.caption(f"{about} · {plain(version.source)}" if version.source else about)
    if side in state.errors:
        st.error(plain(state.errors[side]))
    for warning in version.warnings:
        st.warning(plain(warning))


@cache
def _component() -> Any:
    folder = ASSETS / "components"
    html, css, js = (
        (folder / f"compare.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")
    )
    return st.components.v2.component("seqgpt_compare", html=html, css=css, js=js)


@cache
def _words(chosen: str) -> dict[str, str]:
    return {name: t(f"compare.view_{name}") for name in COMPONENT_WORDS}


@cache
def _kind_words(chosen: str) -> dict[str, str]:
    return {kind: t(f"compare.kind_{kind}") for kind in LISTED_KINDS}


def _judged() -> None:
    given = st.session_state[_COMPONENT_KEY]["verdict"]
    if given:
        comparison_state().judge(given["id"], given["verdict"], given["note"])


def _text_key(state: CompareState, side: Side) -> str:
    return f"compare_text_{side}_{state.arrivals[side]}"


def _text_changed(side: Side, key: str) -> None:
    state = comparison_state()
    if key == _text_key(state, side):  # not what a box that is gone still held
        state.set_text(side, st.session_state[key] or "")


def _file_changed(side: Side) -> None:
    uploaded = st.session_state[f"compare_file_{side}"]
    if uploaded is not None:
        comparison_state().load_file(side, uploaded.getvalue(), uploaded.name)


def _view_changed(side: Side) -> None:
    comparison_state().read_again(side, st.session_state[f"compare_view_{side}"])


def _three_changed() -> None:
    comparison_state().three = st.session_state[_THREE_KEY]


def _fold_changed() -> None:
    comparison_state().fold_script = st.session_state[_FOLD_KEY]


def _meaning_changed() -> None:
    comparison_state().by_meaning = st.session_state[_MEANING_KEY]


def _similarity() -> ClauseSimilarity | None:
    # Only now: it brings torch in.
    from ..engines.clause_vectors import clause_similarity

    return clause_similarity(load_model().engine)


def _definitions_changed() -> None:
    comparison_state().definitions = st.session_state[_DEFINITIONS_KEY] or ""


def _load_sample() -> None:
    folder = ASSETS / "samples"
    texts: dict[Side, str] = {
        "a": (folder / "compare_before.txt").read_text(encoding="utf-8"),
        "b": (folder / "compare_after.txt").read_text(encoding="utf-8"),
    }
    state = comparison_state()
    state.load(texts)
    if not state.definitions:
        state.definitions = "合同金额(元), 违约责任条款, 争议解决方式"
