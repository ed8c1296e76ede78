"""Windows: invariants on random text, preferred cuts, linear work; clause numbers."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqgpt_core.documents import Window, split_windows
from seqgpt_core.documents.boundaries import (
    Boundary,
    ClauseKind,
    Strength,
    best_boundary,
    clause_mark,
    iter_boundaries,
)

# Every kind of boundary, code points outside the BMP, a lone surrogate, NUL and bidi marks.
ALPHABET = "甲方 a1.,，、。；!?”）\n\r\t\u3000第一条（二）①😀𠮷\ud800\x00\u202e\u2028"


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, int, int]:
    size = draw(st.integers(1, 40))
    overlap = draw(st.integers(0, size - 1))
    return draw(st.text(st.sampled_from(ALPHABET), max_size=300)), size, overlap


@given(cases())
def test_windows_keep_their_invariants(case: tuple[str, int, int]) -> None:
    text, size, overlap = case
    windows = split_windows(text, size, overlap)
    assert all(0 < window.end - window.start <= size for window in windows)
    if text:
        assert windows[0].start == 0
        assert windows[-1].end == len(text)
    for before, after in itertools.pairwise(windows):
        assert before.start < after.start <= before.end - overlap
        assert before.end < after.end
    assert len(windows) <= 3 * len(text) // (size - overlap) + 1
    if 0 < len(text) <= size:
        assert windows == (Window(0, len(text)),)


@given(cases())
def test_every_short_span_lies_whole_in_a_window(case: tuple[str, int, int]) -> None:
    text, size, overlap = case
    windows = split_windows(text, size, overlap)
    length = max(overlap, 1)
    for start in range(len(text) - length + 1):
        assert any(w.start <= start and start + length <= w.end for w in windows)


def test_empty_text_has_no_window() -> None:
    assert split_windows("", 10, 3) == ()


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (10, 10), (10, -1), (5, 9)])
def test_impossible_sizes_are_refused(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="overlap"):
        split_windows("甲方", size, overlap)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("\n第五条", "\n\n付款"),
        ("\n\n付款", "\n付款款"),
        ("\n付款款", "。付款款"),
        ("。付款款", "，付款款"),
        ("，付款款", " 付款款"),
        (" 付款款", "付付款款"),
    ],
)
@pytest.mark.parametrize("better_first", [True, False])
def test_windows_end_and_start_at_the_best_boundary(
    better: str, worse: str, better_first: bool
) -> None:
    # Both cuts stand within reach (the last third of 90 characters, less the overlap).
    first, second = (better, worse) if better_first else (worse, better)
    text = "字" * 70 + first + "字" * 4 + second + "字" * 100
    marker = text.index(better)
    cut = marker + len(better) - len(better.lstrip("\n。， "))
    windows = split_windows(text, size=90, overlap=0)
    assert windows[0].end == windows[1].start == cut


def test_a_start_moves_left_only() -> None:
    text = "字" * 60 + "\n" + "字" * 200
    windows = split_windows(text, size=100, overlap=30)
    assert windows[0].end == 100
    assert windows[1].start == 61  # not 70, where the overlap would already be enough


@pytest.mark.parametrize("unit", ["付", "，", "1.", "\n第五条 付款，\n\n"])
def test_two_million_characters_take_linear_time(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    started = time.process_time()
    windows = split_windows(text, 500, 125)
    assert len(windows) <= 3 * len(text) // 375 + 1
    assert time.process_time() - started < 40


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("第五条 付款", ClauseKind.ARTICLE, "第五条"),
        ("　　第 十二 条  违约责任", ClauseKind.ARTICLE, "第 十二 条"),
        ("第12条之一", ClauseKind.ARTICLE, "第12条之一"),
        ("## 第三章 总则", ClauseKind.CHAPTER, "第三章"),
        ("第二节 定义", ClauseKind.SECTION, "第二节"),
        ("第一部分 协议书", ClauseKind.PART, "第一部分"),
        ("附件一：报价单", ClauseKind.ANNEX, "附件一"),
        ("一、合同标的", ClauseKind.CHINESE, "一、"),
        ("（二）验收", ClauseKind.CHINESE_BRACKET, "（二）"),
        ("(十一) 其他", ClauseKind.CHINESE_BRACKET, "(十一)"),
        ("1. 付款", ClauseKind.DECIMAL, "1."),
        ("3、交付", ClauseKind.DECIMAL, "3、"),
        ("1.1 公司名称", ClauseKind.DECIMAL, "1.1"),
        ("2.10.3条款说明", ClauseKind.DECIMAL, "2.10.3"),
        ("（3）质保", ClauseKind.DECIMAL_BRACKET, "（3）"),
        ("4）质保", ClauseKind.DECIMAL_BRACKET, "4）"),
        ("③ 质保", ClauseKind.CIRCLED, "③"),
        ("a. scope", ClauseKind.LETTER, "a."),
    ],
)
def test_clause_numbers_are_recognised(line: str, kind: ClauseKind, number: str) -> None:
    mark = clause_mark("前文\n" + line, 3)
    assert mark is not None
    assert mark.kind is kind
    assert ("前文\n" + line)[mark.start : mark.end] == number


@pytest.mark.parametrize(
    "line",
    [
        "1.5万元整", "1.5 万元整", "3.2米", "2024.01.15签订", "2024年3月", "1,000元", "3.14",
        "十万元", "一千元", "第三方支付", "a.m. today", "附件所列", "", "甲方：某公司",
    ],
)  # fmt: skip
def test_quantities_dates_and_words_are_no_clause_numbers(line: str) -> None:
    assert clause_mark(line, 0) is None


def test_boundaries_know_numbers_quotes_and_line_ends() -> None:
    text = "共1,000元，他说“好。”\r\n见3.5节. ok, no\n\n乙"
    found = [(text[: b.position], b.strength) for b in iter_boundaries(text)]
    assert found == [
        ("共1,000元，", Strength.COMMA),
        ("共1,000元，他说“好。”", Strength.SENTENCE),
        ("共1,000元，他说“好。”\r\n", Strength.LINE),
        ("共1,000元，他说“好。”\r\n见3.5节. ", Strength.SPACE),
        ("共1,000元，他说“好。”\r\n见3.5节. ok,", Strength.COMMA),
        ("共1,000元，他说“好。”\r\n见3.5节. ok, ", Strength.SPACE),
        ("共1,000元，他说“好。”\r\n见3.5节. ok, no\n", Strength.LINE),
        ("共1,000元，他说“好。”\r\n见3.5节. ok, no\n\n", Strength.PARAGRAPH),
    ]


def test_a_limit_splits_no_line_end_no_number_and_no_quotation() -> None:
    assert list(iter_boundaries("甲\r\n乙", 0, 2)) == []
    assert list(iter_boundaries("1,000", 0, 2)) == []
    assert list(iter_boundaries("好。”他", 0, 2)) == []
    assert list(iter_boundaries("甲\r\n乙", 0, 3)) == [Boundary(3, Strength.LINE)]


@given(st.text(st.sampled_from(ALPHABET), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_best_boundary_is_the_last_of_the_strongest_in_range(
    text: str, low: int, high: int
) -> None:
    low, high = min(low, high, len(text)), min(max(low, high), len(text))
    inside = [b for b in iter_boundaries(text) if low <= b.position <= high]
    expected = max(inside, key=lambda b: (b.strength, b.position)).position if inside else None
    assert best_boundary(text, low, high) == expected
