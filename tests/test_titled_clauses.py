"""Whole clauses by their headings."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.decoding.evidence.titled_clauses import asks_for_clause, titled_clauses
from seqgpt_core.decoding.spans import Candidate
from seqgpt_core.decoding.values import decide_field
from seqgpt_core.fields import parse_definitions

CONTRACT = """仓储服务合同
第一条 服务内容
1.1 乙方提供常温仓储。
第二条 违约责任
2.1 逾期付款的，每日按万分之三支付违约金。
2.2 货物毁损的，乙方照价赔偿。
第三条 保密义务
双方不得向第三人披露本合同。
第四条 争议的解决
协商不成的，向仓库所在地法院起诉。
"""


def texts_of(name: str, text: str = CONTRACT) -> list[str]:
    return [text[c.start : c.end] for c in titled_clauses(text, [name])]


def test_a_clause_comes_with_its_number_its_heading_and_everything_below_it() -> None:
    assert texts_of("违约责任条款") == [
        "第二条 违约责任\n2.1 逾期付款的，每日按万分之三支付违约金。\n2.2 货物毁损的，乙方照价赔偿。"
    ]
    assert texts_of("保密条款") == ["第三条 保密义务\n双方不得向第三人披露本合同。"]
    assert texts_of("争议解决约定") == ["第四条 争议的解决\n协商不成的，向仓库所在地法院起诉。"]


def test_nothing_is_made_up_where_no_heading_says_it() -> None:
    assert texts_of("知识产权条款") == []
    assert texts_of("违约责任条款", "违约责任条款由双方另行商定。") == []


def test_only_names_that_ask_for_a_clause_are_answered_so() -> None:
    assert asks_for_clause(["违约责任条款"]) and asks_for_clause(["别名", "付款约定（原文）"])
    assert not asks_for_clause(["违约金比例", "甲方"])
    assert texts_of("违约责任") == []


def test_the_field_gets_the_clause_beside_what_the_model_says() -> None:
    spec = parse_definitions("违约责任条款").specs[0]
    low = Candidate(CONTRACT.index("2.2"), CONTRACT.index("2.2") + 5, 0.2)
    result = decide_field(CONTRACT, spec, {"违约责任条款": (low,)}, 0.5)
    assert [value.text[:8] for value in result.values] == ["第二条 违约责任"]
    assert not decide_field(CONTRACT, spec, {"违约责任条款": (low,)}, 0.95).values


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="第一二三条款章违约责任保密\n 1.、，", max_size=120))
def test_every_clause_lies_in_the_text_and_none_overlaps_another(text: str) -> None:
    found = sorted(titled_clauses(text, ["违约责任条款", "保密约定"]), key=lambda c: c.start)
    for candidate in found:
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert (
            text[candidate.start : candidate.end].strip() == text[candidate.start : candidate.end]
        )
    for left, right in itertools.pairwise(found):
        assert left.end <= right.start
