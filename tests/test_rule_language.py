"""The rule language: what is read, what is refused, what contradicts what."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.decoding.rules import MAX_RULE_LENGTH, MAX_RULES, compile_rules, parse_rule
from seqgpt_core.errors import SeqGPTError
from seqgpt_core.fields import parse_definitions

READ = {
    "签订日期<=生效日期<=到期日期": "签订日期 <= 生效日期 <= 到期日期",
    "签订日期 ≤ 生效日期": "签订日期 <= 生效日期",
    "签订日期＜＝生效日期": "签订日期 <= 生效日期",
    "大写金额 == 小写金额": "大写金额 = 小写金额",
    "A <> B": "A != B",
    "不含税金额＋税额＝合计金额": "不含税金额 + 税额 = 合计金额",
    "sum( 分期金额 ) = 合同金额": "sum(分期金额) = 合同金额",
    "sum(比例) = 100": "sum(比例) = 100",
    "单价 × 数量 = 金额": "单价 * 数量 = 金额",
    "(A + B) * C = D": "(A + B) * C = D",
    "A - (B - C) = D": "A - (B - C) = D",
    "(A - B) - C = D": "A - B - C = D",
    "A * (B * C) = D": "A * (B * C) = D",
    "合同金额（万元） <= 500万元": "合同金额（万元） <= 500万元",
    "合同金额 <= 1,000,000元": "合同金额 <= 1,000,000元",
    "付款日期 <= 验收日期 + 30天": "付款日期 <= 验收日期 + 30天",
    "签订日期 >= 2024-03-05": "签订日期 >= 2024-03-05",
    "签订日期 >= 2024年3月5日": "签订日期 >= 2024年3月5日",
    "年龄 >= -1": "年龄 >= -1",
    "3年期利率 <= 5年期利率": "「3年期利率」 <= 「5年期利率」",
    "「A-B 指数」 < ５": "「A-B 指数」 < ５",
    "负责人.职务 = “经理”": '负责人.职务 = "经理"',
    "公司 = '说\"好\"的'": "公司 = '说\"好\"的'",
    '职位 != "总经理"|"董事长" when 公司 = "个人"': '职位 != "总经理"|"董事长" when 公司 = "个人"',
    '职位 = 空 当 公司="个人" 且 年龄>18岁 时': '职位 = "" when 公司 = "个人" and 年龄 > 18岁',
    "age(身份证号, 签订日期) <= 年龄": "age(身份证号, 签订日期) <= 年龄",
    "birth(身份证号)=出生日期": "birth(身份证号) = 出生日期",
    "sum(元) = 金额": "sum(元) = 金额",
    "end(租赁期限) >= start(免租期)": "end(租赁期限) >= start(免租期)",
}


@pytest.mark.parametrize(("text", "printed"), READ.items())
def test_a_rule_is_read_and_printed(text: str, printed: str) -> None:
    rule = parse_rule(text)
    assert str(rule) == printed
    assert parse_rule(printed) == rule


REFUSED = {
    "": "空的",
    "   ": "空的",
    "A": "缺少比较",
    "A <": "缺少字段或数字",
    "<= B": "缺少字段或数字",
    "A < < B": "缺少字段或数字",
    "A + = B": "缺少字段或数字",
    '"甲" = "乙"': "没有字段",
    "3 < 5": "没有字段",
    'A + "x" = B': "不能计算",
    'A < "x"': "只能用 = 或 !=",
    'A = "x': "引号没有成对",
    'A = "x"|B': "带引号的文字",
    "(A = B": "缺少右括号",
    "A ) = B": "缺少比较",
    "A(元 = B": "括号没有闭合",
    "A = B C": "多余的「C」",
    "A = B and C = D": "两条规则",
    "sum(A = B": "只能写字段名",
    "sum() = 3": "1 个字段",
    "sum(A, B) = 3": "1 个字段",
    "age(A) = 3": "2 个字段",
    "A = 「」": "多余的「「」",
    "A = ]": "多余的「]」",
    "A = -B": "负号",
    "(" * 30 + "A" + ")" * 30 + " = B": "层",
    "A" * (MAX_RULE_LENGTH + 1): "超过上限",
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_what_is_no_rule_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(SeqGPTError) as caught:
        parse_rule(text)
    assert caught.value.code == "rule_invalid"
    assert said in caught.value.message
    assert caught.value.message.count("。") == 1 and "\n" not in caught.value.message


_names = st.sampled_from(
    [
        "签订日期",
        "合同金额(万元)",
        "负责人(姓名+职务).职务",
        "A-B 指数",
        "3年期利率",
        "when",
        "空",
        "sum",
        "a|b",
        "x=y",
    ]
)
_leaves = st.one_of(
    _names.map(lambda name: f"「{name}」"),
    st.sampled_from(
        ["5", "30天", "5%", "500万元", "2024-03-05", "sum(金额)", "birth(「身份证 号」)"]
    ),
)
_sides = st.recursive(
    _leaves,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(
        lambda t: f"({t[0]} {t[1]} {t[2]})"
    ),
    max_leaves=6,
)
_comparisons = st.tuples(
    _names,
    st.lists(
        st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), _sides),
        min_size=1,
        max_size=3,
    ),
).map(lambda t: f"「{t[0]}」 " + " ".join(f"{o} {s}" for o, s in t[1]))


@settings(max_examples=60, deadline=None)
@given(_comparisons, st.lists(_comparisons, max_size=2))
def test_printing_gives_the_same_rule_back(comparison: str, conditions: list[str]) -> None:
    text = comparison + (f" when {' and '.join(conditions)}" if conditions else "")
    if len(text) <= MAX_RULE_LENGTH:
        rule = parse_rule(text)
        assert parse_rule(str(rule)) == rule


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from(list("甲金额=<>!≤+-*×()（）[]\"“”'「」|，, 时当且10.%元天sum\n\0")),
        max_size=30,
    )
)
def test_any_text_is_a_rule_or_a_clear_error(text: str) -> None:
    try:
        rule = parse_rule(text)
    except SeqGPTError as error:
        assert error.code == "rule_invalid"
    else:
        assert parse_rule(str(rule)) == rule


def codes(fields: str, *rules: str) -> list[str]:
    return [
        n.code
        for n in compile_rules(parse_definitions(fields).specs, rules, built_in=False).notices
    ]


def kept(fields: str, *rules: str) -> list[str]:
    ruleset = compile_rules(parse_definitions(fields).specs, rules, built_in=False)
    return [str(rule) for rule in ruleset.rules]


def test_an_unknown_field_gives_a_notice_and_the_other_rules_stay() -> None:
    assert codes("甲日期, 乙日期", "甲日期 < 丙日期", "甲日期 < 乙日期") == ["rule_field_unknown"]
    assert kept("甲日期, 乙日期", "甲日期 < 丙日期", "甲日期 < 乙日期") == ["甲日期 < 乙日期"]
    (notice,) = compile_rules(parse_definitions("公司").specs, ["公司 = 个人"]).notices
    assert '"个人"' in notice.message


def test_fields_are_named_by_name_definition_alias_or_part() -> None:
    fields = "合同金额（万元）, 甲方|委托方, 负责人(姓名+职务)"
    rules = ["合同金额 > 1", "合同金额(万元) > 2", '委托方 != ""', '负责人.职务 = "经理"']
    assert codes(fields, *rules) == []
    assert codes("甲方, 乙方|甲方", '甲方 = "华信"') == []
    assert codes("金额(大写), 金额(小写)", "金额 > 1") == ["rule_field_ambiguous"]
    assert codes("金额(大写), 金额(小写)", "金额(大写) = 金额(小写)") == []


def test_a_rule_that_is_written_twice_is_used_once() -> None:
    assert codes("A日期, B日期", "A日期<B日期", "A日期 < B日期") == ["rule_duplicate"]
    assert kept("A日期, B日期", "A日期<B日期", "A日期 < B日期") == ["A日期 < B日期"]


def test_too_many_rules_are_cut_with_a_notice() -> None:
    rules = [f"金额 > {number}" for number in range(MAX_RULES + 5)]
    assert codes("金额", *rules) == ["rules_too_many"]
    assert len(kept("金额", *rules)) == MAX_RULES


CONTRADICTORY = [
    ["A < B", "B < A"],
    ["A < B", "B <= C", "C <= A"],
    ["A = B", "A != B"],
    ["A < A"],
    ["A != A"],
    ["A = B", "B = C", "A > C"],
    ["A < 5", "A > 10"],
    ["A <= B <= 3", "A >= 4"],
    ['A = "个人"', 'A = "企业"'],
    ["A >= 2024-03-05", "A < 2024-01-01"],
    ['A < B when C = "x"', 'B < A when C = "x"'],
    ['A < B when C = "x"', "B < A"],
]


@pytest.mark.parametrize("rules", CONTRADICTORY)
def test_contradictory_rules_are_set_aside_with_a_notice(rules: list[str]) -> None:
    assert codes("A, B, C, D", *rules, "A <= D") == ["rules_contradictory"]
    assert kept("A, B, C, D", *rules, "A <= D") == ["A <= D"]


CONSISTENT = [
    ["A < B", "B < C", "A < C"],
    ["A <= 5", "A >= 5"],
    ["A = B", "B = C"],
    ["A != B", "A <= B"],
    ['A < B when C = "x"', 'B < A when C = "y"'],
    ["A + B < C", "C < A + B"],
    ["A < 500万元", "A > 10%"],
]


@pytest.mark.parametrize("rules", CONSISTENT)
def test_rules_that_can_hold_together_are_kept(rules: list[str]) -> None:
    assert "rules_contradictory" not in codes("A, B, C", *rules)
    assert len(kept("A, B, C", *rules)) == len(rules)


def test_a_circle_that_only_says_equal_is_kept_and_told() -> None:
    rules = ["A <= B", "B <= C", "C <= A"]
    assert codes("A, B, C", *rules) == ["rules_circular"]
    assert kept("A, B, C", *rules) == rules


_HOLDS = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from(sorted(_HOLDS)), st.sampled_from("ABCD")),
        min_size=1, max_size=6, unique=True,
    )
)  # fmt: skip
def test_contradictions_are_those_of_trying_all_orders(said: list[tuple[str, str, str]]) -> None:
    # Four things can be ordered in every way with four numbers.
    possible = any(
        all(_HOLDS[op](numbers["ABCD".index(a)], numbers["ABCD".index(b)]) for a, op, b in said)
        for numbers in itertools.product(range(4), repeat=4)
    )
    found = codes("A, B, C, D", *(f"{a} {op} {b}" for a, op, b in said))
    assert ("rules_contradictory" not in found) == possible
