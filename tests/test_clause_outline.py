"""The outline of contracts: clause numbers, nesting, and everything that is not a clause."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.clauses.model import Clause
from seqgpt_core.clauses.numbering import (
    Style,
    numeral_value,
    parse_number,
    readings_at,
    step,
)
from seqgpt_core.clauses.outline import read_outline
from seqgpt_core.documents.numerals import chinese_ordinal, format_ordinal

from . import clause_contracts as contracts

# Pieces that look like structure, put together at random.
PIECES = [
    "第一条", "第二条 付款", "第3条", "第一章 总则", "一、", "（一）", "1.", "1.1 ", "1.1.1 ", "（1）", "①", "a) ", "Ⅰ.",
    "附件一：", "附件", "甲方：", "（盖章）", "（以下无正文）", "“交付物”指", "12.31前", "2024.3.17", "3.5万元", "第 1 页", "- 3 -",
    "\t", "|", "\n", "\n\n", "\r\n", "\u2028", "\x0c", "\u3000", "。", "；", "保密", "违约责任", "乙方应于收到通知后十日内付清全部款项",
    "\x00", "\ud800", "😀", "**", "## ", "【", "】", "…… 3",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
)


def shape(text: str) -> list[tuple[str, int, str | None]]:
    return [(node.kind, node.level, node.number) for node in read_outline(text)]


def words(text: str, node: Clause) -> str:
    return text[node.start : node.end].strip()


def by_path(text: str) -> dict[tuple[str, ...], Clause]:
    return {node.path: node for node in read_outline(text) if node.path}


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_nodes_partition_any_text(text: str) -> None:
    nodes = read_outline(text)
    assert "".join(text[node.start : node.end] for node in nodes) == text
    assert all(node.start < node.end for node in nodes)
    assert [node.start for node in nodes[1:]] == [node.end for node in nodes[:-1]]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_what_a_node_says_of_itself_is_in_it(text: str) -> None:
    level = -1
    for node in read_outline(text):
        own = text[node.start : node.end]
        words_first = re.sub(r"^[\s\ufeff\u200b#*]+", "", own)
        assert node.number is None or words_first.startswith(node.number)
        assert (node.title or "") in own and node.heading in own
        # Nesting has no holes: a child stands one level below what is open.
        assert 0 <= node.level <= level + 1
        level = node.level


@pytest.mark.parametrize("name", sorted(contracts.ALL))
def test_real_contracts_are_partitioned(name: str) -> None:
    text = contracts.ALL[name]
    nodes = read_outline(text)
    assert "".join(text[node.start : node.end] for node in nodes) == text
    # The same contract with Windows line ends has the same outline.
    again = read_outline(text.replace("\n", "\r\n"))
    assert [(n.kind, n.level, n.path, n.title) for n in again] == [
        (n.kind, n.level, n.path, n.title) for n in nodes
    ]


def test_articles_with_table_signature_and_annexes() -> None:
    text = contracts.ARTICLES
    nodes = read_outline(text)
    found = [(node.kind, node.level, node.path, node.title) for node in nodes]
    assert found == [
        ("preamble", 0, (), None),
        ("heading", 0, ("1",), "标的物"),
        ("clause", 1, ("1", "1"), None),
        ("table", 2, (), None),
        ("clause", 1, ("1", "2"), None),
        ("heading", 0, ("2",), "合同价款"),
        ("clause", 1, ("2", "1"), None),
        ("clause", 1, ("2", "2"), None),
        ("heading", 0, ("3",), "付款方式"),
        ("clause", 1, ("3", "1"), None),
        ("clause", 1, ("3", "2"), None),
        ("clause", 1, ("3", "3"), None),
        ("clause", 0, ("4",), "交货"),
        ("heading", 0, ("5",), "质量保证"),
        ("clause", 1, ("5", "1"), None),
        ("clause", 1, ("5", "2"), None),
        ("clause", 2, ("5", "2", "1"), None),
        ("clause", 2, ("5", "2", "2"), None),
        ("clause", 2, ("5", "2", "3"), None),
        ("clause", 0, ("6",), "违约责任"),
        ("clause", 0, ("7",), "争议解决"),
        ("clause", 0, ("8",), "附件"),
        ("clause", 0, ("9",), "生效"),
        ("signature", 0, (), None),
        ("annex", 0, ("附件1",), "技术要求"),
        ("clause", 1, ("附件1", "1"), "主轴"),
        ("clause", 1, ("附件1", "2"), "精度"),
        ("annex", 0, ("附件2",), "验收标准"),
    ]
    by_title = {node.title: node for node in nodes if node.title}
    assert by_title["付款方式"].heading == "第三条 付款方式"
    # A reference that a line break put at a line's start, and a list of annexes, open nothing.
    assert "第三条的约定" in words(text, by_title["违约责任"])
    assert "附件二：验收标准" in words(text, by_title["附件"])
    table = next(node for node in nodes if node.kind == "table")
    assert words(text, table).count("\n") == 3
    assert words(text, nodes[0]).startswith("设备采购合同") and "卖方（乙方）" in words(
        text, nodes[0]
    )
    signature = next(node for node in nodes if node.kind == "signature")
    assert words(text, signature).startswith("（以下无正文）")
    assert words(text, signature).endswith("签订日期：2025年3月18日")


def test_chinese_numbers_with_definitions_and_a_missing_number() -> None:
    text = contracts.CHINESE_NUMBERS
    nodes = read_outline(text)
    top = [node for node in nodes if node.level == 0]
    assert [node.number for node in top if node.number] == [
        "一、",
        "二、",
        "三、",
        "五、",
        "六、",
        "七、",
        "八、",
    ]
    assert top[0].kind == "preamble" and top[-1].kind == "signature"
    assert [(n.title, n.level) for n in nodes if n.kind == "definition"] == [
        ("交付物", 1),
        ("保密信息", 1),
    ]
    places = by_path(text)
    assert words(text, places["2", "2", "3"]) == "3. 统计报表模块。"
    # `15日，` and `30日的` at a line's start are no numbers of clauses.
    assert words(text, places["2", "3"]).endswith("15日，相关差旅费用由乙方承担。")
    assert words(text, places["7",]).endswith("30日的，甲方有权解除本协议。")
    assert words(text, places["3", "2", "1"]) == "1. 协议签订后10日内支付30%；"


def test_decimals_with_bare_top_numbers_and_letters() -> None:
    text = contracts.DECIMALS
    places = by_path(text)
    assert [path for path in places if len(path) == 1] == [(str(n),) for n in range(1, 6)]
    assert places["2",].kind == "heading" and places["2", "1"].kind == "heading"
    assert words(text, places["2", "2", "2"]).startswith("2.2.2 二级故障")
    assert places["1", "1"].kind == "definition" and places["1", "1"].title == "服务"
    assert "12.31前以及" in words(text, places["3", "1"])
    assert words(text, places["3", "5"]).startswith("3.5 甲方有权")
    assert [path[2] for path in places if path[:2] == ("4", "2") and len(path) == 3] == [
        "1",
        "2",
        "3",
    ]
    # (i) is Roman, because (ii) follows.
    assert words(text, places["5", "2", "1"]) == "(i) 暂停服务；"
    assert words(text, places["5", "2", "3"]) == "(iii) 要求赔偿损失。"


def test_chapters_with_contents_and_page_headers() -> None:
    text = contracts.CHAPTERS
    nodes = read_outline(text)
    assert [(n.kind, n.level, n.number) for n in nodes] == [
        ("preamble", 0, None),
        ("heading", 0, "第一章"),
        ("clause", 1, "第一条"),
        ("clause", 1, "第二条"),
        ("heading", 0, "第二章"),
        ("clause", 1, "第三条"),
        ("clause", 1, "第四条"),
        ("clause", 2, "（一）"),
        ("clause", 2, "（二）"),
        ("clause", 2, "（三）"),
        ("clause", 1, "第五条"),
        ("heading", 0, "第三章"),
        ("clause", 1, "第六条"),
        ("clause", 1, "第七条"),
    ]
    # Articles are numbered through the contract, so their path does not name the chapter.
    assert nodes[6].path == ("4",) and nodes[7].path == ("4", "1")
    assert "第二章 租金....." in text[: nodes[0].end]


def test_articles_that_begin_anew_in_each_chapter_name_it() -> None:
    text = "第一章 甲\n第一条 出租。\n第二条 承租。\n第二章 乙\n第一条 租金。\n第二条 押金。\n"
    assert [node.path for node in read_outline(text)] == [
        ("1",), ("1", "1"), ("1", "2"), ("2",), ("2", "1"), ("2", "2"),
    ]  # fmt: skip


def test_headings_without_numbers() -> None:
    nodes = read_outline(contracts.UNNUMBERED)
    assert [(n.kind, n.title) for n in nodes] == [
        ("preamble", None),
        ("clause", "合作内容"),
        ("clause", "费用承担"),
        ("clause", "保密"),
        ("clause", "争议解决"),
    ]


NESTINGS = [
    ("一、甲\n第一条 乙。\n第二条 丙。\n二、丁\n第三条 戊。\n", [0, 1, 1, 0, 1]),
    ("第一条 甲\n一、乙。\n二、丙。\n第二条 丁\n一、戊。\n", [0, 1, 1, 0, 1]),
    ("第一编 总\n第一章 甲\n第一节 乙\n第一条 丙。\n第二章 丁\n第二条 戊。\n", [0, 1, 2, 3, 1, 2]),
    ("1. 甲\n（1）乙；\n①丙；\n②丁；\n（2）戊。\n2. 己。\n", [0, 1, 2, 2, 1, 0]),
    ("1. 甲\n1.1 乙\n1.1.1 丙。\n1.1.2 丁。\n1.2 戊。\n2. 己。\n", [0, 1, 2, 2, 1, 0]),
    ("1.1 甲。\n1.2 乙。\n2.1 丙。\n", [0, 0, 0]),
    ("第五条 甲\n5.1 乙：\n（1）丙；\n（2）丁。\n5.2 戊。\n第六条 己。\n", [0, 1, 2, 2, 1, 0]),
    ("（一）甲\n1、乙；\n2、丙。\n（二）丁\n1、戊。\n", [0, 1, 1, 0, 1]),
    ("Ⅰ. 甲\nA. 乙。\nB. 丙。\nⅡ. 丁。\n", [0, 1, 1, 0]),
    ("第一条 甲\n第一款 乙。\n第二款 丙。\n第二条 丁。\n", [0, 1, 1, 0]),
    ("１．甲\n１．１乙。\n１．２丙。\n２．丁。\n", [0, 1, 1, 0]),
    ("　　第一条　甲\n　　（一）乙。\n　　第二条　丙。\n", [0, 1, 0]),
    ("**第一条 甲**\n乙。\n**第二条 丙**\n丁。\n", [0, 0]),
]


@pytest.mark.parametrize(("text", "levels"), NESTINGS)
def test_nesting_follows_the_styles_in_their_order(text: str, levels: list[int]) -> None:
    nodes = read_outline(text)
    assert [node.level for node in nodes] == levels
    assert all(node.number for node in nodes)


NO_CLAUSES = [
    "甲方应于\n3.15前付清首期款。",
    "首期款为\n3.5万元整。",
    "交货日：\n2025.6.30前。",
    "依照本合同的约定，任何一方违反\n第三条、第五条规定的义务的，应承担责任。",
    "共租赁\n一、二层商铺各一间。",
    "系统应于\n99.95%的时间可用。",
    "联系电话：\n138-0123-4567。",
    "支付方式见下：\n第 3 页 共 9 页\n按季支付。",
]


@pytest.mark.parametrize("body", NO_CLAUSES)
def test_numbers_at_a_line_start_that_open_no_clause(body: str) -> None:
    text = f"第一条 约定\n{body}\n第二条 其他\n无。\n"
    assert [node.number for node in read_outline(text)] == ["第一条", "第二条"]


WRONG_NUMBERS = [
    ("第一条 甲。\n第三条 乙。\n第四条 丙。\n", 3),
    ("第一条 甲。\n第二条 乙。\n第二条 丙。\n第一条 丁。\n", 4),
    ("1. 甲。\n2. 乙。\n2. 丙。\n5. 丁。\n", 4),
    ("（一）甲。\n（三）乙。\n（二）丙。\n", 3),
    ("四、甲\n4.1 乙。\n4.2 丙。\n4.4 丁。\n", 4),
    ("第三条 甲\n2.1 乙。\n2.2 丙。\n", 3),
    ("7.3 保价。\n7.4 代收。\n7.5 额度。\n", 3),
    ("4.2 | 履约担保\n11.5 | 违约金\n11.6 | 奖金\n17.2 | 预付款\n", 4),
    ("承包人（全称）：中昊筑业第六工程有限公司宁夏分公司\n一、工程概况\n甲。\n二、工期\n乙。\n", 2),
    ("第九十九条 甲。\n第一百条 乙。\n第一百零一条 丙。\n第102条 丁。\n", 4),
]


@pytest.mark.parametrize(("text", "count"), WRONG_NUMBERS)
def test_missing_repeated_and_wrong_numbers_still_open_clauses(text: str, count: int) -> None:
    assert len([node for node in read_outline(text) if node.number]) == count


def test_articles_that_lost_their_line_breaks() -> None:
    text = (
        "第一条 标的 甲方购买设备。第二条 价款 总价为10万元，依照第一条 标的确定。第三条 其他 无。"
    )
    nodes = read_outline(text)
    assert [node.number for node in nodes] == ["第一条", "第二条", "第三条"]
    assert nodes[1].title == "价款"


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("1\t钢板\t20\n2\t型钢\t30\n", 1),
        ("|序号|名称|\n|---|---|\n|1.|钢板|\n", 1),
        ("1.\t钢板\t20\n2.\t型钢\t30\n", 1),
        ("第一项：钢板\n第二项：型钢\n", 0),
    ],
)
def test_pasted_tables(rows: str, count: int) -> None:
    text = f"第一条 清单\n{rows}以上含税。\n第二条\t价款\n总价见上。\n"
    nodes = read_outline(text)
    tables = [node for node in nodes if node.kind == "table"]
    assert [words(text, table) for table in tables] == [rows.strip()] * count
    # The tab behind an article's number makes no table.
    assert [node.number for node in nodes if node.level == 0] == ["第一条", "第二条"]
    assert nodes[-1].title == "价款"


def test_text_without_structure_is_cut_into_paragraphs() -> None:
    assert shape("") == []
    assert shape(" \n\n ") == [("text", 0, None)]
    assert shape("第 1 页\n附件一：要求\n") == [("text", 0, None), ("annex", 0, "附件一")]
    text = "会议于上午召开。\n\n讨论了预算。\n\n决定下周再议。\n"
    assert [words(text, node) for node in read_outline(text)] == [
        "会议于上午召开。",
        "讨论了预算。",
        "决定下周再议。",
    ]
    assert shape(text) == [("text", 0, None)] * 3


@pytest.mark.parametrize(
    ("written", "style", "values"),
    [
        ("第五条", Style.ARTICLE, (5,)), ("第 12 条", Style.ARTICLE, (12,)), ("第十条之一", Style.ARTICLE, (10, 1)),
        ("第二章", Style.CHAPTER, (2,)), ("第一节", Style.SECTION, (1,)), ("第三款", Style.PARAGRAPH, (3,)),
        ("一、", Style.CHINESE, (1,)), ("（十二）", Style.CHINESE_BRACKET, (12,)), ("(三)", Style.CHINESE_BRACKET, (3,)),
        ("1.", Style.DECIMAL, (1,)), ("3.1.2", Style.DECIMAL, (3, 1, 2)), ("１．２", Style.DECIMAL, (1, 2)),
        ("（1）", Style.DECIMAL_BRACKET, (1,)), ("2)", Style.DECIMAL_BRACKET, (2,)), ("⑫", Style.CIRCLED, (12,)),
        ("a)", Style.LETTER, (1,)), ("（c）", Style.LETTER, (3,)), ("Ⅳ.", Style.ROMAN, (4,)), ("iv)", Style.ROMAN, (4,)),
        ("附件三", Style.ANNEX, (3,)), ("附录B", Style.ANNEX, (2,)), ("附表", Style.ANNEX, ()),
    ],
)  # fmt: skip
def test_numbers_have_a_style_and_values(
    written: str, style: Style, values: tuple[int, ...]
) -> None:
    assert parse_number(written) == (style, values)
    found = readings_at(f"　{written} 付款", 0)[0]
    assert f"　{written} 付款"[found.start : found.end].strip() == written


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9999))
def test_numerals_read_back_what_is_written(value: int) -> None:
    assert numeral_value(chinese_ordinal(value)) == value
    assert numeral_value(format_ordinal(value, "chineseLegalSimplified")) == value
    assert numeral_value(format_ordinal(value, "decimalFullWidth")) == value
    assert numeral_value(format_ordinal(value, "ideographDigital")) == value
    if 1 < value < 40 and len(format_ordinal(value, "lowerRoman")) > 1:
        assert numeral_value(format_ordinal(value, "lowerRoman")) == value


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_any_string_can_be_asked_for_its_number(text: str) -> None:
    value = numeral_value(text)
    assert value is None or value >= 0
    for reading in readings_at(text, 0):
        assert 0 <= reading.start < reading.end <= len(text)
        assert parse_number(text[reading.start : reading.end]) is not None


@pytest.mark.parametrize(
    ("previous", "values", "expected"),
    [
        (None, (4,), "first"), ((1,), (2,), "next"), ((2,), (2,), "repeated"), ((2,), (5,), "missing"),
        ((3,), (1,), "restarted"), ((5,), (3,), "backward"), ((4, 2), (4, 3), "next"), ((4, 2), (5, 1), "restarted"),
        ((4, 2), (5, 3), "elsewhere"), ((1, 1), (2,), "elsewhere"),
    ],
)  # fmt: skip
def test_steps(previous: tuple[int, ...] | None, values: tuple[int, ...], expected: str) -> None:
    assert step(previous, values) == expected
