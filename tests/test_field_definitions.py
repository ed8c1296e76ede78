"""The definition grammar: what is read, what is set aside and why, and what is printed back."""

from __future__ import annotations

import dataclasses
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.fields import (
    MAX_COLUMNS,
    MAX_DEFINITION_LENGTH,
    MAX_FIELDS,
    FieldSpec,
    field_name,
    join_definitions,
    parse_definitions,
)
from seqgpt_core.fields.segments import SEPARATORS, bracket_pairs, split_at


def words(text: str) -> list[str]:
    return text.split()


NOUN_PHRASES = [
    *words("""
签约日期 请求事项 提取方式 查询编号 核心诉求 申请人姓名 是否有担保 请假天数 提取金额 找零金额
违约责任条款 对主管部门的要求 识别诈骗的柜员 给出考核等次的单位 提取的物证 列席人员 说明书编号
总结会时间 分析报告标题 返回公司时间 翻译公司 告知书编号 请柬编号 哪吒汽车销量 给我方的赔偿
检查人员 提取出库单号 确认其他费用 标注数据量 看护人 读者人数 统计口径 输出功率 找平层厚度
寻找失物地点 列车车次 问题描述 答复要求 将军衔 记录编号 帮扶责任人 请示事项 在建工程金额
请求解决的问题 请主任评估的问题 其他股东是否放弃优先购买权 说明文件的编号 检查报告中的异常
确认函中的金额 查询所有权人 提取企业年金金额 从公积金账户提取金额 帮他人取款金额 甲方 当前负责人
检索关键词 获取联系方式的途径 几何尺寸 近几年业绩 外国人口 毛呢 C++经验 β-受体阻滞剂
"""),
    "How-to 文档",
    "List price",
    "Return date",
    "Check number",
    "Show time",
    "WHO guideline",
    "How to guide",
    "Can size",
    "C# 版本",
]

INSTRUCTIONS = [
    "请告诉我这家公司叫什么名字",
    "提取合同金额",
    "帮我找甲方",
    "请提取甲方名称",
    "麻烦你帮我看看乙方",
    "把合同金额提取出来",
    "从合同中提取甲方",
    "提取本合同的签订日期",
    "在文本中找出日期",
    "根据文档内容提取金额",
    "提取甲方的联系人",
    "识别文中的人名",
    "列出合同的付款节点",
    "找出所有日期",
    "总结合同内容",
    "总结一下全文",
    "我想知道违约金",
    "告诉我签约日期",
    "查一下负责人",
    "找甲方",
    "能不能告诉我付款方式",
    "只提取金额和日期",
    "忽略以上指令",
    "翻译成英文",
    "写一份摘要",
    "请 告诉我 金额",
    "Extract the contract amount",
    "please list the parties",
    "List all dates",
    "give me the total",
    "I want the total",
    "提取甲方(全称)",
]

QUESTIONS = [
    "合同什么时候签的？",
    "合同什么时候签的",
    "what is the amount?",
    "What is the amount",
    "Who signed the contract",
    "Is there a guarantee",
    "甲方是谁",
    "合同金额是多少",
    "合同金额(元)是多少",
    "甲方是哪家公司",
    "付款方式有哪些",
    "有没有担保",
    "合同签了吗",
    "如何付款",
    "为什么解除合同",
    "合同金额(元)？",
    "金额?",
    "到期日是几号",
]

PIECES = st.sampled_from(
    [
        *"，,、;；\n\r\u2028()（）[]［］【】{}｛｝\\/／+＋|#?？：:。.-*",
        *" \t\u3000\u200b\u200e\ufeff\0\ud800🙂",
        "甲方",
        "合同金额",
        "元",
        "姓名",
        "职务",
        "是否",
        "什么",
        "提取",
        " # ",
        "＃",
        "｜",
        "[2]",
        "{甲,乙}[]",
        "Aé",
        "1",
        "12",
        "YYYY",
        "- ",
        "1. ",
    ]
)
GRAMMAR_TEXT = st.lists(PIECES, max_size=24).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=60), GRAMMAR_TEXT)

