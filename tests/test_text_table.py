"""Results as tab-separated lines: one a value, with type, parts and checks."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import Extraction, FieldResult, SeqGPT, Value
from seqgpt_core.results import values_table
from seqgpt_core.results.field_types import TYPE_LABELS, type_label

TEXT = (
    "负责人：张伟（技术总监）\n签订日期：2024年3月5日\n生效日期：2024年2月1日\n品名：钢管 数量：3吨"
)


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(table.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_types_parts_and_checks_are_shown(rule_engine: Any) -> None:
    fields = "负责人(姓名+职务), 签订日期(YYYY-MM-DD), 生效日期, 金额(元), {品名, 数量}[]"
    result = SeqGPT(rule_engine({"急件": []})).extract(TEXT, fields, labels=["急件"])
    person, signed, effective, amount, *rest = rows(values_table([result]))
    assert (person["类型"], person["组成"]) == ("组合", "姓名：张伟，职务：技术总监")
    assert (signed["类型"], signed["值"], signed["规范值"]) == (
        "日期",
        "2024年3月5日",
        "2024-03-05",
    )
    assert "日期先后：未通过" in signed["检查"] and "日期先后：未通过" in effective["检查"]
    assert (amount["类型"], amount["值"], amount["置信度"]) == ("金额", "（未找到）", "")
    assert {row["类型"] for row in rest} == {"记录", "标签"}
    assert next(row for row in rest if row["类型"] == "标签")["值"] == "否"
    assert {row["文档"] for row in rows(values_table([result, result]))} == {"文档 1", "文档 2"}


@pytest.mark.parametrize(
    ("definition", "label"),
    [
        ("签约日期(YYYY-MM-DD)", "日期"),
        ("备注(日期)", "日期"),
        ("合同金额(文本)", "文本"),
        ("负责人(姓名+职务)", "组合"),
        ("{品名, 数量}[]", "记录"),
        ("类别(甲/乙)", "选项"),
        ("请告诉我这家公司叫什么名字", ""),
    ],
)
def test_the_type_of_a_definition_and_its_override(definition: str, label: str) -> None:
    assert type_label(definition) == label


def test_every_type_has_a_word() -> None:
    from seqgpt_core.fields.types import TYPE_NAMES

    assert set(TYPE_LABELS) == set(TYPE_NAMES)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="甲=+-@|\t\n\r\v\x00\x85\u2028\u202e\ud800 1.", min_size=1))
def test_any_value_stays_one_cell_and_no_formula(text: str) -> None:
    value = Value("字段", text, 0, len(text), 0.5)
    extraction = Extraction(text, "m", "0", (FieldResult("字段", "字段", (value,)),))
    table = values_table([extraction])
    table.encode("utf-8")
    lines = table.split("\n")
    assert [line.count("\t") for line in lines] == [8, 8]
    cell = lines[1].split("\t")[3]
    assert not cell.startswith(("=", "@")) and "\u202e" not in cell
