"""What was repaired in the text: one line with counts, and a switch for every kind.

    show_repairs(state: WorkbenchState) -> None

draws nothing where nothing was repaired or suggested; call it once per run, under the editor.
When repair runs, and what a switch does, is decided in `repairing`.
"""

from __future__ import annotations

import html
import re

import streamlit as st

from ..documents.repair import DEFAULT_KINDS, Example, Repair, RepairKind
from ..documents.source_map import edit_between
from ..results.characters import shown_text
from .repairing import Repaired
from .session import show_value, workbench
from .state import WorkbenchState
from .texts import t

_NAMED = 3
_SIGNS = {"\n": "↵", "\r": "↵", "\f": "↵", "\t": "→"}
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff]"
)
_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_ITEMS_SHOWN = 3


def show_repairs(state: WorkbenchState) -> None:
    """Draw what was repaired in the session's text, with a switch for each kind."""
    repaired = state.contents.repaired
    if repaired is None:
        return
    st.markdown(f":material/healing: {repair_line(repaired)}")
    # A label that changed with the switches would make it another expander, a folded one.
    with st.expander(t("repairs.title")):
        if repaired.edited:
            st.caption(t("repairs.edited"))
        for repair in repaired.repairs.found:
            _show_kind(repair, repaired)
        with st.container(horizontal=True, vertical_alignment="center"):
            if repaired.kinds or repaired.edited:
                st.button(
                    t("repairs.restore"),
                    key="repairs_restore",
                    on_click=_restore,
                    help=t("repairs.restore_help"),
                )
            if repaired.kinds != repaired.repairs.kinds or repaired.edited:
                st.button(t("repairs.again"), key="repairs_again", on_click=_again)
        st.caption(t("repairs.note"))


def repair_line(repaired: Repaired) -> str:
    """What was made, or could be made, in one line."""
    made = [repair for repair in repaired.repairs.found if repair.kind in repaired.kinds]
    if made:
        count, kinds = f"{repaired.changes:,}", _named(made)
        if repaired.edited:
            return t("repairs.made_edited", count=count, kinds=kinds)
        return t("repairs.made", count=count, kinds=kinds)
    off = [repair for repair in repaired.repairs.found if repair.kind in DEFAULT_KINDS]
    if off:
        return t("repairs.off", kinds=_named(off))
    return t("repairs.suggested", kinds=_named(list(repaired.repairs.found)))


def _named(repairs: list[Repair]) -> str:
    named = t("repairs.join").join(
        t("repairs.counted", kind=kind_name(repair.kind), count=f"{repair.count:,}")
        for repair in repairs[:_NAMED]
    )
    return named if len(repairs) <= _NAMED else t("repairs.and_more", kinds=named)


def _show_kind(repair: Repair, repaired: Repaired) -> None:
    key = f"repair_{repair.kind}"
    show_value(key, repair.kind in repaired.kinds)
    name = t("repairs.counted", kind=kind_name(repair.kind), count=f"{repair.count:,}")
    if repair.is_suggested:
        name = t("repairs.only_suggested", kind=name)
    st.toggle(
        name,
        key=key,
        on_change=_switched,
        args=(repair.kind,),
        disabled=repaired.edited,
        help=t(f"repairs.{repair.kind}_help"),
    )
    if repair.kind != "line_ends":  # they all look alike
        st.html(examples_html(repair.examples[:_ITEMS_SHOWN], repaired.repairs.original))


def kind_name(kind: RepairKind) -> str:
    """The name of a kind of repair."""
    return t(f"repairs.{kind}")


def examples_html(examples: tuple[Example, ...], original: str) -> str:
    """Each example with what went and what came, and the line of the original; all text inert."""
    items = "".join(
        f"<li><span>{html.escape(t('repairs.place', line=line_number(original, example.start)))}"
        f"</span> {_change_html(example)}</li>"
        for example in examples
    )
    return f'<ul class="seqgpt-repairs">{items}</ul>'


def _change_html(example: Example) -> str:
    before, after = (text.replace("\r\n", "\n") for text in (example.before, example.after))
    start, end, came = edit_between(before, after)
    # Of equal places for a deletion, the one that begins a line reads best.
    while not came and start > 0 and before[start - 1] == before[end - 1] != "\n":
        start, end = start - 1, end - 1
    return (
        f"{_visible(before[:start])}<del>{_visible(before[start:end], named=True)}</del>"
        + (f"<ins>{_visible(came)}</ins>" if came else "")
        + _visible(before[end:])
    )


def line_number(text: str, position: int) -> int:
    """The line (1 is the first) on which a position stands."""
    return text.count("\n", 0, position) + 1


def _visible(text: str, named: bool = False) -> str:
    """Inert HTML: white space as signs, and what cannot be seen or told apart by its code."""
    shown = "".join(
        _SIGNS.get(character)
        or (f"{character}(U+{ord(character):04X})" if named and _RADICAL.match(character) else "")
        or (character if named and not _UNSEEN.match(character) else "")
        or (f"(U+{ord(character):04X})" if named else character)
        for character in text
    )
    return html.escape(shown_text(shown))


def _switched(kind: RepairKind) -> None:
    workbench().switch_repair(kind, st.session_state[f"repair_{kind}"])


def _restore() -> None:
    workbench().restore_original()


def _again() -> None:
    workbench().repair_again()
