"""The highlighted document: every character escaped, every span where it belongs."""

from __future__ import annotations

import html
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.results import (
    HIGHLIGHT_COLORS,
    Check,
    Extraction,
    FieldResult,
    HighlightSpan,
    Value,
    highlight_color,
    highlight_html,
    highlight_spans,
    shown_text,
)

TAG = re.compile(r"<[^<>]*>")
ALLOWED = {"div": {"dir", "style"}, "mark": {"style", "title"}, "bdi": {"title"}}
ALPHABET = "甲乙ab <>&\"'=`/\n\r\t\x00\x1b\x85\u202e\u2066\u200f\ud800\uffff𠮷"


class Reader(HTMLParser):
    """Collects (text, hover or None) pieces; fails on anything that is not expected."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str | None]] = []
        self.pieces: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} == ALLOWED[tag]
        self.open.append((tag, dict(attrs).get("title")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        marks = [title for tag, title in self.open if tag == "mark"]
        assert len(marks) <= 1
        self.pieces.append((data, marks[0] if marks else None))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def read(rendered: str) -> list[tuple[str, str | None]]:
    reader = Reader()
    reader.feed(rendered)
    reader.close()
    assert not reader.open
    return reader.pieces


def span(
    start: int, end: int, field: str = "甲方", color: int = 0, hover: str = ""
) -> HighlightSpan:
    return HighlightSpan(start, end, field, 0.5, color, hover)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[HighlightSpan]]:
    text = draw(st.text(alphabet=ALPHABET, max_size=40))
    spans = []
    if text:
        for place in range(draw(st.integers(0, 7))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            hover = draw(st.text(alphabet=ALPHABET, max_size=8))
            spans.append(span(start, end, f"F{place}.", place, hover))
    return text, spans


@settings(deadline=None)
@given(documents())
def test_stripping_the_tags_gives_the_text_back(document: tuple[str, list[HighlightSpan]]) -> None:
    text, spans = document
    rendered = highlight_html(text, spans)
    assert html.unescape(TAG.sub("", rendered)) == shown_text(text)
    assert len(shown_text(text)) == len(text)
    rendered.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", rendered)


@settings(deadline=None)
@given(documents())
def test_every_character_is_marked_by_exactly_its_spans(
    document: tuple[str, list[HighlightSpan]],
) -> None:
    text, spans = document
    position = 0
    for data, hover in read(highlight_html(text, spans)):
        for offset in range(position, position + len(data)):
            named = set(re.findall(r"F\d\.", hover or ""))
            assert named == {s.field for s in spans if s.start <= offset < s.end}
        position += len(data)
    assert position == len(text)


def test_nested_spans_show_the_shortest_and_a_line_for_each() -> None:
    rendered = highlight_html("0123456789", [span(0, 10, "外", 0), span(3, 5, "内", 1)])
    pieces = read(rendered)
    assert [piece for piece, _ in pieces] == ["012", "34", "56789"]
    assert pieces[1][1] == "内 0.50\n外 0.50"
    inner = rendered.split("<mark")[2]
    first, second = highlight_color(0), highlight_color(1)
    assert f"background:{second}33" in inner
    assert f"0 2px 0 {second},0 4px 0 {first}" in inner


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "&lt;b&gt;&amp;&#60;",
        "</mark></div><style>*{display:none}</style>",
        "<!-- x --><![CDATA[y]]><?php ?>",
        "javascript:alert(1)",
    ],
)
def test_hostile_text_is_inert_in_content_and_hover(hostile: str) -> None:
    rendered = highlight_html(hostile, [span(0, len(hostile), hostile, 0, hostile)])
    assert read(rendered) == [(hostile, f"{hostile} 0.50\n{hostile}")]
    assert rendered.count("<") == 4


def test_bidirectional_controls_are_isolated_one_by_one() -> None:
    rendered = highlight_html("a\u202eb\u2066c", [span(0, 5, hover="x\u202ey")])
    assert '<bdi title="U+202E">\u202e</bdi>b' in rendered
    assert '<bdi title="U+2066">\u2066</bdi>c' in rendered
    assert 'x\ufffdy"' in rendered


def test_control_characters_are_visible_and_newlines_are_kept() -> None:
    rendered = highlight_html("甲\x00乙\n丙\r\n丁\r戊\ud800", [])
    assert "甲\ufffd乙\n丙&#13;\n丁\n戊\ufffd" in rendered
    assert "white-space:pre-wrap" in rendered
    assert read(rendered)[0][0] == "甲\ufffd乙\n丙\r\n丁\n戊\ufffd"


def test_offsets_are_code_points() -> None:
    assert ("有限", "甲方 0.50") in read(highlight_html("𠮷😀有限公司", [span(2, 4)]))


def test_spans_outside_the_document_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        highlight_html("甲", [span(0, 2)])
    for start, end in ((-1, 1), (1, 1), (2, 1)):
        with pytest.raises(ValueError, match="not a span"):
            span(start, end)


def test_spans_of_an_extraction_cover_every_mention() -> None:
    text = "甲公司2024年；甲公司"
    extraction = Extraction(
        text,
        "m",
        "s",
        (
            FieldResult("空", "空"),
            FieldResult(
                "甲方", "甲方", (Value("甲方", "甲公司", 0, 3, 0.9, None, ((0, 3), (9, 12))),)
            ),
            FieldResult(
                "年",
                "年",
                (Value("年", "2024年", 3, 8, 0.8, "2024", checks=(Check("年份", "passed"),)),),
            ),
        ),
    )
    assert highlight_spans(extraction) == (
        HighlightSpan(0, 3, "甲方", 0.9, 1),
        HighlightSpan(9, 12, "甲方", 0.9, 1),
        HighlightSpan(3, 8, "年", 0.8, 2, "2024\n年份：通过"),
    )
    marked = [
        piece for piece, hover in read(highlight_html(text, highlight_spans(extraction))) if hover
    ]
    assert marked == ["甲公司", "2024年", "甲公司"]


def test_colours_repeat_after_the_last() -> None:
    assert highlight_color(len(HIGHLIGHT_COLORS) + 2) == HIGHLIGHT_COLORS[2]


def test_many_spans_over_one_place_stay_readable_and_quick() -> None:
    text = "字" * 20_000
    spans = [span(place, 20_000 - place, f"F{place}", place) for place in range(5_000)]
    began = time.process_time()
    rendered = highlight_html(text, spans)
    assert time.process_time() - began < 5
    assert "另有 4992 项" in rendered
    assert html.unescape(TAG.sub("", rendered)) == text
