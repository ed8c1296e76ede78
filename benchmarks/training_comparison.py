"""Short training runs that differ in one setting each: which settings a long run should have.

Usage: python benchmarks/training_comparison.py DATA [--device cuda] [--steps N] [--only NAME ...]

Every run starts from the same encoder and sees the same stream of passages, 64 a step; a tenth of
the steps warms up and half decay. One line a run is appended to benchmarks/results/training.jsonl:
what differs, minutes, and the monitor's figures at the end (loss and edge F1, see
`seqgpt_core.training.monitor`), which are no F1 of values but tell runs apart.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from seqgpt_core.training.config import TrainingConfig, load_config
from seqgpt_core.training.trainer import LOG, train

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "seqgpt_core" / "training" / "configs" / "mini.toml"
TARGET = ROOT / "benchmarks" / "results" / "training.jsonl"
PASSAGES_PER_STEP = 64
VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "base": {},
    "six layers": {"layers": 6},
    "half the rates": {"body_rate": 3e-4, "head_rate": 6e-4},
    "no dropout": {"dropout": 0.0},
    "no hidden characters": {"hidden_share": 0.0},
    "labels count fully": {"label_weight": 1.0},
    "insides count fully": {"inside_weight": 1.0},
    "last weights": {"average": 0.0},
}


def compare(
    config: TrainingConfig, differs: Mapping[str, Any], data: Path, device: str
) -> dict[str, Any]:
    """Train with some settings changed; what differs, minutes, and the last monitored figures.

    Raises:
        SeqGPTError: as `train`.
    """
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        train(replace(config, **differs), data, Path(folder), device)
        rows = [json.loads(row) for row in (Path(folder) / LOG).read_text().splitlines()]
    return {
        "differs": dict(differs),
        "minutes": round((time.perf_counter() - began) / 60, 1),
        "loss_of_last_steps": [row["loss"] for row in rows if "loss" in row][-1],
        "monitor": [row["monitor"] for row in rows if "monitor" in row][-1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="比较训练设置")
    parser.add_argument("data", type=Path, help="训练数据目录")
    parser.add_argument("--device", default="cpu", help="cpu 或 cuda")
    parser.add_argument("--steps", type=int, default=1000, help="每次训练的步数")
    parser.add_argument("--only", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    options = parser.parse_args()
    short = replace(
        load_config(CONFIG),
        steps=options.steps,
        passages_per_step=PASSAGES_PER_STEP,
        warmup_steps=options.steps // 10,
        decay_steps=options.steps // 2,
        monitor_every=options.steps,
        average=0.99,
    )
    settings = {"steps": options.steps, "passages_per_step": PASSAGES_PER_STEP}
    for name in options.only:
        row = {"comparison": name, "machine": platform.machine(), "device": options.device}
        row |= {
            "settings": settings,
            **compare(short, VARIANTS[name], options.data, options.device),
        }
        line = json.dumps(row, ensure_ascii=False)
        print(line, flush=True)
        with TARGET.open("a", encoding="utf-8") as target:
            target.write(line + "\n")


if __name__ == "__main__":
    main()