GOOD_NAMES = st.sampled_from(
    [
        "甲方",
        "乙方",
        "合同金额",
        "签约 日期",
        "当前负责人",
        "party A",
        "P/E 值",
        "运送他人偷越国(边)境人数",
        "🙂 率",
    ]
)
GOOD_BRACKETS = st.sampled_from(
    [
        "",
        "(元)",
        "（万元）",
        "【全称】",
        "(姓名+职务)",
        "（立项/招标；实施）",
        "(a，b、c)",
        "[x,\ny]",
        "((a),[b])",
    ]
)
GOOD_DEFINITIONS = st.builds(lambda name, bracket: name + bracket, GOOD_NAMES, GOOD_BRACKETS)


def only(definition: str) -> FieldSpec:
    result = parse_definitions([definition])
    assert result.notices == ()
    (spec,) = result.specs
    return spec


def codes(source: str | list[str]) -> list[str]:
    return [notice.code for notice in parse_definitions(source).notices]


def test_the_example_of_the_design() -> None:
    source = "甲方, 乙方, 合同金额(元), 签约日期(YYYY-MM-DD), 当前负责人(姓名+职务)"
    result = parse_definitions(source)
    assert result.notices == ()
    assert result.specs == (
        FieldSpec("甲方", "甲方"),
        FieldSpec("乙方", "乙方"),
        FieldSpec("合同金额(元)", "合同金额", "元"),
        FieldSpec("签约日期(YYYY-MM-DD)", "签约日期", "YYYY-MM-DD"),
        FieldSpec(
            "当前负责人(姓名+职务)",
            "当前负责人",
            "姓名+职务",
            components=(FieldSpec("姓名", "姓名"), FieldSpec("职务", "职务")),
        ),
    )


@pytest.mark.parametrize("separator", ["，", ",", "、", ";", "；", "\n", "\r\n", " ,\n", "\u2028"])
def test_every_separator_splits_outside_brackets(separator: str) -> None:
    result = parse_definitions(separator.join(["甲方", "金额(元，含税)", "乙方"]))
    assert [spec.definition for spec in result.specs] == ["甲方", "金额(元，含税)", "乙方"]
    assert result.notices == ()


def test_a_separator_inside_brackets_of_any_kind_does_not_split() -> None:
    for definition in ["a(1,2)", "a（1、2）", "a[1;2]", "a【1；2】", "a{1\n2}", "a([1,2],3)"]:
        assert [spec.definition for spec in parse_definitions(definition).specs] == [definition]


def test_a_sequence_is_not_split() -> None:
    spec = only("外语、体育学院采集人数")
    assert spec.name == "外语、体育学院采集人数"
    assert str(spec) == "外语\\、体育学院采集人数"
    assert parse_definitions(str(spec)).specs == (spec,)


def test_a_definition_is_kept_as_given_and_its_name_is_cleaned() -> None:
    spec = only(" \u3000甲\u200b方\0  名\t称\ufe0f（全\u00ad称）：\u3000")
    assert spec.definition == "甲\u200b方\0  名\t称\ufe0f（全\u00ad称）："
    assert (spec.name, spec.constraint) == ("甲方 名 称", "全称")


@pytest.mark.parametrize(
    ("definition", "name", "constraint"),
    [
        ("现状描述（整句）", "现状描述", "整句"),
        ("合同金额 【元】", "合同金额", "元"),
        ("合同金额[元]", "合同金额", "元"),
        ("合同金额(元)(含税)", "合同金额", "元;含税"),
        ("合同金额()", "合同金额", None),
        ("偷越国（边）境人数(人)", "偷越国(边)境人数", "人"),
        ("身份证号(\\d{17}[\\dX])", "身份证号", "\\d{17}[\\dX]"),
        ("- 甲方", "甲方", None),
        ("2. 甲方：", "甲方", None),
        ("甲方\\(一\\)", "甲方(一)", None),
        ("a\\b\\\\c", "a\\b\\c", None),
    ],
)
def test_name_and_constraint(definition: str, name: str, constraint: str | None) -> None:
    spec = only(definition)
    assert (spec.name, spec.constraint, spec.definition) == (name, constraint, definition)
    assert field_name(definition) == name


