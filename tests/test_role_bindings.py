"""Where a document binds a role to a name, the name answers the role."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core import SeqGPT
from seqgpt_core.decoding.evidence.roles import role_bindings


def found(text: str) -> list[tuple[str, str]]:
    return [(role, text[start:end]) for role, start, end in role_bindings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲方：成都蓝鲸数据技术有限公司\n", [("甲方", "成都蓝鲸数据技术有限公司")]),
        ("甲方（买方）：成都蓝鲸数据技术有限公司",
         [("买方", "成都蓝鲸数据技术有限公司"), ("甲方", "成都蓝鲸数据技术有限公司")]),
        ("出租方（乙方）:成都锦里商业管理有限公司", [("乙方", "成都锦里商业管理有限公司"), ("出租方", "成都锦里商业管理有限公司")]),
        ("甲方: 苏州恒拓精密机械有限公司（以下简称“甲方”）", [("甲方", "苏州恒拓精密机械有限公司")]),
        ("本合同由远景设备有限公司（以下简称“乙方”）供货。", [("乙方", "远景设备有限公司")]),
        ("甲方名称：上海云帆智能科技有限公司　法定代表人：周慧敏", [("甲方", "上海云帆智能科技有限公司")]),
        ("采购人：邵阳市妇幼保健院，供应商：长沙康瑞医疗科技有限公司。",
         [("采购人", "邵阳市妇幼保健院"), ("供应商", "长沙康瑞医疗科技有限公司")]),
        ("出租方：欧阳明珠  电话：13880012345", [("出租方", "欧阳明珠")]),
        ("原告：张三（北京）科技有限公司", [("原告", "张三（北京）科技有限公司")]),
        ("甲方（盖章）：\n乙方（盖章）：", []),
        ("甲方代表：罗启明", []),
        ("甲方承诺：按期付款", []),
        ("甲方：应于三日内付清全部货款", []),
    ],
)  # fmt: skip
def test_bindings(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_binding_outweighs_the_model(rule_engine: Any) -> None:
    text = "甲方（买方）：华信科技有限公司\n乙方（卖方）：远景设备有限公司\n华信科技有限公司付款。"
    wrong = {
        "甲方": [("远景设备有限公司", 0.55)],
        "乙方": [("华信科技有限公司", 0.6)],
    }
    result = SeqGPT(rule_engine(wrong)).extract(text, "甲方, 乙方, 丙方")
    assert [[v.text for v in f.values] for f in result.fields] == [
        ["华信科技有限公司"], ["远景设备有限公司"], [],
    ]  # fmt: skip
    assert result["甲方"].values[0].score >= 0.8 - 1e-9
    agreed = SeqGPT(rule_engine({"甲方": [("华信科技有限公司", 0.6)]})).extract(text, "甲方")
    assert agreed.values[0].score >= 1 - 0.4 * 0.2 - 1e-9


def test_a_name_bound_to_the_other_side_is_no_answer(rule_engine: Any) -> None:
    text = '上海云帆有限公司（以下简称"甲方"）与苏州精衡有限公司（以下简称“乙方”）签订本合同。'
    wrong = {
        "甲方": [("苏州精衡有限公司", 0.95), ("上海云帆有限公司", 0.3)],
        "乙方": [("上海云帆有限公司", 0.95)],
    }
    result = SeqGPT(rule_engine(wrong)).extract(text, "甲方, 乙方")
    assert [[v.text for v in f.values] for f in result.fields] == [
        ["上海云帆有限公司"], ["苏州精衡有限公司"],
    ]  # fmt: skip
    # A role that the two can share takes nothing away.
    both = SeqGPT(rule_engine({"采购人": [("上海云帆有限公司", 0.95)]})).extract(text, "采购人")
    assert both.values[0].score == pytest.approx(0.95)


@given(st.text("甲乙方：:（）()\n 以下简称“”有限公司张三，。", max_size=60))
def test_any_text_is_read_and_names_are_spans(text: str) -> None:
    for role, start, end in role_bindings(text):
        assert role in text and 0 <= start < end <= len(text) and "\n" not in text[start:end]
