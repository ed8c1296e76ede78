"""The benchmark of normalised amounts: what it counts, and what it last found."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = ROOT / "benchmarks" / "normalisation.py"
    spec = importlib.util.spec_from_file_location("normalisation_benchmark", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_amounts_are_counted_by_place_and_once_each(benchmark: ModuleType, tmp_path: Path) -> None:
    text = "中标金额3,000万元，即3,000万元；另一标段12.5亿元，备注面议。"

    def entity(words: str, gold: float | None, at: int = 0) -> dict[str, object]:
        start = text.index(words, at)
        end = start + len(words)
        return {"field": "合同金额", "start": start, "end": end, "normalized": gold}

    entities = [
        entity("3,000万元", 30000000.0),
        entity("3,000万元", 30000000.0, text.index("即")),
        entity("12.5亿元", 125.0),  # a wrong annotation is a miss
        entity("面议", None),  # not located as an amount
    ]
    lines = [
        {"id": "a", "split": "dev", "text": text, "entities": entities},
        {"id": "b", "split": "train", "text": text, "entities": entities},
    ]
    data = tmp_path / "data.jsonl"
    data.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    report = benchmark.report(list(benchmark.located_amounts(data, "dev", "合同金额")))
    assert report["places"] == {"amounts": 3, "right": 2, "accuracy": 0.6667}
    assert report["distinct"] == {"amounts": 2, "right": 1, "accuracy": 0.5}
    assert report["misses"][0]["normalized"] == "1250000000"


def test_the_last_run_reached_its_bar() -> None:
    path = ROOT / "benchmarks" / "results" / "normalisation.json"
    figures = json.loads(path.read_text(encoding="utf-8"))
    assert figures["commit"] and figures["machine"]
    assert figures["places"]["amounts"] > 300
    assert min(figures["places"]["accuracy"], figures["distinct"]["accuracy"]) >= 0.95
