"""The linter: what it says about a definition, what it proposes, and when it keeps quiet."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.errors import SeqGPTError
from seqgpt_core.fields import Finding, lint, load_recipe, parse_definitions

SAMPLES = Path(__file__).parents[1] / "assets" / "samples"


def told(definition: str, text: str | None = None) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.fix) for finding in lint([definition], text)]


@pytest.mark.parametrize(
    ("definition", "code", "fix"),
    [
        # Verbs and questions.
        ("提取合同金额(元)", "definition_ignored", "合同金额(元)"),
        ("帮我找甲方", "definition_ignored", "甲方"),
        ("甲方是谁", "definition_ignored", "甲方"),
        ("Extract the contract amount", "definition_ignored", "contract amount"),
        ("付款方式有哪些[1] # 备注", "definition_ignored", "付款方式[1] # 备注"),
        ("请告诉我这家公司叫什么名字", "definition_ignored", None),
        ("提取", "name_is_verb", None),
        ("查找|搜索", "name_is_verb", None),
        ("Extract", "name_is_verb", None),
        # Too general.
        ("时间", "too_general", None),
        ("日期(YYYY-MM-DD)", "too_general", None),
        ("金额(元)[1]", "too_general", None),
        ("名称", "too_general", None),
        ("人", "too_general", None),
        ("人(姓名+职务)", "too_general", None),
        ("金额|价款", "too_general", None),
        ("Ｄａｔｅ", "too_general", None),
        ("编 号", "too_general", None),
        # Formats that no value can have.
        ("签约日期(YYYY-XX)", "impossible_format", "签约日期(YYYY-MM)"),
        ("签约日期(YYYY-XX-DD)", "impossible_format", "签约日期(YYYY-MM-DD)"),
        ("签约日期(yyy-mm-dd)", "impossible_format", "签约日期(YYYY-MM-DD)"),
        ("签约日期(YYYY/MM/MM)", "impossible_format", "签约日期(YYYY-MM-DD)"),
        ("签约日期(YYYY-MM-DD HH:XX)", "impossible_format", "签约日期(YYYY-MM-DD HH:MM)"),
        ("签约日期(2024-13-01)", "impossible_format", "签约日期(YYYY-MM-DD)"),
        ("签约日期(2024/00)", "impossible_format", "签约日期(YYYY-MM)"),
        ("签约日期(13位日期)", "impossible_format", "签约日期(YYYY-MM-DD)"),
        ("到货记录(13位日期)", "impossible_format", "到货记录(YYYY-MM-DD)"),
        ("签约日期(7位)[1]", "impossible_format", "签约日期(YYYY-MM-DD)[1]"),
        ("合同编号(0位)", "impossible_format", "合同编号"),
        ("合同编号（０位，字母开头）", "impossible_format", "合同编号(字母开头)"),
        ("合同编号(18-15位)", "impossible_format", "合同编号(15-18位)"),
        ("身份证号(17位)", "impossible_format", "身份证号(18位)"),
        ("法定代表人身份证号码(0位)", "impossible_format", "法定代表人身份证号码(18位)"),
        ("统一社会信用代码(15位)", "impossible_format", "统一社会信用代码(18位)"),
        ("手机号(13位数字)", "impossible_format", "手机号(11位)"),
        ("邮编(5位)", "impossible_format", "邮编(6位)"),
        # Constraints that speak against the name.
        ("签约日期(万元)", "contradiction", "签约日期(YYYY-MM-DD)"),
        ("签约日期[％]", "contradiction", "签约日期(YYYY-MM-DD)"),
        ("交货时间(吨)", "contradiction", "交货时间(YYYY-MM-DD)"),
        ("合同金额(YYYY-MM-DD)", "contradiction", "合同金额(元)"),
        ("合同金额(含税，日期)", "contradiction", "合同金额(含税，元)"),
        ("付款期限(万元)", "contradiction", "付款期限"),
        ("贷款利率(元)", "contradiction", "贷款利率(%)"),
        ("采购数量(美元)", "contradiction", "采购数量"),
        ("甲方(元)", "contradiction", "甲方"),
        ("联系人电话(%)", "contradiction", "联系人电话"),
        ("合同编号(万元, 大写)", "contradiction", "合同编号(大写)"),
        # Enumerations.
        ("项目阶段(立项/)", "single_option", None),
        ("项目阶段(立项/立项)", "single_option", None),
        ("是否同意(是/是)", "single_option", "是否同意(是/否)"),
        ("项目阶段(／立项，单选)", "single_option", None),
        # Composites.
        ("负责人(提取姓名+职务)", "part_is_verb", "负责人(姓名+职务)"),
        ("负责人(姓名+职务+查找)", "part_is_verb", "负责人(姓名+职务)"),
        ("负责人(姓名+识别)", "part_is_verb", None),
        ("负责人(姓名+联系方式(提取联系人+邮箱))", "part_is_verb", "负责人(姓名+联系方式(联系人+邮箱))"),
        ("负责人(姓名+电话是多少)", "part_is_verb", "负责人(姓名+电话)"),
        # Brackets.
        ("合同金额（元)", "mixed_brackets", "合同金额(元)"),
        ("合同金额(元）", "mixed_brackets", "合同金额(元)"),
        ("合同金额(元)【含税】", "mixed_brackets", "合同金额(元;含税)"),
        ("合同金额（元）(含税)", "mixed_brackets", "合同金额(元;含税)"),
        ("{品名（件), 数量}[]", "mixed_brackets", "{品名(件), 数量}[]"),
        ("甲方(全称", "definition_unbalanced", "甲方(全称)"),
        ("甲方全称）", "definition_unbalanced", "甲方全称"),
        ("甲方（全称]", "definition_unbalanced", "甲方（全称）"),
        ("甲方((全称", "definition_unbalanced", None),
        ("甲方)(全称", "definition_unbalanced", None),
        # What else the parser sets aside.
        ("", "definition_empty", ""),
        ("(元)", "definition_empty", None),
        ("长" * 101, "definition_too_long", None),
        ("{品名}[]备注", "definition_unsupported", None),
        ("合同金额(元)[0]", "cardinality_ignored", "合同金额(元)"),
        # Notes.
        ("甲方 # 买方, 乙方 # 卖方", "note_holds_definition", None),
        # Inside records.
        ("{品名, 签约日期(万元)}[]", "contradiction", "{品名, 签约日期(YYYY-MM-DD)}[]"),
        ("明细{品名, 手机号(3位)[1] # 注}[2]", "impossible_format", "明细{品名, 手机号(11位)[1] # 注}[2]"),
        ("{品名, 是否含税(是/)}[]", "single_option", "{品名, 是否含税(是/否)}[]"),
        ("{品名, 联系人(提取姓名+电话)}[]", "part_is_verb", "{品名, 联系人(姓名+电话)}[]"),
        ("{品名, 数量是多少}[]", "definition_ignored", None),
    ],
)  # fmt: skip
def test_findings(definition: str, code: str, fix: str | None) -> None:
    assert told(definition) == [(code, fix)]
    (finding,) = lint([definition])
    assert finding.index == 0
    assert finding.message.endswith("。")
    assert finding.message.count("。") == 1
    assert "请" in finding.message or "只" in finding.message
    if fix:
        parsed = parse_definitions([fix])
        assert len(parsed.specs) == 1
        assert parsed.notices == ()
        assert told(fix) == []


@pytest.mark.parametrize(
    "definition",
    """
