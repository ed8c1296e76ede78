"""Differences inside a clause: exact, whole tokens, readable; and what counts as format only."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.clauses.differences import (
    apply,
    differences,
    inverse,
    is_exact,
    is_format_only,
)
from seqgpt_core.clauses.grouping import whole_words
from seqgpt_core.clauses.model import Edit
from seqgpt_core.clauses.tokens import tokens

PIECES = (
    "甲方", "乙方", "应", "可", "不得", "支付", "赔偿", "30日", "45个工作日", "500,000.00元", "伍拾万元整",
    "5%", "百分之五", "2024年3月1日", "第十二条", "ABC-01", "，", "。", "（", "）", " ", "\n", "1", "2", ".", "的",
    "北京仲裁委员会", "有限公司", "\u3000", "％", "¥",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


def replaced(a: str, b: str) -> list[tuple[str, str]]:
    return [(a[slice(*edit.a)], b[slice(*edit.b)]) for edit in differences(a, b)]


def assert_well_formed(a: str, b: str, edits: tuple[Edit, ...]) -> None:
    """Ascending, apart from one another, none empty, and what lies between is the same."""
    at_a = at_b = 0
    for number, edit in enumerate(edits):
        assert edit.a[0] <= edit.a[1] <= len(a) and edit.b[0] <= edit.b[1] <= len(b)
        assert a[slice(*edit.a)] != b[slice(*edit.b)]
        assert a[at_a : edit.a[0]] == b[at_b : edit.b[0]]
        assert number == 0 or (edit.a[0] > at_a and edit.b[0] > at_b)
        at_a, at_b = edit.a[1], edit.b[1]
    assert a[at_a:] == b[at_b:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应于45个工作日内", "应|于|45个工作日|内"),
        ("30 日内", "30 日|内"),
        ("总价¥1,368,000.00元", "总|价|¥1,368,000.00元"),
        ("人民币50万元，", "人民币50万元|，"),
        ("（大写：伍拾捌万元整）", "（|大|写|：|伍拾捌万元整|）"),
        ("壹佰元伍角贰分", "壹佰元伍角贰分"),
        ("税率13%，千分之三，0.5‰", "税|率|13%|，|千分之三|，|0.5‰"),
        ("2024年3月1日起", "2024年3月1日|起"),
        ("二〇二四年三月十五日", "二〇二四年三月十五日"),
        ("至2027-03-31止", "至|2027-03-31|止"),
        ("见第十二条第二款", "见|第十二条|第二款"),
        ("按第3.2款", "按|第3.2款"),
        ("合同号HD-ZL-0588", "合|同|号|HD-ZL-0588"),
        ("代码91510100MA6CKQ7T2X。", "代|码|91510100MA6CKQ7T2X|。"),
        ("8903 2214 0075 6612", "8903 2214 0075 6612"),
        ("面积186平方米、3台", "面|积|186平方米|、|3台"),
        ("１００元", "１００元"),
        ("重10kg的", "重|10kg|的"),
        ("附件三所列", "附件三|所|列"),
        ("-5%", "-5%"),
        ("1,23", "1|,|23"),
        ("一切", "一|切"),
        ("半年", "半年"),
        ("USD 300 万", "USD 300| |万"),
        ("", ""),
    ],
)  # fmt: skip
def test_tokens_keep_values_whole(text: str, expected: str) -> None:
    assert "|".join(words(text)) == expected


@settings(max_examples=60, deadline=None)
@given(st.text() | texts)
def test_tokens_partition_the_text(text: str) -> None:
    spans = tokens(text)
    assert "".join(words(text)) == text
    assert all(start < end for start, end in spans)
    assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]


def test_differences_are_exact_on_a_thousand_random_pairs() -> None:
    chance = random.Random(20241)
    changed = 0
    for _ in range(1000):
        before = [chance.choice(PIECES) for _ in range(chance.randrange(40))]
        after = list(before)
        for _ in range(chance.randrange(6)):
            at = chance.randrange(len(after) + 1)
            length = chance.randrange(4)
            after[at : at + length] = [chance.choice(PIECES) for _ in range(chance.randrange(4))]
        a, b = "".join(before), "".join(after)
        edits = differences(a, b)
        assert apply(a, b, edits) == b
        assert apply(b, a, inverse(edits)) == a
        assert is_exact(a, b, edits)
        assert_well_formed(a, b, edits)
        assert bool(edits) == (a != b)
        grown = whole_words(a, b, edits)
        assert is_exact(a, b, grown)
        changed += a != b
    assert changed > 500


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_differences_of_any_two_texts_are_exact(a: str, b: str) -> None:
    edits = differences(a, b)
    assert_well_formed(a, b, edits)
    assert is_exact(a, b, edits)
    assert is_exact(a, b, whole_words(a, b, edits))
    assert edits == differences(a, b)


def test_a_wrong_edit_is_not_exact() -> None:
    edits = differences("价款30元", "价款40元")
    assert not is_exact("价款30元", "价款40元", ())
    assert not is_exact("价款30元", "价款40万元", edits)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("价款500,000.00元。", "价款580,000.00元。", [("500,000.00元", "580,000.00元")]),
        ("大写伍拾万元整", "大写伍拾捌万元整", [("伍拾万元整", "伍拾捌万元整")]),
        ("按10%计", "按5%计", [("10%", "5%")]),
        ("于30 日内付", "于45 个工作日内付", [("30 日", "45 个工作日")]),
        ("至2024年3月1日止", "至2024年3月10日止", [("2024年3月1日", "2024年3月10日")]),
        ("见第十二条。", "见第十三条。", [("第十二条", "第十三条")]),
        ("收到发票后支付", "收到票据后支付", [("发票", "票据")]),
        (
            "提交北京仲裁委员会仲裁。",
            "任何一方均可向乙方所在地人民法院提起诉讼。",
            [("提交北京仲裁委员会仲裁", "任何一方均可向乙方所在地人民法院提起诉讼")],
        ),
        (
            "甲方应在10日内付款，乙方应在5日内发货。",
            "甲方应在20日内付款，乙方应在8日内发货。",
            [("10日", "20日"), ("5日", "8日")],
        ),
        ("甲方付款。", "甲方付款。乙方开票。", [("", "乙方开票。")]),
        ("型号CPD35叉车", "型号CPD40叉车", [("CPD35", "CPD40")]),
        ("甲方的货款", "乙方之货款", [("甲方的", "乙方之")]),
        ("", "全新", [("", "全新")]),
        ("全旧", "", [("全旧", "")]),
        ("相同", "相同", []),
    ],
)
def test_replacements_are_readable(a: str, b: str, expected: list[tuple[str, str]]) -> None:
    assert replaced(a, b) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("\x00a\ud800b", "\x00b\ud800\udfffa"),
        ("\ue000\ue001甲", "\ue001\ue000甲12元"),
        ("\U000f0000\U0010fffd", "\U0010fffd3%\U000f0000"),
        ("👨‍👩‍👧‍👦应", "👨‍👩‍👧可"),
        ("", "\x00"),
        ("\r\n", "\n"),
    ],
)
def test_odd_characters_are_exact(a: str, b: str) -> None:
    edits = differences(a, b)
    assert_well_formed(a, b, edits)
    assert is_exact(a, b, edits)


def long_contract(seed: int, sentences: int) -> list[str]:
    chance = random.Random(seed)
    return [
        "".join(chance.choice("甲乙丙丁方应可支付合同价款期限内外前后天地人和") for _ in range(28))
        + f"{number}日。"
        for number in range(sentences)
    ]


def test_a_very_long_text_keeps_its_few_edits_apart() -> None:
    lines = long_contract(1, 10_000)
    a = "".join(lines)
    assert len(a) > 300_000
    lines[17] = lines[17].replace("17日", "90日")
    lines[5000] = ""
    lines[9990] = lines[9990] + "乙方承担费用。"
    b = "".join(lines)
    edits = differences(a, b)
    assert is_exact(a, b, edits)
    assert len(edits) == 3
    assert (a[slice(*edits[0].a)], b[slice(*edits[0].b)]) == ("17日", "90日")


def test_a_long_text_without_stops_keeps_its_edit_small() -> None:
    a = "甲方应于30日内支付10万元，违约金5%" * 15_000
    middle = len(a) // 2
    b = a[:middle] + "且不得抵销" + a[middle:]
    edits = differences(a, b)
    assert is_exact(a, b, edits)
    assert [b[slice(*edit.b)] for edit in edits] == ["且不得抵销"]


def test_unrelated_long_texts_are_one_replacement_not_confetti() -> None:
    a, b = "".join(long_contract(2, 150)), "春眠不觉晓处闻啼鸟夜来风雨声花落知多少" * 300
    edits = differences(a, b)
    assert is_exact(a, b, edits)
    assert len(edits) <= 2
    huge_a, huge_b = "甲" + "乙丙" * 150_000, "丁" + "丙乙" * 150_000 + "戊"
    assert is_exact(huge_a, huge_b, differences(huge_a, huge_b))


def test_more_distinct_long_tokens_than_private_characters() -> None:
    a = "头 " + " ".join(map(str, range(10_000, 150_000))) + " 尾"
    b = "头 " + " ".join(map(str, range(10_001, 150_001))) + " 尾"
    edits = differences(a, b)
    assert is_exact(a, b, edits)
    assert len(edits) == 1 and edits[0].a[0] >= len("头 ")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("甲方，应付款。", "甲方应付款"),
        ("甲方(以下简称“甲方”)", "甲方（以下简称「甲方」）"),
        ("总价100元", "总价１００元"),
        ("总价 500,000 元", "总价500000元"),
        ("比例5%", "比例5％"),
        ("甲方\n应当\t付款", "甲方应当付款"),
        ("￥100", "¥100"),
        ("账号8903 2214 0075", "账号890322140075"),
        ("一、标的", "一.标的"),
        ("甲\u200b方", "甲方"),
        ("⽅便", "方便"),
        ("", "。"),
    ],
)
def test_punctuation_width_and_space_are_format(a: str, b: str) -> None:
    assert is_format_only(a, b)
    assert is_format_only(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1.5万元", "15万元"),
        ("3-5日", "35日"),
        ("5%", "5"),
        ("5%", "5‰"),
        ("-5元", "5元"),
        ("☑仲裁□诉讼", "□仲裁☑诉讼"),
        ("和/或", "和或"),
        ("500,000元", "500,00元"),
        ("附件1，5日内", "附件15日内"),
        ("3 5", "35"),
        ("HD-ZL-0588", "HDZL0588"),
        ("应", "可"),
        ("USD", "usd"),
        ("相同", "相同"),
        ("", ""),
    ],
)
def test_content_is_not_format(a: str, b: str) -> None:
    assert not is_format_only(a, b)
    assert not is_format_only(b, a)


@settings(max_examples=60, deadline=None)
@given(st.text(), st.integers(0, 50))
def test_a_comma_between_chinese_characters_is_always_format(text: str, at: int) -> None:
    a = "甲方" + text + "乙方"
    assert is_format_only(a, "甲，方" + text + "乙方")
    assert not is_format_only(a, a)
    assert not is_format_only(a, a + "丙")
