"""Brackets that say which of several values is meant."""

from __future__ import annotations

from typing import Any

import pytest

from seqgpt_core import SeqGPT
from seqgpt_core.fields import parse_definitions


@pytest.mark.parametrize(
    ("definition", "asked"),
    [
        ("毕业院校(硕士)", ("硕士毕业院校",)),
        ("联系电话(甲方)", ("甲方联系电话",)),
        ("法定代表人（申请人）", ("申请人法定代表人",)),
        ("单价(元，不含税)", ("不含税单价",)),
        ("实控人|实际控制人(变更后)", ("变更后实控人", "变更后实际控制人")),
        ("甲方联系人(甲方)", ("甲方联系人",)),
        # In apposition, the bracket says who that is.
        ("供应商(乙方)", ("供应商",)),
        ("用人单位(甲方)", ("用人单位",)),
        # Units, formats, options and parts are no qualifiers.
        ("合同金额(元)", ("合同金额",)),
        ("手术部位(左/右)", ("手术部位",)),
        ("负责人(姓名+职务)", ("负责人",)),
        ("公司(全称)", ("公司",)),
    ],
)
def test_a_qualifier_is_part_of_the_question(definition: str, asked: tuple[str, ...]) -> None:
    (spec,) = parse_definitions([definition]).specs
    assert spec.asked_names == asked
    assert spec.definition == definition


def test_fields_that_differ_in_their_bracket_have_values_of_their_own(rule_engine: Any) -> None:
    engine = rule_engine(
        {
            "毕业院校": [("北京大学|河海大学", 0.9)],
            "本科毕业院校": [("北京大学", 0.9)],
            "硕士毕业院校": [("河海大学", 0.9)],
        }
    )
    text = "本科毕业于北京大学，后在河海大学取得硕士学位。"
    fields = SeqGPT(engine).extract(text, "毕业院校(本科), 毕业院校(硕士), 毕业院校").fields
    assert [[v.text for v in field.values] for field in fields] == [
        ["北京大学"],
        ["河海大学"],
        ["北京大学", "河海大学"],
    ]
    assert [field.definition for field in fields][:2] == ["毕业院校(本科)", "毕业院校(硕士)"]


def test_a_place_belongs_to_one_of_two_parties(rule_engine: Any) -> None:
    engine = rule_engine(
        {"甲方联系电话": [("13800138000", 0.8)], "乙方联系电话": [("13800138000", 0.7)]}
    )
    first, second = (
        SeqGPT(engine)
        .extract("甲方联系人张伟13800138000。", "联系电话(甲方), 联系电话(乙方)")
        .fields
    )
    assert [value.text for value in first.values] == ["13800138000"]
    assert second.values == ()
    assert [(r.text, r.reason, r.detail) for r in second.rejected] == [
        ("13800138000", "exclusive", "甲方联系电话")
    ]


def test_only_fields_that_are_asked_alike_are_told_of() -> None:
    notices = parse_definitions("毕业院校(硕士), 毕业院校(本科), 毕业院校(全称), 毕业院校").notices
    assert [(n.code, "毕业院校(全称)" in n.message) for n in notices] == [
        ("definition_same_name", True)
    ]
