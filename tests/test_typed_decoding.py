"""Types in an extraction: whole forms, refusals with their reason, normalised values, checks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from seqgpt_core import Extraction, SeqGPT

Found = dict[str, list[tuple[str, float]]]


@pytest.fixture
def extract(rule_engine: Any):
    def run(text: str, definitions: str, found: Found) -> Extraction:
        return SeqGPT(rule_engine(found)).extract(text, definitions)

    return run


def test_an_amount_is_taken_whole_and_normalised(extract: Any) -> None:
    text = "合同总价为238万元（大写：贰佰叁拾捌万元整），保证金¥2,380.00元。"
    result = extract(
        text,
        "合同总价(元), 保证金(元)",
        {"合同总价": [("238", 0.9)], "保证金": [("2,380.00", 0.9)]},
    )
    total, deposit = (field.values[0] for field in result.fields)
    assert (total.text, total.normalized) == ("238万元", "2380000")
    assert (deposit.text, deposit.normalized) == ("¥2,380.00元", "2380")
    assert text[deposit.start : deposit.end] == deposit.text


@pytest.mark.parametrize(
    ("definition", "written", "normalized"),
    [
        ("授信额度(万元)", "500万元", "500"),
        ("授信额度", "500万元", "5000000"),
        ("违约金比例(‰)", "千分之五", "5"),
        ("违约金比例", "千分之五", "0.5"),
        ("签约日期(YYYY-MM-DD)", "二〇二四年三月五日", "2024-03-05"),
        ("签约日期", "2024年3月5日", "2024-03-05"),
        ("租期(月)", "36个月", "36"),
        ("交付(日期)", "2024年3月5日", "2024-03-05"),
        ("备注(文本)", "2024年3月5日", None),
        ("甲方", "张三", None),
    ],
)
def test_the_definition_decides_the_unit(
    extract: Any, definition: str, written: str, normalized: str | None
) -> None:
    name = definition.partition("(")[0]
    result = extract(f"本项为{written}。", definition, {name: [(written, 0.9)]})
    assert [(v.text, v.normalized) for v in result.values] == [(written, normalized)]


def test_a_value_of_another_form_is_refused_with_the_reason(extract: Any) -> None:
    text = "身份证号：51010719900307123，金额待定，身份证号码51010719900307123X另附。"
    result = extract(
        text,
        "身份证号(18位), 合同金额",
        {"身份证号": [("51010719900307123", 0.9)], "合同金额": [("待定", 0.8)]},
    )
    number, amount = result.fields
    assert not amount.values
    assert [(r.text, r.reason, r.detail) for r in amount.rejected] == [
        ("待定", "constraint", "没有数字")
    ]
    refused = next(r for r in number.rejected if r.text == "51010719900307123")
    assert refused.reason == "constraint" and "17" in refused.detail and "18" in refused.detail
    written = json.loads(result.to_json())["fields"][1]["rejected"][0]
    assert written["reason"] == "constraint" and written["detail"] == "没有数字"


def test_a_refused_candidate_does_not_hide_another(extract: Any) -> None:
    text = "联系人王磊，电话13880012345。"
    result = extract(text, "联系电话", {"联系电话": [("王磊", 0.9), ("13880012345", 0.6)]})
    assert [v.text for v in result.values] == ["13880012345"]
    assert result.values[0].normalized == "+8613880012345"


def test_checks_stand_with_the_value(extract: Any) -> None:
    text = "身份证号：11010519491231002X；总价不超过40万元。"
    result = extract(
        text,
        "身份证号, 总价(元)",
        {"身份证号": [("11010519491231002X", 0.9)], "总价": [("不超过40万元", 0.9)]},
    )
    number, total = result.values
    assert {c.status for c in number.checks} >= {"passed"}
    assert any(c.name == "upper_bound" for c in total.checks)
    assert total.normalized == "400000"


def test_parts_are_normalised_by_their_own_type(extract: Any) -> None:
    text = "负责人：张伟 13880012345。"
    result = extract(
        text,
        "负责人(姓名+电话)",
        {
            "负责人": [("张伟", 0.9)],
            "负责人姓名": [("张伟", 0.9)],
            "负责人电话": [("13880012345", 0.9)],
        },
    )
    parts = result.values[0].parts
    assert parts["电话"].normalized == "+8613880012345"
    assert parts["姓名"].text == "张伟"


def test_fields_that_exclude_each_other_share_no_place(extract: Any) -> None:
    text = "华信公司与远景公司签订合同。"
    found: Found = {
        "甲方": [("华信公司", 0.9), ("远景公司", 0.7)],
        "乙方": [("远景公司", 0.8), ("华信公司", 0.6)],
    }
    result = extract(text, "甲方, 乙方", found)
    assert [[v.text for v in f.values] for f in result.fields] == [["华信公司"], ["远景公司"]]
    lost = result.fields[0].rejected[0]
    assert (lost.text, lost.reason, lost.detail) == ("远景公司", "exclusive", "乙方")
    # Alone, a field keeps all that it finds.
    alone = extract(text, "甲方", found)
    assert [v.text for v in alone.values] == ["华信公司", "远景公司"]


def test_a_higher_threshold_never_adds_a_value(rule_engine: Any) -> None:
    text = "华信公司与远景公司签订合同，总价238万元，另付3万元。"
    found: Found = {
        "甲方": [("华信公司", 0.9), ("远景公司", 0.7)],
        "乙方": [("远景公司", 0.8), ("华信公司", 0.6)],
        "总价": [("238", 0.5), ("3万元", 0.7), ("总价", 0.9)],
    }
    analysis = SeqGPT(rule_engine(found)).analyze(text, "甲方, 乙方, 总价(万元)")
    before: set[tuple[str, int, int]] | None = None
    for threshold in (0.0, 0.3, 0.55, 0.65, 0.75, 0.85, 1.0):
        values = {(v.field, v.start, v.end) for v in analysis.decide(default=threshold).values}
        assert before is None or values <= before
        before = values


@pytest.mark.parametrize(
    ("name", "first", "second", "one"),
    [
        ("合同金额", "￥93,400.00", "玖万叁仟肆佰元整", True),
        ("合同金额", "9.34万元", "人民币93400元", True),
        ("合同金额", "93,400元", "93,400美元", False),
        ("合同金额", "9.34万元", "约93,400元", False),
        ("合同金额", "9.34万元", "93,400元/月", False),
        ("合同金额", "93,400元", "93,401元", False),
        ("签订日期", "2024年3月5日", "2024-03-05", True),
        ("签订日期", "二〇二四年三月五日", "2024.3.5", True),
        ("签订日期", "2024年3月5日", "2024年3月", False),
        ("贷款利率", "5%", "百分之五", True),
        ("贷款利率", "百分之五", "5%左右", False),
        ("工期", "30天", "一个月", False),
    ],
)
def test_one_answer_written_in_two_manners_is_one_value(
    extract: Any, name: str, first: str, second: str, one: bool
) -> None:
    text = f"{first}（即下述）。又：{second}。"
    result = extract(text, name, {name: [(first, 0.9), (second, 0.6)]})
    values = result.fields[0].values
    assert len(values) == (1 if one else 2)
    assert values[0].text == first
    shown = [text[start:end] for value in values for start, end in value.mentions]
    assert shown == [first, second]
