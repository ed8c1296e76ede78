"""Values that the document's own words point to, whatever the model thinks of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from seqgpt_core import SeqGPT


@pytest.fixture
def values(rule_engine: Any) -> Callable[..., list[Any]]:
    def run(text: str, definition: str, found: Any = None) -> list[Any]:
        engine = rule_engine(found or {}, window_size=800)
        (field,) = SeqGPT(engine).extract(text, definition).fields
        assert all(text[v.start : v.end] == v.text for v in field.values)
        return list(field.values)

    return run


LEASE = (
    "出租方（甲方）：沈桂兰      身份证：330106196302174025\n"
    "承租方（乙方）：程远航      身份证：420111199410285531\n"
    "租期从2023年9月1日起到2025年8月31日止。\n"
    "联系电话：甲方 0571-86651234，乙方 159-5810-6677\n"
    "签约时间：二〇二三年八月二十日"
)
TENDER = (
    "预算金额（元）：9,800,000.00\n本项目不接受联合体投标。\n"
    "1.采购人：丽水市人民医院  项目联系人：叶晨曦  电话：0578-2681256\n"
    "2.采购代理机构：浙江求实工程咨询有限公司  项目联系人：章璐、蓝海涛  电话：0578-2131987"
)


@pytest.mark.parametrize(
    ("text", "definition", "expected"),
    [
        ("配件费46,820元，工时费9,600元，施救费3,200元。", "施救费(元)", ["3,200元"]),
        ("另计绝对免赔额2,000元。", "免赔额(元)", ["2,000元"]),
        ("左室射血分数38%，糖化血红蛋白7.9%。", "左室射血分数(%)", ["38%"]),
        ("占公司2023年度经审计营业收入的21.4%。", "占营业收入比例(%)", ["21.4%"]),
        ("开票电话0512-57412288没变", "开票电话", ["0512-57412288"]),
        ("总价为零。", "施救费(元)", []),
        (LEASE, "起租日(YYYY-MM-DD)", ["2023年9月1日"]),
        (LEASE, "租赁到期日(YYYY-MM-DD)", ["2025年8月31日"]),
        (LEASE, "承租人身份证号", ["420111199410285531"]),
        (LEASE, "乙方电话", ["159-5810-6677"]),
        (LEASE, "出租人", ["沈桂兰"]),
        (LEASE, "签约日期", ["二〇二三年八月二十日"]),
        (TENDER, "代理机构联系人", ["章璐", "蓝海涛"]),
        (TENDER, "采购人联系人", ["叶晨曦"]),
        (TENDER, "代理机构电话", ["0578-2131987"]),
        ("医师签名：谭文博／主治医师：孟庆云", "主治医师", ["孟庆云"]),
        ("当事人甲：金丽华，女，驾驶小客车\n当事人乙：王小虎，男", "当事人", ["金丽华", "王小虎"]),
        ("合同金额合计32,350万元，另有2.36亿元。", "合同总金额(万元)", ["32,350万元"]),
        ("于2024年5月28日签约。\n某公司董事会\n2024年5月30日", "公告日期", ["2024年5月30日"]),
        # Under an announcement stands the announcement's date, under signatures the contract's.
        ("于2024年5月28日签约。\n某公司董事会\n2024年5月30日", "签约日期", []),
        ("租期六个月。\n甲方（章）：某公司　代表：史磊\n2024年7月3日", "签署日期", ["2024年7月3日"]),
        ("甲车浙J3K59T，丙车浙K×××××重型货车", "车牌号", ["浙J3K59T", "浙K×××××"]),
    ],
)  # fmt: skip
def test_the_words_around_a_place_answer_without_the_model(
    values: Any, text: str, definition: str, expected: list[str]
) -> None:
    found = sorted(values(text, definition), key=lambda value: value.start)
    assert [value.text for value in found] == expected


def test_a_bare_number_is_read_in_the_unit_of_its_label(values: Any) -> None:
    (value,) = values(TENDER, "预算金额(万元)")
    assert (value.text, value.normalized) == ("9,800,000.00", "980")


@pytest.mark.parametrize(
    ("text", "definition", "option"),
    [
        (TENDER, "是否接受联合体(是/否)", "否"),
        ("本项目接受联合体投标。", "是否接受联合体(是/否)", "是"),
        ("乙方不得转租。", "是否允许转租(允许/不允许)", "不允许"),
        ("买方甲公司。运费由乙方承担。", "运费承担方(甲方/乙方)", "乙方"),
    ],
)
def test_a_question_of_yes_or_no_is_answered_by_a_sentence(
    values: Any, text: str, definition: str, option: str
) -> None:
    (value,) = values(text, definition)
    assert value.normalized == option


def test_a_question_that_the_text_only_asks_is_not_answered(values: Any) -> None:
    assert values("是否接受联合体投标，另行通知。", "是否接受联合体(是/否)") == []


@pytest.mark.parametrize(
    ("text", "definition", "parts"),
    [
        ("查勘员：葛宏亮（工号05512）；核赔人：汪蓓", "查勘员(姓名+工号)",
         {"姓名": "葛宏亮", "工号": "05512"}),
        ("主持人：董事长顾建国    列席：陆海", "主持人(姓名+职务)",
         {"姓名": "顾建国", "职务": "董事长"}),
        ("乙方授权代表：罗素芬（区域销售总监） 电话：13829101526", "乙方授权代表(姓名+职务+电话)",
         {"姓名": "罗素芬", "职务": "区域销售总监", "电话": "13829101526"}),
        (TENDER, "采购人联系人(姓名+电话)", {"姓名": "叶晨曦", "电话": "0578-2681256"}),
    ],
)  # fmt: skip
def test_the_parts_of_a_labelled_person_are_linked(
    values: Any, text: str, definition: str, parts: dict[str, str]
) -> None:
    (value,) = values(text, definition)
    assert {k: p.text if p else None for k, p in value.parts.items()} == parts


def test_a_labelled_composite_takes_nothing_from_the_next_person(values: Any) -> None:
    (value,) = values("查勘员：葛宏亮\n核赔人：汪蓓（工号00102）", "查勘员(姓名+工号)")
    assert {k: p and p.text for k, p in value.parts.items()} == {"姓名": "葛宏亮", "工号": None}


def test_a_name_of_the_model_is_cut_where_the_next_word_begins(values: Any) -> None:
    text = "责令店主胡某某立即停业，由董秘办宋佳记录。"
    assert [v.text for v in values(text, "店主姓名", {"店主姓名": [("胡某某立", 0.8)]})] == [
        "胡某某"
    ]
    assert [v.text for v in values(text, "记录员", {"记录员": [("董秘办宋佳", 0.8)]})] == ["宋佳"]


def test_a_name_is_grown_over_its_middle_dot(values: Any) -> None:
    text = "借款人：阿依古丽·买买提，女"
    (value,) = values(text, "债务者姓名", {"债务者姓名": [("阿依古丽", 0.8)]})
    assert value.text == "阿依古丽·买买提"


def test_a_percentage_is_no_length_of_time(values: Any) -> None:
    assert values("坏账率下降1.2个百分点", "工作年限", {"工作年限": [("1.2个百分点", 0.8)]}) == []


def test_what_follows_a_party_is_not_its_name(values: Any) -> None:
    text = "交货地点为甲方台州一号仓库"
    assert values(text, "甲方", {"甲方": [("台州一号仓库", 0.3)]}) == []
