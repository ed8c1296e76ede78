"""The scorer on hand-made cases."""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from seqgpt_core import SeqGPT, SeqGPTError
from seqgpt_core.training.evaluation import evaluate
from seqgpt_core.training.evaluation_report import evaluate_files

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
    )
    # 甲方 is found in two places of which the gold marks one; 乙方 has a wrong end.
    assert (scores.strict.correct, scores.strict.predicted, scores.strict.gold) == (1, 3, 2)
    assert scores.strict.f1() == pytest.approx(2 / 5)
    assert scores.field_table()["乙方"]["f1"] == 0


def test_value_counts_distinct_answers(model: SeqGPT) -> None:
    scores = evaluate(model, [record([("甲方", "华信公司")], ["甲方"])])
    assert (scores.value.correct, scores.value.predicted, scores.value.gold) == (1, 1, 1)
    incomplete = evaluate(model, [record([("甲方", "华信公司")], ["甲方"], complete=False)])
    assert incomplete.value.gold == 0


def test_soft_overlap(model: SeqGPT) -> None:
    scores = evaluate(model, [record([("乙方", "远景公司")], ["乙方"])])
    assert scores.soft_total / scores.soft_pairs == pytest.approx(2 * 2 / (2 + 4))


def test_specificity_counts_absent_fields_of_exhaustive_records_only(model: SeqGPT) -> None:
    scores = evaluate(model, [record([], ["甲方", "丙方"])])
    assert (scores.absent_silent, scores.absent_pairs) == (1, 2)
    open_record = record([], ["甲方", "丙方"]) | {"exhaustive": False}
    scores = evaluate(model, [open_record])
    assert scores.absent_pairs == 0
    assert scores.strict.predicted == 0


def test_threshold_moves_the_figures(model: SeqGPT) -> None:
    one = record([("金额", "500元")], ["金额"])
    assert evaluate(model, [one]).strict.f1() == 0
    assert evaluate(model, [one], threshold=0.2).strict.f1() == 1


@contextmanager
def silent(_length: int, _name: str):
    yield lambda _done: None


def test_report_reads_files_and_repeats_to_the_last_digit(model: SeqGPT, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(json.dumps(record([("甲方", "华信公司")], ["甲方", "丙方"])) + "\n")
    first = evaluate_files(model, [path], "dev", 0, 0.5, silent)
    assert first.data["sets"]["set"]["specificity"] == 1
    assert "| set | dev | 1 | 0.6667 |" in first.to_markdown()
    assert evaluate_files(model, [path], "dev", 0, 0.5, silent).to_json() == first.to_json()
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
            evaluate_files(model, [broken], "dev", 0, 0.5, silent)
        assert caught.value.code == code
