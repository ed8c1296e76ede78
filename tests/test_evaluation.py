"""The scorer on hand-made cases."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqgpt_core import SeqGPT, SeqGPTError
from seqgpt_core.training.evaluation import Evaluation, evaluate
from seqgpt_core.training.evaluation_report import evaluate_files, synthetic_records
from seqgpt_core.training.reliability import (
    ScoredCandidates,
    calibration_error,
    reliability_bins,
    threshold_curve,
)
from seqgpt_core.training.synthesis.documents import read_templates

TEXT = "甲方华信公司，乙方远景公司，华信公司付500元。"


def record(entities: list[tuple[str, str]], schema: list[str], **more: Any) -> dict[str, Any]:
    marked = []
    for name, value in entities:
        start = TEXT.index(value)
        marked.append({"field": name, "start": start, "end": start + len(value), "value": value})
    return {"id": "1", "split": "dev", "text": TEXT, "schema": schema, "entities": marked,
            "exhaustive": True, **more}  # fmt: skip


@pytest.fixture
def model(rule_engine: Any) -> SeqGPT:
    return SeqGPT(
        rule_engine(
            {
                "甲方": [("华信公司", 0.9)],
                "乙方": [("远景", 0.8)],
                "金额": [("500元", 0.3)],
                "丙方": [],
            }
        )
    )


def test_strict_counts_places(model: SeqGPT) -> None:
    scores = evaluate(
        model, [record([("甲方", "华信公司"), ("乙方", "远景公司")], ["甲方", "乙方"])]
    ).scores
    # 甲方 is found in two places of which the gold marks one; 乙方 has a wrong end.
    assert (scores.strict.correct, scores.strict.predicted, scores.strict.gold) == (1, 3, 2)
    assert scores.strict.f1() == pytest.approx(2 / 5)
    assert scores.field_table()["乙方"]["f1"] == 0


def test_value_counts_distinct_answers(model: SeqGPT) -> None:
    scores = evaluate(model, [record([("甲方", "华信公司")], ["甲方"])]).scores
    assert (scores.value.correct, scores.value.predicted, scores.value.gold) == (1, 1, 1)
    incomplete = evaluate(model, [record([("甲方", "华信公司")], ["甲方"], complete=False)]).scores
    assert incomplete.value.gold == 0


def test_an_amount_written_twice_is_one_value(rule_engine: Any) -> None:
    text = "总价93,400元（玖万叁仟肆佰元整），另付500元。"
    marked = [
        {"field": "总价", "start": 2, "end": 9, "value": "93,400元", "normalized": "93400"},
        {"field": "总价", "start": 10, "end": 18, "value": text[10:18], "normalized": "93400.0"},
    ]
    gold = record([], ["总价"]) | {"text": text, "entities": marked}
    both = [("93,400元", 0.9), ("玖万叁仟肆佰元整", 0.8)]
    for found, counted in (
        (both, (1, 1, 1)),
        (both[1:], (1, 1, 1)),
        ([*both, ("500元", 0.9)], (1, 2, 1)),
    ):
        scores = evaluate(SeqGPT(rule_engine({"总价": found})), [gold]).scores
        assert (scores.value.correct, scores.value.predicted, scores.value.gold) == counted


def test_soft_overlap(model: SeqGPT) -> None:
    scores = evaluate(model, [record([("乙方", "远景公司")], ["乙方"])]).scores
    assert scores.soft_total / scores.soft_pairs == pytest.approx(2 * 2 / (2 + 4))


def test_specificity_counts_absent_fields_of_exhaustive_records_only(model: SeqGPT) -> None:
    scores = evaluate(model, [record([], ["甲方", "丙方"])]).scores
    assert (scores.absent_silent, scores.absent_pairs) == (1, 2)
    open_record = record([], ["甲方", "丙方"]) | {"exhaustive": False}
    scores = evaluate(model, [open_record]).scores
    assert scores.absent_pairs == 0
    assert scores.strict.predicted == 0


def test_threshold_moves_the_figures(model: SeqGPT) -> None:
    one = record([("金额", "500元")], ["金额"])
    assert evaluate(model, [one]).scores.strict.f1() == 0
    assert evaluate(model, [one], threshold=0.2).scores.strict.f1() == 1


def test_common_spans_share_what_overlaps(model: SeqGPT) -> None:
    scores = evaluate(model, [record([("乙方", "远景公司")], ["乙方"])]).scores
    # 远景 of 远景公司: two characters of two and four, the same from both sides.
    assert scores.common_f1() == pytest.approx(2 * 2 / (2 + 4), abs=1e-4)
    assert evaluate(model, [record([("丙方", "500元")], ["丙方"])]).scores.common_f1() == 0
    assert evaluate(model, [record([], ["丙方"])]).scores.common_f1() is None


def test_groups_split_the_same_questions(model: SeqGPT) -> None:
    both = [("甲方", "华信公司"), ("金额", "500元")]
    records = [
        record(both, ["甲方", "金额"], domain="合同"),
        record(both, ["甲方", "金额"], domain="公告"),
    ]
    by_kind = evaluate(model, records, by="kind").groups
    assert set(by_kind) == {"organisation", "money"}
    assert by_kind["money"].strict.gold == 2
    assert set(evaluate(model, records, by="domain").groups) == {"合同", "公告"}
    assert set(evaluate(model, records, by="length").groups) == {"<100"}
    whole = evaluate(model, records, by="field")
    assert sum(s.strict.gold for s in whole.groups.values()) == whole.scores.strict.gold


def test_unseen_names_are_scored_apart(model: SeqGPT) -> None:
    one = record([("甲方", "华信公司"), ("金额", "500元")], ["甲方", "金额"], unseen=["金额"])
    found = evaluate(model, [one])
    assert (found.unseen.strict.gold, found.unseen.strict.predicted) == (1, 0)
    assert found.scores.strict.gold == 2


def test_chunks_add_up_to_the_whole(model: SeqGPT) -> None:
    records = [
        record([("甲方", "华信公司"), ("乙方", "远景公司")], ["甲方", "乙方", "丙方"]),
        record([("金额", "500元")], ["金额"], unseen=["金额"]),
    ]
    merged = Evaluation()
    for one in records:
        merged.merge(evaluate(model, [one], by="kind"))
    whole = evaluate(model, records, by="kind")
    assert merged.scores.to_dict() == whole.scores.to_dict()
    assert merged.unseen.to_dict() == whole.unseen.to_dict()
    assert {k: s.to_dict() for k, s in merged.groups.items()} == {
        k: s.to_dict() for k, s in whole.groups.items()
    }
    assert merged.log.candidates().gold == whole.log.candidates().gold


def test_candidates_below_the_threshold_count_for_reliability(model: SeqGPT) -> None:
    one = record([("甲方", "华信公司"), ("金额", "500元")], ["甲方", "金额", "丙方"])
    found = evaluate(model, [one]).log.candidates()
    # 华信公司 stands in two places, of which the gold marks one.
    assert sorted(zip(found.scores.round(2), found.correct, found.kinds, strict=True)) == [
        (0.3, True, "money"), (0.9, False, "organisation"), (0.9, True, "organisation"),
    ]  # fmt: skip


def test_reliability_on_a_hand_made_case() -> None:
    scores = np.array([0.95, 0.95, 0.91, 0.91, 0.32, 0.38])
    correct = np.array([True, True, True, False, False, True])
    bins = reliability_bins(scores, correct)
    assert [(b["low"], b["count"], b["correct"]) for b in bins] == [(0.3, 2, 0.5), (0.9, 4, 0.75)]
    assert calibration_error(bins) == pytest.approx((2 * 0.15 + 4 * 0.18) / 6, abs=1e-4)
    assert calibration_error([]) is None
    kinds = np.array(["date"] * 6)
    curve = threshold_curve(ScoredCandidates(scores, correct, kinds, {"date": 5}))
    at_half = next(row for row in curve if row["threshold"] == 0.5)
    assert at_half == {"threshold": 0.5, "precision": 0.75, "recall": 0.6, "f1": 0.6667}


@contextmanager
def silent(_length: int, _name: str):
    yield lambda _done: None


def test_report_reads_files_and_repeats_to_the_last_digit(model: SeqGPT, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps(record([("甲方", "华信公司")], ["甲方", "丙方"])) + "\n")
    first = evaluate_files(model, [str(path)], bar=silent)
    assert first.data["sets"]["set"]["specificity"] == 1
    assert "| set | dev | 1 | 0.6667 |" in first.to_markdown()
    assert evaluate_files(model, [str(path)], bar=silent).to_json() == first.to_json()
    for name, content, code in (
        ("none.jsonl", None, "data_missing"),
        ("broken.jsonl", "{", "data_unreadable"),
        ("empty.jsonl", "", "data_empty"),
        (
            "shifted.jsonl",
            json.dumps(record([("甲方", "华信公司")], ["甲方"], text="x" + TEXT)),
            "data_unreadable",
        ),
    ):
        broken = tmp_path / name
        if content is not None:
            broken.write_text(content, encoding="utf-8")
        with pytest.raises(SeqGPTError) as caught:
            evaluate_files(model, [str(broken)], bar=silent)
        assert caught.value.code == code


@pytest.mark.usefixtures("own_main")
def test_processes_share_the_records(tiny_checkpoint: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    rows = [record([("甲方", "华信公司")], ["甲方", "金额"]) for _ in range(20)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    alone = evaluate_files(tiny_checkpoint, [f"{path}:dev"], threshold=0.1)
    shared = evaluate_files(tiny_checkpoint, [f"{path}:dev"], threshold=0.1, jobs=2)
    assert shared.data["sets"]["set:dev"]["records"] == 20
    assert shared.to_json() == alone.to_json()


def test_every_held_out_form_family_counts_alike() -> None:
    records = list(synthetic_records("dev"))
    families = Counter(record["id"].split("-")[3] for record in records)
    held_out = {template.name for template in read_templates() if template.split == "dev"}
    assert set(families) == held_out
    assert set(families.values()) == {20}
    assert list(synthetic_records("dev")) == records
