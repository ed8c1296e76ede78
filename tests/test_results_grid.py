"""The tables of the results: flat, inert, and every edit in them a correction."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from seqgpt_core import Extraction, FieldResult, Part, Rejected, Value
from seqgpt_core.results import Check, sentence_around
from seqgpt_core.results.sentences import sentence_parts
from seqgpt_core.results.types import LabelResult, RecordResult
from seqgpt_core.ui.cell_edits import edit_cell
from seqgpt_core.ui.grid import (
    ROW_ID,
    GridColumn,
    GridEvent,
    grid_height,
    grid_options,
    read_event,
)
from seqgpt_core.ui.results_tables import documents_frame, record_rows, values_frame
from seqgpt_core.ui.results_texts import without_directives
from seqgpt_core.ui.state import WorkbenchState
from seqgpt_core.ui.why_empty import candidate_html, explained

TEXT = "负责人：张伟，李娜。<img src=x onerror=alert(1)>，=1+1。"


def value(text: str, score: float = 0.9, **given: Any) -> Value:
    at = TEXT.index(text)
    return Value("负责人", text, at, at + len(text), score, **given)


def extraction(*values: Value, definition: str = "负责人", source: str | None = None) -> Extraction:
    return Extraction(
        TEXT, "m", "0", (FieldResult(definition, "负责人", values), FieldResult("乙方", "乙方")),
        source=source,
    )  # fmt: skip


def test_every_cell_is_flat() -> None:
    whole = Extraction(
        TEXT, "m", "0",
        (FieldResult("负责人", "负责人", (value("张伟", normalized="1", parts={"姓": Part("张", 4, 5, 0.9), "职": None}),)),),
        (LabelResult("大额", True, 0.9), LabelResult("小额", False, 0.1, Part("张伟", 4, 6, 0.4))),
        records=(RecordResult("{a}[]", ("a", "b.c"), ({"a": Part("李娜", 7, 9, 0.3, "x"), "b.c": None},)),),
    )  # fmt: skip
    for frame, columns in (
        documents_frame([whole]),
        values_frame(whole),
        record_rows(whole, whole.records[0]),
    ):
        assert all("." not in str(name) for name in frame.columns)
        for column in frame.columns:
            assert all(isinstance(cell, str | int | float) for cell in frame[column])
            assert not frame[column].isna().any()
        for column in columns:
            for name in (column.name, column.tip, column.level, column.items, column.order):
                assert not name or name in frame.columns
        assert frame[ROW_ID].is_unique


def test_a_row_a_document_and_a_column_a_field() -> None:
    frame, columns = documents_frame(
        [
            extraction(value("张伟"), value("李娜", 0.4)),
            extraction(definition="经办人", source="b.txt"),
        ]
    )
    assert [column.title for column in columns] == ["文档", "负责人", "乙方", "经办人"]
    assert frame["f0"].tolist() == ["张伟\n李娜", ""]
    assert frame["f0_level"].tolist() == ["unsure", "none"]
    assert [[i["t"] for i in json.loads(items)] for items in frame["f0_items"][:1]] == [
        ["张伟", "李娜"]
    ]
    # Asked and empty can be asked about; not asked cannot.
    assert frame["f0_items"].tolist()[1] == ""
    assert frame["f2_items"].tolist() == ["", "[]"]
    assert "0.40" in frame["f0_tip"][0] and "负责人：张伟" in frame["f0_tip"][0]


def test_colour_is_never_alone() -> None:
    failed = value("张伟", checks=(Check("length", "failed", "太短"),))
    frame, _ = documents_frame([extraction(failed)])
    (item,) = json.loads(frame["f0_items"][0])
    assert item["s"] == "0.90"
    assert [tag["k"] for tag in item["x"]] == ["failed"]
    assert frame["f0_level"][0] == "failed"
    assert "太短" in frame["f0_tip"][0]


def test_options_use_community_features_and_no_foreign_code() -> None:
    hostile = "::JSCODE::(function(){window.hit=1})()::JSCODE::"
    columns = [GridColumn("f0", hostile, items="f0_items", ask=hostile, editable=True, order="o")]
    text = json.dumps(grid_options(columns, {}), default=lambda js: js.js_code)
    ours = text.count("::JSCODE::")
    plain = [GridColumn("f0", "x", items="f0_items", ask="x", editable=True, order="o")]
    assert ours == json.dumps(grid_options(plain, {}), default=lambda js: js.js_code).count(
        "::JSCODE::"
    )
    for enterprise in ("agSetColumnFilter", "rowGroup", "cellSelection", "agRichSelectCellEditor"):
        assert enterprise not in text


def test_code_of_the_table_has_no_comments_that_would_swallow_it() -> None:
    columns = [
        GridColumn("f0", "x", items="f0_items", ask="x", editable=True, order="o", level="l")
    ]
    for code in re.findall(r"::JSCODE::(.*?)::JSCODE::", json.dumps(
        grid_options(columns, {}), default=lambda js: js.js_code
    )):  # fmt: skip
        assert "//" not in code
        assert code.count("{") == code.count("}") and code.count("(") == code.count(")")
        assert "innerHTML" not in code


def test_heights_have_bounds() -> None:
    columns = [GridColumn("f0", "x")]
    heights = [
        grid_height(pd.DataFrame({"f0": ["一行"] * rows}), columns) for rows in (0, 1, 5, 500)
    ]
    assert heights == sorted(heights)
    assert heights[0] >= 200 and heights[-1] <= 520


@pytest.mark.parametrize(
    "raw",
    [None, [], "edit", {"kind": "edit"}, {"kind": "x", "row": "0", "column": "f0", "text": ""},
     {"kind": "edit", "row": 0, "column": "f0", "text": ""}],
)  # fmt: skip
def test_only_events_are_events(raw: object) -> None:
    assert read_event(raw) is None


def test_an_event_is_read() -> None:
    raw = {"kind": "edit", "row": "0", "column": "f0", "text": "甲", "time": 5}
    assert read_event(raw) == GridEvent("edit", "0", "f0", "甲")


def edited(values: tuple[Value, ...], written: str) -> tuple[WorkbenchState, list[tuple[str, str]]]:
    state = WorkbenchState()
    state.set_text(TEXT)
    edit_cell(state, FieldResult("负责人", "负责人", values), written)
    return state, [(c.kind, c.text or TEXT[c.start : c.end]) for c in state.corrections]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("张伟\n李娜", []),
        ("张伟\n李四", [("replace", "李四")]),
        ("李娜", [("remove", "张伟")]),
        ("", [("remove", "张伟"), ("remove", "李娜")]),
        ("李娜\n张伟\n=1+1", [("add", "=1+1")]),
        ("王五\n赵六", [("replace", "王五"), ("replace", "赵六")]),
    ],
)
def test_an_edit_of_several_values(written: str, expected: list[tuple[str, str]]) -> None:
    assert edited((value("张伟"), value("李娜")), written)[1] == expected


def test_an_edit_of_one_value_or_none() -> None:
    assert edited((value("张伟"),), "张伟\n先生")[1] == [("replace", "张伟 先生")]
    assert edited((), "李娜")[1] == [("add", "李娜")]
    state, corrections = edited((), "不在文中")
    assert corrections == []
    assert "不在文档里" in state.errors["corrections"]


def test_why_says_the_reason_and_the_threshold_that_would_show_it() -> None:
    below = Rejected("张伟", 4, 6, 0.319, "below_threshold")
    decided = Rejected("李娜", 7, 9, 0.9, "corrected", "张伟")
    other = Rejected(
        "=1+1", TEXT.index("=1+1"), TEXT.index("=1+1") + 4, 0.3, "constraint", "没有汉字"
    )
    result = FieldResult("负责人", "负责人", (), (decided, below, other))
    entries = explained(result, 0.5)
    assert [entry.candidate for entry in entries] == [below, other, decided]
    assert [entry.threshold for entry in entries] == [0.31, None, None]
    assert "0.32" in entries[0].reason and "0.50" in entries[0].reason
    assert "没有汉字" in entries[1].reason


def test_a_candidate_is_marked_in_its_sentence_and_inert() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    at = TEXT.index(hostile)
    item = Rejected(hostile, at, at + len(hostile), 0.3, "constraint", hostile)
    (entry,) = explained(FieldResult("负责人", "负责人", (), (item,)), 0.5)
    shown = candidate_html(TEXT, entry)
    assert "<img" not in shown
    assert "<mark>&lt;img" in shown


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙。；\n ", min_size=1, max_size=300), st.data())
def test_the_parts_of_a_sentence_are_the_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    limit = data.draw(st.integers(3, 60))
    parts = sentence_parts(text, start, end, limit)
    assert "".join(parts) == sentence_around(text, start, end, limit)
    assert text[start:end].startswith(parts[1])
    if end - start <= limit - 2:
        assert parts[1] == text[start:end]


@pytest.mark.parametrize("mark", [":smile:", ":material/home:", ":red[x]", ":+1:", "a:b:c"])
def test_rendered_markdown_has_no_marks_of_streamlit(mark: str) -> None:
    shown = without_directives(f"| {mark} | \\:x: | ：全角： |")
    assert not re.search(r"(?<!\\):(?=[\w/+-]+:)", shown)
    assert shown.replace("\u2060", "") == f"| {mark} | \\:x: | ：全角： |"


def page() -> None:
    from seqgpt_core import Extraction, FieldResult, Rejected
    from seqgpt_core.ui.results_panel import show_results
    from seqgpt_core.ui.session import workbench

    text = "负责人：张伟，李娜。"
    state = workbench()
    if not state.contents.text:
        state.set_text(text)
        state.add_definitions("负责人, 乙方")
    rejected = Rejected("张伟", 4, 6, 0.31, "below_threshold")
    from seqgpt_core.results.corrections import apply_corrections

    whole = Extraction(
        text,
        "m",
        "0",
        (FieldResult("负责人", "负责人", (), (rejected,)), FieldResult("乙方", "乙方")),
    )
    show_results(apply_corrections(whole, state.corrections))


def checked(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def test_an_empty_field_is_explained_and_filled_with_one_click() -> None:
    app = checked(AppTest.from_function(page, default_timeout=60).run())
    app.session_state["why_field"] = "负责人"
    checked(app.run())
    shown = [element.proto.body for element in app.get("html")]
    assert any("<mark>张伟</mark>" in body for body in shown)
    checked(app.button(key="accept_0").click().run())
    assert app.button(key="undo_correction").disabled is False
    assert [c.kind for c in app.session_state["workbench"].corrections] == ["accept"]
    checked(app.button(key="undo_correction").click().run())
    checked(app.button(key="lower_0").click().run())
    assert app.session_state["workbench"].thresholds["负责人"] == 0.31
    app.session_state["why_field"] = "乙方"
    checked(app.run())
    assert any("乙方|" in m.value or "乙方\\|" in m.value for m in app.markdown)


def test_every_format_shows_and_an_unknown_field_is_forgotten() -> None:
    app = checked(AppTest.from_function(page, default_timeout=60).run())
    app.session_state["why_field"] = "没有这个字段"
    for name in ("values", "json", "markdown", "table"):
        app.segmented_control(key="format").set_value(name)
        checked(app.run())
    app.session_state["format"] = "no such format"
    checked(app.run())
    assert app.segmented_control(key="format").value == "table"
