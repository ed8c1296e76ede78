"""The way back from a changed text: every offset, through any changes, against brute force."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import Extraction, FieldResult, Part, Value
from seqgpt_core.documents import SourceMap, apply_repairs, propose_repairs
from seqgpt_core.documents.repair import REPAIR_KINDS
from seqgpt_core.documents.source_map import Edit, apply_edits, edit_between
from seqgpt_core.results.json_format import extraction_from_dict

TEXTS = st.text(alphabet="甲乙１２ a0O\n\t\r\u200b⽉𠮷😀，。：第页12", max_size=60)


@st.composite
def edits_of(draw: Any, text: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [Edit(start, end, draw(st.text("xyz", max_size=3))) for start, end in pairs]


def origins(text: str, chain: list[list[Edit]]) -> tuple[str, list[tuple[int, int]]]:
    """The changed text and the origin of each of its characters, one character at a time."""
    places = [(i, i + 1) for i in range(len(text))]
    length = len(text)
    for edits in chain:
        changed, moved = "", []
        position = 0
        for edit in [*edits, Edit(len(text), len(text))]:
            for i in range(position, edit.start):
                changed, moved = changed + text[i], [*moved, places[i]]
            if len(edit.replacement) == edit.end - edit.start:
                moved += places[edit.start : edit.end]
            elif edit.start < edit.end:
                moved += [(places[edit.start][0], places[edit.end - 1][1])] * len(edit.replacement)
            else:
                here = places[edit.start][0] if edit.start < len(places) else length
                moved += [(here, here)] * len(edit.replacement)
            changed += edit.replacement
            position = edit.end
        text, places = changed, moved
    return text, places


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_offset_maps_back_through_random_edits(data: st.DataObject) -> None:
    original = text = data.draw(TEXTS)
    source_map, chain = SourceMap.identity(text), []
    for _ in range(data.draw(st.integers(0, 4))):
        edits = data.draw(edits_of(text))
        chain.append(edits)
        source_map = source_map.after(edits)
        text = apply_edits(text, edits)
    expected, places = origins(original, chain)
    assert (text, source_map.characters) == (expected, len(expected))
    for start in range(len(text) + 1):
        here = places[start][0] if start < len(text) else len(original)
        assert source_map.to_original(start, start) == (here, here)
        for end in range(start + 1, len(text) + 1):
            assert source_map.to_original(start, end) == (places[start][0], places[end - 1][1])


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sets(st.sampled_from(REPAIR_KINDS)))
def test_random_texts_and_random_kinds_map_back(text: str, kinds: set[Any]) -> None:
    document = apply_repairs(text, kinds)
    again = apply_repairs(text, kinds)
    assert (document.text, document.source_map) == (again.text, again.source_map)
    if document.source_map is None:
        assert document.text == text
        return
    assert document.source_map.original == text
    position = 0
    for offset, character in enumerate(document.text):
        start, end = document.source_map.to_original(offset, offset + 1)
        # Ascending, inside the original, and the same character unless it was replaced.
        assert position <= start <= end <= len(text)
        position = start
        if end - start == 1 and character in text:
            assert character in (text[start], " ", "\n") or text[start] in "１２⽉O"


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_the_edit_between_two_texts_makes_one_of_the_other(before: str, after: str) -> None:
    edit = edit_between(before, after)
    assert apply_edits(before, [edit]) == after
    if before != after:
        assert before[edit.start : edit.end] != edit.replacement


def test_spans_outside_and_edits_in_disorder_are_refused() -> None:
    source_map = SourceMap.identity("甲方")
    for start, end in ((-1, 1), (1, 0), (0, 3)):
        with pytest.raises(ValueError, match="outside"):
            source_map.to_original(start, end)
    for edits in ([Edit(1, 2), Edit(0, 1)], [Edit(0, 2), Edit(1, 2)], [Edit(0, 3)]):
        with pytest.raises(ValueError, match="does not follow"):
            apply_edits("甲方", edits)


def test_replaced_line_ends_and_digits_map_character_by_character() -> None:
    text = "单价１２３元\u200b整"
    document = apply_repairs(text)
    assert document.text == "单价123元整"
    assert document.source_map is not None
    assert document.source_map.to_original(2, 5) == (2, 5)
    assert document.source_map.to_original(5, 7) == (5, 8)
    assert document.source_map.to_original(6, 7) == (7, 8)


# --- Results ----------------------------------------------------------------------------------


def repaired_extraction() -> Extraction:
    document = apply_repairs("甲方\u200b：华信\u200b科技，华信科技")
    text = document.text
    start = text.index("华信科技")
    places = ((start, start + 4), (start + 5, start + 9))
    value = Value("甲方", "华信科技", *places[0], 0.9, None, places,
                  parts={"简称": Part("华信", start, start + 2, 0.8)})  # fmt: skip
    fields = (FieldResult("甲方", "甲方", (value,)),)
    return Extraction(text, "m", "0", fields, source_map=document.source_map)


def test_the_result_json_gives_places_in_the_original() -> None:
    extraction = repaired_extraction()
    data = extraction.to_dict()
    assert extraction.source_map is not None
    original = extraction.source_map.original
    assert data["original"]["characters"] == len(original) == len(extraction.text) + 2
    assert list(data)[:3] == ["version", "document", "original"]
    (value,) = data["fields"][0]["values"]
    assert extraction.text[value["start"] : value["end"]] == "华信科技"
    assert original[slice(*value["original"])] == "华信\u200b科技"
    assert [original[slice(*m)] for m in value["original_mentions"]] == [
        "华信\u200b科技",
        "华信科技",
    ]
    assert original[slice(*value["parts"]["简称"]["original"])] == "华信"
    assert extraction_from_dict(data, extraction.text, extraction.source_map) == extraction


def test_a_text_that_was_not_repaired_has_no_original() -> None:
    assert "original" not in str(Extraction("甲方", "m", "0").to_dict())
    with pytest.raises(ValueError, match="source map"):
        Extraction("甲", "m", "0", source_map=SourceMap.identity("甲乙"))


def test_repairs_switched_off_one_by_one_are_the_original_again() -> None:
    text = "第 1 页 共 2 页\n甲方：Ａ\u200b公司  有限\r\n第 2 页 共 2 页\n"
    repairs = propose_repairs(text)
    kinds = set(repairs.kinds)
    assert kinds >= {"pages", "line_ends", "invisible", "full_width", "spaces"}
    everything = repairs.document()
    while kinds:
        kinds.pop()
        repairs.document(kinds)
    assert repairs.document(()).text == text
    assert repairs.document(()).source_map is None
    assert repairs.document(repairs.kinds) == everything
