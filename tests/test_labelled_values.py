"""Values that the document itself labels with the field's name."""

from __future__ import annotations

from typing import Any

import pytest

from seqgpt_core import SeqGPT


@pytest.fixture
def best(rule_engine: Any):
    def run(text: str, definition: str, found: Any = None) -> list[str]:
        (field,) = (
            SeqGPT(rule_engine(found or {}, window_size=500)).extract(text, definition).fields
        )
        assert all(text[v.start : v.end] == v.text for v in field.values)
        return [v.text for v in field.values]

    return run


@pytest.mark.parametrize(
    ("text", "definition", "value"),
    [
        ("保单号：PEAC2024320500\n投保人：金桥公司", "保单号", "PEAC2024320500"),
        ("住院号：0078263    科室：外科", "住院号", "0078263"),
        ("病区：三 床号：12 姓名：余秀珍", "姓名", "余秀珍"),
        ("事发时间：2025年6月1日 21:40\n地点：泰康路", "事发时间", "2025年6月1日 21:40"),
        ("合同金额：人民币 614,000 元，含税", "合同金额(元)", "人民币 614,000 元"),
        ("1. 贷款利率：年利率 3.85%，按月结息", "贷款利率(%)", "3.85%"),
        ("联系地址：宁波市天童南路 588 弄 6 幢 302 室\n电话：1", "联系地址",
         "宁波市天童南路 588 弄 6 幢 302 室"),
        ("主 诉：发现右侧乳房肿块 2 月余。", "主诉", "发现右侧乳房肿块 2 月余"),
        ("诉求事项：\n申请人反映，夜间噪声扰民严重。\n涉及单位：某店", "诉求事项", "申请人反映，夜间噪声扰民严重"),
        ("联系人：张伟\n联系电话（甲方）：13800138000", "联系电话(甲方)", "13800138000"),
        ("主刀医师：谭立新（主任医师）", "主刀医师", "谭立新"),
        ("用人单位：蓝松公司", "甲方|用人单位", "蓝松公司"),
        ("姓名\t性别：女", "性别(男/女)", "女"),
        ("乙方任工程师，岗位职级：P6，工作地点为成都。", "岗位职级", "P6"),
        ("甲方（广告主）：金桥公司\n乙方（发布方）：蓝松公司", "发布方", "蓝松公司"),
    ],
)  # fmt: skip
def test_a_labelled_value_is_found_without_the_model(
    best: Any, text: str, definition: str, value: str
) -> None:
    assert best(text, definition)[0] == value


@pytest.mark.parametrize(
    ("text", "definition"),
    [
        ("证书：\n2022年取得", "证书"),
        ("出院日期：待定", "出院日期"),
        ("项目负责人姓名不详", "姓名"),
        ("被保险人：唐志刚", "保险人"),
        ("技能：Python、Go、SQL", "技能"),
        ("甲方：（盖章）\n乙方：____", "甲方"),
        ("姓名：________", "姓名"),
        ("公司名称：待定", "公司名称"),
        ("户名：\t账号：", "户名"),
    ],
)
def test_what_is_no_labelled_value(best: Any, text: str, definition: str) -> None:
    assert best(text, definition) == []


def test_a_label_outweighs_the_model_elsewhere(best: Any) -> None:
    text = "登记时间：2025年6月9日\n事发时间：2025年6月1日"
    found = {"登记时间": [("2025年6月1日", 0.75), ("2025年6月9日", 0.7)]}
    assert best(text, "登记时间", found) == ["2025年6月9日"]
    # Without a label nothing changes.
    assert best("6月9日到6月1日", "登记时间", {"登记时间": [("6月1日", 0.75)]}) == ["6月1日"]


def test_the_words_where_one_signs_name_nobody(best: Any) -> None:
    text = "乙方（盖章）：蓝松公司"
    found = {"乙方": [("盖章|蓝松公司", 0.9)]}
    assert best(text, "乙方(单位名称)", found) == ["蓝松公司"]
    assert best(text, "保管人", {"保管人": [("盖章", 0.9)]}) == []


def test_a_label_that_ends_like_the_name_needs_the_models_word(best: Any) -> None:
    text = "发件人：麦彦\n主题：进度确认\n请查收。"
    assert best(text, "邮件主题") == []
    assert best(text, "邮件主题", {"邮件主题": [("进度确认", 0.2)]}) == ["进度确认"]
    # Of two such labels nothing says which is meant, and of a party's number only the party's.
    doubtful = "联系电话：0551-5077641\n"
    for name in ("供应商联系电话", "乙方联系电话"):
        assert best(doubtful, name, {name: [("0551-5077641", 0.2)]}) == []
    twice = "会议主题：进度确认\n邮件主题：催款"
    assert best(twice, "主题", {"主题": [("进度确认", 0.2)]}) == []
