"""Labels that are conditions on a field of the document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core import SeqGPT
from seqgpt_core.tasks.criteria import read_criterion
from seqgpt_core.tasks.field_conditions import ValueCondition

from .conftest import RuleEngine

TEXT = "甲方：华信公司。合同金额为人民币120万元，期限36个月，2023年5月6日签订。担保方式：抵押。"
SENTENCE = "合同金额为人民币120万元，期限36个月，2023年5月6日签订。"
RULES = {
    "合同金额": [("120万元", 0.9)],
    "贷款期限": [("36个月", 0.8)],
    "签约日期": [("2023年5月6日", 0.9)],
    "担保方式": [("抵押", 0.95)],
    "违约金": [],
    "交货地点": [("华信公司", 0.15)],
}


@pytest.fixture
def judge(rule_engine: Any):
    model = SeqGPT(rule_engine(RULES, window_size=2000))

    def run(label: str) -> Any:
        return model.analyze(TEXT, [], [label]).classify()[label]

    return run


@pytest.mark.parametrize(
    ("label", "status", "evidence"),
    [
        ("合同金额不低于100万元", "met", "120万元"),
        ("合同金额≥1,200,000元", "met", "120万元"),
        ("合同金额超过120万元", "not_met", "120万元"),
        ("合同金额100万元以下", "not_met", "120万元"),
        ("贷款期限3年以内", "met", "36个月"),
        ("贷款期限少于3年", "not_met", "36个月"),
        ("签约日期晚于2023-01-01", "met", "2023年5月6日"),
        ("签约日期早于2023年5月", "not_met", "2023年5月6日"),
        ("担保方式：抵押", "met", "抵押"),
        ("担保方式：质押", "not_met", "抵押"),
        # A rate and an amount cannot be compared.
        ("合同金额超过10%", "unclear", "120万元"),
        ("注册资本超过1亿元", "unclear", None),
        ("约定了担保方式", "met", "抵押"),
        ("未约定担保方式", "not_met", "抵押"),
        ("约定了违约金", "not_met", None),
        ("未约定违约金", "met", None),
        ("写明了交货地点", "unclear", "华信公司"),
        ("未写明交货地点", "unclear", "华信公司"),
        ("有违约金", "not_met", None),
        # Months and days decide where no month is too long or too short.
        ("贷款期限少于1200天", "met", "36个月"),
        ("贷款期限不超过1000天", "not_met", "36个月"),
        ("贷款期限不超过1096天", "unclear", "36个月"),
        # A word of the text, with no value behind it.
        ("提到签订", "met", SENTENCE),
        ("未提到签订", "not_met", SENTENCE),
    ],
)
def test_a_field_decides(judge: Any, label: str, status: str, evidence: str | None) -> None:
    result = judge(label)
    assert result.status == status
    assert (result.evidence.text if result.evidence else None) == evidence
    if evidence is not None:
        assert TEXT[result.evidence.start : result.evidence.end] == evidence
    assert result.value is (status == "met")


def test_every_condition_must_hold(judge: Any) -> None:
    assert judge("合同金额不低于100万元 且 担保方式：抵押").status == "met"
    assert judge("合同金额不低于100万元 且 担保方式：质押").status == "not_met"


@pytest.mark.parametrize(
    "label",
    [
        "有列车脱轨",
        "有金融经验",
        "症状以早晨最重",
        "农险报案超过车险",
        "合同纠纷",
        "无息贷款",
        "：",
        "=",
    ],
)
def test_what_names_no_field_is_no_condition_on_one(label: str) -> None:
    kinds = {condition.kind for condition in read_criterion(label).conditions}
    assert not kinds & {"value", "presence"}


@given(
    st.text(max_size=12),
    st.sampled_from(["超过", "不低于", "：", "约定了", "早于", "以下"]),
    st.text(max_size=12),
)
def test_any_label_is_read_and_judged(before: str, middle: str, after: str) -> None:
    label = (before + middle + after).strip()
    model = SeqGPT(RuleEngine({before: [("公司", 0.7)]}, window_size=2000))
    result = model.analyze(TEXT, [], [label]).classify()[label]
    assert 0 <= result.score <= 1


@pytest.mark.parametrize(
    ("label", "operator", "name"),
    [
        ("试用期不得超过6个月", "<=", "试用期"),
        ("注册资本不得低于500万元", ">=", "注册资本"),
        ("合同金额大于或等于100万元", ">=", "合同金额"),
        ("合同金额超过100万元以上", ">", "合同金额"),
        ("合同金额在人民币100万元以上", ">=", "合同金额"),
        ("合同金额：≥100万元", ">=", "合同金额"),
        ("担保方式不等于抵押", "!=", "担保方式"),
        ("人数不少于30人", ">=", "人数"),
    ],
)
def test_how_a_bound_is_worded(label: str, operator: str, name: str) -> None:
    (condition,) = read_criterion(label).conditions
    assert isinstance(condition, ValueCondition)
    assert (condition.operator, condition.spec.name) == (operator, name)


@pytest.mark.parametrize(
    "label",
    [
        "无效条款", "不含税单价", "无线电话", "无固定期限", "无条件担保", "含税单价", "有关规定",
        "有限责任公司担保", "说明义务", "约定不明",
    ],
)  # fmt: skip
def test_a_compound_is_no_statement(label: str) -> None:
    kinds = {condition.kind for condition in read_criterion(label).conditions}
    assert not kinds & {"value", "presence"}


@pytest.mark.parametrize(
    ("text", "found", "label", "status"),
    [
        ("检验结论：不合格", "不合格", "检验结论：合格", "not_met"),
        ("检验结论：合格", "合格", "检验结论：合格", "met"),
        ("担保方式：无", "无", "约定了担保方式", "not_met"),
        ("担保方式：无", "无", "有无担保方式", "not_met"),
        ("担保方式：无担保", "无担保", "约定了担保方式", "not_met"),
        ("担保方式：无锡国瑞公司担保", "无锡国瑞公司担保", "约定了担保方式", "met"),
        ("因不可抗力不能履行的，免除责任。", "没有", "提到不可抗力", "met"),
        ("双方未约定违约金。", "没有", "约定了违约金", "not_met"),
        ("违约金不超过合同总价的10%。", "没有", "提到违约金", "met"),
    ],
)
def test_what_denies_is_no_answer(text: str, found: str, label: str, status: str) -> None:
    rules = {"检验结论": [(found, 0.9)], "担保方式": [(f"(?<=：){found}", 0.9)]}
    model = SeqGPT(RuleEngine(rules, window_size=2000))
    assert model.analyze(text, [], [label]).classify()[label].status == status


def test_a_labelled_condition_asks_what_it_asks_alone() -> None:
    for label, kind in (
        ("学历：本科及以上", "degree"), ("年龄：35岁以下", "age"), ("工作经验：5年以上", "years"),
    ):  # fmt: skip
        assert [c.kind for c in read_criterion(label).conditions] == [kind]
