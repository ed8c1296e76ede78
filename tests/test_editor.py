"""The editor's side in Python: which messages of the browser count, and what is sent to it."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from seqgpt_core.results.palette import HIGHLIGHT_COLORS, HIGHLIGHT_LINES, highlight_color
from seqgpt_core.ui import document_panel
from seqgpt_core.ui.editor import Edit, EditorSync, MarkedPlace, fingerprint
from seqgpt_core.ui.state import WorkbenchState
from seqgpt_core.ui.texts import ASSETS

PAGE = str(Path(__file__).parent / "e2e" / "pages" / "editor_page.py")
few = settings(max_examples=60, deadline=None)


def message(sequence: int, version: int = 1, **given: Any) -> dict[str, Any]:
    return {"sequence": sequence, "version": version, "text": None, "marks": [], **given}


def mark(
    sequence: int, text: str, start: int, end: int, definition: str = "甲方"
) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "definition": definition,
        "start": start,
        "end": end,
        "of": fingerprint(text),
    }


def showing(text: str) -> EditorSync:
    sync = EditorSync()
    sync.show(text)
    return sync


def test_a_text_that_the_user_typed_is_no_new_version() -> None:
    sync = showing("")
    assert sync.version == 1
    assert sync.receive(message(1, text="甲", pasted=True), "") == Edit("甲", pasted=True)
    sync.show("甲")
    assert sync.version == 1
    sync.show("样本")
    assert sync.version == 2


def test_a_message_about_a_replaced_text_is_ignored_and_not_acknowledged() -> None:
    sync = showing("甲")
    sync.show("样本")
    assert sync.receive(message(5, version=1, text="甲乙"), "样本") == Edit()
    assert sync.seen == 0
    # Python has replaced the text and not drawn it yet.
    assert sync.receive(message(6, version=2, text="样本。"), "另一份") == Edit()
    assert sync.seen == 0
    assert sync.receive(message(7, version=2, text="样本。"), "样本") == Edit("样本。")
    assert sync.seen == 7


def test_a_message_counts_once() -> None:
    sync = showing("飞鸟公司")
    first = message(1, marks=[mark(1, "飞鸟公司", 0, 4)])
    assert sync.receive(first, "飞鸟公司").marks == (MarkedPlace("甲方", 0, 4),)
    assert sync.receive(first, "飞鸟公司") == Edit()
    # The next message repeats what the browser does not know to have arrived.
    both = [mark(1, "飞鸟公司", 0, 4), mark(2, "飞鸟公司", 0, 2)]
    assert sync.receive(message(2, marks=both), "飞鸟公司").marks == (MarkedPlace("甲方", 0, 2),)


def test_marks_belong_to_the_text_that_they_were_made_in() -> None:
    sync = showing("飞鸟")
    sent = [mark(1, "飞鸟公司", 0, 4), mark(1, "飞鸟", 0, 2), mark(1, "飞鸟公司", 2, 9)]
    edit = sync.receive(message(1, text="飞鸟公司", marks=sent), "飞鸟")
    assert edit == Edit("飞鸟公司", marks=(MarkedPlace("甲方", 0, 4),))


def test_lone_surrogates_become_visible() -> None:
    assert showing("").receive(message(1, text="甲\ud800"), "").text == "甲\ufffd"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["sequence", "version", "text", "marks", "start", "end", "of", "definition"]
            ),
            below,
            max_size=8,
        )
    ),
    max_leaves=12,
)


@few
@given(json_values)
def test_foreign_messages_do_nothing_bad(sent: object) -> None:
    edit = showing("甲方公司").receive(sent, "甲方公司")
    assert edit.text is None or isinstance(edit.text, str)
    assert all(0 <= place.start < place.end <= 4 for place in edit.marks)


@few
@given(st.text(max_size=40), st.text(max_size=40))
def test_fingerprints_name_texts(text: str, other: str) -> None:
    units = text.encode("utf-16-le", "surrogatepass")
    assert fingerprint(text) == f"{len(units) // 2}-{zlib.crc32(units):08x}"
    assert (fingerprint(text) == fingerprint(other)) == (text == other)


def test_neighbouring_fields_differ_in_more_than_colour() -> None:
    def line(place: int) -> str:
        return HIGHLIGHT_LINES[place % len(HIGHLIGHT_LINES)]

    looks = [(highlight_color(place), line(place)) for place in range(60)]
    assert len(set(looks)) == 60
    for place in range(len(HIGHLIGHT_COLORS)):
        assert line(place) != line(place + 1)


def test_the_component_asks_nothing_of_the_net_and_builds_no_html() -> None:
    for path in sorted((ASSETS / "components").glob("editor*")):
        content = path.read_text(encoding="utf-8")
        assert "http" not in content, path
        if path.suffix == ".js":
            assert "innerHTML =" not in content and "eval(" not in content, path
    # Loses the last pasted paragraph in Chromium.
    assert "content-visibility" not in (ASSETS / "components" / "editor.css").read_text("utf-8")


def test_large_messages_are_sent_only_when_they_change() -> None:
    app = AppTest.from_file(PAGE, default_timeout=60).run()
    app.session_state["text"] = "甲方：云帆公司"
    app.run()
    assert not app.exception
    first = [c.proto.json for c in app.get("bidi_component")]
    app.slider[0].set_value(0.9).run()
    second = [c.proto.json for c in app.get("bidi_component")]
    assert first[:2] == second[:2]
    assert json.loads(first[0])["text"] == "甲方：云帆公司"
    assert json.loads(first[1])["detail"]["values"][0]["m"] == [[3, 7]]
    assert json.loads(second[2])["detail"]["values"]["甲方"] == 0.9
    assert "云帆" not in second[2]


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> WorkbenchState:
    made = WorkbenchState()
    monkeypatch.setattr(document_panel, "workbench", lambda: made)
    return made


def edit(monkeypatch: pytest.MonkeyPatch, made: Edit) -> None:
    monkeypatch.setattr(document_panel, "take_edit", lambda text: made)
    document_panel._edited()


def test_an_edit_reaches_the_session(
    state: WorkbenchState, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.add_definitions("甲方")
    edit(monkeypatch, Edit("甲方：飞鸟", marks=(MarkedPlace("甲方", 3, 5),)))
    assert state.contents.text == "甲方：飞鸟"
    assert [(c.kind, c.start, c.end) for c in state.corrections] == [("add", 3, 5)]


def test_a_long_text_that_was_cleared_can_be_brought_back(
    state: WorkbenchState, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.set_text("很长的文档")
    edit(monkeypatch, Edit("", replaced=True))
    assert state.contents.text == ""
    state.undo()
    assert state.contents.text == "很长的文档"
