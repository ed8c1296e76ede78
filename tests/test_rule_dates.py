"""Dates reckoned from the answer to another field, with the derivation shown."""

from __future__ import annotations

import pytest

from seqgpt_core import SeqGPT
from tests.conftest import RuleEngine
from tests.rule_documents import analysis, checks_of, extract

RESOLVED = [
    ("到期日期", "自签署之日起三年", "签订日期", "2024年3月5日", "2027-03-05", "+ 3 年 ="),
    ("到期日期", "自本合同签订之日起36个月", "合同签订日期", "2024年3月5日", "2027-03-05", "+ 36 个月 ="),
    ("到期日期(YYYY-MM)", "自签署之日起三年", "签约时间", "2024年3月5日", "2027-03", "+ 3 年 ="),
    ("付款日期", "验收合格后30日内", "验收日期", "2024年3月5日", "2024-04-04", "+ 30 天 ="),
    ("付款日期", "自验收合格之日起30日内", "货物验收合格日期", "2024年3月5日", "2024-04-04", "+ 30 天 ="),
    ("交付日期", "合同生效后两周内", "合同生效日期", "2024年3月5日", "2024-03-19", "+ 2 周 ="),
    ("通知日期", "本合同期满前30日", "合同到期日期", "2024年12月31日", "2024-12-01", "- 30 天 ="),
    ("付款日期", "签约当日", "签约日期", "2024年3月5日", "2024-03-05", "2024-03-05"),
    ("质保到期日期", "自竣工验收合格之日起2年", "竣工验收日期", "2024年2月29日", "2026-02-28", "+ 2 年 ="),
    ("到期日期", "自双方签字之日起两年六个月", "签署日", "2024年3月5日", "2026-09-05", "+ 2 年 6 个月 ="),
]  # fmt: skip


@pytest.mark.parametrize(("field", "text", "anchor", "day", "expected", "said"), RESOLVED)
def test_a_relative_date_is_resolved_from_another_field(
    field: str, text: str, anchor: str, day: str, expected: str, said: str
) -> None:
    extraction = extract({field: text, anchor: day})
    (value,) = extraction[field].values
    assert (value.text, value.normalized) == (text, expected)
    (check,) = checks_of(extraction, field, "derived")
    assert check.status == "not_applicable"
    assert check.message.startswith(f"{anchor} ") and said in check.message
    assert [extraction.text[s:e] for s, e in check.evidence] == [text, day]
    assert checks_of(extraction, field, "relative") == []


def test_the_derivation_is_shown_as_it_was_reckoned() -> None:
    extraction = extract({"到期日期": "自签署之日起三年", "签订日期": "2024年3月5日"})
    (check,) = checks_of(extraction, "到期日期", "derived")
    assert check.message.startswith("签订日期 2024-03-05 + 3 年 = 2027-03-05")


UNRESOLVED = [
    ({"到期日期": "自签署之日起三年"}, None, "没有提取“签署”的日期"),
    ({"到期日期": "自签署之日起三年", "生效日期": "2024年3月5日"}, None, "没有提取“签署”的日期"),
    ({"到期日期": "自签署之日起三年"}, ["到期日期", "签订日期"], "没有找到「签订日期」"),
    ({"到期日期": "自签署之日起三年", "签订日期": ["2024年3月5日", "2024年3月6日"]}, None, "2 个不同的日期"),
    ({"到期日期": "自签署之日起三年", "签订日期": "2024年3月"}, None, "“2024年3月”不是确定的一天"),
    ({"到期日期": "自签署之日起三年", "签订日期": "约2024年3月5日"}, None, "不是确定的一天"),
    ({"到期日期": "自签署之日起三年", "签订日期": "2024年3月5日（周三）"}, None, "不是确定的一天"),
    ({"到期日期": "自签署之日起三年", "签订日期": "2024年3月5日", "签署日期": "2024年3月9日"}, None, "不同的日期"),
    ({"付款日期": "签署后48小时内", "签订日期": "2024年3月5日"}, None, "不能推算到日"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "definitions", "reason"), UNRESOLVED)
