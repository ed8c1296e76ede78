"""The document editor as a component of the page: what it is given, and what it sends.

Three messages go to the browser, so that the large ones travel only when they change:

* the text (`show_editor`), with a version that counts the texts which the user did not type;
* what was found in it (`show_marks`), with the fingerprint of the text it was found in: the
  editor draws nothing over another text;
* what the thresholds decide (`show_decided`), small; while a slider moves it comes as the answer
  to a request (see `slider_desk`), without a run of the page.

Back comes one trigger, `edit`, with everything that Python does not have yet: a trigger belongs to
one run, while a component's state would be sent again, text and all, in every run.

Offsets to and from the browser are code points; the browser turns them into its own units.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import streamlit as st

from ..results.characters import encodable
from ..results.palette import HIGHLIGHT_COLORS, HIGHLIGHT_LINES
from .texts import ASSETS, t

EDITOR_KEY = "editor"
MARKS_KEY = "editor_marks"
THRESHOLDS_KEY = "editor_thresholds"
EDITABLE_UNITS = 300_000
"""UTF-16 units up to which a text can be edited; a longer one is shown page by page."""
PAGE_UNITS = 20_000

_SYNC_KEY = "editor_sync"
_PARTS = ("text", "carry", "paste", "marks", "label", "bar", "frame", "clipboard", "pointing")


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """A place that the user marked as a value of a field; half-open code points."""

    definition: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """What the user did in the editor since the last edit.

    Attributes:
        text: the text as it stands now, None where it did not change.
        pasted: whether something was pasted into it (not each key is worth a repair).
        replaced: whether it takes the place of another text, which should be kept for undo.
        marks: places marked in the text as it stands after this edit.
    """

    text: str | None = None
    pasted: bool = False
    replaced: bool = False
    marks: tuple[MarkedPlace, ...] = ()


@dataclass
class EditorSync:
    """How far browser and session agree about the text.

    Attributes:
        session: names this session; a browser that meets another one keeps what it shows.
        version: counts the texts that came from Python.
        known: the text that the editor shows or is about to show; None before the first.
        seen: number of the last edit that was taken over.
    """

    session: str = field(default_factory=lambda: uuid4().hex)
    version: int = 0
    known: str | None = None
    seen: int = 0

    def show(self, text: str) -> None:
        """Note which text is sent; one that the editor did not send gets a new version."""
        if text != self.known:
            self.version += 1
            self.known = text

    def receive(self, payload: object, text: str) -> Edit:
        """What a message of the editor means while the session holds `text`.

        A message about a text that Python has replaced since, or that was taken over already,
        is an empty edit; so is one that this editor never sends.
        """
        if not isinstance(payload, Mapping):
            return Edit()
        number, version = payload.get("sequence"), payload.get("version")
        if not isinstance(number, int) or number <= self.seen:
            return Edit()
        if version != self.version or text != self.known:
            return Edit()
        written = payload.get("text")
        new = encodable(written) if isinstance(written, str) else None
        marks = _marks(payload.get("marks"), text if new is None else new, self.seen)
        self.seen = number
        if new is not None:
            self.known = new
        return Edit(
            None if new == text else new,
            payload.get("pasted") is True,
            payload.get("replaced") is True,
            marks,
        )


def fingerprint(text: str) -> str:
    """Names a text: its UTF-16 units and the CRC-32 of their little-endian bytes.

    The browser works it out in the same way; a cryptographic hash is not available to a page
    that is served without TLS.
    """
    encoded = text.encode("utf-16-le", "surrogatepass")
    return f"{len(encoded) // 2}-{zlib.crc32(encoded):08x}"


def show_editor(text: str, on_edit: Callable[[], None], file_key: str = "") -> None:
    """Draw the editor with this text; call it once per run.

    Args:
        on_edit: called without arguments when there is an edit to `take_edit`.
        file_key: key of the file box that takes files dropped on the text.
    """
    sync = _sync()
    sync.show(text)
    _editor()(
        key=EDITOR_KEY,
        data={
            "session": sync.session,
            "version": sync.version,
            "seen": sync.seen,
            "text": text,
            "limit": EDITABLE_UNITS,
            "page_size": PAGE_UNITS,
            "file_key": file_key,
            "look": {"colors": HIGHLIGHT_COLORS, "lines": HIGHLIGHT_LINES},
            "texts": _texts(),
        },
        on_edit_change=on_edit,
    )


def take_edit(text: str) -> Edit:
    """The edit that the browser sent, for a session that holds `text`; empty if there is none."""
    component = st.session_state.get(EDITOR_KEY)
    payload = component.get("edit") if isinstance(component, Mapping) else None
    return _sync().receive(payload, text)


def show_marks(
    text: str, fields: Sequence[tuple[str, str, int]], values: Sequence[Mapping[str, Any]]
) -> None:
    """Send what was found in `text` to the editor.

    Args:
        fields: (definition, name, colour place) of every field, in the order of the list.
        values: everything that could show, as `preview.possible_values` gives it.
    """
    detail = {
        "of": fingerprint(text),
        "fields": [{"d": definition, "n": name, "p": place} for definition, name, place in fields],
        "values": list(values),
    }
    _courier()(key=MARKS_KEY, data={"event": "seqgpt:marks", "detail": detail, "lasting": True})


def show_decided(detail: Mapping[str, Any]) -> None:
    """Send what the thresholds decide (see `slider_desk.decided`) to the page's components."""
    data = {"event": "seqgpt:settled-thresholds", "detail": dict(detail)}
    _courier()(key=THRESHOLDS_KEY, data=data)


