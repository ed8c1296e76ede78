"""Structured summaries: the template's words and the text's, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import Extraction, SeqGPT, SeqGPTError
from seqgpt_core.results.types import Part, RecordResult
from seqgpt_core.tasks.key_sentences import key_sentences
from seqgpt_core.tasks.summary import NOT_FOUND, default_template, summary_markdown

TEXT = "来电人王女士反映，楼上漏水三个月。她提供了照片和录音。希望物业尽快修好并赔偿。金额500元。"


@pytest.fixture
def extraction(rule_engine: Any) -> Extraction:
    found = {"来电人": [("王女士", 0.9)], "金额": [("500元", 0.9)], "设施": [("楼上|录音", 0.8)]}
    model = SeqGPT(rule_engine(found, window_size=500))
    return model.extract(TEXT, "来电人, 金额(元), 设施, 事项类型(审批/备案), 地点", labels=["漏水"])


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("# 摘要\n来电人：{{来电人}}", "# 摘要\n来电人：王女士\n"),
        ("{{ 金额 }} = {{金额(元)|规范}}", "500元 = 500\n"),
        ("- {{设施}}", "- 楼上\n- 录音\n"),
        ("1. 设施：{{设施}}", "1. 设施：楼上；录音\n"),
        ("{{来电人|原句}}", "“来电人王女士反映，楼上漏水三个月。”\n"),
        ("{{地点}}", f"{NOT_FOUND}\n"),
        ("{{事项类型}}", f"{NOT_FOUND}\n"),
        ("{{没问过}}", "*没有「没问过」这个字段*\n"),
        ("- {{期望结果}}", "- “希望物业尽快修好并赔偿。”（按线索词选出）\n"),
        ("- {{关键证据}}", "- “她提供了照片和录音。”（按线索词选出）\n"),
        ("{{}} {{a", "{{}} {{a\n"),
    ],
)
def test_places_are_filled(extraction: Extraction, template: str, expected: str) -> None:
    assert summary_markdown(extraction, template) == expected


def test_labels_and_records_have_places(extraction: Extraction) -> None:
    assert summary_markdown(extraction, "{{漏水}}").startswith(("是", "否"))
    cell = Part("500元", TEXT.index("500元"), TEXT.index("500元") + 4, 0.9)
    record = RecordResult("明细{金额, 地点}[]", ("金额", "地点"), ({"金额": cell, "地点": None},))
    both = Extraction(TEXT, "m", "0" * 64, records=(record,))
    for template in ("{{明细}}", "{{明细{金额, 地点}[]}}"):
        assert "| 金额 | 地点 |\n| --- | --- |\n| 500元 | — |" in summary_markdown(both, template)
    assert summary_markdown(both, "共 {{明细}}。") == "共 1 行。\n"
    assert "500元" in summary_markdown(both)


def test_the_default_names_every_field(extraction: Extraction) -> None:
    written = summary_markdown(extraction)
    for name in ("来电人", "金额", "设施", "事项类型", "地点", "漏水"):
        assert f"- **{name}**：" in written
    assert written == summary_markdown(extraction, default_template(extraction))


def test_every_quoted_word_stands_in_the_text(extraction: Extraction) -> None:
    written = summary_markdown(extraction, "{{核心诉求|原句}}\n{{关键证据}}\n{{期望结果}}")
    quotes = [piece.split("”")[0] for piece in written.split("“")[1:]]
    assert quotes
    assert all(quote in TEXT for quote in quotes)


LINK = re.compile(r"(?<!\\)\](?:\(|\[|:)")
HOSTILE = (
    "甲<img src=x onerror=alert(1)>\n# 标题\n- [x](javascript:alert(1)) ![p](http://a.b/c) **粗**"
)


def test_hostile_text_is_inert(rule_engine: Any) -> None:
    model = SeqGPT(rule_engine({"甲方": [(r"(?s).+", 0.9)]}, window_size=500))
    result = model.extract(HOSTILE, "甲方")
    for template in ("", "{{甲方}}", "- {{甲方|原句}}", "x {{甲方|规范}}"):
        written = summary_markdown(result, template)
        assert "<img" not in written and not LINK.search(written) and "http://" not in written
        assert "\n#" not in written.replace("# 摘要", "") and "**粗**" not in written


def test_a_value_begins_no_block(rule_engine: Any) -> None:
    for value in ("1. 甲", "- 甲", "+ 甲", "> 甲", "# 甲", "--- 甲"):
        model = SeqGPT(rule_engine({"条目": [(r".+", 0.9)]}))
        result = model.extract(value, "条目")
        for found in result.values:
            line = summary_markdown(result, "{{条目}}").strip()
            assert line[0] not in "->#+" and not line.startswith("1. "), (found, line)


def test_a_strangers_template_asks_nothing_of_other_machines(extraction: Extraction) -> None:
    template = (
        "![a](http://evil/p.png) [b](javascript:x) <img src=//e> <http://e> [c]: http://e\n"
        "[d][c] www.evil.com **{{来电人}}** HTTPS://e"
    )
    written = summary_markdown(extraction, template)
    assert not LINK.search(written)
    for active in ("![", "<", "http:", "https:", "HTTPS:", "javascript:", "www."):
        assert active not in written, active
    assert "**王女士**" in written


def test_a_template_has_a_bound(extraction: Extraction) -> None:
    with pytest.raises(SeqGPTError) as caught:
        summary_markdown(extraction, "x" * 20_001)
    assert caught.value.code == "template_too_long"


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("希望要求照片录音，。；！\n：a反映修"), max_size=200))
def test_key_sentences_are_spans_in_order(text: str) -> None:
    for name in ("期望结果", "关键证据", "核心诉求", "期望薪资", "处理时间"):
        places = key_sentences(text, name)
        assert list(places) == sorted(set(places)) and len(places) <= 2
        assert all(0 <= s < e <= len(text) for s, e in places)
        # Amounts and dates are not answered by sentences.
        assert not places or name not in ("期望薪资", "处理时间")
