"""References, defined terms, amounts in words and annexes that do not agree."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.clauses.consistency import (
    Finding,
    amounts_in_words,
    annexes,
    cross_references,
    defined_terms,
    findings,
)
from seqgpt_core.clauses.model import Clause

DIGITS = "零一二三四五六七八九十"


def outline(text: str) -> tuple[Clause, ...]:
    """Nodes of 第N条 / N.M / 附件N lines, made by hand-written marks, enough for these texts."""
    marks = list(
        re.finditer(r"^(?:第([一二三四五六七八九十]+)条|(\d+)\.(\d+)|附件([一二三]))[ \u3000]*(\S*)", text, re.M)
    )  # fmt: skip
    nodes: list[Clause] = []
    if not marks or marks[0].start() > 0:
        nodes.append(Clause("preamble", 0, 0, marks[0].start() if marks else len(text)))
    for mark, following in zip(marks, [*marks[1:], None][: len(marks)], strict=True):
        end = following.start() if following else len(text)
        if mark[4]:
            nodes.append(
                Clause(
                    "annex",
                    0,
                    mark.start(),
                    end,
                    mark[0].split()[0],
                    (f"附件{mark[4]}",),
                    heading=mark[0],
                )
            )
            continue
        path = (arabic(mark[1]),) if mark[1] else (mark[2], mark[3])
        title = mark[5] if mark[5] and len(mark[5]) <= 6 else None
        nodes.append(
            Clause("clause", len(path) - 1, mark.start(), end, mark[0].split()[0], path, title)
        )
    return tuple(nodes)


def arabic(numeral: str) -> str:
    if len(numeral) == 1:
        return str(DIGITS.index(numeral))
    tens, _, ones = numeral.partition("十")
    return str((DIGITS.index(tens) if tens else 1) * 10 + (DIGITS.index(ones) if ones else 0))


CONTRACT = """设备采购合同
甲方（需方）：泰州恒远机械有限公司
乙方（供方）：常州恒钜数控机床有限公司
甲乙双方经协商，就采购数控机床（以下简称“设备”）订立本合同（以下简称“本合同”）。
第一条 定义
“交付日”是指设备运抵甲方指定地点之日。
第二条 价款
本合同总价为人民币1,368,000.00元（大写：壹佰叁拾陆万捌仟元整），明细见附件一。
2.1 预付款为总价的30%。
2.2 余款在交付日后30日内付清。
第三条 交付
乙方应按第二条约定的时间交付设备，技术要求见附件二。
第四条 违约责任
违反第三条的，按第2.1款退还预付款，并依照《中华人民共和国民法典》第五百八十五条承担责任。
第五条 争议解决
争议由甲方所在地人民法院管辖，第四条不受影响。
附件一 价格明细
数控机床两台。
附件二 技术要求
符合国家标准。
"""


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in found]


def shown(text: str, found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, text[slice(*finding.span)]) for finding in found]


def test_a_contract_in_order_has_no_findings() -> None:
    assert findings(CONTRACT, outline(CONTRACT)) == ()
    assert findings(CONTRACT, outline(CONTRACT), CONTRACT, outline(CONTRACT)) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("违反第三条的", "违反第十二条的", [("reference_missing", "第十二条")]),
        ("按第2.1款", "按第2.7款", [("reference_missing", "第2.7款")]),
        ("违反第三条的", "违反第九条和第三条的", [("reference_missing", "第九条")]),
        ("第四条不受影响", "第四条第五款不受影响", [("reference_missing", "第四条第五款")]),
        ("第四条不受影响", "第四条第一款不受影响", []),
        ("违反第三条的", "违反第二章的", [("reference_missing", "第二章")]),
        ("第五百八十五条", "第五百八十五条、第五百八十六条及第五百九十条", []),
        ("违反第三条的", "违反主合同第十二条的", []),
        ("违反第三条的", "违反《采购管理办法》（2024年版）第三十条的", []),
        ("违反第三条的", "违反第 3 条的", []),
    ],
)
def test_references_that_lead_nowhere(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = CONTRACT.replace(old, new)
    assert text != CONTRACT
    found = cross_references(text, outline(text))
    assert shown(text, found) == expected
    for finding in found:
        assert text[slice(*finding.span)] in finding.message


def test_a_reference_not_updated_after_an_insertion_points_to_another_clause() -> None:
    text = (
        CONTRACT.replace("第五条 争议解决", "第六条 争议解决")
        .replace("第四条 违约责任", "第五条 违约责任")
        .replace("第三条 交付", "第四条 交付")
        .replace("第四条 交付", "第三条 包装\n包装应适于运输。\n第四条 交付")
    )
    found = cross_references(text, outline(text), CONTRACT, outline(CONTRACT))
    assert shown(text, found) == [("reference_moved", "第三条"), ("reference_moved", "第四条")]
    assert "包装" in found[0].message and "交付" in found[0].message
    assert "违约责任" in found[1].message
    # Within one version nothing can be seen.
    assert cross_references(text, outline(text)) == ()


def test_an_updated_reference_is_in_order() -> None:
    text = (
        CONTRACT.replace("第四条不受影响", "第五条不受影响")
        .replace("第五条 争议解决", "第六条 争议解决")
        .replace("第四条 违约责任", "第五条 违约责任")
        .replace("违反第三条的", "违反第四条的")
        .replace("第三条 交付", "第三条 包装\n包装应适于运输。\n第四条 交付")
    )
    assert cross_references(text, outline(text), CONTRACT, outline(CONTRACT)) == ()


def test_without_numbered_clauses_references_are_left_alone() -> None:
    text = "按第九条执行。"
    assert cross_references(text, (Clause("text", 0, 0, len(text)),)) == ()
    assert cross_references("", ()) == ()


def test_articles_written_as_chinese_numerals_are_found_by_path() -> None:
    text = "一、价款\n按第二条支付，见第三条。\n二、支付\n按月。\n"
    second = text.index("二、支付")
    clauses = (
        Clause("clause", 0, 0, second, "一、", ("1",), "价款"),
        Clause("clause", 0, second, len(text), "二、", ("2",), "支付"),
    )
    assert shown(text, cross_references(text, clauses)) == [("reference_missing", "第三条")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本系统（以下简称“平台”）由乙方开发。平台归甲方。", []),
        ("本系统（以下简称“平台”）由乙方开发。", [("term_unused", "平台")]),
        ("本系统（以下称：「平台」）由乙方开发。", [("term_unused", "平台")]),
        ("本系统（以下简称平台）由乙方开发。", [("term_unused", "平台")]),
        ("“交付日”指货到之日。", [("term_unused", "交付日")]),
        ("“交付日”指货到之日。自交付日起算。“交付日”是指验收之日。", [("term_redefined", "交付日")]),
        ("甲方：张三\n乙方：李四\n丙方应担保。丙方无异议。", [("term_undefined", "丙方")]),
        ("甲方：张三\n乙方（李四）\n甲方应通知乙方。", []),
        ("张三（以下简称“甲方”）与李四（下称“乙方”）约定：甲方应通知乙方。", []),
        ("甲方应通知乙方。", []),
    ],
)  # fmt: skip
def test_defined_terms_of_one_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text, defined_terms(text)) == expected


def test_terms_against_the_other_text() -> None:
    changed = CONTRACT.replace("设备运抵甲方指定地点之日", "设备验收合格之日")
    assert shown(changed, defined_terms(changed, CONTRACT)) == [("term_changed", "交付日")]
    assert "运抵甲方指定地点" in defined_terms(changed, CONTRACT)[0].message
    dropped = CONTRACT.replace("“交付日”是指设备运抵甲方指定地点之日。\n", "")
    assert shown(dropped, defined_terms(dropped, CONTRACT)) == [("term_undefined", "交付日")]
    respaced = CONTRACT.replace("设备运抵甲方指定地点之日。", "设备运抵 甲方指定地点之日；")
    assert defined_terms(respaced, CONTRACT) == ()


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("总价500,000元（大写：伍拾万元整）", ""),
        ("总价580,000元（大写：伍拾万元整）", "伍拾万元整"),
        ("人民币（大写）伍拾万元整（小写：¥500,000.00元）", ""),
        ("人民币（大写）伍拾捌万元整（小写：¥500,000.00元）", "伍拾捌万元整"),
        ("总价50万元（大写：伍拾万元整）", ""),
        ("总价123.45元（壹佰贰拾叁元肆角伍分）", ""),
        ("总价123.46元（壹佰贰拾叁元肆角伍分）", "壹佰贰拾叁元肆角伍分"),
        ("首付100元，余款为伍拾万元整。", ""),
        ("单价100元，总价200元", ""),
        (
            "一期100元（大写：壹佰元整），二期200元（大写：叁佰元整），三期300元（大写：叁佰元整）",
            "叁佰元整",
        ),
        ("", ""),
    ],
)
def test_amounts_in_words_agree_with_figures(text: str, bad: str) -> None:
    found = amounts_in_words(text)
    assert [text[slice(*finding.span)] for finding in found] == ([bad] if bad else [])
    assert all("大写与小写" in finding.message for finding in found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("明细见附件一", "明细见附件三", [("annex_missing", "附件三")]),
        ("明细见附件一", "明细见附件1", []),
        ("明细见附件一", "明细见附件三，样式见附件三和附表2", [("annex_missing", "附件三"), ("annex_missing", "附表2")]),
        ("附件二 技术要求\n", "", [("annex_missing", "附件二")]),
        ("附件二 技术要求\n", "附件2：技术要求\n", []),
    ],
)  # fmt: skip
def test_annexes_named_but_absent(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    text = CONTRACT.replace(old, new)
    assert text != CONTRACT
    assert shown(text, annexes(text, outline(text))) == expected


def test_an_annex_without_number_is_looked_for() -> None:
    text = "第一条 技术要求详见附件。\n"
    assert shown(text, annexes(text, outline(text))) == [("annex_missing", "附件")]
    assert annexes(text + "附件：图纸\n", outline(text)) == ()


def test_findings_are_in_text_order_and_of_every_check() -> None:
    text = (
        CONTRACT.replace("壹佰叁拾陆万捌仟元整", "壹佰叁拾陆万元整")
        .replace("违反第三条的", "违反第十二条的")
        .replace("技术要求见附件二", "技术要求见附件四")
        .replace("“交付日”是指", "“到货日”是指")
    )
    found = findings(text, outline(text), CONTRACT, outline(CONTRACT))
    assert set(codes(found)) == {
        "term_unused", "term_undefined", "amount_words_disagree", "reference_missing", "annex_missing",
    }  # fmt: skip
    assert [finding.span for finding in found] == sorted(finding.span for finding in found)


PIECES = (
    "第一条 ", "第二条", "见第三条", "（以下简称“设备”）", "“甲”是指", "附件一", "\n", "。", "100元", "（大写：壹佰元整）",
    "甲方", "乙方：", "《法》", "第2.1款", "第99999999999999条", "\x00", "\ud800",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=20).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
)
def test_any_texts_are_read(text: str, other: str) -> None:
    clauses, other_clauses = outline(text), outline(other)
    found = findings(text, clauses, other, other_clauses)
    assert found == findings(text, clauses, other, other_clauses)
    for finding in found:
        assert 0 <= finding.span[0] < finding.span[1] <= len(text)
        assert finding.message