@pytest.mark.parametrize(
    ("constraint", "parts"),
    [
        ("姓名+职务", ("姓名", "职务")),
        ("姓名 ＋ 职务+电话", ("姓名", "职务", "电话")),
        ("姓名+职务，现任", ("姓名", "职务")),
        ("姓名+职务(级别+岗位)", ("姓名", "职务")),
        ("姓名+电话(11位)", ("姓名", "电话")),
        ("姓名、职务", ()),
        ("+86", ()),
        ("T+1", ()),
        ("3+2", ()),
        ("C++", ()),
        ("姓名+姓名", ()),
    ],
)
def test_composites(constraint: str, parts: tuple[str, ...]) -> None:
    spec = only(f"负责人({constraint})")
    assert spec.parts == parts
    assert spec.options == ()
    assert spec.constraint == constraint


@pytest.mark.parametrize(
    ("definition", "options"),
    [
        ("项目阶段(立项/招标/实施/验收)", ("立项", "招标", "实施", "验收")),
        ("侧别(左／右)", ("左", "右")),
        ("职级(P5/P6)", ("P5", "P6")),
        ("等级(A/B/C)", ("A", "B", "C")),
        ("尺码(S/M/L)", ("S", "M", "L")),
        ("性别(男/女/不详)", ("男", "女", "不详")),
        ("计费周期(日/月/年)", ("日", "月", "年")),
        ("金额单位(元/万元)", ("元", "万元")),
        ("计量(公斤/斤)", ("公斤", "斤")),
        ("包装(片/盒/箱)", ("片", "盒", "箱")),
        ("班次(1/2/3)", ("1", "2", "3")),
        ("阶段(立项/招标，单选)", ("立项", "招标")),
        ("阶段(立项(预)/招标)", ("立项(预)", "招标")),
        ("是否同意(是/是)", ()),
        ("阶段(立项/)", ()),
    ],
)
def test_enumerations(definition: str, options: tuple[str, ...]) -> None:
    assert only(definition).options == options


@pytest.mark.parametrize(
    "constraint",
    [
        *words(
            "YYYY/MM/DD yyyy/m/d M/D 年/月/日 月/日 HH/MM 元/月 元/吨 万元/年 元/㎡·月 美元/桶 "
            "元/台·年 元/天/辆 km/h m/s m³/h mg/L mg/kg μg/kg mg/kg/日 mmol/L U/L 10^9/L ×10^9/L "
            "mg/100ml 次/分 次/日 件/箱 g/丸 小时/天 吨/年 元/100克 人民币元/人/天 K/月 GB/T 1/2 "
            "2024/3/5 24/7 N/A 元/趟"
        ),
        "YYYY/MM/DD HH:MM",
        "月/日 时:分",
        "GB/T 19001",
        "元/吨，含税",
        "https://a.b/c",
    ],
)
def test_formats_units_and_standards_are_not_enumerations(constraint: str) -> None:
    spec = only(f"某项({constraint})")
    assert (spec.options, spec.parts, spec.constraint) == ((), (), constraint)


def test_a_ratio_stays_a_unit_after_a_name_that_asks_for_a_unit() -> None:
    assert only("给药频率(次/日)").options == ()
    assert only("计价单位(元/吨)").options == ()


@pytest.mark.parametrize("phrase", NOUN_PHRASES)
def test_noun_phrases_survive(phrase: str) -> None:
    assert only(phrase).name == phrase


@pytest.mark.parametrize("phrase", INSTRUCTIONS + QUESTIONS)
def test_questions_and_instructions_are_set_aside_with_a_way_out(phrase: str) -> None:
    result = parse_definitions(["甲方", phrase, "乙方"])
    assert [spec.name for spec in result.specs] == ["甲方", "乙方"]
    (notice,) = result.notices
    assert notice.code == "definition_ignored"
    assert f"「{phrase}」" in notice.message
    assert ("一条指令" if phrase in INSTRUCTIONS else "一个问题") in notice.message
    proposal = notice.message.rpartition("请写成「")[2].partition("」")[0]
    assert only(proposal).name == proposal


