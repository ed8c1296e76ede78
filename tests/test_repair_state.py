"""When a session repairs a text, what its switches do, and that the original is never lost."""

from __future__ import annotations

import pytest

from seqgpt_core.documents import ReadOptions
from seqgpt_core.documents.repair import REPAIR_KINDS
from seqgpt_core.ui.extraction import extract
from seqgpt_core.ui.file_options import FILE_TYPES
from seqgpt_core.ui.repair_panel import examples_html, kind_name, line_number, repair_line
from seqgpt_core.ui.state import WorkbenchState

from .contract_rules import contract_model

RAW = (
    "甲方：上海云帆智能科技有限公司\u200b\r\n"
    "合同金额：人民币１２，０００元整（大写：壹万贰仟元整），于签订之日起三十日内支付。\r\n"
    "乙方：北京华信\u200b科技有限公司，住所在北京市海淀区中关村大街1号。\r\n"
)
CLEAN = RAW.replace("\u200b", "").replace("\r", "").replace("１２，０００", "12,000")


def pasted(text: str = RAW) -> WorkbenchState:
    state = WorkbenchState()
    state.set_text(text)
    return state


def original_of(state: WorkbenchState, start: int, end: int) -> str:
    source_map = state.document.source_map
    assert source_map is not None
    return source_map.original[slice(*source_map.to_original(start, end))]


def test_a_paste_is_repaired_and_listed() -> None:
    state = pasted()
    assert state.contents.text == CLEAN
    assert state.repairs is not None and state.repairs.original == RAW
    assert {r.kind: r.count for r in state.repairs.found} == {
        "line_ends": 3,
        "invisible": 2,
        "full_width": 1,
    }
    start = CLEAN.index("北京华信科技")
    assert original_of(state, start, start + 6) == "北京华信\u200b科技"


def test_typing_is_not_repaired_and_clean_pastes_have_nothing() -> None:
    state = WorkbenchState()
    for length in range(1, 8):
        state.set_text("甲方　１２\u200b  3"[:length])
    assert state.contents.text == "甲方　１２\u200b "
    assert state.repairs is None
    assert pasted(CLEAN).contents.repaired is None


def test_kinds_switched_off_and_on_give_the_same_text() -> None:
    state = pasted()
    for kind in ("full_width", "invisible", "line_ends"):
        state.switch_repair(kind, False)
    assert state.contents.text == RAW
    assert state.document.source_map is None
    for kind in ("line_ends", "full_width", "invisible"):
        state.switch_repair(kind, True)
    assert state.contents == pasted().contents


def test_suggested_kinds_wait() -> None:
    state = pasted(
        "签订日期：2O24年3月5日，合同金额人民币12,000元整，三十日内由甲方一次性支付给乙方。"
    )
    assert "2O24" in state.contents.text
    assert state.contents.repaired is not None and state.contents.repaired.changes == 0
    state.switch_repair("lookalikes", True)
    assert "2024年" in state.contents.text
    assert original_of(state, 5, 9) == "2O24"


def test_typing_after_a_repair_keeps_the_way_back() -> None:
    state = pasted()
    typed = state.contents.text.replace("甲方：", "采购方（甲方）：")
    state.set_text(typed)
    assert state.contents.text == typed
    assert state.contents.repaired is not None and state.contents.repaired.edited
    start = typed.index("北京华信科技")
    assert original_of(state, start, start + 6) == "北京华信\u200b科技"
    state.switch_repair("full_width", False)  # would lose what was typed
    assert state.contents.text == typed
    state.restore_original()
    assert state.contents.text == RAW
    state.undo()
    assert state.contents.text == typed
    state.repair_again()
    assert state.contents.text == CLEAN


def test_the_editors_own_undo_of_a_repair_is_believed() -> None:
    state = pasted()
    state.set_text(RAW)
    assert state.contents.text == RAW
    assert state.contents.repaired is not None and not state.contents.repaired.kinds
    state.repair_again()
    assert state.contents.text == CLEAN


