"""The comparison page: what it draws, what it keeps, what it does with bad input."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from seqgpt_core.clauses import report, report_html, report_xlsx
from seqgpt_core.clauses.comparison import ComparedField, compare_texts
from seqgpt_core.clauses.redline_docx import to_docx
from seqgpt_core.results.types import FieldResult, Value
from seqgpt_core.ui.compare_fields import fields_html
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


def answer(text: str, start: int) -> FieldResult:
    value = Value("违约责任条款", text, start, start + len(text), 0.9)
    return FieldResult("违约责任条款", "违约责任条款", (value,))


def test_the_same_file_in_two_encodings_is_the_same_text() -> None:
    state = CompareState()
    state.load_file("a", A.encode("utf-16"), "甲.txt")
    state.load_file("b", A.encode("gb18030"), "乙.txt")
    assert not state.errors
    assert [notice.code for notice in state.compare().notices] == ["documents_identical"]


def test_a_picture_or_a_scan_without_text_is_refused_in_one_sentence(tmp_path: Path) -> None:
    from PIL import Image

    image = tmp_path / "扫描.pdf"
    Image.new("RGB", (200, 300), "white").save(image)
    state = CompareState()
    state.load({"a": A, "b": B})
    state.load_file("b", image.read_bytes(), "扫描.pdf")
    assert "扫描.pdf" in state.errors["b"] and state.versions["b"].text == B
    assert state.errors["b"].count("。") == 1


def test_tracked_changes_of_either_side_can_be_accepted_or_rejected() -> None:
    content = to_docx(compare_texts(A, B))
    state = CompareState()
    state.load_file("a", content, "甲.docx", "original")
    state.load_file("b", content, "乙.docx", "accepted")
    one = state.compare()
    assert {change.kind for _, change in one.material} == {"amount"}
    state.read_again("a", "accepted")
    state.read_again("b", "original")
    other = state.compare()
    assert (other.text_a, other.text_b) == (one.text_b, one.text_a)


def test_verdicts_and_notes_are_in_every_export() -> None:
    state = CompareState()
    state.load({"a": A, "b": B})
    found = state.compare()
    change = next(c for c in comparison_data(found, "{heading}", "")["changes"] if c["material"])
    state.judge(change["id"], "reject", "超出预算")
    review = state.review
    workbook = load_workbook(BytesIO(report_xlsx.to_xlsx(found, review)))["修改清单"]
    cells = {str(cell.value) for row in workbook.iter_rows() for cell in row}
    assert {"拒绝", "超出预算"} <= cells
    package = zipfile.ZipFile(BytesIO(to_docx(found, review)))
    assert any("超出预算" in package.read(name).decode() for name in package.namelist()
               if name.endswith(".xml"))  # fmt: skip
    for written in (
        report_html.to_html(found, review),
        report.to_markdown(found, review),
        report.to_json(found, review),
    ):
        assert "超出预算" in written


def test_fields_are_shown_inert_and_long_ones_with_their_differences() -> None:
    left = HOSTILE + "乙方应当在收到通知之日起三十日内完成整改并书面答复甲方，逾期视为违约。"
    right = left.replace("三十日", "六十日")
    field = ComparedField("违约责任条款", answer(left, 0), answer(right, 0))
    shown = fields_html(compare_texts(left, right, (field,)))
    assert "<img" not in shown
    assert re.search("<del>三十日</del>", shown) and re.search("<ins>六十日</ins>", shown)


def test_a_field_that_asks_for_a_clause_shows_the_clause_pair_with_its_differences() -> None:
    a = "第一条 价款\n总价100元。\n第二条 违约责任\n每逾期一日按千分之一支付违约金。\n"
    b = "第一条 价款\n总价200元。\n第二条 违约责任\n每逾期一日按千分之三支付违约金。\n"
    words = ("按千分之一支付违约金", "按千分之三支付违约金")
    clause = ComparedField(
        "违约责任条款", answer(words[0], a.index(words[0])), answer(words[1], b.index(words[1]))
    )
    shown = fields_html(compare_texts(a, b, (clause,)))
    row = shown[shown.index("seqgpt-clause") :]
    assert "第二条 违约责任" in row and "第一条" not in row
    assert "<del>千分之一</del><ins>千分之三</ins>" in row and "每逾期一日按" in row
    value = replace(clause, definition="比例", a=replace(clause.a, name="比例"))
    assert "seqgpt-clause" not in fields_html(compare_texts(a, b, (value,)))


def test_the_model_is_asked_to_pair_clauses_only_where_the_user_wants_it() -> None:
    state = CompareState()
    state.load({"a": A, "b": B})
    asked: list[int] = []

    def similarity() -> None:
        asked.append(1)

    first = state.compare(similarity)
    assert not asked
    state.by_meaning = True
    second = state.compare(similarity)
    assert asked == [1] and second is not first
    assert state.compare(similarity) is second and state.compare() is second


def test_a_verdict_does_not_draw_the_comparison_anew() -> None:
    state = CompareState()
    state.load({"a": A, "b": B})
    state.compare()
    drawn = state.drawn("zh", lambda: {"clauses": []})
    state.judge("x", "accept", "")
    assert state.drawn("zh", dict) is drawn
    assert state.drawn("en", dict) is not drawn
    state.set_text("b", B + "。")
    state.compare()
    assert state.drawn("zh", dict) is not drawn


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


def box(page: AppTest, side: str) -> Any:
    """A version's paste box; its key counts the texts that came to it."""
    return next(a for a in page.text_area if str(a.key).startswith(f"compare_text_{side}_"))


def test_a_paste_box_is_sent_until_a_page_was_drawn_to_its_end(
    model: object,  # noqa: F811
) -> None:
    page = checked(AppTest.from_file(PAGE, default_timeout=120).run())
    checked(page.button(key="compare_sample").click().run())
    assert box(page, "a").proto.set_value and box(page, "a").value
    # The browser has it: a long text does not travel again.
    assert not box(checked(page.run()), "a").proto.set_value
    # As after a run that was cut short: the box is in the session, and nobody has drawn it.
    state = page.session_state["comparison"]
    state.boxes = frozenset()
    assert box(checked(page.run()), "a").proto.set_value


def test_the_page_runs_empty_with_the_sample_and_with_unrelated_texts(
    model: object,  # noqa: F811
) -> None:
    page = checked(AppTest.from_file(PAGE, default_timeout=120).run())
    assert page.info
    checked(page.button(key="compare_sample").click().run())
    assert page.get("bidi_component")
    box(page, "a").set_value("今天天气很好，我们去公园。")
    box(page, "b").set_value(A)
    checked(page.run())
    assert page.warning
    box(page, "b").set_value(box(page, "a").value)
    checked(page.run())
    assert page.success
    box(page, "a").set_value(A)
    box(page, "b").set_value(B)
    checked(page.toggle(key="compare_three").set_value(True).run())
    box(page, "template").set_value(A.replace("三十日", "十日"))
    checked(page.run())
    assert [element.value for element in page.subheader if "谁" in element.value]
