"""`seqgpt train`: train, calibrate, write the checkpoint, evaluate."""

from __future__ import annotations

import json
import os
import random
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..decoding.spans import Calibration
from ..decoding.values import DEFAULT_THRESHOLD
from ..extractor import RELIABILITY, SeqGPT
from ..model.checkpoint import add_figures, save_checkpoint
from ..model.network import SpanNetwork
from ..model.tokenizer import Tokenizer
from .calibration import fit_kinds
from .config import TrainingConfig, load_config
from .evaluation import Evaluation
from .evaluation_report import Report, evaluate_files
from .evaluators import Evaluators
from .parts import join_parts, split_file
from .passages import held_out
from .reliability import ScoredCandidates
from .stream import OWN_SOURCES, read_source
from .trainer import CHECKPOINT, LOG, train


def run_training(
    config_path: Path,
    data: Path,
    output: Path,
    device: str,
    name: str,
    stop_after: int = 0,
    minutes: float = 0.0,
    record: Path | None = None,
    parts: Path | None = None,
) -> str:
    """Train or resume; when the last step is done, write `output/NAME` and return its figures.

    Args:
        parts: where the checkpoint travels in small parts: read if `output` holds none, written
            when this call stops.

    Raises:
        SeqGPTError: `config_unreadable`, `data_missing`, `extra_missing`, `parts_damaged`.
    """
    config = load_config(config_path)
    checkpoint = output / CHECKPOINT
    if parts is not None and not checkpoint.is_file() and any(parts.glob("*.part")):
        output.mkdir(parents=True, exist_ok=True)
        join_parts(parts, checkpoint)
    network, tokenizer, step = train(config, data, output, device, stop_after, minutes)
    if parts is not None:
        split_file(checkpoint, parts)
    if step < config.steps:
        return f"{step} / {config.steps} steps; run the same command to go on"
    settings = tomllib.loads(config_path.read_text(encoding="utf-8"))
    target = output / name
    report = finish(network.to("cpu"), tokenizer, config, settings, data, target, name, step)
    (output / "evaluation.json").write_text(report.to_json() + "\n", encoding="utf-8")
    if record is not None:
        row = run_record(config, report, output / LOG)
        with record.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return report.to_markdown()


def run_record(config: TrainingConfig, report: Report, log: Path) -> dict[str, Any]:
    """One line of the history of runs: settings, time, last losses and figures."""
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    steps = [row for row in rows if "loss" in row]
    last = [row["loss"] for row in steps if row["step"] >= config.steps - 100]
    watched = [row["monitor"] for row in rows if "monitor" in row]
    settings = asdict(config)
    settings["sources"] = {name: source.weight for name, source in config.sources.items()}
    return {
        "model": report.data["model"],
        "commit": report.data["commit"],
        "machine": report.data["machine"],
        "settings": settings,
        "hours": round(sum(row["s"] for row in steps) / 3600, 2),
        "loss_of_last_100_steps": round(sum(last) / len(last), 4) if last else None,
        **({"monitor": watched[-1]} if watched else {}),
        "figures": {
            name: {
                "strict_f1": row["strict"]["f1"],
                "value_f1": row["value"]["f1"],
                "specificity": row["specificity"],
                "calibration_error": row["calibration_error"],
            }
            for name, row in report.data["sets"].items()
        },
    }


def finish(
    network: SpanNetwork,
    tokenizer: Tokenizer,
    config: TrainingConfig,
    settings: dict[str, Any],
    data: Path,
    target: Path,
    name: str,
    steps: int,
) -> Report:
    """Calibrate a trained network, write it to `target` and evaluate what was written."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder)
        # Calibrated on the weights as they will be shipped, int8 rows included.
        save_checkpoint(draft, network, tokenizer, name)
        fitted: dict[str, dict[str, float]] = {}
        records = list(held_out_records(config, data, settings.get("calibrate", {})))
        if records:
            found = score_candidates(draft, records)
            for kind, calibration in fit_kinds(found, Calibration()).items():
                fitted[kind] = {k: round(v, 6) for k, v in asdict(calibration).items()}
    save_checkpoint(target, network, tokenizer, name, fitted or None)
    files = [n if n.split(":")[0] in OWN_SOURCES else str(data / n) for n in settings["evaluate"]]
    report = evaluate_files(target, files, jobs=os.cpu_count() or 1)
    training = {"steps": steps, "seed": config.seed, "sources": list(config.sources)}
    write_figures(target, report, training)
    return report


def score_candidates(source: Path, records: list[Mapping[str, Any]]) -> ScoredCandidates:
    """Every candidate of a checkpoint on annotated records, on all cores."""
    found = Evaluation()
    model = SeqGPT.load(source, cache_bytes=0)
    with Evaluators(model, source, os.cpu_count() or 1) as evaluators:
        for _, part in evaluators.run(records, DEFAULT_THRESHOLD, None):
            found.merge(part)
    return found.log.candidates()


def write_figures(target: Path, report: Report, training: Mapping[str, Any]) -> None:
    """Put a report's figures into a checkpoint's config, and its reliability beside the weights."""
    figures = {
        name if ":" in name else f"{name}:{row['split']}": {
            "strict_f1": row["strict"]["f1"],
            "value_f1": row["value"]["f1"],
            "specificity": row["specificity"],
        }
        for name, row in report.data["sets"].items()
    }
    add_figures(target, {**figures, "training": dict(training)})
    text = json.dumps(report.data["reliability"], ensure_ascii=False)
    (target / RELIABILITY).write_text(text + "\n", encoding="utf-8")


def held_out_records(
    config: TrainingConfig, data: Path, counts: Mapping[str, int]
) -> Iterator[Mapping[str, Any]]:
    """The same records of each source every time, of those that training never sees.

    Args:
        counts: greatest number of records by source.
    """
    for name, count in counts.items():
        found = [
            record
            for record in read_source(name, data, config)
            if record["split"] == "train" and held_out(record["id"])
        ]
        random.Random(f"calibration/{name}").shuffle(found)
        yield from found[:count]
