"""`seqgpt evaluate`: figures of a model on data files, as JSON and Markdown."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import SeqGPTError
from ..extractor import SeqGPT
from .corpus import read_corpus
from .evaluation import Grouping, evaluate
from .passages import read_lines
from .reliability import CandidateLog, reliability_report
from .synthesis import generate
from .trainer import CORPUS, SYNTHESIS

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
            f"| set | split | records {_FIGURES} calibration error |",
            f"|---|---|---:{_ALIGNED}---:|",
        ]
        for name, row in self.data["sets"].items():
            lines.append(
                f"| {name} | {row['split']} | {row['records']} {_cells(row)} "
                f"{_shown(row['calibration_error'])} |"
            )
        for name, row in self.data["sets"].items():
            if groups := row.get("groups"):
                lines += ["", f"| {name} {_FIGURES}", f"|---{_ALIGNED}"]
                lines += [f"| {group} {_cells(scores)}" for group, scores in groups.items()]
        return "\n".join(lines)


_FIGURES = "| strict F1 | P | R | value F1 | soft F1 | common F1 | specificity |"
_ALIGNED = "|" + "---:|" * 7


def _cells(row: Mapping[str, Any]) -> str:
    strict = row["strict"]
    return (
        f"| {strict['f1']:.4f} | {strict['precision']:.4f} | {strict['recall']:.4f} "
        f"| {row['value']['f1']:.4f} | {_shown(row['soft_f1'])} | {_shown(row['common_f1'])} "
        f"| {_shown(row['specificity'])} |"
    )


def _shown(figure: float | None) -> str:
    return "" if figure is None else f"{figure:.4f}"


@dataclass(frozen=True)
class Target:
    """One split of one data file, as `FILE`, `FILE:SPLIT` or `FILE:SPLIT:unseen` says it."""

    name: str
    path: Path
    split: str
    only_unseen: bool

    @classmethod
    def read(cls, text: str, split: str) -> Target:
        path, _, suffix = text.partition(":")
        own, _, unseen = suffix.partition(":")
        name = Path(path).name.split(".")[0] + (f":{suffix}" if suffix else "")
        return cls(name, Path(path), own or split, unseen == "unseen")


def evaluate_files(
    model: SeqGPT,
    files: Sequence[str],
    split: str,
    limit: int,
    threshold: float,
    bar: Bar,
    by: Grouping | None = None,
) -> Report:
    """Evaluate on one split of each file (see `Target` and `evaluate`).

    Raises:
        SeqGPTError: `data_missing`, `data_unreadable` (with the reason), `data_empty`.
    """
    sets: dict[str, Any] = {}
    everything = CandidateLog()
    for target in (Target.read(file, split) for file in files):
        records = _records(target.path, target.split, limit)
        with bar(len(records), target.name) as step:
            found = evaluate(model, records, threshold, step, by, target.only_unseen)
        reliability = reliability_report(found.log.candidates())
        sets[target.name] = {
            "split": target.split,
            "records": len(records),
            **found.scores.to_dict(),
            "calibration_error": reliability["all"]["calibration_error"],
            "fields": dict(islice(found.scores.field_table().items(), 30)),
        }
        if by is not None:
            ranked = sorted(found.groups.items(), key=lambda item: (-item[1].strict.gold, item[0]))
            sets[target.name]["groups"] = {group: scores.to_dict() for group, scores in ranked}
        if not target.only_unseen:
            everything.extend(found.log)
    return Report(
        {
            "model": {"name": model.name, "sha256": model.sha256},
            "threshold": threshold,
            "commit": _commit(),
            "machine": f"{platform.machine()}, Python {platform.python_version()}",
            "sets": sets,
            "reliability": reliability_report(everything.candidates()),
        }
    )


def synthetic_records() -> Iterable[dict[str, Any]]:
    """The generated documents that figures are measured on; dev has form families of its own."""
    return generate(seed=1, count=1500)


def _records(path: Path, split: str, limit: int) -> list[dict[str, Any]]:
    own = {SYNTHESIS: synthetic_records, CORPUS: read_corpus}.get(str(path))
    if own is None and not path.is_file():
        raise SeqGPTError("data_missing", f"找不到数据文件“{path}”，请检查路径。")
    try:
        found = own() if own is not None else read_lines(path)
        records = [r for r in found if r.get("split", split) == split]
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