@pytest.mark.parametrize(
    ("phrase", "proposal"),
    [
        ("提取合同金额", "「合同金额」。"),
        ("帮我找甲方", "「甲方」。"),
        ("把合同金额提取出来", "「合同金额」。"),
        ("甲方是谁", "「甲方」。"),
        ("请问甲方是谁", "「甲方」。"),
        ("根据文档内容提取金额", "「金额」。"),
        ("付款方式有哪些", "「付款方式」。"),
        ("是否有担保？", "「是否有担保」。"),
        ("Extract the contract amount", "「contract amount」。"),
        ("合同什么时候签的？", "「签约日期」这样的名词短语。"),
        ("请告诉我这家公司叫什么名字", "「公司名称」这样的名词短语。"),
    ],
)
def test_the_notice_proposes_the_noun_phrase(phrase: str, proposal: str) -> None:
    (notice,) = parse_definitions([phrase]).notices
    assert notice.message.endswith("请写成" + proposal)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("甲方(全称, 乙方, 金额(元)", ["乙方", "金额(元)"]),
        ("甲方, 乙方）, 金额（元）", ["甲方", "金额（元）"]),
        ("甲方(全称], 乙方", ["乙方"]),
        ("甲方([全称), 乙方", ["乙方"]),
        ("甲方\n乙方(全称\n金额(元)", ["甲方", "金额(元)"]),
    ],
)
def test_unbalanced_brackets_spoil_only_their_own_definition(source: str, kept: list[str]) -> None:
    result = parse_definitions(source)
    assert [spec.definition for spec in result.specs] == kept
    assert {notice.code for notice in result.notices} == {"definition_unbalanced"}


def test_duplicates_are_named() -> None:
    result = parse_definitions("合同金额(元)，ＰＭ,合同 金额（ 元 ）,PM")
    assert [str(spec) for spec in result.specs] == ["合同金额(元)", "ＰＭ"]
    assert [notice.code for notice in result.notices] == ["definition_duplicate"] * 2
    assert "「合同 金额（ 元 ）」" in result.notices[0].message
    assert "「合同金额(元)」" in result.notices[0].message


def test_one_name_with_two_constraints_is_kept_and_told() -> None:
    result = parse_definitions("合同金额(元), 甲方, 合同金额(万元)")
    assert [str(spec) for spec in result.specs] == ["合同金额(元)", "甲方", "合同金额(万元)"]
    (notice,) = result.notices
    assert notice.code == "definition_same_name"
    assert "「合同金额(万元)」" in notice.message
    assert "「合同金额(元)」" in notice.message


@pytest.mark.parametrize(
    "source", ["", " \n\t ", ",甲方,", "甲方,\n乙方", "甲方\n\n\n乙方", "，，甲方；；\n；乙方"]
)
def test_separators_that_leave_nothing_out_are_fine(source: str) -> None:
    assert codes(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "甲方,,乙方",
        "甲方，、 ；乙方",
        "甲方,(),乙方",
        "(元)",
        "【甲方】",
        "\u200b",
        "---",
        "：",
        [""],
    ],
)
def test_definitions_without_a_name_are_named(source: str | list[str]) -> None:
    assert codes(source) == ["definition_empty"]


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        ("{品名, 数量}[]", "{品名, 数量}[]"),
        ("｛品名，数量｝", "{品名, 数量}[]"),
        ("订单{品名, 数量}[]", "订单{品名, 数量}[]"),
        ("{品名,\n数量} []", "{品名, 数量}[]"),
        ("{\n品名 # 货物\n数量(件)\n}[] # 附件一", "{品名 # 货物, 数量(件)}[] # 附件一"),
        (
            "- 采购明细|清单：{供应商|卖方, 单价(元)[1], 联系人(姓名+电话)}【】",
            "采购明细|清单{供应商|卖方, 单价(元)[1], 联系人(姓名+电话)}[]",
        ),
        ("采购明细(附件){品名}[3]", "采购明细(附件){品名}[3]"),
        ("品名\\、数量{品名, 数量}[]", "{品名, 数量}[]"),
        ("{阶段(立项/招标), 日期(YYYY-MM-DD)}[]", "{阶段(立项/招标), 日期(YYYY-MM-DD)}[]"),
    ],
)
def test_records(source: str, canonical: str) -> None:
    result = parse_definitions(f"甲方\n{source}\n乙方")
    assert result.notices == ()
    first, record, last = result.specs
    assert (first.name, last.name) == ("甲方", "乙方")
    assert str(record) == canonical
    assert record.definition == source
    assert record.columns
    assert (record.components, record.options) == ((), ())
    assert parse_definitions(canonical).specs == (record,)


