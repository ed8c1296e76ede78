"""Whatever is wrong with some definitions or rules, there is a notice and the others work."""

from __future__ import annotations

from typing import Any

import pytest

from seqgpt_core import SeqGPT

TEXT = "甲方：北京华信科技有限公司。首期付款1,2,3元，13月32日前付清，合同金额500万元。"
GOOD = {"甲方": [("北京华信科技有限公司", 0.9)], "合同金额": [("500万元", 0.9)]}


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("金额(元", "definition_unbalanced"),
        ("金额(元((税))", "definition_unbalanced"),
        ("日期)", "definition_unbalanced"),
        ("(?P<x>[", "definition_unbalanced"),
        ("字" * 5_000, "definition_too_long"),
        ("类型(" + "/".join(f"选项{n}" for n in range(500)) + ")", "definition_too_long"),
        ("请问金额是多少？", "definition_ignored"),
        ("()", "definition_empty"),
        ("合同金额(万元)", "definition_same_name"),
    ],
)
def test_a_bad_definition_gets_a_notice(rule_engine: Any, bad: str, code: str) -> None:
    result = SeqGPT(rule_engine(GOOD)).extract(TEXT, ["甲方", "合同金额(元)", bad])
    (notice,) = result.notices
    assert notice.code == code and "\n" not in notice.message and len(notice.message) < 300
    assert [v.normalized or v.text for f in result.fields[:2] for v in f.values] == [
        "北京华信科技有限公司", "5000000",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [r"a.*+^$", "[a-z]+", r"\d+(?=x)", "甲|.*", "A&B<b>"])
def test_a_name_is_never_a_pattern(rule_engine: Any, name: str) -> None:
    result = SeqGPT(rule_engine(GOOD)).extract(TEXT, ["甲方", name])
    assert [v.text for v in result["甲方"].values] == ["北京华信科技有限公司"]
    assert all(not field.values for field in result.fields if field.name != "甲方")


def test_two_constraints_of_one_name_are_both_answered(rule_engine: Any) -> None:
    result = SeqGPT(rule_engine(GOOD)).extract(TEXT, "合同金额(元), 合同金额(万元)")
    assert [f.values[0].normalized for f in result.fields] == ["5000000", "500"]


def test_ten_thousand_definitions(rule_engine: Any) -> None:
    many = ["甲方", *(f"字段{n}" for n in range(10_000))]
    for asked in (many, "，".join(many)):
        result = SeqGPT(rule_engine(GOOD)).extract(TEXT, asked)
        assert [n.code for n in result.notices] == ["too_many_fields"]
        assert len(result.fields) == 200 and len(result["甲方"].values) == 1


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (["签订日期 <= 生效日期", "生效日期 <= 签订日期"], "rules_circular"),
        (["签订日期 < 生效日期", "生效日期 < 签订日期"], "rules_contradictory"),
        (["签订日期 < 签订日期"], "rules_contradictory"),
        (["签订日期 <"], "rule_invalid"),
        (["(" * 5_000 + "签订日期"], "rule_invalid"),
        (["不存在 <= 生效日期"], "rule_field_unknown"),
    ],
)
def test_bad_rules_get_a_notice_and_the_fields_work(
    rule_engine: Any, rules: list[str], code: str
) -> None:
    asked = "甲方, 签订日期, 生效日期"
    result = SeqGPT(rule_engine(GOOD)).extract(TEXT, asked, rules=rules)
    assert {n.code for n in result.notices} == {code}
    assert [v.text for v in result["甲方"].values] == ["北京华信科技有限公司"]


def test_impossible_amounts_and_dates_are_refused_with_the_reason(rule_engine: Any) -> None:
    found = {"首期付款金额": [("1,2,3元", 0.9)], "付清日期": [("13月32日", 0.9)], **GOOD}
    asked = "首期付款金额(元), 付清日期(YYYY-MM-DD), 甲方"
    result = SeqGPT(rule_engine(found)).extract(TEXT, asked)
    details = [r.detail for f in result.fields[:2] for r in f.rejected if r.reason == "constraint"]
    assert details == ["数字“1,2,3”的千位分隔不对", "没有13月"]
    assert not result.fields[0].values and not result.fields[1].values
    assert len(result["甲方"].values) == 1
