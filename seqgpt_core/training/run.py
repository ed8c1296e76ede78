"""`seqgpt train`: train, calibrate, write the checkpoint, evaluate."""

from __future__ import annotations

import random
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from ..decoding.spans import Calibration
from ..engines.span import SpanEngine
from ..extractor import SeqGPT
from ..model.checkpoint import add_figures, save_checkpoint
from ..model.network import SpanNetwork
from ..model.tokenizer import Tokenizer
from .calibration import collect_scores, fit_calibration
from .evaluation_report import Report, evaluate_files
from .passages import read_lines
from .trainer import load_config, train


def run_training(
    config_path: Path, data: Path, output: Path, device: str, name: str, stop_after: int
) -> str:
    """Train or resume; when the last step is done, write `output/NAME` and return its figures.

    Raises:
        SeqGPTError: `config_unreadable`, `data_missing`, `extra_missing`.
    """
    config = load_config(config_path)
    network, tokenizer, step = train(config, data, output, device, stop_after)
    if step < config.steps:
        return f"{step} / {config.steps} steps; run the same command to go on"
    settings = tomllib.loads(config_path.read_text(encoding="utf-8"))
    target = output / name
    report = finish(network.to("cpu"), tokenizer, settings, data, target, name, step)
    (output / "evaluation.json").write_text(report.to_json() + "\n", encoding="utf-8")
    return report.to_markdown()


def finish(
    network: SpanNetwork,
    tokenizer: Tokenizer,
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
        engine = SpanEngine.load(draft)
        calibration = Calibration()
        chosen = settings.get("calibrate", [])
        if chosen:
            records = _sample(data, chosen, settings.get("calibration_records", 120))
            scores = collect_scores(SeqGPT(engine, cache_bytes=0), records)
            calibration = fit_calibration(*scores, current=calibration)
    fitted = {"scale": round(calibration.scale, 6), "shift": round(calibration.shift, 6)}
    save_checkpoint(target, network, tokenizer, name, fitted)
    sets: dict[str, Any] = {}
    report = Report({})
    for split, names in settings.get("evaluate", {}).items():
        files = [data / f"{n}.jsonl.gz" for n in names]
        report = evaluate_files(SeqGPT.load(target, cache_bytes=0), files, split, 0, 0.5, _no_bar)
        sets |= report.data["sets"]
    report = Report({**report.data, "sets": sets})
    figures = {
        f"{name} {row['split']}": {"strict_f1": row["strict"]["f1"], "value_f1": row["value"]["f1"]}
        for name, row in sets.items()
    }
    training = {"steps": steps, "seed": settings["seed"], "sources": list(settings["sources"])}
    add_figures(target, {**figures, "training": training})
    return report


def _no_bar(_length: int, _name: str) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda _done: None)


def _sample(data: Path, names: list[str], count: int) -> list[dict[str, Any]]:
    """The same `count` dev records of each data set every time."""
    records = []
    for name in names:
        found = [r for r in read_lines(data / f"{name}.jsonl.gz") if r["split"] == "dev"]
        random.Random(f"calibration/{name}").shuffle(found)
        records += found[:count]
    return records
