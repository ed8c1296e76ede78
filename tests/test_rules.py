"""Consistency rules through the public surface: outcomes, evidence, and what is left undecided."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import SeqGPT
from seqgpt_core.decoding.rules import BUILT_IN_CHECKS, apply_rules, compile_rules
from seqgpt_core.fields import parse_definitions
from seqgpt_core.results import (
    Check,
    Extraction,
    FieldResult,
    Part,
    Value,
    extraction_from_dict,
    extraction_to_dict,
)
from seqgpt_core.results.readable import CHECK_LABELS, checks_text
from seqgpt_core.results.types import RecordResult
from tests.conftest import RuleEngine
from tests.rule_documents import analysis, checks_of, extract, statuses

# (answers, rule, status of the check on the first field)
OUTCOMES = [
    ({"甲日": "2024年3月5日", "乙日": "2024年3月6日"}, "甲日 < 乙日", "passed"),
    ({"甲日": "2024年3月5日", "乙日": "二〇二四年三月五日"}, "甲日 = 乙日", "passed"),
    ({"甲日": "2024年3月5日", "乙日": "2024年3月5日"}, "甲日 < 乙日", "failed"),
    ({"甲日": "2024年3月", "乙日": "2024年4月1日"}, "甲日 < 乙日", "passed"),
    ({"甲日": "2024年3月", "乙日": "2024年3月20日"}, "甲日 <= 乙日", "not_applicable"),
    ({"甲日": "2024年3月", "乙日": "2024年3月20日"}, "甲日 = 乙日", "passed"),
    ({"甲日": "2024年", "乙日": "2023年12月31日"}, "甲日 <= 乙日", "failed"),
    ({"甲日": "3月5日", "乙日": "2024年3月20日"}, "甲日 <= 乙日", "not_applicable"),
    ({"甲日": "2024年3月5日", "乙日": "2024年1月1日至2024年2月1日"}, "甲日 <= 乙日", "not_applicable"),
    ({"甲日": "2024年3月5日", "乙日": "2024年1月1日至2024年2月1日"}, "甲日 <= end(乙日)", "failed"),
    ({"甲日": "2023年12月5日", "乙日": "2024年1月1日至2024年2月1日"}, "甲日 <= start(乙日)", "passed"),
    ({"甲日期": "2024-03-05 09:00", "乙日期": "2024-03-05 10:00"}, "甲日期 < 乙日期", "passed"),
    ({"甲日期": "2024-03-05 11:00", "乙日期": "2024-03-05"}, "甲日期 <= 乙日期", "passed"),
    ({"甲日": "2024年3月5日", "乙日": "2024年4月10日"}, "乙日 <= 甲日 + 30天", "failed"),
    ({"甲日": "2024年3月5日", "乙日": "2024年4月4日"}, "乙日 = 甲日 + 30天", "passed"),
    ({"甲日": "2024年1月31日", "乙日": "2024年2月29日"}, "乙日 = 甲日 + 1个月", "passed"),
    ({"甲日": "2024年3月5日", "质保期": "2年", "乙日": "2026年3月5日"}, "甲日 + 质保期 = 乙日", "passed"),
    ({"甲日": "2024年3月5日", "乙日": "2024年4月4日"}, "乙日 - 甲日 <= 30天", "passed"),
    ({"甲日": "2024年3月5日", "乙日": "2024年4月5日"}, "乙日 - 甲日 <= 30天", "failed"),
    ({"甲日": "2024年3月5日", "乙日": "2024年4月5日"}, "乙日 - 甲日 <= 1个月", "not_applicable"),
    ({"合同金额(万元)": "238万元"}, "合同金额 = 238", "passed"),
    ({"合同金额(万元)": "238万元"}, "合同金额 = 2,380,000元", "passed"),
    ({"合同金额(万元)": "238万元", "预付款": "714,000元"}, "合同金额 * 30% = 预付款", "passed"),
    ({"合同金额(万元)": "238万元", "预付款": "714,000元"}, "合同金额 + 预付款 > 100", "not_applicable"),
    ({"合同金额(万元)": "238万元", "预付款": "714,000元"}, "合同金额 > 预付款 + 100元", "passed"),
    ({"合同金额": "100美元", "预付款": "50元"}, "预付款 <= 合同金额", "not_applicable"),
    ({"合同金额": "不超过50万元"}, "合同金额 <= 60万元", "passed"),
    ({"合同金额": "不超过50万元"}, "合同金额 <= 40万元", "not_applicable"),
    ({"合同金额": "不超过50万元"}, "合同金额 > 60万元", "failed"),
    ({"合同金额": "约50万元"}, "合同金额 <= 60万元", "not_applicable"),
    ({"合同金额": "20万元至30万元"}, "合同金额 <= 30万元", "passed"),
    ({"月租金": "5000元/月", "年租金": "60000元/年"}, "月租金 * 12 = 年租金", "passed"),
    ({"月租金": "5000元/月", "年租金": "60000元/年"}, "月租金 = 年租金", "not_applicable"),
    ({"单价": "3.33元", "数量": "3台", "小计": "9.99元"}, "单价 * 数量 = 小计", "passed"),
    ({"单价": "3.335元", "数量": "1台", "小计": "3.34元"}, "单价 * 数量 = 小计", "passed"),
    ({"单价": "3.33元", "数量": "3台", "小计": "10.00元"}, "单价 * 数量 = 小计", "failed"),
    ({"大写": "人民币贰拾叁万元整", "小写": "230,000.00元"}, "大写 = 小写", "passed"),
    ({"大写": "人民币贰拾叁万元整", "小写": "203,000.00元"}, "大写 = 小写", "failed"),
    ({"违约金比例": "千分之五"}, "违约金比例 <= 0.5%", "passed"),
    ({"违约金比例(‰)": "千分之五"}, "违约金比例 = 5", "passed"),
    ({"合同金额": "100元", "税率": "13%"}, "合同金额 = 税率", "not_applicable"),
    ({"质保期": "24个月", "保修期": "2年"}, "质保期 = 保修期", "passed"),
    ({"质保期": "24个月", "保修期": "700天"}, "质保期 >= 保修期", "not_applicable"),
    ({"质保期(月)": "24个月"}, "质保期 >= 24", "passed"),
    ({"质保期": "24个月"}, "质保期 >= 24", "not_applicable"),
    ({"年龄": "17岁"}, "年龄 >= 18", "failed"),
    ({"年龄": "45"}, "年龄 >= 18", "passed"),
    ({"数量": "10台", "总数": "10吨"}, "数量 = 总数", "not_applicable"),
    ({"公司": "个人"}, '公司 = "个人"', "passed"),
    ({"公司": "个 人"}, '公司 != "个人"|"企业"', "failed"),
    ({"公司": "华信公司"}, '公司 = "个人"|"企业"', "failed"),
    ({"甲方": "华信公司", "收款方": "华信公司"}, "甲方 = 收款方", "passed"),
    ({"甲方": "华信公司", "收款方": "远景公司"}, "甲方 = 收款方", "failed"),
    ({"公司": "华信公司"}, '公司 = ""', "failed"),
    ({"公司": ["华信公司", "远景公司"]}, '公司 = "华信公司"', "not_applicable"),
    ({"公司": ["华信公司", "远景公司"]}, '公司 != ""', "passed"),
    ({"合同金额": ["100元", "100.00元"]}, "合同金额 = 100元", "passed"),
    ({"合同金额": ["100元", "200元"]}, "合同金额 = 100元", "not_applicable"),
    ({"质保期": "长期"}, "质保期 >= 2年", "not_applicable"),
    ({"合同金额": "50万元", "公司": "个人"}, '合同金额 < 10万元 when 公司 = "个人"', "failed"),
    ({"合同金额": "50万元", "公司": "华信"}, '合同金额 < 10万元 when 公司 = "个人"', "not_applicable"),
    ({"合同金额": "50万元", "公司": "个人"}, '合同金额 < 10万元 当 公司 = "个人" 且 合同金额 > 60万元 时', "not_applicable"),
    ({"比例": ["30%", "30%", "40%"]}, "sum(比例) = 100", "passed"),
    ({"比例": ["30%", "70%"]}, "sum(比例) = 100", "passed"),
    ({"比例": ["33.33%", "33.34%", "33.32%"]}, "sum(比例) = 100", "passed"),
    ({"比例": ["30%", "60%"]}, "sum(比例) = 100", "failed"),
    ({"比例": ["20%", "20%", "20%", "40%"]}, "sum(比例) = 80", "not_applicable"),
    ({"分期金额": ["30万元", "70万元"], "合同金额(万元)": "100万元"}, "sum(分期金额) = 合同金额", "passed"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "rule", "status"), OUTCOMES)
def test_outcomes(answers: dict[str, str | list[str]], rule: str, status: str) -> None:
    extraction = extract(answers, rule)
    assert not extraction.notices
    checks = checks_of(extraction, next(iter(answers)), "rule")
    assert {check.status for check in checks} == {status}
    assert all(check.message for check in checks)


def test_a_failure_names_both_sides_and_shows_both_places() -> None:
    extraction = extract({"开票日": "2024年3月5日", "付款日": "2024年2月1日"}, "开票日 <= 付款日")
    (first,), (second,) = (
        checks_of(extraction, "开票日", "rule"),
        checks_of(extraction, "付款日", "rule"),
    )
    assert first.message == second.message == "应 开票日 ≤ 付款日，而 2024-03-05 > 2024-02-01"
    text = extraction.text
    assert [text[s:e] for s, e in first.evidence] == ["2024年3月5日", "2024年2月1日"]
    assert [text[s:e] for s, e in second.evidence] == ["2024年2月1日", "2024年3月5日"]


def test_a_sum_is_shown_with_its_addends_and_the_difference() -> None:
    extraction = extract(
        {"首笔": "30万元", "尾笔": "60万元", "总价": "100万元"}, "首笔 + 尾笔 = 总价"
    )
    (check,) = checks_of(extraction, "总价", "rule")
    assert (
        check.message == "应 首笔 + 尾笔 = 总价，而 300000 + 600000 = 900000 ≠ 1000000，相差 100000"
    )


def test_nothing_is_added_moved_or_removed() -> None:
    answers = {"甲日": "2024年3月5日", "乙日": "2024年2月1日", "金额": ["1元", "2元"]}
    plain, ruled = extract(answers), extract(answers, "甲日 <= 乙日", "sum(金额) = 9元")
    strip = [(v.text, v.start, v.end, v.score, v.normalized, v.mentions) for v in plain.values]
    assert strip == [
        (v.text, v.start, v.end, v.score, v.normalized, v.mentions) for v in ruled.values
    ]
    assert plain.fields[0].rejected == ruled.fields[0].rejected


def test_a_chain_passes_over_a_side_without_a_value() -> None:
    rule = "甲日 <= 乙日 < 丙日"
    extraction = extract(
        {"甲日": "2024年3月5日", "丙日": "2024年3月5日"}, rule, definitions=["甲日", "乙日", "丙日"]
    )
    (check,) = checks_of(extraction, "甲日", "rule")
    assert (check.status, check.message.split("，")[0]) == ("failed", "应 甲日 < 丙日")
    alone = extract({"甲日": "2024年3月5日"}, rule, definitions=["甲日", "乙日", "丙日"])
    assert statuses(alone, "甲日", "rule") == ["not_applicable"]
    assert "没有找到「乙日」" in checks_of(alone, "甲日", "rule")[0].message


def test_a_required_value_that_is_missing_fails_on_the_condition() -> None:
    extraction = extract(
        {"合同类型": "采购"},
        '验收日期 != "" when 合同类型 = "采购"',
        definitions=["合同类型", "验收日期"],
    )
    assert statuses(extraction, "合同类型", "rule") == ["failed"]


def test_rules_without_any_value_say_nothing() -> None:
    assert extract({}, "甲日 <= 乙日", definitions=["甲日", "乙日"]).values == ()


def test_parts_of_a_composite_are_compared_value_by_value() -> None:
    text = "张伟，2024年3月5日，2024年4月1日。李娜，2024年5月5日，2024年4月1日。"
    engine = RuleEngine(
        {
            "任职": [("(?:张伟|李娜)[^。]*", 0.9)],
            "任职姓名": [("张伟|李娜", 0.9)],
            "任职上任日": [("(?:张伟|李娜)，([^，]*)", 0.9)],
            "任职离任日": [("，([^，。]*)。", 0.9)],
        },
        window_size=400,
    )
    extraction = SeqGPT(engine).extract(
        text, "任职(姓名+上任日+离任日)", rules=["任职.上任日 <= 任职.离任日"]
    )
    assert statuses(extraction, "任职", "rule") == ["passed", "failed"]


def test_a_bad_rule_gives_a_notice_and_the_others_work() -> None:
    extraction = extract(
        {"甲日": "2024年3月5日", "乙日": "2024年2月1日"}, "甲日 <", "甲日 <= 乙日", "甲日 < 丙日"
    )
    assert [n.code for n in extraction.notices] == ["rule_invalid", "rule_field_unknown"]
    assert statuses(extraction, "甲日", "rule") == ["failed"]


def test_thresholds_run_the_rules_again_and_never_the_model() -> None:
    kept = analysis({"甲日": "2024年3月5日", "乙日": "2024年2月1日"}, ["甲日 <= 乙日"])
    assert statuses(kept.decide(), "甲日", "rule") == ["failed"]
    assert statuses(kept.decide({"乙日": 0.95}), "甲日", "rule") == ["not_applicable"]
    assert statuses(kept.decide(), "甲日", "rule") == ["failed"]


def test_checking_again_changes_nothing() -> None:
    kept = analysis(
        {"签订日期": "2024年3月5日", "到期日期": "自签署之日起三年", "生效日期": "2024年3月1日"},
        ["签订日期 < 2023年1月1日", "无此字段 = 1"],
    )
    once = kept.decide()
    assert kept.check(once) == once
    assert len(once.notices) == 1


# Built-in rules: (answers, field, name of the check, statuses on it)
BUILT_IN = [
    ({"合同签订日期": "2024年3月5日", "合同生效日期": "2024年3月1日"}, "合同生效日期", "date_order", ["failed"]),
    ({"签署日期": "2024年3月5日", "生效日期": "2024年3月5日", "到期日期": "2027年3月4日"}, "生效日期", "date_order", ["passed", "passed"]),
    ({"签约时间": "2024年3月5日", "有效期至": "2023年3月4日"}, "签约时间", "date_order", ["failed"]),
    ({"保险起期": "2024年3月5日", "保险止期": "2024年3月4日"}, "保险起期", "date_order", ["failed"]),
    ({"入院日期": "2024年3月5日", "出院日期": "2024年3月9日"}, "出院日期", "date_order", ["passed"]),
    ({"补充协议签订日期": "2024年3月5日", "贷款到期日": "2023年3月9日"}, "贷款到期日", "date_order", []),
    ({"小写金额": "230,000元", "大写金额": "贰拾叁万元整"}, "小写金额", "amount_in_words", ["passed"]),
    ({"合同金额": "230,000元", "合同金额大写": "贰拾叁万伍仟元整"}, "合同金额", "amount_in_words", ["failed"]),
    ({"不含税金额": "100,000元", "税额": "13,000元", "价税合计": "113,000元"}, "税额", "tax_total", ["passed"]),
    ({"不含税合同金额": "100,000元", "增值税额": "13,000元", "含税合同金额": "115,000元"}, "含税合同金额", "tax_total", []),
    ({"不含税总价": "100,000元", "增值税税额": "13,000元", "含税总价": "115,000元"}, "含税总价", "tax_total", ["failed"]),
    ({"分期金额": ["30万元", "70万元"], "合同金额": "100万元"}, "合同金额", "instalments", ["passed"]),
    ({"分期付款金额": ["30万元", "60万元"], "合同总价": "100万元"}, "合同总价", "instalments", ["failed"]),
    ({"分期金额": ["30万元", "70万元"], "合同金额": "100万元", "总金额": "9元"}, "合同金额", "instalments", []),
    ({"预付款": "30万元", "尾款": "80万元", "合同金额": "100万元"}, "尾款", "instalments", ["failed"]),
    ({"预付款": "30万元", "尾款": "50万元", "合同金额": "100万元"}, "尾款", "instalments", ["passed"]),
    ({"付款比例": ["30%", "60%"]}, "付款比例", "shares", ["failed", "failed"]),
    ({"付款比例": ["30%", "70%"]}, "付款比例", "shares", ["passed", "passed"]),
    ({"付款比例": "30%"}, "付款比例", "shares", ["not_applicable"]),
    ({"付款比例[1]": "30%"}, "付款比例", "shares", []),
    ({"持股比例": ["30%", "20%"]}, "持股比例", "shares", ["passed", "passed"]),
    ({"持股比例": ["60%", "50%"]}, "持股比例", "shares", ["failed", "failed"]),
    ({"甲方出资比例": "60%", "乙方出资比例": "50%"}, "乙方出资比例", "shares", ["failed"]),
    ({"A项目出资比例": "60%", "B项目出资比例": "50%"}, "B项目出资比例", "shares", []),
    ({"预付款比例": "30%", "质保金比例": "5%"}, "预付款比例", "shares", ["passed"]),
    ({"违约金比例": ["60%", "50%"]}, "违约金比例", "shares", []),
    ({"身份证号": "11010119800307237X", "出生日期": "1980年3月7日"}, "出生日期", "id_birth_date", ["passed"]),
    ({"身份证号": "11010119800307237X", "出生年月": "1980年3月"}, "出生年月", "id_birth_date", ["passed"]),
    ({"身份证号": "11010119800307237X", "出生日期": "1981年3月7日"}, "身份证号", "id_birth_date", ["failed"]),
    ({"身份证号": "110101800307237", "出生日期": "1980年3月7日"}, "出生日期", "id_birth_date", ["passed"]),
    ({"申请人身份证号": "11010119800307237X", "配偶出生日期": "1981年3月7日"}, "配偶出生日期", "id_birth_date", []),
    ({"身份证号": "11010119800307237X", "性别": "男性"}, "性别", "id_sex", ["passed"]),
    ({"身份证号": "11010119800307237X", "性别": "女"}, "性别", "id_sex", ["failed"]),
    ({"身份证号": "11010119800307237X", "性别": "不详"}, "性别", "id_sex", ["not_applicable"]),
    ({"身份证号": "11010119800307237X", "年龄": "44岁", "签订日期": "2024年3月8日"}, "年龄", "id_age", ["passed", "passed"]),
    ({"身份证号": "11010119800307237X", "年龄": "44", "签订日期": "2024年3月1日"}, "年龄", "id_age", ["passed", "passed"]),
    ({"身份证号": "11010119800307237X", "年龄": "40岁", "签订日期": "2024年3月8日"}, "年龄", "id_age", ["failed", "passed"]),
    ({"身份证号": "11010119800307237X", "年龄": "48岁", "签订日期": "2024年3月8日"}, "年龄", "id_age", ["passed", "failed"]),
    ({"身份证号": "11010119800307237X", "年龄": "44岁"}, "年龄", "id_age", []),
    ({"公司": "个人", "职位": "总经理"}, "职位", "private_person", ["failed"]),
    ({"工作单位": "华信公司", "职务": "总经理"}, "职务", "private_person", ["not_applicable"]),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "field", "name", "expected"), BUILT_IN)
def test_built_in_rules(
    answers: dict[str, str | list[str]], field: str, name: str, expected: list[str]
) -> None:
    extraction = extract(answers)
    ruled = [c for c in checks_of(extraction, field, name) if c.evidence]
    assert [check.status for check in ruled] == expected


def test_an_identity_number_and_its_holder_within_a_composite() -> None:
    text = "张伟 11010119800307237X 男；李娜 11010119800307237X 女。"
    engine = RuleEngine(
        {
            "申请人": [(r"\w+ [0-9X]+ [男女]", 0.9)],
            "申请人姓名": [("张伟|李娜", 0.9)],
            "申请人身份证号": [("[0-9X]{18}", 0.9)],
            "申请人性别": [("[男女]", 0.9)],
        },
        window_size=400,
    )
    extraction = SeqGPT(engine).extract(text, "申请人(姓名+身份证号+性别)")
    assert statuses(extraction, "申请人", "id_sex") == ["passed", "failed"]


def test_shares_of_a_composite_are_summed_over_its_values() -> None:
    text = "张伟 60%；李娜 50%。"
    engine = RuleEngine(
        {
            "股东": [(r"\w+ \d+%", 0.9)],
            "股东姓名": [("张伟|李娜", 0.9)],
            "股东持股比例": [(r"\d+%", 0.9)],
        },
        window_size=400,
    )
    extraction = SeqGPT(engine).extract(text, "股东(姓名+持股比例)")
    assert statuses(extraction, "股东", "shares") == ["failed", "failed"]
    (first, _) = checks_of(extraction, "股东", "shares")
    assert [text[s:e] for s, e in first.evidence] == ["60%", "50%"]


def test_a_users_rule_goes_before_a_built_in_one_that_contradicts_it() -> None:
    answers = {"签订日期": "2024年3月5日", "生效日期": "2024年3月1日"}
    extraction = extract(answers, "生效日期 < 签订日期")
    assert statuses(extraction, "签订日期", "rule") == ["passed"]
    assert statuses(extraction, "签订日期", "date_order") == []


def test_every_check_of_a_rule_has_a_name_for_people() -> None:
    assert {*BUILT_IN_CHECKS, "rule", "derived"} <= set(CHECK_LABELS)


def test_readable_forms_tell_failures_and_remarks_only() -> None:
    checks = [
        Check("checksum", "passed", "校验位正确"),
        Check("approximate", "not_applicable", "约数"),
        Check("rule", "passed", "A ≤ B", ((0, 1), (2, 3))),
        Check("rule", "not_applicable", "未比较：没有找到「B」", ((0, 1),)),
        Check("derived", "not_applicable", "推算", ((0, 1), (2, 3))),
        Check("date_order", "failed", "应 A ≤ B", ((0, 1), (2, 3))),
    ]
    assert checks_text(checks) == "约数：约数；推得：推算；日期先后：未通过（应 A ≤ B）"
    assert checks_text(checks, every=True).count("；") == 5


def test_json_keeps_evidence_and_versions() -> None:
    extraction = extract({"甲日": "2024年3月5日", "乙日": "2024年2月1日"}, "甲日 <= 乙日")
    data = extraction_to_dict(extraction)
    assert set(data["versions"]) == {"decoder", "grammar", "rules"}
    (check,) = (c for c in data["fields"][0]["values"][0]["checks"] if c["name"] == "rule")
    assert check["evidence"] == [list(s) for s in checks_of(extraction, "甲日", "rule")[0].evidence]
    back = extraction_from_dict(json.loads(json.dumps(data)), extraction.text)
    assert extraction_to_dict(back) == data
    assert back.versions == extraction.versions


def test_evidence_outside_the_document_is_refused() -> None:
    extraction = extract({"甲日": "2024年3月5日", "乙日": "2024年2月1日"}, "甲日 <= 乙日")
    data = extraction_to_dict(extraction)
    for value in data["fields"][0]["values"]:
        value["checks"][-1]["evidence"] = [[0, 10_000]]
    with pytest.raises(Exception, match="格式"):
        extraction_from_dict(data, extraction.text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    st.integers(-2, 2),
)
def test_sums_are_exact(amounts: list[Decimal], cents: int) -> None:
    total = sum(amounts) + Decimal(cents) / 100
    if total > 0:
        texts = [f"{amount:,.2f}元" for amount in amounts]
        extraction = extract({"分期金额": texts, "合同金额": f"{total:,.2f}元"})
        assert set(statuses(extraction, "合同金额", "instalments")) == {
            "failed" if cents else "passed"
        }


_ends = st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted)


@settings(max_examples=60, deadline=None)
@given(_ends, _ends, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
def test_intervals_decide_what_all_their_numbers_decide(
    left: list[int], right: list[int], operator: str
) -> None:
    def written(ends: list[int]) -> str:
        return f"{ends[0]}元" if ends[0] == ends[1] else f"{ends[0]}元至{ends[1]}元"

    # The ends of an interval may be any numbers between, not only whole ones: halves stand for them.
    a, b = ([n / 2 for n in range(2 * low, 2 * high + 1)] for low, high in (left, right))
    python = {"=": "==", "!=": "!="}.get(operator, operator)
    verdicts = {eval(f"{x} {python} {y}") for x in a for y in b}
    expected = {frozenset({True}): "passed", frozenset({False}): "failed"}.get(
        frozenset(verdicts), "not_applicable"
    )
    extraction = extract({"甲款": written(left), "乙款": written(right)}, f"甲款 {operator} 乙款")
    assert statuses(extraction, "甲款", "rule") == [expected]


_answers = st.sampled_from(
    ["2024年3月5日", "2024年3月", "3月5日", "2024年1月1日至2024年2月1日", "自签署之日起三年", "238万元", "约5元",
     "不超过5万元", "100美元", "5000元/月", "30%", "千分之五", "2年", "18个月", "1个月15天", "5个工作日", "10台",
     "11010119800307237X", "男", "个人", "面议", "0元", "9999-12-31", "公元1年1月1日"]
)  # fmt: skip
_terms = st.sampled_from(
    ["甲日期", "乙金额", "丙期限", "丁比例", "戊", "sum(乙金额)", "start(甲日期)", "end(丙期限)", "birth(戊)", "sex(戊)",
     "age(戊, 甲日期)", "5", "30天", "3年", "5%", "100万元", "2024-03-05", '"个人"', '""']
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(_answers, max_size=2), min_size=5, max_size=5),
    st.lists(
        st.tuples(_terms, st.sampled_from(["+", "-", "*", "=", "!=", "<", "<=", ">="])),
        min_size=1,
        max_size=4,
    ),
    _terms,
    st.booleans(),
)
def test_any_rule_over_any_values_gives_an_outcome_or_a_reason(
    found: list[list[str]], words: list[tuple[str, str]], last: str, conditional: bool
) -> None:
    names = ["甲日期", "乙金额", "丙期限", "丁比例", "戊"]
    rule = " ".join(f"{term} {sign}" for term, sign in words) + f" {last}"
    rule += f" when {rule}" if conditional else ""
    answers = {name: texts for name, texts in zip(names, found, strict=True) if texts}
    extraction = extract(answers, rule, definitions=names)
    for value in extraction.values:
        for check in value.checks:
            if check.evidence:
                assert check.message and check.evidence[0] == (value.start, value.end)


def test_the_cells_of_records_take_part() -> None:
    text = "螺栓 2 3元 6元 螺母 4 1元 5元 合计 12元"
    fields = "明细{品名, 数量, 单价, 金额}[], 合同金额"
    ruleset = compile_rules(
        parse_definitions(fields).specs,
        ["sum(明细.金额) = 合同金额", "明细.单价 * 明细.数量 = 明细.金额"],
    )
    assert not ruleset.notices

    def part(word: str, after: int = 0) -> Part:
        at = text.index(word, after)
        return Part(word, at, at + len(word), 0.9, word.removesuffix("元"))

    names = ("品名", "数量", "单价", "金额")
    rows = (
        dict(zip(names, (part("螺栓"), part("2"), part("3元"), part("6元")), strict=True)),
        dict(zip(names, (part("螺母"), part("4"), part("1元"), part("5元")), strict=True)),
    )
    at = text.index("12元")
    total = Value("合同金额", "12元", at, at + 3, 0.9, "12")
    extraction = Extraction(
        text, "", "", (FieldResult("合同金额", "合同金额", (total,)),),
        records=(RecordResult("明细{品名, 数量, 单价, 金额}[]", names, rows),),
    )  # fmt: skip
    checked = apply_rules(extraction, ruleset)
    (check,) = checked["合同金额"].values[0].checks
    assert (check.status, "6 + 5 = 11" in check.message) == ("failed", True)
    assert [text[s:e] for s, e in check.evidence] == ["12元", "6元", "5元"]
    (notice,) = checked.notices
    assert notice.code == "rule_row" and notice.message.startswith(
        "记录第 2 行：应 单价 × 数量 = 金额，而"
    )
    assert apply_rules(checked, ruleset) == checked


def test_the_command_line_uses_the_rules_of_a_recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from seqgpt_core.service import command_line

    engine = RuleEngine({"甲日": [("2024年3月5日", 0.9)], "乙日": [("2024年2月1日", 0.9)]})
    monkeypatch.setattr(command_line, "_load", lambda model: SeqGPT(engine))
    (tmp_path / "a.txt").write_text("2024年3月5日，2024年2月1日。", encoding="utf-8")
    (tmp_path / "r.toml").write_text(
        'version = 1\nname = "日期"\nrules = ["甲日 <= 乙日"]\n'
        '[[fields]]\ndefinition = "甲日"\n[[fields]]\ndefinition = "乙日"\n',
        encoding="utf-8",
    )
    call = ["extract", str(tmp_path / "a.txt"), "--recipe", str(tmp_path / "r.toml")]
    done = CliRunner().invoke(command_line.application, call)
    assert done.exit_code == 0, done.output
    (check,) = json.loads(done.output)["fields"][0]["values"][0]["checks"]
    assert (check["name"], check["status"]) == ("rule", "failed")