甲方 乙方 合同金额(元) 签约日期(YYYY-MM-DD) 签约日期(yyyy/m/d) 签约日期(YYYY年MM月DD日) 签约日期(YYYYMMDD)
签约日期(8位) 签约日期(XXXX年XX月XX日) 到期日(YYYY-MM) 学年(YYYY-YYYY) 创建时间(13位时间戳) 签约日期(2024-03-05)
身份证号(18位) 身份证号(15-18位) 手机号(11位) 统一社会信用代码(18位) 摘要(100字) 合同编号(3-20位) 文件大小(0字节)
授信额度(万元) 违约金(%) 违约金比例(‰) 折扣(元) 综合费率(元/吨) 单价(元/月) 保修期(年) 租金(月) 交货期限(天) 用电量(度)
合同期限(YYYY-MM-DD) 合同编号(YYYYMMDD) 面积(㎡) 损失(吨) 汇率(元) 年龄(岁) 金额单位(元/万元) 计费周期(日/月/年)
项目阶段(立项/招标/实施/验收) 状态(在职/离职) 类型(A/B) 是否同意(是/否) 次数(1/) 单价(元/) 执行标准(GB/T) 组件数量(块) 回复落款(日期) 备注 标题 联系方式 电话
负责人(姓名+职务) 当前负责人(姓名+联系方式(电话+邮箱)) 提取方式(现金+转账) 提取金额 查询编号
偷越国（边）境人数(人) 金额[万元] 金额(万元)[1] 身份证号(\\d{17}[\\dX]) 合同金额（元）（含税） 合同金额(元（含税）)
甲方|委托方 时间|签约日期 {品名,数量}[] 采购明细{供应商|卖方,单价(元)}[] {日期,金额}[] C#工程师
""".split(),
)
def test_nothing_is_said_about_good_definitions(definition: str) -> None:
    if definition in ("金额[万元]", "金额(万元)[1]"):
        assert told(definition) == [("too_general", None)]
    else:
        assert told(definition) == []


@pytest.mark.parametrize(
    "definition", ["甲方 # 买方，见首页", "甲方 # 见 C# 手册", "甲方 # 买方, 不含子公司"]
)
def test_an_ordinary_note_is_fine(definition: str) -> None:
    assert told(definition) == []


@pytest.mark.parametrize("name", ["contract", "work_order", "claim", "resume"])
def test_the_samples_are_clean(name: str) -> None:
    definitions = load_recipe(SAMPLES / f"{name}.toml").definitions
    assert lint(definitions) == ()


def test_too_general_gives_an_example() -> None:
    (finding,) = lint(["时间"])
    assert "「时间」" in finding.message
    assert "「签约日期」" in finding.message


@pytest.mark.parametrize(
    ("definitions", "index", "merged"),
    [
        (["甲方", "合同金额", "委托方"], 2, "甲方|委托方"),
        (["甲方|委托方", "委托方(全称)"], 1, "甲方|委托方"),
        (["买方|采购人", "供货商", "采购人|卖方"], 2, "买方|采购人|卖方"),
        (["手机号(11位)", "移动电话"], 1, "手机号|移动电话(11位)"),
        (["签约日期(YYYY-MM-DD)", "合同签订日期"], 1, "签约日期|合同签订日期(YYYY-MM-DD)"),
        (["E-mail", "电子邮箱"], 1, "E-mail|电子邮箱"),
        (["合同编号", "{品名}[]", "合同号[1]"], 2, "合同编号|合同号"),
    ],
)
def test_two_definitions_that_mean_the_same(
    definitions: list[str], index: int, merged: str
) -> None:
    (finding,) = lint(definitions)
    assert (finding.code, finding.index, finding.fix) == ("same_meaning", index, None)
    assert f"「{merged}」" in finding.message
    assert lint([merged]) == ()


@pytest.mark.parametrize(
    "definitions",
    [
        ["甲方", "乙方", "丙方"],
        ["出租人", "承租人"],
        ["签约日期", "交货日期", "付款日期"],
        ["合同金额", "合同金额大写", "付款金额"],
        ["联系人电话", "负责人电话"],
        ["{甲方, 委托方}[]"],
    ],
)
def test_different_things_are_left_alone(definitions: list[str]) -> None:
    assert lint(definitions) == ()


def test_the_list_as_a_whole() -> None:
    findings = lint("甲方,, 甲方(全称)\n甲 方, 时间\n- 甲方(")
    assert [(f.code, f.index, f.fix) for f in findings] == [
        ("definition_empty", None, None),
        ("definition_same_name", 1, None),
        ("definition_duplicate", 2, ""),
        ("too_general", 3, None),
        ("definition_unbalanced", 4, "- 甲方()"),
    ]
    findings = lint([f"字段{i}号" for i in range(300)])
    assert [(f.code, f.index) for f in findings] == [("too_many_fields", None)]


TEXT = "本项目已立项，现处于招 标阶段；ＡＢ类。"


@pytest.mark.parametrize(
    ("definition", "absent"),
    [
        ("项目阶段(立项/招标/实施/验收)", "「实施」「验收」"),
        ("项目阶段(立项/招标)", None),
        ("类别(ab类/CD类)", "「CD类」"),
        ("是否招标(是/否)", None),
        ("结果(立项/其他)", None),
        ("{项目, 阶段(立项/验收)}[]", "「验收」"),
        ("编码(a/b/c/d/e/f/g/h)", "「c」「d」「e」「f」「g」等 6 个"),
    ],
)
def test_options_that_the_document_does_not_hold(definition: str, absent: str | None) -> None:
    assert lint([definition]) == ()
    findings = lint([definition], TEXT)
    if absent is None:
        assert findings == ()
    else:
        (finding,) = findings
        assert (finding.code, finding.index, finding.fix) == ("option_absent", 0, None)
        assert f"的选项{absent}" in finding.message


def test_an_item_that_is_not_text_is_an_error() -> None:
    with pytest.raises(SeqGPTError) as caught:
        lint(["甲方", None])  # type: ignore[list-item]
    assert caught.value.code == "definition_not_text"


@pytest.mark.parametrize(
    "bad",
    [
        "(" * 5_000,
        "甲(" + "/" * 4_000 + ")",
        "YYYY" + "-MM" * 1_000,
        "{" + ",".join(f"日期{i}(YYYY-XX)" for i in range(2_000)) + "}[]",
        "甲方 # " + "，a" * 20_000,
        "甲方 # " + " #" * 20_000,
        "\n".join(f"时间{i}(万元)" for i in range(2_000)),
    ],
)
def test_linting_takes_linear_time(bad: str) -> None:
    started = time.process_time()
    assert lint(bad, "甲" * 100_000) or bad.startswith("甲方")
    assert time.process_time() - started < 5


PIECES = st.sampled_from(
    "， , 、 \n ( ) （ ） [ ] 【 { } | ｜ # + / \\ 0 1 位 - YYYY MM XX 元 万元 % 是 否 时间 日期 金额 甲方 "
    "姓名 提取 什么 立项 招标 \ud800 \u200b [1] {甲,乙}[] 13位日期".split(" ")
)
ANY = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join))


@settings(deadline=None, max_examples=300)
@given(st.one_of(ANY, st.lists(ANY, max_size=5)), st.none() | st.text(max_size=20))
def test_any_text_is_linted_and_a_fix_mends_what_it_is_for(
    definitions: str | list[str], text: str | None
) -> None:
    findings = lint(definitions, text)
    assert findings == lint(definitions, text)
    for finding in findings:
        assert isinstance(finding, Finding)
        assert finding.message.endswith("。")
        if isinstance(definitions, list) and finding.index is not None:
            assert 0 <= finding.index < len(definitions)
        if finding.fix:
            parsed = parse_definitions([finding.fix])
            assert len(parsed.specs) == 1
            again = [f for f in lint([finding.fix]) if f.code == finding.code]
            # A definition can hold several slips; each fix mends one.
            assert len(again) < len([f for f in findings if f.index == finding.index]) or not again