def test_a_second_paste_joins_the_original() -> None:
    state = pasted()
    state.switch_repair("full_width", False)
    more = "第二条 付款：甲方应于\u200b２０２４年３月５日前向乙方支付全部合同价款，逾期的承担违约责任。\r\n"
    state.set_text(state.contents.text + more)
    assert state.repairs is not None and state.repairs.original == RAW + more
    # The kind that was switched off stays off, the others take in the new part.
    assert state.contents.text == CLEAN.replace("12,000", "１２，０００") + more.replace(
        "\u200b", ""
    ).replace("\r", "")
    state.restore_original()
    assert state.contents.text == RAW + more


def test_another_paste_in_its_place_and_clearing() -> None:
    state = pasted()
    state.set_text("劳动合同：" + "乙方\u200b同意在甲方的生产岗位工作。" * 10)
    assert state.repairs is not None and state.repairs.original.startswith("劳动合同")
    state.set_text("")
    assert state.contents.repaired is None
    assert state.contents.text == ""


def test_files_are_repaired_samples_are_not() -> None:
    state = WorkbenchState()
    state.load_file(RAW.encode(), "合同.txt")
    assert (state.contents.text, state.contents.source) == (CLEAN, "合同.txt")
    state.restore_original()
    assert (state.contents.text, state.contents.source) == (RAW, "合同.txt")
    before = state.contents
    state.load_file(b"", "空.txt")
    assert state.contents == before
    assert "0 字节" in state.errors["document"]


def test_corrections_stay_through_switches() -> None:
    state = pasted()
    start = CLEAN.index("上海")
    state.add_value("甲方", start, start + 14)
    state.switch_repair("invisible", False)
    state.switch_repair("invisible", True)
    assert [(c.start, c.end) for c in state.corrections] == [(start, start + 14)]


def test_results_of_a_repaired_text_give_original_places() -> None:
    state = pasted()
    state.add_definitions("甲方")
    outcome = extract(state, contract_model)
    assert outcome.extraction is not None
    data = outcome.extraction.to_dict()
    assert data["original"]["characters"] == len(RAW)
    for value in data["fields"][0]["values"]:
        assert RAW[slice(*value["original"])].replace("\u200b", "") == value["text"]


def test_another_encoding_reads_the_file_again() -> None:
    state = WorkbenchState()
    content = "甲方：臺灣某某股份有限公司，雙方同意簽訂本契約並共同遵守。"
    state.load_file(content.encode("big5"), "契約.txt")
    assert state.contents.text != content
    state.set_read_options(ReadOptions(encoding="big5"))
    assert (state.contents.text, state.errors) == (content, {})
    state.set_text(content + "乙方")
    state.set_read_options(ReadOptions())  # what was typed is not read over
    assert state.contents.text == content + "乙方"


def test_the_line_says_what_was_done() -> None:
    state = pasted()
    assert state.contents.repaired is not None
    assert repair_line(state.contents.repaired).startswith("已修复 6 处：换行符 3 处、")
    state.restore_original()
    assert "现在是原文" in repair_line(state.contents.repaired)
    assert len({kind_name(kind) for kind in REPAIR_KINDS}) == len(REPAIR_KINDS)


def test_examples_are_inert_and_say_where() -> None:
    hostile = "甲方：<img src=x onerror=alert(1)>\u200b公司\n第二行：<b>１２３</b>\n" * 2
    state = pasted(hostile)
    assert state.repairs is not None
    for repair in state.repairs.found:
        shown = examples_html(repair.examples, state.repairs.original)
        assert "<img" not in shown and "<b>" not in shown
        assert "原文第" in shown
    (unseen,) = (r for r in state.repairs.found if r.kind == "invisible")
    assert "<del>(U+200B)</del>" in examples_html(unseen.examples, state.repairs.original)
    (digits,) = (r for r in state.repairs.found if r.kind == "full_width")
    assert "<del>１２３</del><ins>123</ins>" in examples_html(digits.examples, hostile)
    assert [line_number("甲\n乙\n丙", place) for place in (0, 2, 4)] == [1, 2, 3]


@pytest.mark.parametrize("kind", ["docx", "pdf", "eml", "png", "tiff", "csv", "doc"])
def test_the_file_box_lets_through_what_is_read_or_explained(kind: str) -> None:
    assert kind in FILE_TYPES
