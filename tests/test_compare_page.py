"""The comparison page: what it draws, what it keeps, what it does with bad input."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from seqgpt_core.clauses.comparison import ComparedField, compare_texts
from seqgpt_core.clauses.redline_docx import to_docx
from seqgpt_core.results.types import FieldResult, Value
from seqgpt_core.ui.compare_panel import fields_html
from seqgpt_core.ui.compare_state import CompareState
from seqgpt_core.ui.compare_view import comparison_data, marked_words
from seqgpt_core.ui.three_way_panel import three_way_frame

from .contract_rules import contract_model
from .test_app import checked, model  # noqa: F401

ROOT = Path(__file__).parents[1]
PAGE = str(ROOT / "pages" / "comparison.py")
HOSTILE = "<img src=x onerror=alert(1)>"
A = "第一条 价款\n总价为100,000元。\n第二条 期限\n三十日内付清。\n第三条 其他\n无。\n"
B = "第一条 价款\n总价为180,000元。\n第二条 其他\n无。\n第三条 期限\n三十日内付清。\n"


def sides(data: dict[str, list[dict[str, list[tuple[str, str, bool, int]]]]]) -> tuple[str, str]:
    """Both texts as the component's parts give them."""
    parts = [part for clause in data["clauses"] for part in clause["parts"]]
    return (
        "".join(text for mark, text, *_ in parts if mark != "+"),
        "".join(text for mark, text, *_ in parts if mark != "-"),
    )


def test_the_drawn_parts_are_the_clauses_of_both_versions() -> None:
    data = comparison_data(compare_texts(A, B), "原{heading}", "（无标题）")
    assert sides(data)[1] == B
    assert sorted(sides(data)[0]) == sorted(A)
    amount = next(c for c in data["changes"] if c["kind"] == "amount")
    assert (amount["before"], amount["after"]) == ("100,000元", "180,000元")
    assert amount["material"] and "100000" in amount["means"]
    owned = [p for p in data["clauses"][amount["clause"]]["parts"] if p[0] != "="]
    assert owned and all(data["changes"][p[3]] is amount for p in owned)
    moved = [c for c in data["clauses"] if c["kind"] == "moved" or "moved" in c["also"]]
    assert moved and all(c["moved_from"] for c in moved)


@settings(max_examples=60, deadline=None)
@given(
    st.text("甲乙付款10%元第一条\n。，", max_size=60),
    st.text("甲乙付款10%元第一条\n。，", max_size=60),
)
def test_the_marked_words_give_both_texts_back(a: str, b: str) -> None:
    words = marked_words(a, b)
    assert "".join(text for mark, text in words if mark != "+") == a
    assert "".join(text for mark, text in words if mark != "-") == b


def test_a_comparison_is_made_once_for_the_same_texts_and_fields() -> None:
    state = CompareState()
    state.load({"a": A, "b": B})
    first = state.compare()
    assert state.compare() is first
    made = contract_model()
    calls: list[int] = []
    state.definitions = "甲方"
    load = lambda: (calls.append(1), made)[1]  # noqa: E731
    state.compare_fields(load)
    state.compare_fields(load)
    assert calls == [1] and len(state.compare().fields) == 1
    state.set_text("b", B + "。")
    assert state.compare().text_b == B + "。" and not state.compare().fields


def test_verdicts_stay_while_the_texts_change_and_can_be_taken_back() -> None:
    state = CompareState()
    state.load({"a": A, "b": B})
    data = comparison_data(state.compare(), "{heading}", "")
    amount = next(c["id"] for c in data["changes"] if c["kind"] == "amount")
    state.judge(amount, "reject", "超出预算")
    state.set_text("b", B + "第四条 附则\n一式两份。\n")
    again = comparison_data(state.compare(), "{heading}", "")
    assert amount in {c["id"] for c in again["changes"]}
    assert state.review[amount].decision == "reject"
    state.judge(amount, "", " ")
    assert not state.review
    state.judge(amount, "no such verdict", "")
    assert not state.review


def test_a_file_that_cannot_be_read_leaves_the_text_and_says_why() -> None:
    state = CompareState()
    state.load({"a": A, "b": B})
    state.load_file("a", b"", "空.txt")
    assert state.versions["a"].text == A and "空.txt" in state.errors["a"]
    state.load_file("a", "甲,乙\n1,2\n3,4\n".encode(), "表.csv")
    assert state.versions["a"].text == A and "2 份" in state.errors["a"]
    state.load_file("a", B.encode("gb18030"), "旧.txt")
    assert state.versions["a"].text == B and "a" not in state.errors


def test_fields_are_shown_inert_and_long_ones_with_their_differences() -> None:
    def answer(text: str) -> FieldResult:
        return FieldResult("条款", "条款", (Value("条款", text, 0, len(text), 0.9),))

    left = HOSTILE + "乙方应当在收到通知之日起三十日内完成整改并书面答复甲方，逾期视为违约。"
    right = left.replace("三十日", "六十日")
    shown = fields_html((ComparedField("条款", answer(left), answer(right)),))
    assert "<img" not in shown
    assert re.search("<del>三十日</del>", shown) and re.search("<ins>六十日</ins>", shown)


def test_a_template_shows_who_changed_what() -> None:
    state = CompareState()
    state.load(
        {"template": A, "a": A.replace("三十日", "六十日"), "b": A.replace("100,000", "180,000")}
    )
    assert state.compare_with_template() is None
    state.three = True
    found = state.compare_with_template()
    assert found is not None and state.compare_with_template() is found
    assert [c.ours for c in found.of("ours")] and [c.theirs for c in found.of("theirs")]
    frame = three_way_frame(state, list(found.changes))
    assert set(frame["verdict"]) == {""}
    state.judge(found.changes[0].id, "accept", "")
    assert three_way_frame(state, list(found.changes))["verdict"][0]


def test_the_other_side_of_tracked_changes_can_be_read() -> None:
    content = to_docx(compare_texts(A, B))
    state = CompareState()
    state.load_file("b", content, "修订.docx")
    assert "180,000" in state.versions["b"].text and "100,000" not in state.versions["b"].text
    state.read_again("b", "original")
    assert "100,000" in state.versions["b"].text and "180,000" not in state.versions["b"].text
    state.read_again("b", "accepted")
    assert "180,000" in state.versions["b"].text


def test_the_page_runs_empty_with_the_sample_and_with_unrelated_texts(
    model: object,  # noqa: F811
) -> None:
    page = checked(AppTest.from_file(PAGE, default_timeout=120).run())
    assert page.info
    checked(page.button(key="compare_sample").click().run())
    assert page.get("bidi_component")
    page.text_area(key="compare_text_a").set_value("今天天气很好，我们去公园。")
    page.text_area(key="compare_text_b").set_value(A)
    checked(page.run())
    assert page.warning
    page.text_area(key="compare_text_b").set_value(page.text_area(key="compare_text_a").value)
    checked(page.run())
    assert page.success
    page.text_area(key="compare_text_a").set_value(A)
    page.text_area(key="compare_text_b").set_value(B)
    checked(page.toggle(key="compare_three").set_value(True).run())
    page.text_area(key="compare_text_template").set_value(A.replace("三十日", "十日"))
    checked(page.run())
    assert [element.value for element in page.subheader if "谁" in element.value]
