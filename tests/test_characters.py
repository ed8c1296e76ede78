"""What a page shows of any text, and the colours of fields."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core.results import HIGHLIGHT_COLORS, highlight_color, shown_text

ALPHABET = "甲乙ab <>&\"'=`/\n\r\t\x00\x1b\x85\u202e\u2066\u200f\ud800\uffff𠮷"


@given(st.text(ALPHABET, max_size=40))
def test_every_character_is_shown_by_one(text: str) -> None:
    shown = shown_text(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    for given_, seen in zip(text, shown, strict=True):
        assert seen == given_ or (seen, given_) == ("\n", "\r") or seen == "\ufffd"


def test_control_characters_are_visible_and_newlines_are_kept() -> None:
    assert shown_text("甲\x00乙\n丙\r\n丁\r戊\ud800") == "甲\ufffd乙\n丙\r\n丁\n戊\ufffd"


def test_colours_repeat_after_the_last() -> None:
    assert highlight_color(len(HIGHLIGHT_COLORS) + 2) == HIGHLIGHT_COLORS[2]