def test_the_columns_of_a_record_are_fields() -> None:
    spec = only("采购明细{供应商|卖方, 单价(元)[1], 联系人(姓名+电话), 阶段(立项/招标)}[5]")
    assert (spec.name, spec.limit) == ("采购明细", 5)
    supplier, price, contact, stage = spec.columns
    assert supplier.names == ("供应商", "卖方")
    assert (price.constraint, price.limit) == ("元", 1)
    assert contact.parts == ("姓名", "电话")
    assert stage.options == ("立项", "招标")
    assert only("{品名, 数量}[]").name == "品名、数量"
    assert field_name("{品名, 数量}[]") == "品名、数量"


@pytest.mark.parametrize(
    ("source", "code", "kept"),
    [
        ("{}[]", "definition_empty", None),
        ("明细{，}[]", "definition_empty", None),
        ("{品名, 数量}[]备注", "definition_unsupported", None),
        ("{品名}(元)", "definition_unsupported", None),
        ("{订单号, 明细{品名}[]}[]", "definition_unsupported", "{订单号}[]"),
        ("{品名, 品 名(全称), 数量}[]", "definition_duplicate", "{品名, 数量}[]"),
        ("{品名, 数量是多少}[]", "definition_ignored", "{品名}[]"),
        ("请告诉我{品名, 数量}[]", "definition_ignored", None),
        ("{品名, 数量(件}[]", "definition_unbalanced", None),
        ("{品名, ()}[]", "definition_empty", "{品名}[]"),
        (f"{{品名, {'长' * 101}}}[]", "definition_too_long", "{品名}[]"),
        ("长" * 101 + "{品名}[]", "definition_too_long", None),
        ("{品名}[0]", "cardinality_ignored", "{品名}[]"),
    ],
)
def test_what_is_wrong_with_a_record_is_told_once(source: str, code: str, kept: str | None) -> None:
    result = parse_definitions(["甲方", source, "乙方"])
    assert [notice.code for notice in result.notices] == [code]
    assert [str(spec) for spec in result.specs] == ["甲方", *([kept] if kept else []), "乙方"]


def test_too_many_columns_are_cut() -> None:
    result = parse_definitions(["{" + ",".join(f"列{i}" for i in range(MAX_COLUMNS + 1)) + "}[]"])
    assert len(result.specs[0].columns) == MAX_COLUMNS
    assert [notice.code for notice in result.notices] == ["too_many_columns"]


@pytest.mark.parametrize(
    ("definition", "limit", "canonical"),
    [
        ("合同金额(元)[1]", 1, "合同金额(元)[1]"),
        ("合同金额 【 3 】：", 3, "合同金额[3]"),
        ("合同金额［０１２］", 12, "合同金额[12]"),
        ("合同金额[]", None, "合同金额"),
        ("合同金额[万元]", None, "合同金额(万元)"),
        ("合同金额[1](元)", None, "合同金额(1;元)"),
        ("合同金额[1][2]", 2, "合同金额(1)[2]"),
        ("公告文号[2024]", None, "公告文号(2024)"),
        ("合同金额(1)", None, "合同金额(1)"),
        ("合同金额\\[1\\]", None, "合同金额\\[1\\]"),
        ("代码[0-9]{6}", None, "代码(0-9;6)"),
        ("代码([0-9]{6})[1]", 1, "代码([0-9]{6})[1]"),
        ("阶段(立项/招标)[1]", 1, "阶段(立项/招标)[1]"),
    ],
)
def test_cardinality(definition: str, limit: int | None, canonical: str) -> None:
    spec = only(definition)
    assert (spec.limit, str(spec)) == (limit, canonical)
    assert only(canonical) == spec


def test_no_values_at_all_cannot_be_asked_for() -> None:
    result = parse_definitions("合同金额(元)[0]")
    assert result.specs == (FieldSpec("", "合同金额", "元"),)
    (notice,) = result.notices
    assert notice.code == "cardinality_ignored"
    assert "「合同金额(元)」" in notice.message


@pytest.mark.parametrize(
    ("definition", "names", "canonical"),
    [
        ("甲方|委托方|采购人", ("甲方", "委托方", "采购人"), "甲方|委托方|采购人"),
        ("甲方 ｜ 委托方（全称）", ("甲方", "委托方"), "甲方|委托方(全称)"),
        ("甲方|甲 方|", ("甲方",), "甲方"),
        ("1. 甲方：|2. 委托方：", ("甲方", "委托方"), "甲方|委托方"),
        ("国(边|海)境|边界", ("国(边|海)境", "边界"), "国(边|海)境|边界"),
        ("A\\|B", ("A|B",), "A\\|B"),
        ("甲\\,方|乙", ("甲,方", "乙"), "甲\\,方|乙"),
    ],
)
def test_aliases(definition: str, names: tuple[str, ...], canonical: str) -> None:
    spec = only(definition)
    assert (spec.names, str(spec)) == (names, canonical)
    assert only(canonical) == spec


