"""Labels that are conditions on a field of the document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core import SeqGPT
from seqgpt_core.tasks.criteria import read_criterion

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
