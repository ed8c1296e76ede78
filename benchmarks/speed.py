"""Time and memory of the embedded model on this machine; writes benchmarks/results/speed.json.

Usage: python benchmarks/speed.py [--repeats 5]

The document is a sample of this project repeated to 10,000 characters: real text, so that the
number of candidates is real too. Times are medians in seconds.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIELDS = (
    "甲方, 乙方, 合同金额(元), 签订日期(YYYY-MM-DD), 付款方式, 违约责任, 争议解决方式, "
    "联系人, 联系电话, 交货日期"
)


def median(call: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return round(statistics.median(times), 4)


def cold_start(sample: Path, repeats: int) -> dict[str, float]:
    command = [sys.executable, "-m", "seqgpt_core.service.command_line", "extract", str(sample)]
    seconds = median(
        lambda: subprocess.run(
            [*command, "--fields", FIELDS], check=True, capture_output=True, cwd=ROOT
        ),
        repeats,
    )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mib": round(peak)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    sample = ROOT / "assets" / "samples" / "contract.txt"
    text = sample.read_text(encoding="utf-8")
    results: dict[str, object] = {"cold_start_extract": cold_start(sample, repeats)}

    from seqgpt_core import SeqGPT
    from seqgpt_core.extractor import Analysis

    began = time.perf_counter()
    model = SeqGPT.load()
    results["load_seconds"] = round(time.perf_counter() - began, 3)
    long_text = (text * (10_000 // len(text) + 1))[:10_000]
    serial = iter(range(10**6))
    for name, document in (("sample", text), ("long", long_text)):

        def read_fresh(document: str = document) -> None:
            # A new last character makes a new document: nothing of it is cached.
            model.analyze(document + f"\n{next(serial)}", FIELDS)

        def ask_new_field(document: str = document) -> None:
            model.analyze(document, f"新字段{next(serial)}")

        analysis = model.analyze(document, FIELDS)

        def move(analysis: Analysis = analysis) -> None:
            # Each time to another place: the last decision is kept.
            analysis.decide({"甲方": next(serial) % 1000 / 1000})

        # The first decision works out what no threshold changes; a moved slider finds it there.
        analysis.decide()
        results[name] = {
            "characters": len(document),
            "read_and_ask_10_fields": median(read_fresh, repeats),
            "ask_one_new_field": median(ask_new_field, repeats),
            "move_a_threshold": median(move, repeats),
        }
    report = {
        "model": {"name": model.name, "sha256": model.sha256},
        "machine": f"{platform.machine()} {platform.system()}, Python {platform.python_version()}, "
        f"{_processor()}",
        "repeats": repeats,
        **results,
    }
    target = ROOT / "benchmarks" / "results" / "speed.json"
    target.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(target.read_text(encoding="utf-8"))


def _processor() -> str:
    import os

    import torch

    return (
        f"{os.cpu_count()} cores, torch {torch.__version__} with {torch.get_num_threads()} threads"
    )


if __name__ == "__main__":
    main()