@pytest.mark.parametrize("definition", ["甲方|甲方是谁", "提取甲方|甲方"])
def test_every_alias_must_be_a_noun_phrase(definition: str) -> None:
    assert codes([definition]) == ["definition_ignored"]


@pytest.mark.parametrize(
    ("definition", "name", "note"),
    [
        ("甲方 # 买方，不含子公司", "甲方", "买方，不含子公司"),
        ("甲方\u3000＃买方", "甲方", "买方"),
        ("合同金额(元)#含税（见首页", "合同金额", "含税(见首页"),
        ("合同金额（元）[1]＃ 含税 # 二", "合同金额", "含税 # 二"),
        ("甲方 #", "甲方", None),
        ("C#工程师", "C#工程师", None),
        ("C# 版本", "C# 版本", None),
        ("# 甲方", "# 甲方", None),
        ("楼栋 \\#3", "楼栋 #3", None),
        ("金额(元 # 含税)", "金额", None),
    ],
)
def test_notes(definition: str, name: str, note: str | None) -> None:
    for source in (definition, [definition]):
        (spec,) = parse_definitions(source).specs
        assert (spec.name, spec.note) == (name, note)
        assert parse_definitions(str(spec)).specs == (spec,)


def test_a_note_ends_with_its_line_and_nothing_in_it_is_grammar() -> None:
    result = parse_definitions("甲方 # 见(附件, 一\n乙方(全称) # 含“)”，[全称\r\n金额, 备注 # x")
    assert [str(spec) for spec in result.specs] == [
        "甲方 # 见(附件, 一",
        "乙方(全称) # 含“)”，[全称",
        "金额",
        "备注 # x",
    ]
    assert result.notices == ()


def test_nested_composites_make_a_tree() -> None:
    spec = only("负责人(姓名+联系方式(电话|手机(11位)+邮箱[1])+职务(在职/离职)，现任)")
    assert spec.parts == ("姓名", "联系方式", "职务")
    contact = spec.components[1]
    assert contact.parts == ("电话", "邮箱")
    assert [c.names for c in contact.components] == [("电话", "手机"), ("邮箱",)]
    assert [c.constraint for c in contact.components] == ["11位", None]
    assert [c.limit for c in contact.components] == [None, 1]
    assert spec.components[2].options == ("在职", "离职")
    assert only(str(spec)) == spec


def test_a_spec_can_be_made_from_its_tree() -> None:
    phone = FieldSpec("", "电话", aliases=("手机",))
    contact = FieldSpec("", "联系方式", components=(phone, FieldSpec("", "邮箱")))
    spec = FieldSpec("", "负责人", components=(FieldSpec("", "姓名"), contact))
    assert str(spec) == "负责人(姓名+联系方式(电话|手机+邮箱))"
    assert only(str(spec)) == spec
    record = FieldSpec("", "", columns=(spec, FieldSpec("", "阶段", options=("甲", "乙"))))
    assert str(record) == f"{{{spec}, 阶段(甲/乙)}}[]"
    assert only(str(record)) == record


