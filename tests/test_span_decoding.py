"""The exact decoder against brute force, and the rules of values."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.decoding.boundaries import settle
from seqgpt_core.decoding.spans import (
    FLOOR,
    Calibration,
    Candidate,
    choose_spans,
    merge_candidates,
    score_spans,
)
from seqgpt_core.decoding.values import decide_field, settle_candidates
from seqgpt_core.fields import parse_definitions


def brute_force_scores(logits: np.ndarray, calibration: Calibration, floor: float, longest: int):
    start, stop, inside = 1 / (1 + np.exp(-logits.astype(np.float64)))
    found = {}
    for first in range(logits.shape[1]):
        for last in range(first, min(logits.shape[1], first + longest)):
            raw = np.cbrt(start[first] * stop[last] * inside[first : last + 1].mean())
            score = float(calibration.apply(np.array([raw], dtype=np.float32))[0])
            if score >= floor:
                found[first, last] = score
    return found


@pytest.mark.parametrize("seed", range(60))
def test_every_span_that_reaches_the_floor_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    logits = (rng.normal(size=(3, int(rng.integers(1, 40)))) * 4 - 2).astype(np.float32)
    calibration = Calibration(
        float(rng.uniform(0.5, 2)), float(rng.uniform(-1, 1)), float(rng.choice([0, 0.3, 0.62]))
    )
    longest = int(rng.integers(1, 40))
    expected = brute_force_scores(logits, calibration, FLOOR, longest)
    found = {(a, b): s for a, b, s in score_spans(logits, calibration, FLOOR, longest)}
    assert found.keys() == expected.keys()
    for span, score in expected.items():
        assert found[span] == pytest.approx(score, abs=1e-5)


@pytest.mark.parametrize("lift", [0.0, 0.2, 0.62, 1.0])
def test_a_calibration_increases_and_can_be_inverted(lift: float) -> None:
    calibration = Calibration(1.3, -0.4, lift)
    raw = np.linspace(0.001, 0.999, 2000)
    scores = calibration.apply(raw.astype(np.float32)).astype(np.float64)
    assert np.all(np.diff(scores) > 0)
    for probability in (0.05, 0.2, 0.5, 0.77, 0.95):
        back = calibration.apply(np.array([calibration.invert(probability)], dtype=np.float32))
        assert back[0] == pytest.approx(probability, abs=1e-5)
    # What is as likely as the best threshold gets one half.
    half = Calibration(1.0, 0.0, lift).invert(0.5)
    assert half == pytest.approx(1 / (1 + np.exp(lift)), abs=1e-6)


def test_no_tokens_no_spans() -> None:
    assert score_spans(np.zeros((3, 0), dtype=np.float32), Calibration()) == []


def best_by_brute_force(candidates: list[Candidate]) -> set[Candidate]:
    """Of all sets without overlaps, the one with the lexicographically greatest scores."""

    def clear(group: tuple[Candidate, ...]) -> bool:
        ordered = sorted(group, key=lambda c: c.start)
        return all(a.end <= b.start for a, b in pairwise(ordered))

    groups = [
        group
        for size in range(len(candidates) + 1)
        for group in combinations(candidates, size)
        if clear(group)
    ]
    return set(max(groups, key=lambda g: sorted((c.score for c in g), reverse=True)))


@pytest.mark.parametrize("seed", range(100))
def test_choice_equals_exhaustive_search(seed: int) -> None:
    rng = np.random.default_rng(seed)
    candidates = []
    for _ in range(int(rng.integers(0, 9))):
        start = int(rng.integers(0, 15))
        candidates.append(Candidate(start, start + int(rng.integers(1, 7)), float(rng.random())))
    chosen, overlapped = choose_spans(candidates)
    assert set(chosen) == best_by_brute_force(candidates)
    assert sorted([*chosen, *overlapped], key=str) == sorted(candidates, key=str)
    assert list(chosen) == sorted(chosen, key=lambda c: c.start)


spans = st.builds(
    lambda s, n, p: Candidate(s, s + n, p),
    st.integers(0, 40), st.integers(1, 12), st.floats(0.05, 1),
)  # fmt: skip


@given(st.lists(spans, max_size=25), st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_never_adds_a_value(found: list[Candidate], a: float, b: float) -> None:
    text = (
        "甲方北京华信科技有限公司，合同金额人民币500,000.00元，签约日期2024年3月5日，乙方上海远景"
    )
    spec = parse_definitions("甲方").specs[0]
    candidates = {"甲方": settle_candidates(text, [c for c in found if c.end <= len(text)])}
    low = decide_field(text, spec, candidates, min(a, b))
    high = decide_field(text, spec, candidates, max(a, b))
    assert {v.text for v in high.values} <= {v.text for v in low.values}
    for result in (low, high):
        mentions = sorted(m for v in result.values for m in v.mentions)
        assert all(x[1] <= y[0] for x, y in pairwise(mentions))


def test_merging_keeps_the_best_score_of_a_span() -> None:
    merged = merge_candidates([Candidate(3, 5, 0.2), Candidate(1, 2, 0.9), Candidate(3, 5, 0.7)])
    assert merged == (Candidate(1, 2, 0.9), Candidate(3, 5, 0.7))


def test_one_answer_in_two_places_is_one_value_with_two_mentions() -> None:
    text = "甲方：华信公司。付款人：华信公司。乙方：远景公司。"
    spec = parse_definitions("甲方").specs[0]
    first, second = text.index("华信"), text.rindex("华信")
    other = text.index("远景")
    candidates = {
        "甲方": (
            Candidate(first, first + 4, 0.9),
            Candidate(second, second + 4, 0.4),
            Candidate(other, other + 4, 0.3),
        )
    }
    result = decide_field(text, spec, candidates, 0.5)
    (value,) = result.values
    assert value.text == "华信公司"
    assert value.mentions == ((first, first + 4), (second, second + 4))
    (rejected,) = result.rejected
    assert (rejected.text, rejected.reason) == ("远景公司", "below_threshold")


def test_an_overlapped_candidate_is_kept_with_its_reason() -> None:
    text = "北京华信科技有限公司"
    spec = parse_definitions("甲方").specs[0]
    result = decide_field(text, spec, {"甲方": (Candidate(0, 10, 0.9), Candidate(2, 10, 0.8))}, 0.5)
    assert [(r.text, r.reason) for r in result.rejected] == [("华信科技有限公司", "overlap")]


def test_an_enumeration_is_normalised_to_its_option() -> None:
    text = "手术部位：左侧股骨"
    spec = parse_definitions("手术部位(左/右)").specs[0]
    result = decide_field(text, spec, {"手术部位": (Candidate(5, 7, 0.9),)}, 0.5)
    assert result.values[0].text == "左侧"
    assert result.values[0].normalized == "左"


def place(text: str, part: str) -> Candidate:
    return Candidate(text.index(part), text.index(part) + len(part), 0.9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("项目由张伟（技术总监）负责。", "张伟（技术总监）"),
        ("项目由技术总监张伟负责。", "技术总监张伟"),
        ("姓名：张伟 职务：技术总监", "张伟 职务：技术总监"),
    ],
)
def test_composite_parts_are_linked(text: str, value: str) -> None:
    spec = parse_definitions("负责人(姓名+职务)").specs[0]
    candidates = {
        "负责人": (place(text, "张伟"),),
        "负责人姓名": (place(text, "张伟"),),
        "负责人职务": (place(text, "技术总监"),),
    }
    found = decide_field(text, spec, candidates, 0.5).values[0]
    assert found.text == value
    parts = {n: p.text for n, p in found.parts.items() if p is not None}
    assert parts == {"姓名": "张伟", "职务": "技术总监"}


def test_parts_never_share_a_character() -> None:
    text = "联系人：孙国栋，销售总监"
    spec = parse_definitions("联系人(姓名+职务)").specs[0]
    name, both = place(text, "孙国栋"), place(text, "孙国栋，销售总监")
    title = Candidate(text.index("销售"), len(text), 0.5)
    candidates = {
        "联系人": (both,),
        "联系人姓名": (name,),
        "联系人职务": (Candidate(name.start, name.end, 0.8), title),
    }
    parts = decide_field(text, spec, candidates, 0.5).values[0].parts
    assert {n: p.text for n, p in parts.items() if p} == {"姓名": "孙国栋", "职务": "销售总监"}


def test_a_missing_part_is_not_borrowed_from_another_mention() -> None:
    text = "甲方负责人李雷，乙方负责人韩梅梅（财务总监）。"
    spec = parse_definitions("负责人(姓名+职务)").specs[0]
    candidates = {
        "负责人": (),
        "负责人姓名": (place(text, "李雷"), place(text, "韩梅梅")),
        "负责人职务": (place(text, "财务总监"),),
    }
    values = decide_field(text, spec, candidates, 0.5).values
    by_name = {v.parts["姓名"].text: v.parts["职务"] for v in values if v.parts["姓名"]}
    assert by_name["李雷"] is None
    assert by_name["韩梅梅"] is not None
    assert by_name["韩梅梅"].text == "财务总监"


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("金额为5000000元", "500000", "5000000"),
        ("总价¥2,380.00元整", "380.00元", "2,380.00元"),
        ("代号ABCDE项目", "BCD", "ABCDE"),
        ("甲方：北京华信，", "：北京华信，", "北京华信"),
        ("签订《购销合同》时", "《购销合同", "《购销合同》"),
        ("由张伟（总监）负责", "张伟（总监", "张伟（总监）"),
        ("（张三）同意", "张三）", "（张三）"),
        ("见附件）张三", "）张三", "张三"),
        ("  500 元 。", " 500 元 。", "500 元"),
        ("请尽快处理，停止施工。谢谢", "请尽快处理，停止施工。", "请尽快处理，停止施工"),
        ("我想问一下，能否退还押金？谢谢", "能否退还押金？", "能否退还押金"),
        (
            "我想问一下，押金能否全部退还？谢谢",
            "我想问一下，押金能否全部退还？",
            "我想问一下，押金能否全部退还？",
        ),
        ("共计12,3号楼", "12", "12"),
        ("2024年3月5日", "4年3月5日", "2024年3月5日"),
    ],
)
def test_values_end_at_sensible_characters(text: str, marked: str, expected: str) -> None:
    start = text.index(marked)
    settled = settle(text, start, start + len(marked))
    assert settled is not None
    assert text[slice(*settled)] == expected


@settings(max_examples=400)
@given(st.text("甲方AB12.,，。（）()《》“” \n😀", max_size=24), st.data())
def test_settling_stays_in_the_text_and_is_stable(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    settled = settle(text, start, end)
    if settled is None:
        return
    low, high = settled
    assert 0 <= low < high <= len(text)
    assert settle(text, low, high) == settled
    for at in (low, high):
        if 0 < at < len(text):
            assert not (text[at - 1].isdigit() and text[at].isdigit())
            assert not (text[at - 1] in "AB" and text[at] in "AB")
    assert not text[low].isspace()
    assert not text[high - 1].isspace()
