"""Fields that exclude each other: who keeps a place that two of them claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqgpt_core.decoding.exclusive import exclude_each_other, settle_claims
from seqgpt_core.decoding.spans import Candidate


@pytest.mark.parametrize(
    ("first", "second", "excluding"),
    [
        ("甲方", "乙方", True),
        ("甲方", "丙方", True),
        ("甲方联系人", "乙方联系人", True),
        ("项目甲方名称", "项目乙方名称", True),
        ("上诉人", "被上诉人", True),
        ("被申请人地址", "申请人地址", True),
        ("甲方", "甲方联系人", False),
        ("甲方", "乙方联系人", False),
        ("甲方", "甲方", False),
        ("投保人", "被保险人", False),
        ("签订日期", "生效日期", False),
        ("甲方", "买方", False),
    ],
)
def test_names_exclude_each_other_by_role_alone(first: str, second: str, excluding: bool) -> None:
    assert exclude_each_other(first, second) is excluding
    assert exclude_each_other(second, first) is excluding


def test_the_higher_score_keeps_the_place() -> None:
    first, second, amount = settle_claims(
        "华信科技公司甲乙丙丁远景设备公司",
        [
            ("甲方", [Candidate(0, 5, 0.9), Candidate(10, 15, 0.6)]),
            ("乙方", [Candidate(0, 5, 0.7), Candidate(9, 15, 0.8)]),
            ("合同金额", [Candidate(0, 5, 0.1)]),
        ],
    )
    assert first.kept == (Candidate(0, 5, 0.9),)
    assert first.lost == ((Candidate(10, 15, 0.6), "乙方"),)
    assert second.kept == (Candidate(9, 15, 0.8),)
    assert second.lost == ((Candidate(0, 5, 0.7), "甲方"),)
    assert amount.kept == (Candidate(0, 5, 0.1),)


def test_a_second_answer_is_left_to_the_side_that_has_none() -> None:
    text = "华信公司与远景公司"
    both = [Candidate(0, 4, 0.53), Candidate(5, 9, 0.52)]
    first, second = settle_claims(
        text, [("甲方", both), ("乙方", [Candidate(0, 4, 0.48), Candidate(5, 9, 0.41)])]
    )
    assert first.kept == (Candidate(0, 4, 0.53),)
    assert first.lost == ((Candidate(5, 9, 0.52), "乙方"),)
    assert second.kept == (Candidate(5, 9, 0.41),)
    # Joint parties stay together where the other side does not want them.
    first, second = settle_claims(text, [("甲方", both), ("乙方", [Candidate(5, 9, 0.1)])])
    assert first.kept == tuple(both) and second.kept == ()


spans = st.builds(
    lambda start, length, score: Candidate(start, start + length, score / 10),
    st.integers(0, 12), st.integers(1, 5), st.integers(1, 9),
)  # fmt: skip


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["甲方", "乙方", "丙方", "金额"]), st.lists(spans, max_size=6))
)
def test_no_place_is_kept_twice_and_nothing_is_lost(fields: dict[str, list[Candidate]]) -> None:
    text = "甲乙丙丁" * 5
    given_order = list(fields.items())
    found = dict(zip(fields, settle_claims(text, given_order), strict=True))
    for name, claims in found.items():
        both = [*claims.kept, *(c for c, _ in claims.lost)]
        assert sorted(both, key=repr) == sorted(fields[name], key=repr)
        for other in found:
            if exclude_each_other(name, other):
                assert not any(
                    a.start < b.end and b.start < a.end
                    for a in claims.kept
                    for b in found[other].kept
                )
        for loser, _by in claims.lost:
            # Where a claim is lost, some field has the place or the answer.
            answer = text[loser.start : loser.end]
            assert any(
                (w.start < loser.end and loser.start < w.end) or text[w.start : w.end] == answer
                for claims_of_other in found.values()
                for w in claims_of_other.kept
            )
    # The order of the fields does not matter.
    again = dict(zip(reversed(fields), settle_claims(text, given_order[::-1]), strict=True))
    assert {n: set(c.kept) for n, c in again.items()} == {n: set(c.kept) for n, c in found.items()}
