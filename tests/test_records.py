"""Records: rows from tables, labelled blocks and prose, values of different records never mixed."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import Extraction, SeqGPT
from seqgpt_core.decoding.records.columns import Cell
from seqgpt_core.decoding.records.grouping import group_cells
from seqgpt_core.decoding.records.headings import heading_quality, heading_unit
from seqgpt_core.results import (
    Part,
    RecordResult,
    extraction_from_dict,
    extraction_to_dict,
    record_frame,
)
from tests.conftest import RuleEngine
from tests.planted_records import DEFINITION, FORMS, PATTERNS, planted

Texts = list[dict[str, str | None]]
RULES = {column: [(pattern, 0.9)] for column, pattern in PATTERNS.items()}
WHO = "[甲乙丙丁]公司"
PURCHASE = {
    "供应商": [(WHO, 0.9)],
    "品名": [("钢材|水泥|砂石", 0.8)],
    "数量": [(r"\d+吨", 0.8)],
    "单价": [(r"\d+元", 0.85)],
    "交货期": [(r"\d+月\d+日", 0.8)],
}


def read(text: str, definition: str, rules: Any, threshold: float = 0.5) -> RecordResult:
    engine = RuleEngine(rules, window_size=20_000, window_overlap=100)
    (record,) = SeqGPT(engine).analyze(text, [definition]).decide(default=threshold).records
    return record


def texts(record: RecordResult) -> Texts:
    return [{name: cell and cell.text for name, cell in row.items()} for row in record.rows]


def values(record: RecordResult, *columns: str) -> list[tuple[str | None, ...]]:
    return [tuple(row[column] for column in columns) for row in texts(record)]


# Planted documents


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [1, 2, 3, 7, 20])
def test_planted_records_come_out_as_they_went_in(form: str, count: int) -> None:
    for seed in range(2):
        document = planted(form, count, seed)
        assert texts(read(document.text, DEFINITION, RULES)) == list(document.rows)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "blocks without gaps"])
@pytest.mark.parametrize("count", [2, 6, 20])
def test_a_missing_cell_stays_empty(form: str, count: int) -> None:
    # Blocks without any gap are left out: nothing there says to which block a line belongs.
    document = planted(form, count, seed=5, missing=0.4)
    assert texts(read(document.text, DEFINITION, RULES)) == list(document.rows)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(FORMS)), st.integers(1, 20), st.integers(0, 10**6))
def test_rows_never_mix(form: str, count: int, seed: int) -> None:
    document = planted(form, count, seed, missing=0.3)
    owner = {cell: number for number, row in enumerate(document.rows) for cell in row.values()}
    if form == "blocks without gaps":
        return
    for row in texts(read(document.text, DEFINITION, RULES)):
        assert len({owner[cell] for cell in row.values() if cell is not None}) == 1


@pytest.mark.parametrize("form", ["tabs", "bars", "transposed", "blocks", "numbered blocks"])
def test_headings_and_labels_need_no_model(form: str) -> None:
    document = planted(form, 6, seed=1, missing=0.3)
    assert texts(read(document.text, DEFINITION, {})) == list(document.rows)


def test_a_table_without_header_is_read_by_what_the_model_sees() -> None:
    text = "甲公司\t钢材\t100吨\t4000元\n乙公司\t水泥\t200吨\t500元\n"
    record = read(text, "{单价(元), 供应商, 品名, 数量}[]", PURCHASE)
    assert values(record, "供应商", "品名", "数量", "单价") == [
        ("甲公司", "钢材", "100吨", "4000元"),
        ("乙公司", "水泥", "200吨", "500元"),
    ]
    assert read(text, "{保单号, 车牌号}[]", {}).rows == ()


def test_every_window_of_a_long_document_gives_rows() -> None:
    document = planted("sentences", 20, seed=9)
    engine = RuleEngine(RULES, window_size=200, window_overlap=90)
    (record,) = SeqGPT(engine).extract(document.text, [DEFINITION]).records
    assert texts(record) == list(document.rows)


# Tables


def test_the_unit_of_a_heading_is_the_unit_of_its_numbers() -> None:
    text = "单位：千元\n供应商\t单价（万元）\t总价\t数量(吨)\n甲公司\t0.4\t1,200\t3\n乙公司\t500元\t7\t4\n"
    record = read(text, "{供应商, 单价(元), 总价(元), 数量(吨)}[]", {})
    cells = [[cell and cell.normalized for cell in row.values()] for row in record.rows]
    assert [row[1] for row in cells] == ["4000", "500"]
    assert [row[3] for row in cells] == ["3", "4"]
    assert [row["单价"].text for row in record.rows if row["单价"]] == ["0.4", "500元"]


def test_totals_repeated_headings_and_dashes_are_no_records() -> None:
    head = "序号\t供应商\t数量\n"
    text = head + "1\t甲公司\t100吨\n2\t乙公司\t—\n" + head + "3\t丙公司\t5吨\n合计\t\t105吨\n"
    record = read(text, "{供应商, 数量}[]", {})
    assert values(record, "供应商", "数量") == [
        ("甲公司", "100吨"),
        ("乙公司", None),
        ("丙公司", "5吨"),
    ]


def test_two_equal_lines_of_a_table_are_two_records() -> None:
    record = read("品名\t数量\n钢材\t5吨\n钢材\t5吨\n", "{品名, 数量}[]", {})
    assert len(record.rows) == 2


def test_prose_that_repeats_the_table_adds_no_row() -> None:
    text = "甲公司供应钢材100吨。\n供应商\t品名\t数量\n甲公司\t钢材\t100吨\n乙公司\t水泥\t20吨\n"
    record = read(text, "{供应商, 品名, 数量}[]", PURCHASE)
    assert values(record, "供应商") == [("甲公司",), ("乙公司",)]


def test_beside_a_table_values_that_meet_in_prose_are_no_record() -> None:
    text = (
        "甲公司受托采购，预算20吨。\n供应商\t品名\t数量\n乙公司\t钢材\t100吨\n丙公司\t水泥\t30吨\n"
    )
    rules = {**PURCHASE, "供应商": [("[甲乙丙]公司", 0.9)], "数量": [(r"\d+吨", 0.9)]}
    record = read(text, "{供应商, 品名, 数量}[]", rules)
    assert values(record, "供应商") == [("乙公司",), ("丙公司",)]
    assert ("甲公司", "unpaired") in {(r.text, r.reason) for r in record.rejected}


def test_an_amount_stated_once_is_shared_only_where_each_is_said() -> None:
    rules = {"供应商": [("[甲乙]公司", 0.9)], "金额": [("100万元", 0.9)]}
    definition = "{供应商, 金额}[]"
    each = read("甲公司、乙公司各投资100万元。", definition, rules)
    assert {row["金额"] for row in texts(each)} == {"100万元"}
    once = read("公司向甲公司、乙公司采购设备，预计支出100万元。", definition, rules)
    assert sum(row["金额"] is not None for row in texts(once)) <= 1


def test_a_cell_of_the_wrong_form_is_rejected_with_the_reason() -> None:
    text = "姓名\t手机号\n张伟\t13880012345\n李强\t1388001\n"
    record = read(text, "{姓名, 手机号}[]", {})
    assert values(record, "姓名", "手机号") == [("张伟", "13880012345"), ("李强", None)]
    (rejected,) = record.rejected
    assert (rejected.column, rejected.text, rejected.reason) == ("手机号", "1388001", "constraint")
    assert rejected.detail


# Labels


def test_labels_by_meaning_and_values_on_the_next_line() -> None:
    text = (
        "1、中标项目名称：东区绿化工程；中标价：\n59,339元；工期：90天。\n"
        "2、中标项目名称：西区栈道工程。中标价：17,728元；工期：180天。\n"
    )
    record = read(text, "{项目名称, 合同金额(元)}[]", {})
    assert values(record, "项目名称", "合同金额") == [
        ("东区绿化工程", "59,339元"),
        ("西区栈道工程", "17,728元"),
    ]


def test_the_parties_of_one_contract_stay_one_record() -> None:
    text = (
        "设备购买合同\n甲方：北京华信科技有限公司\n乙方：上海远景能源有限公司\n"
        "第一条 合同金额为350万元。\n第二条 保证金为10万元。\n"
        "甲方（盖章）：北京华信科技有限公司\n签约日期：2024年3月5日"
    )
    rules = {"合同金额": [("350万元", 0.9), ("10万元", 0.5)]}
    record = read(text, "{甲方, 乙方, 合同金额(元), 签约日期}[]", rules)
    assert texts(record) == [
        {
            "甲方": "北京华信科技有限公司",
            "乙方": "上海远景能源有限公司",
            "合同金额": "350万元",
            "签约日期": "2024年3月5日",
        }
    ]
    assert [(r.text, r.reason) for r in record.rejected] == [("10万元", "limit")]


@pytest.mark.parametrize(
    ("heading", "name", "named"),
    [
        ("供应商名称", "供应商", True),
        ("供货单位", "供应商", True),
        ("单 价（元/吨）", "单价", True),
        ("（1）中标价", "合同金额", True),
        ("项目名称一", "项目名称", True),
        ("采购数量", "数量", True),
        ("甲方联系人", "甲方", False),
        ("乙方", "甲方", False),
        ("注册资本", "合同金额", False),
        ("供应商编号", "供应商", False),
        ("", "供应商", False),
    ],
)
def test_headings(heading: str, name: str, named: bool) -> None:
    assert (heading_quality(heading, (name,)) > 0) is named


def test_heading_units() -> None:
    assert heading_unit("单价（万元）") == "万元"
    assert heading_unit("单价") == ""


# Prose


def test_a_clause_shares_its_subject() -> None:
    record = read("甲公司供应钢材100吨、水泥200吨和砂石300吨。", DEFINITION, PURCHASE)
    assert values(record, "供应商", "品名", "数量") == [
        ("甲公司", "钢材", "100吨"),
        ("甲公司", "水泥", "200吨"),
        ("甲公司", "砂石", "300吨"),
    ]


def test_the_subject_ends_with_its_clause() -> None:
    record = read("甲公司供应钢材100吨；另有水泥200吨、单价500元。", DEFINITION, PURCHASE)
    assert values(record, "供应商", "品名") == [("甲公司", "钢材"), (None, "水泥")]


def test_parallel_lists_go_by_place() -> None:
    text = "分别向甲公司、乙公司采购钢材、水泥，数量分别为100吨、200吨，均于3月5日交货。"
    record = read(text, DEFINITION, PURCHASE)
    assert values(record, "供应商", "品名", "数量", "交货期") == [
        ("甲公司", "钢材", "100吨", "3月5日"),
        ("乙公司", "水泥", "200吨", "3月5日"),
    ]


def test_a_second_sentence_gives_the_members_of_the_list_before_it() -> None:
    text = (
        "甲公司被确定为《城南道路（一标段）》和《城北道路（二标段）》的中标人。中标金额分别为"
        "人民币500,000元（大写：伍拾万元整）和人民币300,000元（大写：叁拾万元整）。"
        "乙公司为《城东道路》的中标人，中标金额200,000元。"
    )
    rules = {
        "中标人": [("[甲乙]公司", 0.9)],
        "项目": [("城.道路(?:（.标段）)?", 0.9)],
        "金额": [(r"[\d,]+元", 0.9)],
    }
    record = read(text, "{中标人, 项目, 金额(元)}[]", rules)
    assert values(record, "中标人", "项目", "金额") == [
        ("甲公司", "城南道路（一标段）", "500,000元"),
        ("甲公司", "城北道路（二标段）", "300,000元"),
        ("乙公司", "城东道路", "200,000元"),
    ]


def test_a_list_of_one_record_is_one_answer() -> None:
    record = read("甲公司供应钢材、水泥，共300吨。", "{供应商, 品名, 数量}[]", PURCHASE)
    assert values(record, "供应商", "品名", "数量") == [("甲公司", "钢材、水泥", "300吨")]


def test_lists_of_different_lengths_are_not_paired() -> None:
    text = "向甲公司、乙公司、丙公司采购，数量为100吨、200吨。"
    record = read(text, "{供应商, 数量}[]", PURCHASE)
    assert all(
        row["供应商"] not in ("甲公司", "乙公司", "丙公司") or row["数量"] is None
        for row in texts(record)
    )


def test_events_are_kept_apart_and_keep_one_value_a_column() -> None:
    rules = {
        "事故时间": [(r"2024年3月\d日", 0.9)],
        "事故地点": [("东大道|西大道", 0.9)],
        "涉事车辆": [("川A11111", 0.9), ("川B22222", 0.8), ("川C33333", 0.9)],
        "责任认定": [("全部责任|主要责任", 0.8)],
    }
    text = (
        "2024年3月5日，在东大道，川A11111撞上川B22222，前者负全部责任。\n"
        "2024年3月6日，在西大道，川C33333追尾，负主要责任。"
    )
    record = read(text, "{事故时间, 事故地点, 涉事车辆, 责任认定}[]", rules)
    assert [list(row.values()) for row in texts(record)] == [
        ["2024年3月5日", "东大道", "川A11111", "全部责任"],
        ["2024年3月6日", "西大道", "川C33333", "主要责任"],
    ]
    assert [(r.column, r.text, r.reason) for r in record.rejected] == [
        ("涉事车辆", "川B22222", "limit")
    ]


def test_a_sum_over_the_records_is_no_cell() -> None:
    text = "甲公司中标，金额100元。乙公司中标，金额200元。合计300元。"
    record = read(text, "{供应商, 单价(元)}[]", PURCHASE)
    assert values(record, "供应商", "单价") == [("甲公司", "100元"), ("乙公司", "200元")]
    alone = read("甲公司中标，金额合计300元。", "{供应商, 单价(元)}[]", PURCHASE)
    assert values(alone, "供应商", "单价") == [("甲公司", "300元")]


# Values stated once


BLOCKS = "供应商：甲公司\n数量：1吨\n\n供应商：乙公司\n数量：2吨\n"
TABLE = "供应商\t数量\n甲公司\t1吨\n乙公司\t2吨\n"


@pytest.mark.parametrize(
    "text",
    [
        "签约日期：2024年3月5日\n" + TABLE,
        "签约日期：2024年3月5日\n\n" + BLOCKS,
        "2024年3月5日，公司与下列供应商签订合同：\n" + TABLE,
        BLOCKS + "\n上述合同均于2024年3月5日签订。",
    ],
)
def test_what_is_stated_for_all_is_shared(text: str) -> None:
    rules = {"签约日期": [("2024年3月5日", 0.9)]}
    record = read(text, "{供应商, 数量, 签约日期}[]", rules)
    assert values(record, "供应商", "签约日期") == [
        ("甲公司", "2024年3月5日"),
        ("乙公司", "2024年3月5日"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        BLOCKS + "\n2024年3月5日，财务部门付款。",
        "公司成立于2024年3月5日。\n" + TABLE,
        "签约日期：2024年3月5日\n" + TABLE + "丙公司的合同于2024年4月1日签订。",
    ],
)
def test_what_is_not_said_of_all_is_not_shared(text: str) -> None:
    rules = {"签约日期": [(r"2024年\d月\d日", 0.9)]}
    record = read(text, "{供应商, 数量, 签约日期}[]", rules)
    assert [date for (date,) in values(record, "签约日期")][:2] == [None, None]


def test_a_value_of_one_row_is_not_lent_to_another() -> None:
    text = TABLE.replace("数量", "数量\t签约日期").replace("1吨", "1吨\t2024年3月5日")
    record = read(text, "{供应商, 数量, 签约日期}[]", {})
    assert values(record, "签约日期") == [("2024年3月5日",), (None,)]


# Thresholds, limits, columns


def test_a_row_needs_one_cell_above_the_threshold_and_the_others_half_of_it() -> None:
    rules = {"供应商": [("甲公司", 0.6), ("乙公司", 0.4)], "数量": [("1吨", 0.35), ("2吨", 0.38)]}
    engine = RuleEngine(rules, window_size=200)
    analysis = SeqGPT(engine).analyze("甲公司供1吨。乙公司供2吨。", "{供应商, 数量}[]")
    asked = len(engine.asked)

    def at(threshold: float) -> RecordResult:
        return analysis.decide({"{供应商, 数量}[]": threshold}).records[0]

    assert values(at(0.5), "供应商", "数量") == [("甲公司", "1吨")]
    assert {(r.text, r.reason) for r in at(0.5).rejected} == {
        ("乙公司", "below_threshold"),
        ("2吨", "below_threshold"),
    }
    assert len(at(0.3).rows) == 2
    assert at(0.9).rows == ()
    assert {r.text for r in at(0.9).rejected} == {"甲公司", "1吨", "乙公司", "2吨"}
    assert len(engine.asked) == asked


def test_a_lonely_value_is_shown_as_such() -> None:
    record = read("甲公司到场。", "{供应商, 数量}[]", {"供应商": [("甲公司", 0.9)]})
    assert values(record, "供应商") in ([], [("甲公司",)])
    both = read("甲公司到场。乙公司到场。", "{供应商, 数量}[]", {"供应商": [(WHO, 0.9)]})
    assert both.rows == ()
    assert {(r.text, r.reason) for r in both.rejected} == {
        ("甲公司", "unpaired"),
        ("乙公司", "unpaired"),
    }


def test_a_limit_keeps_the_surest_rows_in_their_order() -> None:
    rules = {"供应商": [("甲公司", 0.6), ("[乙丙]公司", 0.9)], "数量": [(r"\d吨", 0.9)]}
    record = read("甲公司供1吨。乙公司供2吨。丙公司供3吨。", "{供应商, 数量}[2]", rules)
    assert values(record, "供应商") == [("乙公司",), ("丙公司",)]
    assert {(r.text, r.reason) for r in record.rejected} == {("甲公司", "limit"), ("1吨", "limit")}


def test_two_columns_do_not_claim_one_place() -> None:
    rules = {"甲方": [(WHO, 0.7)], "乙方": [("乙公司|丁公司", 0.9)], "合同金额": [(r"\d+元", 0.9)]}
    text = "甲公司与乙公司签约，金额100元。丙公司与丁公司签约，金额200元。"
    record = read(text, "{甲方, 乙方, 合同金额}[]", rules)
    assert [list(row.values()) for row in texts(record)] == [
        ["甲公司", "乙公司", "100元"],
        ["丙公司", "丁公司", "200元"],
    ]


def test_a_single_column_gives_a_row_a_value() -> None:
    record = read("甲公司、乙公司和丙公司到场。", "{供应商}[]", PURCHASE)
    assert values(record, "供应商") == [("甲公司",), ("乙公司",), ("丙公司",)]


def test_columns_may_be_composites_enumerations_and_have_aliases() -> None:
    rules = {
        "负责人": [("张伟（经理）|李强（主管）", 0.9)],
        "负责人姓名": [("张伟|李强", 0.9)],
        "负责人职务": [("经理|主管", 0.9)],
        "承办单位": [(WHO, 0.9)],
        "结论": [("审查合格|验收不合格", 0.9)],
    }
    text = "甲公司由张伟（经理）负责，审查合格。乙公司由李强（主管）负责，验收不合格。"
    definition = "{供应商|承办单位, 负责人(姓名+职务), 结论(合格/不合格)}[]"
    record = read(text, definition, rules)
    assert record.columns == ("供应商", "负责人", "负责人.姓名", "负责人.职务", "结论")
    assert [list(row.values()) for row in texts(record)] == [
        ["甲公司", "张伟（经理）", "张伟", "经理", "审查合格"],
        ["乙公司", "李强（主管）", "李强", "主管", "验收不合格"],
    ]
    assert [row["结论"].normalized for row in record.rows if row["结论"]] == ["合格", "不合格"]


# Results


@pytest.fixture
def extraction() -> Extraction:
    engine = RuleEngine(PURCHASE, window_size=500)
    text = "甲公司供应钢材100吨，单价4000元。\n乙公司供应水泥，单价500元。丙公司到场。"
    return SeqGPT(engine).extract(text, ["供应商", DEFINITION])


def test_json_has_a_row_a_record_and_null_for_a_missing_cell(extraction: Extraction) -> None:
    data = json.loads(extraction.to_json())
    assert [field["definition"] for field in data["fields"]] == ["供应商"]
    (record,) = data["records"]
    assert record["definition"] == DEFINITION
    assert record["rows"][1]["数量"] is None
    cell = record["rows"][0]["单价"]
    assert cell["normalized"] == "4000"
    assert extraction.text[cell["start"] : cell["end"]] == cell["text"] == "4000元"
    assert [r["reason"] for r in record["rejected"]] == ["unpaired"]
    again = extraction_from_dict(extraction_to_dict(extraction), extraction.text)
    assert extraction_to_dict(again) == extraction_to_dict(extraction)
    assert pickle.loads(pickle.dumps(extraction)) == extraction


def test_reports_show_the_rows(extraction: Extraction) -> None:
    report = extraction.to_markdown()
    assert "| 序号 | 供应商 | 品名 | 数量 | 单价 | 交货期 |" in report
    assert "| 2 | 乙公司 | 水泥 | — | 500元 → 500 | — |" in report
    assert "没有与它成组的其他值" in report
    frame = record_frame(extraction.records[0])
    assert list(frame["供应商"]) == ["甲公司", "乙公司"]
    assert list(frame["单价.normalized"]) == ["4000", "500"]
    assert frame["数量"].isna().tolist() == [False, True]
    assert list(record_frame(RecordResult("{a, b}[]", ("a", "b"))).columns[:1]) == ["a"]


def test_a_hostile_column_name_stays_text() -> None:
    record = RecordResult("{<b>|x, y}[]", ("<b>|x", "y"), ({"<b>|x": None, "y": None},))
    report = Extraction("文", "m", "0", records=(record,)).to_markdown()
    assert "<b>" not in report


def test_a_record_keeps_the_invariants_of_a_result() -> None:
    with pytest.raises(ValueError, match="columns"):
        RecordResult("{a, b}[]", ("a", "b"), ({"a": None},))
    for part in (Part("乙", 0, 1, 0.5), Part("甲", 0, 1, 1.5)):
        record = RecordResult("{a}[]", ("a",), ({"a": part},))
        with pytest.raises(ValueError, match=r"span|score"):
            Extraction("甲方", "m", "0", records=(record,))


@settings(max_examples=60, deadline=None)
@given(
    st.text("甲乙公司：，。；、\t|\n1吨（）分别 ", max_size=120),
    st.floats(0, 1),
)
def test_any_text_gives_spans_of_it(text: str, threshold: float) -> None:
    rules = {"供应商": [("[甲乙]公?司?", 0.7)], "数量": [("1吨?", 0.6)]}
    if text.strip():
        record = read(text, "{供应商, 数量}[]", rules, threshold)
        for row in record.rows:
            assert all(c is None or text[c.start : c.end] == c.text for c in row.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("，；。\n"), st.booleans())))
def test_grouping_loses_and_repeats_nothing(items: list[tuple[int, str, bool]]) -> None:
    text, cells = "", []
    for number, (column, mark, labelled) in enumerate(items):
        value = f"值{number % 5}"
        cells.append(Cell(column, len(text), len(text) + len(value), 0.8, "", labelled))
        text += value + mark
    groups = group_cells(text, cells)
    assert [cell for group in groups for cell in group] == cells


# The embedded model


@pytest.mark.embedded
def test_the_embedded_model_reads_two_contracts_of_one_announcement() -> None:
    text = (
        "公司近日签订两份合同。\n"
        "一、与北京华信科技有限公司签订《设备采购合同》，合同金额为1,200万元，"
        "签约日期为2024年3月5日。\n"
        "二、与上海远景能源有限公司签订《运维服务合同》，合同金额为人民币350万元，"
        "签约日期为2024年4月1日。"
    )
    (record,) = SeqGPT.load().extract(text, ["{甲方, 合同名称, 合同金额(元), 签约日期}[]"]).records
    assert [row["合同金额"] and row["合同金额"].normalized for row in record.rows] == [
        "12000000",
        "3500000",
    ]
    assert [row["签约日期"] and row["签约日期"].normalized for row in record.rows] == [
        "2024-03-05",
        "2024-04-01",
    ]