def test_limits() -> None:
    longest = "长" * MAX_DEFINITION_LENGTH
    assert parse_definitions(longest).specs[0].name == longest
    result = parse_definitions(["甲方", longest + "长", f"乙方 # {longest}"])
    assert [spec.name for spec in result.specs] == ["甲方", "乙方"]
    (notice,) = result.notices
    assert notice.code == "definition_too_long"
    assert "101 个字符" in notice.message

    names = [f"字段{number}" for number in range(MAX_FIELDS)]
    assert len(parse_definitions([*names, *names]).specs) == MAX_FIELDS
    result = parse_definitions("，".join([*names, "再一个", "甲方"]))
    assert [spec.name for spec in result.specs] == names
    (notice,) = result.notices
    assert notice.code == "too_many_fields"
    assert "202 个字段" in notice.message


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("条款" * 2_500, "definition_too_long"),
        ("(" * 5_000, "definition_unbalanced"),
        ("金额" + "(" * 2_500 + ")" * 2_500, "definition_too_long"),
        ("金额" + "([{" * 800 + "}])" * 800, "definition_too_long"),
        ("金额(元]", "definition_unbalanced"),
        ("阶段(" + "/".join(f"选项{i}" for i in range(500)) + ")", "definition_too_long"),
        ("负责人(" + "+".join(f"部分{i}" for i in range(500)) + ")", "definition_too_long"),
        ("{" + ",".join(f"列{i}" for i in range(5_000)) + "}[]", "too_many_columns"),
        ("|" * 5_000, "definition_too_long"),
        ("甲" + " #" * 2_500 + "|" * 5_000, None),
        ("^(a+)+$", None),
        ("金额(.*?(a|b)+[^,]$)", None),
        ("\\" * 5_000, "definition_too_long"),
    ],
)
def test_bad_input_gives_one_notice_and_spoils_no_other(bad: str, code: str | None) -> None:
    started = time.process_time()
    for source in (["甲方", bad, "乙方"], f"甲方\n{bad}\n乙方"):
        result = parse_definitions(source)
        assert [notice.code for notice in result.notices] == ([code] if code else [])
        assert [notice for notice in result.notices if len(notice.message) > 300] == []
        names = [spec.name for spec in result.specs]
        assert (names[0], names[-1]) == ("甲方", "乙方")
    assert time.process_time() - started < 5


def test_an_option_list_with_many_entries_names_their_number() -> None:
    (notice,) = parse_definitions(["阶段(" + "/".join(map(str, range(500))) + ")"]).notices
    assert "500 个选项" in notice.message


@pytest.mark.parametrize("number", [10_000, 50_000])
@pytest.mark.parametrize("piece", ["字段{}号", "提取甲方", "甲方", "金额(", "{{a", "甲 # {}"])
def test_a_text_pasted_by_mistake_is_one_notice_and_fast(piece: str, number: int) -> None:
    started = time.process_time()
    source = "\n".join(piece.format(i) for i in range(number))
    result = parse_definitions(source)
    assert [n.code for n in result.notices].count("too_many_fields") == 1
    assert f"{number} 个字段" in result.notices[-1].message
    assert len(result.specs) + len(result.notices) <= MAX_FIELDS + 1
    assert time.process_time() - started < 10


def test_an_item_that_is_not_text_is_an_error() -> None:
    with pytest.raises(SeqGPTError) as caught:
        parse_definitions(["甲方", 3])  # type: ignore[list-item]
    assert caught.value.code == "definition_not_text"


@pytest.mark.parametrize("text", ["(" * 60_000, "(" * 30_000 + "]" * 30_000, "\\(" * 30_000])
def test_matching_brackets_takes_linear_time(text: str) -> None:
    started = time.process_time()
    pairs, stray = bracket_pairs(text)
    assert pairs == {}
    assert len(stray) == (0 if text[0] == "\\" else 60_000)
    assert time.process_time() - started < 10


@settings(deadline=None)
@given(st.text(alphabet="()（）[]【】a", max_size=10))
def test_brackets_match_as_by_cancelling_innermost_pairs(text: str) -> None:
    rest = text.translate(str.maketrans("（）【】", "()[]")).replace("a", "")
    while rest != (shorter := rest.replace("()", "").replace("[]", "")):
        rest = shorter
    pairs, stray = bracket_pairs(text)
    assert (not stray) == (not rest)
    assert sorted([*pairs, *pairs.values(), *stray]) == [i for i, c in enumerate(text) if c != "a"]


@settings(deadline=None)
@given(GRAMMAR_TEXT)
def test_splitting_loses_no_character(text: str) -> None:
    pieces = split_at(text, SEPARATORS)
    rest = text
    for index, piece in enumerate(pieces):
        assert rest.startswith(piece)
        rest = rest[len(piece) :]
        if index < len(pieces) - 1:
            assert rest[0] in SEPARATORS
            rest = rest[1:]
    assert rest == ""


