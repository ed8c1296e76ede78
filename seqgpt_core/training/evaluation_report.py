"""`seqgpt evaluate`: figures of a model on data files, as JSON and Markdown."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import SeqGPTError
from ..extractor import SeqGPT
from .evaluation import evaluate
from .passages import read_lines

Bar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Report:
    """Figures by data set, with what made them."""

    data: dict[str, Any]

    def to_json(self) -> str:
        return json.dumps(self.data, ensure_ascii=False, indent=1)

    def to_markdown(self) -> str:
        lines = [
            f"{self.data['model']['name']} {self.data['model']['sha256'][:12]}, "
            f"threshold {self.data['threshold']}",
            "",
            "| set | split | records | strict F1 | P | R | value F1 | soft F1 | specificity |",
            "|---|---|---:|---:|---:|---:|---:|---:|---:|",
        ]
        for name, row in self.data["sets"].items():
            strict = row["strict"]
            lines.append(
                f"| {name} | {row['split']} | {row['records']} | {strict['f1']:.4f} "
                f"| {strict['precision']:.4f} | {strict['recall']:.4f} "
                f"| {row['value']['f1']:.4f} | {_shown(row['soft_f1'])} "
                f"| {_shown(row['specificity'])} |"
            )
        return "\n".join(lines)


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.4f}"


def evaluate_files(
    model: SeqGPT,
    files: Sequence[Path],
    split: str,
    limit: int,
    threshold: float,
    bar: Bar,
) -> Report:
    """Evaluate on one split of each file.

    Raises:
        SeqGPTError: `data_missing`, `data_unreadable` (with the reason), `data_empty`.
    """
    sets: dict[str, Any] = {}
    for path in files:
        records = _records(path, split, limit)
        name = path.name.split(".")[0]
        with bar(len(records), name) as step:
            scores = evaluate(model, records, threshold, step)
        sets[name] = {
            "split": split,
            "records": len(records),
            **scores.to_dict(),
            "fields": dict(islice(scores.field_table().items(), 30)),
        }
    return Report(
        {
            "model": {"name": model.name, "sha256": model.sha256},
            "threshold": threshold,
            "commit": _commit(),
            "machine": f"{platform.machine()}, Python {platform.python_version()}",
            "sets": sets,
        }
    )


def _records(path: Path, split: str, limit: int) -> list[dict[str, Any]]:
    if not path.is_file():
        raise SeqGPTError("data_missing", f"找不到数据文件“{path}”，请检查路径。")
    try:
        records = [r for r in read_lines(path) if r.get("split", split) == split]
        for record in records:
            for entity in record["entities"]:
                if record["text"][entity["start"] : entity["end"]] != entity["value"]:
                    raise ValueError(f"记录 {record.get('id')} 的位置与文本不符")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        raise SeqGPTError("data_unreadable", f"数据文件“{path.name}”无法读取：{error}。") from error
    if not records:
        raise SeqGPTError("data_empty", f"数据文件“{path.name}”没有 {split} 部分，请换 --split。")
    return records[:limit] if limit else records


def _commit() -> str | None:
    """The checked-out commit, where there is one."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],
            capture_output=True, text=True, check=True, timeout=10, cwd=Path(__file__).parent,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