def redraw_with_thresholds(thresholds: Mapping[str, float], number: int) -> None:
    """In a fragment: draw it again whenever the thresholds that are shown are no longer these.

    Args:
        number: that of the last report of a slider in them.

    It waits until a slider rests, so that the answer to a slider never waits for this fragment.
    """
    _pulse()(
        key="pulse", data={"thresholds": dict(thresholds), "at": number}, on_stale_change=_redrawn
    )


def _redrawn() -> None:
    """The run itself is what was asked for: it takes what the sliders reported, and draws it."""


def _sync() -> EditorSync:
    if _SYNC_KEY not in st.session_state:
        st.session_state[_SYNC_KEY] = EditorSync()
    sync: EditorSync = st.session_state[_SYNC_KEY]
    return sync


def _marks(sent: object, text: str, seen: int) -> tuple[MarkedPlace, ...]:
    """The marked places that are new and stand in this very text."""
    if not isinstance(sent, list):
        return ()
    current = fingerprint(text)
    places = []
    for mark in sent:
        if not isinstance(mark, Mapping) or mark.get("of") != current:
            continue
        number, definition = mark.get("sequence"), mark.get("definition")
        start, end = mark.get("start"), mark.get("end")
        if not isinstance(number, int) or number <= seen or not isinstance(definition, str):
            continue
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            places.append(MarkedPlace(definition, start, end))
    return tuple(places)


def _texts() -> dict[str, str]:
    """What the editor says; names in braces are filled in by the browser."""
    return {
        "label": t("editor.label"),
        "placeholder": t("editor.placeholder"),
        "keys": t("editor.keys"),
        "legend": t("editor.legend"),
        "legend_title": t("editor.legend_title"),
        "legend_entry": t("editor.legend_entry", name="{name}", count="{count}"),
        "legend_jump": t("editor.legend_jump", name="{name}"),
        "legend_none": t("editor.legend_none", name="{name}"),
        "no_marks": t("editor.no_marks"),
        "mark_as": t("editor.mark_as"),
        "marked": t("editor.marked", name="{name}", text="{text}"),
        "no_fields": t("editor.no_fields"),
        "by_hand": t("editor.by_hand"),
        "failed": t("editor.failed", message="{message}"),
        "more": t("editor.more", count="{count}"),
        "long": t("editor.long", count="{count}", limit="{limit}"),
        "page": t("editor.page", page="{page}", count="{count}"),
        "page_back": t("editor.page_back"),
        "page_forth": t("editor.page_forth"),
        "clear": t("editor.clear"),
    }


@cache
def _editor() -> Any:
    folder = ASSETS / "components"
    scripts = (*(f"editor.{part}.js" for part in _PARTS), "editor.js")
    return st.components.v2.component(
        "seqgpt_editor",
        html=(folder / "editor.html").read_text(encoding="utf-8"),
        css=(folder / "editor.css").read_text(encoding="utf-8"),
        # One module: a component is one script, and its parts see each other's names.
        js="\n".join((folder / name).read_text(encoding="utf-8") for name in scripts),
        # Selections reach into a shadow tree in some browsers only.
        isolate_styles=False,
    )


@cache
def _courier() -> Any:
    script = (ASSETS / "components" / "courier.js").read_text(encoding="utf-8")
    return st.components.v2.component("seqgpt_courier", js=script)


@cache
def _pulse() -> Any:
    script = (ASSETS / "components" / "pulse.js").read_text(encoding="utf-8")
    return st.components.v2.component("seqgpt_pulse", js=script)