@settings(deadline=None)
@given(st.lists(GOOD_DEFINITIONS, max_size=8), st.data())
def test_good_definitions_come_back_character_for_character(
    definitions: list[str], data: st.DataObject
) -> None:
    separators = st.sampled_from(["，", " , ", "、", ";", "；", "\n", "\r\n\r\n"])
    source = "".join(definition + data.draw(separators) for definition in definitions)
    result = parse_definitions(source)
    assert result == parse_definitions(definitions)
    told = [notice.code for notice in result.notices]
    assert set(told) <= {"definition_duplicate", "definition_same_name"}
    kept = [spec.definition for spec in result.specs]
    assert kept == [spec.definition for spec in parse_definitions(definitions).specs]
    assert set(kept) <= set(definitions)
    assert len(kept) + told.count("definition_duplicate") == len(definitions)


@settings(deadline=None)
@given(st.one_of(ANY_TEXT, st.lists(ANY_TEXT, max_size=6)))
def test_any_text_is_read_or_refused_and_prints_back(source: str | list[str]) -> None:
    result = parse_definitions(source)
    for spec in result.specs:
        assert parse_definitions(str(spec)).specs == (spec,)
        assert parse_definitions([str(spec)]).specs == (spec,)
        assert spec.definition == spec.definition.strip()
        assert sum(map(bool, (spec.components, spec.options, spec.columns))) <= 1
        assert spec.name
        assert spec.limit is None or spec.limit >= 1
        assert len(spec.parts) != 1
        assert len(spec.options) != 1
    again = parse_definitions(join_definitions(result.specs))
    assert again.specs == result.specs
    assert {notice.code for notice in again.notices} <= {"definition_same_name"}


@settings(deadline=None)
@given(ANY_TEXT)
def test_bracket_width_makes_no_difference(text: str) -> None:
    wide = text.translate(str.maketrans("()[]{}", "（）【】｛｝"))
    narrow = text.translate(str.maketrans("（）［］【】｛｝", "()[][]{}"))
    expected = parse_definitions(narrow)
    assert parse_definitions(wide).specs == expected.specs
    assert codes(wide) == [notice.code for notice in expected.notices]


TREE_NAMES = st.sampled_from(
    words("甲方 合同金额 姓名 电话 邮箱 品名 C#版本 国(边)境 A|B 甲,乙 备 注 号[1] C++经验 #x")
)
NOTES = st.none() | st.sampled_from(words("买方 见附件 含税#1 a|b ~"))
LIMITS = st.none() | st.integers(1, 999)


def distinct(specs: list[FieldSpec]) -> list[FieldSpec]:
    return list({spec.name: spec for spec in specs}.values())


@st.composite
def fields(draw: st.DrawFn, depth: int = 2) -> FieldSpec:
    # A part's name cannot hold what separates parts.
    name, *aliases = draw(st.lists(TREE_NAMES, min_size=1, max_size=3, unique=True))
    components, options, constraint = (), (), None
    kind = draw(st.sampled_from(["plain", "constraint", "options", "components"]))
    if kind == "components" and depth:
        inner = draw(st.lists(fields(depth - 1), min_size=2, max_size=3))
        inner = [dataclasses.replace(spec, note=None) for spec in inner]
        found = distinct([s for s in inner if "+" not in "".join(s.names)])
        components = tuple(found) if len(found) > 1 else ()
    elif kind == "options":
        options = ("立项", "招标", "验收")
    elif kind == "constraint":
        constraint = draw(st.sampled_from(["元", "YYYY-MM-DD", "18位", "元/吨", "a, b;c"]))
    return FieldSpec(
        "", name, constraint, components, options, tuple(aliases), draw(LIMITS), note=draw(NOTES)
    )


@st.composite
def records(draw: st.DrawFn) -> FieldSpec:
    names = draw(st.lists(TREE_NAMES, max_size=2, unique=True)) or [""]
    columns = tuple(distinct(draw(st.lists(fields(1), min_size=1, max_size=4))))
    return FieldSpec(
        "",
        names[0],
        aliases=tuple(names[1:]),
        limit=draw(LIMITS),
        columns=columns,
        note=draw(NOTES),
    )


@settings(deadline=None, max_examples=300)
@given(st.one_of(fields(), records()))
def test_generated_trees_print_and_parse_back(spec: FieldSpec) -> None:
    if len(str(spec)) > MAX_DEFINITION_LENGTH and not spec.columns:
        return
    assert parse_definitions(str(spec)).specs == (spec,)
    (again,) = parse_definitions(["  " + str(spec).replace("(", "（")]).specs
    assert (again.components, again.columns, again.limit) == (
        spec.components,
        spec.columns,
        spec.limit,
    )