def test_what_stays_unresolved_says_why(
    answers: dict[str, str | list[str]], definitions: list[str] | None, reason: str
) -> None:
    extraction = extract(answers, definitions=definitions)
    field = next(iter(answers))
    (value,) = extraction[field].values
    assert value.normalized is None
    (check,) = checks_of(extraction, field, "relative")
    assert reason in check.message
    assert checks_of(extraction, field, "derived") == []


def test_working_days_and_lunar_days_are_not_reckoned() -> None:
    extraction = extract(
        {"付款日期": "签署后5个工作日内", "签订日期": "2024年3月5日", "交付日期": "农历正月初六"}
    )
    assert extraction["付款日期"].values[0].normalized is None
    assert checks_of(extraction, "付款日期", "working_days")
    assert checks_of(extraction, "交付日期", "lunar")


def test_a_length_of_time_stays_a_length() -> None:
    extraction = extract({"合同期限": "自签署之日起三年", "签订日期": "2024年3月5日"})
    assert extraction["合同期限"].values[0].normalized == "P3Y"


def test_a_day_that_was_reckoned_anchors_a_further_one() -> None:
    extraction = extract(
        {"付款日期": "验收后10日", "验收日期": "交付后20日", "交付日期": "2024年3月1日"}
    )
    assert extraction["验收日期"].values[0].normalized == "2024-03-21"
    assert extraction["付款日期"].values[0].normalized == "2024-03-31"


def test_a_deadline_anchors_nothing_and_days_in_a_circle_stay_open() -> None:
    extraction = extract(
        {"付款日期": "验收后10日", "验收日期": "交付后20日内", "交付日期": "2024年3月1日"}
    )
    assert extraction["付款日期"].values[0].normalized is None
    circle = extract({"交付日期": "验收后10日", "验收日期": "交付后20日"})
    assert [value.normalized for value in circle.values] == [None, None]


def test_a_derived_day_takes_part_in_rules() -> None:
    extraction = extract(
        {"到期日期": "自签署之日起三年", "签订日期": "2024年3月5日", "退租日期": "2027年3月6日"},
        "退租日期 <= 到期日期",
    )
    (check,) = checks_of(extraction, "退租日期", "rule")
    assert (check.status, "2027-03-05" in check.message) == ("failed", True)


def test_a_threshold_that_hides_the_anchor_takes_the_day_back() -> None:
    kept = analysis({"到期日期": "自签署之日起三年", "签订日期": "2024年3月5日"})
    assert kept.decide()["到期日期"].values[0].normalized == "2027-03-05"
    hidden = kept.decide({"签订日期": 0.95})
    assert hidden["到期日期"].values[0].normalized is None
    again = kept.check(kept.decide())
    assert again == kept.decide()
    assert len(checks_of(again, "到期日期", "derived")) == 1


def test_the_words_before_a_cut_value_say_from_when_it_is_reckoned() -> None:
    text = "本合同于2024年3月5日签订。乙方应于本合同签订之日起60日内交货，甲方应在30日内付款。"
    engine = RuleEngine(
        {
            "签订日期": [("2024年3月5日", 0.9)],
            "交货日期": [("60日内", 0.9)],
            "付款日期": [("30日内", 0.9)],
        },
        window_size=400,
    )
    extraction = SeqGPT(engine).extract(text, "签订日期, 交货日期, 付款日期")
    (delivery,) = extraction["交货日期"].values
    assert (delivery.text, delivery.normalized) == ("60日内", "2024-05-04")
    assert checks_of(extraction, "交货日期", "derived")[0].message.startswith(
        "签订日期 2024-03-05 + 60 天 = 2024-05-04"
    )
    # Nothing says from when the payment is reckoned.
    assert extraction["付款日期"].values[0].normalized is None
