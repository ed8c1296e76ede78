"""An amount in figures and in words: both places are compared, each form is found when asked."""

from __future__ import annotations

from typing import Any

import pytest

from seqgpt_core import Extraction, SeqGPT
from seqgpt_core.results.readable import checks_text

TEXT = "合同金额为人民币伍拾万元整（¥510,000.00元），分期支付。"
Found = dict[str, list[tuple[str, float]]]


@pytest.fixture
def extract(rule_engine: Any):
    def run(text: str, definitions: str, found: Found) -> Extraction:
        return SeqGPT(rule_engine(found)).extract(text, definitions)

    return run


@pytest.mark.parametrize(
    ("text", "taken", "status", "other"),
    [
        (TEXT, "人民币伍拾万元整", "failed", "¥510,000.00元"),
        (TEXT, "¥510,000.00元", "failed", "人民币伍拾万元整"),
        (TEXT.replace("51", "50"), "人民币伍拾万元整", "passed", "¥500,000.00元"),
        ("合计 20万元（大写：贰拾万元整）。", "20万元", "passed", "贰拾万元整"),
        ("合计 20万元 (大写金额:贰拾壹万元整)。", "20万元", "failed", "贰拾壹万元整"),
    ],
)
def test_what_stands_in_the_bracket_is_compared(
    extract: Any, text: str, taken: str, status: str, other: str
) -> None:
    found = extract(text, "合同金额(元)", {"合同金额": [(taken, 0.9)]}).values
    value = next(v for v in found if v.text == taken)
    (check,) = (c for c in value.checks if c.name == "amount_twin")
    assert check.status == status
    assert [text[slice(*span)] for span in check.evidence] == [taken, other]
    # Said, not settled: the value keeps what its own words mean.
    assert value.text == taken and value.normalized is not None
    assert ("不一致" in checks_text(value.checks)) == (status == "failed")


@pytest.mark.parametrize(
    "text",
    [
        "合同金额20万元，保证金贰万元整。",
        "合同金额20万元（含税）。",
        "合同金额20万元（其中首期5万元）。",
        "合同金额20万元\n（大写：贰拾壹万元整）",
    ],
)
def test_other_amounts_are_no_twins(extract: Any, text: str) -> None:
    (value,) = extract(text, "合同金额(元)", {"合同金额": [("20万元", 0.9)]}).values
    assert not [c for c in value.checks if c.name == "amount_twin"]


def test_a_bracket_asks_for_words_or_figures(extract: Any) -> None:
    found = {"合同金额": [("¥510,000.00元", 0.9), ("人民币伍拾万元整（¥510,000.00元）", 0.8)]}
    result = extract(TEXT, "合同金额(大写), 合同金额(小写)", found)
    words, figures = result.fields
    assert [(v.text, v.normalized) for v in words.values] == [("人民币伍拾万元整", "500000")]
    assert [(v.text, v.normalized) for v in figures.values] == [("¥510,000.00元", "510000")]
    assert ("constraint", "不是大写金额") in {(r.reason, r.detail) for r in words.rejected}
    failed = {c.name for c in words.values[0].checks if c.status == "failed"}
    assert "amount_in_words" in failed  # the rule between the two fields
