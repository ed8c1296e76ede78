"""The notation of training passages, and the passages that come with the project."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core import SeqGPTError
from seqgpt_core.training.corpus import parse_passages, read_corpus

PASSAGE = """说明在第一段之前。
=== contract | 合同条款
甲方：远景公司
总价238元，先付23元，再付238元。
远景公司
签收。
---
甲方 => 远景公司
首付 => 23元
尾款 => 238元@2
签收 => 远景公司⏎签收
总价 => 238元@1 || 23元
乙方 =>
? 分期付款 => 是
? 借款合同 => 否
"""


def test_values_are_placed_in_the_text() -> None:
    (record,) = parse_passages(PASSAGE, "x")
    assert record["domain"] == "contract" and record["form"] == "合同条款"
    text = record["text"]
    found: dict[str, list[tuple[int, int]]] = {}
    for entity in record["entities"]:
        assert text[entity["start"] : entity["end"]] == entity["value"]
        found.setdefault(entity["field"], []).append((entity["start"], entity["end"]))
    assert len(found["甲方"]) == 2
    # 23元 does not stand inside 238元.
    assert found["首付"] == [(text.index("付23元") + 1, text.index("付23元") + 4)]
    assert found["尾款"] == [(text.rindex("238元"), text.rindex("238元") + 4)]
    assert len(found["总价"]) == 2
    assert text[slice(*found["签收"][0])] == "远景公司\n签收"
    assert record["schema"][-1] == "乙方" and "乙方" not in found
    assert record["labels"] == {"分期付款": True, "借款合同": False}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("首付 => 23元", "首付 => 24元"),
        ("尾款 => 238元@2", "尾款 => 238元@3"),
        ("乙方 =>", "甲方 =>"),
        ("首付 => 23元", "首付 23元"),
        ("? 分期付款 => 是", "? 分期付款 => 有"),
        ("\n---\n", "\n"),
        ("contract | 合同条款", "contract"),
        ("首付 => 23元", "首付 => 23元 ||"),
    ],
)
def test_a_mistake_is_named_with_its_line(wrong: str, right: str) -> None:
    with pytest.raises(SeqGPTError) as caught:
        list(parse_passages(PASSAGE.replace(wrong, right), "x"))
    assert caught.value.code == "corpus_invalid"
    assert "x 第 2 行" in caught.value.message


@given(st.lists(st.text("甲乙0１A元\n", min_size=1, max_size=8), min_size=1, max_size=6))
def test_every_marked_place_holds_its_value(pieces: list[str]) -> None:
    text = "\n".join(p for p in pieces if p.strip("\n")) or "空"
    value = pieces[0].strip("\n").split("\n")[0]
    if not value or value not in text:
        return
    source = f"=== a | b\n{text}\n---\n名 => {value}\n"
    try:
        (record,) = parse_passages(source, "x")
    except SeqGPTError as error:
        assert "正文里没有" in error.message
        return
    assert record["text"] == text
    assert {text[e["start"] : e["end"]] for e in record["entities"]} == {value}


def test_the_shipped_passages_are_sound_and_broad() -> None:
    records = list(read_corpus())
    names = {name for record in records for name in record["schema"]}
    assert len(records) >= 1500 and len(names) >= 8000
    assert len({r["text"] for r in records}) == len(records)
    for record in records:
        answered = {e["field"] for e in record["entities"]}
        assert answered and set(record["schema"]) - answered, f"{record['id']} asks nothing absent"
    assert {r["split"] for r in records} == {"train", "dev"}
