"""Corrections: what a person decides holds, and nothing that was there before is lost."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core import Extraction, FieldResult, Rejected, Value
from seqgpt_core.results import extraction_from_dict, extraction_to_dict
from seqgpt_core.results.corrections import (
    MARKED_SCORE,
    Correction,
    Meaning,
    apply_corrections,
    place_of,
)
from seqgpt_core.results.readable import values_text
from seqgpt_core.results.text_edits import TextEdit

TEXT = "甲方：云帆公司（以下称买方）。代表人：陈立新。云帆公司盖章。"


def span(text: str, nth: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(text, at + 1)
    return at, at + len(text)


def sample() -> Extraction:
    company, second = span("云帆公司"), span("云帆公司", 1)
    person = span("陈立新")
    value = Value("甲方", "云帆公司", *company, 0.9, mentions=(company, second))
    rejected = Rejected("陈立新", *person, 0.31, "below_threshold")
    return Extraction(
        TEXT,
        "m",
        "0",
        (FieldResult("甲方", "甲方", (value,), (rejected,)), FieldResult("乙方", "乙方")),
    )


def correction(
    kind: str, place: tuple[int, int], text: str = "", definition: str = "甲方"
) -> Correction:
    return Correction(kind, definition, *place, text)  # type: ignore[arg-type]


def after(*corrections: Correction) -> FieldResult:
    return apply_corrections(sample(), corrections).fields[0]


def texts(result: FieldResult) -> list[str]:
    return [value.corrected or value.text for value in result.values]


def test_an_accepted_candidate_comes_first_and_keeps_its_score() -> None:
    result = after(correction("accept", span("陈立新")))
    assert texts(result) == ["陈立新", "云帆公司"]
    assert result.values[0].score == 0.31
    assert result.values[0].amendment is not None
    assert result.rejected == ()


def test_a_marked_place_becomes_a_value_of_any_field() -> None:
    extraction = apply_corrections(sample(), [correction("add", span("买方"), definition="乙方")])
    (value,) = extraction["乙方"].values
    assert (value.text, value.score) == ("买方", MARKED_SCORE)


def test_a_removed_value_stands_among_the_rejected() -> None:
    for place in (span("云帆公司"), span("云帆公司", 1)):
        result = after(correction("remove", place))
        assert result.values == ()
        assert (result.rejected[0].text, result.rejected[0].reason) == ("云帆公司", "corrected")
        assert len(result.rejected) == 2


def test_a_text_of_the_document_becomes_its_place() -> None:
    result = after(correction("replace", span("云帆公司"), "陈立新"))
    (value,) = result.values
    assert (value.start, value.end) == span("陈立新")
    assert value.corrected is None
    assert value.amendment is not None and value.amendment.before == "云帆公司"
    assert [(r.text, r.reason, r.detail) for r in result.rejected] == [
        ("云帆公司", "corrected", "陈立新")
    ]


def test_any_other_text_stands_beside_the_untouched_evidence() -> None:
    extraction = apply_corrections(
        sample(),
        [correction("replace", span("云帆公司"), " 上海云帆有限公司 ")],
        read=lambda definition, text: Meaning(f"{definition}={text}"),
    )
    (value,) = extraction["甲方"].values
    assert (value.text, value.corrected) == ("云帆公司", "上海云帆有限公司")
    assert value.normalized == "甲方=上海云帆有限公司"
    assert len(value.mentions) == 2
    assert values_text(extraction["甲方"]) == "上海云帆有限公司"
    assert "上海云帆有限公司（人工更正，原文：云帆公司）" in extraction.to_markdown()
    again = extraction_from_dict(extraction_to_dict(extraction), TEXT)
    assert again == extraction
    assert pickle.loads(pickle.dumps(extraction)) == extraction


def test_a_corrected_value_can_be_corrected_again_and_remembers_the_first() -> None:
    first = correction("replace", span("云帆公司"), "别的公司")
    (value,) = after(first, correction("replace", span("云帆公司"), "又一家")).values
    assert value.amendment is not None
    assert (value.corrected, value.amendment.before) == ("又一家", "云帆公司")
    (value,) = after(first, correction("replace", span("云帆公司"), "云帆公司")).values
    assert value.corrected is None
    assert value.amendment is not None and value.amendment.kind == "accept"


def test_an_empty_text_removes() -> None:
    assert after(correction("replace", span("云帆公司"), "  ")).values == ()


def test_what_an_accepted_place_overlaps_gives_way() -> None:
    start, end = span("云帆公司（以下称买方）")
    result = after(correction("add", (start, end)))
    assert [value.text for value in result.values] == ["云帆公司（以下称买方）"]
    assert ("云帆公司", "corrected") in {(r.text, r.reason) for r in result.rejected}


def test_corrections_need_no_threshold_and_survive_another_decision() -> None:
    empty = Extraction(TEXT, "m", "0", (FieldResult("甲方", "甲方"),))
    place = span("云帆公司")
    known = sample().fields[0].values[0]

    def value_at(definition: str, start: int, end: int) -> Value | None:
        return known if (start, end) in known.mentions else None

    shown = apply_corrections(empty, [correction("accept", place)], value_at=value_at)
    assert shown["甲方"].values[0].mentions == known.mentions
    shown = apply_corrections(empty, [correction("replace", place, "某公司")])
    assert shown["甲方"].values[0].corrected == "某公司"
    assert apply_corrections(empty, [correction("remove", place)]) == empty


def test_a_hidden_mention_joins_its_answer() -> None:
    whole = sample()
    value = whole.fields[0].values[0]
    hidden = Extraction(
        TEXT, "m", "0",
        (FieldResult("甲方", "甲方", (Value("甲方", "云帆公司", *span("云帆公司"), 0.9),)),),
    )  # fmt: skip
    second = span("云帆公司", 1)
    shown = apply_corrections(
        hidden, [correction("accept", second)], value_at=lambda d, s, e: value
    )
    (found,) = shown["甲方"].values
    assert found.mentions == value.mentions


@pytest.mark.parametrize("place", [(-1, 2), (0, 0), (5, 4), (0, len(TEXT) + 1)])
def test_a_place_outside_the_document_does_nothing(place: tuple[int, int]) -> None:
    for kind in ("accept", "add", "replace", "remove"):
        assert apply_corrections(sample(), [correction(kind, place, "x")]) == sample()


def test_a_field_that_is_not_asked_is_left_alone() -> None:
    assert apply_corrections(sample(), [correction("add", (0, 1), definition="丙方")]) == sample()


places = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 6)).map(
    lambda p: (p[0], min(len(TEXT), p[0] + p[1]))
)
any_correction = st.builds(
    Correction,
    st.sampled_from(["accept", "add", "replace", "remove"]),
    st.sampled_from(["甲方", "乙方"]),
    st.integers(0, 5),
    st.integers(6, 10),
    st.sampled_from(["", "陈立新", "不在文中", "云帆"]),
) | st.builds(
    lambda kind, definition, place, text: Correction(kind, definition, *place, text),
    st.sampled_from(["accept", "add", "replace", "remove"]),
    st.sampled_from(["甲方", "乙方"]),
    places | st.sampled_from([span("云帆公司"), span("陈立新"), span("云帆公司", 1)]),
    st.sampled_from(["", "陈立新", "不在文中", "云帆"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(any_correction, max_size=6))
def test_nothing_vanishes_whatever_is_decided(corrections: list[Correction]) -> None:
    result = apply_corrections(sample(), corrections)
    for before, now in zip(sample().fields, result.fields, strict=True):
        told = {(v.start, v.end) for v in now.values} | {(r.start, r.end) for r in now.rejected}
        told |= {m for v in now.values for m in v.mentions}
        assert {(v.start, v.end) for v in before.values} <= told
        own = [(v.start, v.end) for v in now.values]
        assert len(own) == len(set(own))
        machine = [v for v in now.values if v.amendment is None]
        for value in machine:
            others = [v for v in now.values if v is not value]
            assert all(v.end <= value.start or value.end <= v.start for v in others)
    assert extraction_from_dict(extraction_to_dict(result), TEXT) == result


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙丙", max_size=30), st.text("甲乙丙", min_size=1, max_size=6), st.data())
def test_the_nearest_place_is_found(text: str, wanted: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = place_of(text, start, end, wanted)
    stands = [
        (max(0, i - end, start - i - len(wanted)), i)
        for i in range(len(text))
        if text.startswith(wanted, i)
    ]
    if found is None:
        assert stands == []
    else:
        assert text[slice(*found)] == wanted
        assert max(0, found[0] - end, start - found[1]) == min(stands)[0]


def test_a_short_text_far_away_is_no_place() -> None:
    text = "甲" + "。" * 300 + "乙方丙方"
    assert place_of(text, 0, 1, "乙") is None
    assert place_of(text, 0, 1, "乙方丙方") == (301, 305)


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙丙。\n", max_size=40), st.data())
def test_places_outside_an_edit_keep_their_characters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = data.draw(st.text("丁𠮷", max_size=5))
    new = text[:start] + put + text[end:]
    edit = TextEdit(text, new)
    for left in range(len(text)):
        for right in range(left + 1, min(left + 4, len(text)) + 1):
            moved = edit.moved(left, right)
            if moved is not None:
                assert new[slice(*moved)] == text[left:right]
    # Equal characters beside the edit may count as the edited ones: `。。` less one `。`.
    if start > 0 and text[start - 1] not in text[start:]:
        assert edit.moved(0, start) == (0, start)
    if end < len(text) and text[end] not in text[:end]:
        assert edit.moved(end, len(text)) is not None
    if put and start < end:
        assert edit.moved(max(0, start), end) is None


def test_places_between_two_edits_move_along() -> None:
    edit = TextEdit("第一行\n第二行\n甲方：云帆公司\n第四行", "第一行第二行甲方：云帆公司第四行。")
    assert edit.moved(8, 15) == (6, 13)
