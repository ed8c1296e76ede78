"""`seqgpt evaluate`: figures of a model on data files, as JSON and Markdown."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..decoding.values import DEFAULT_THRESHOLD
from ..errors import SeqGPTError
from ..extractor import SeqGPT
from .corpus import read_corpus
from .evaluation import Evaluation, Grouping
from .evaluators import Evaluators
from .passages import read_lines
from .reliability import CandidateLog, reliability_report
from .stream import CORPUS, SYNTHESIS
from .synthesis import generate
from .synthesis.documents import read_templates

DOCUMENTS_OF_A_FAMILY = 20
Bar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]
"""Makes a progress bar of (length, name), which is told how many records more are done."""


def no_bar(_length: int, _name: str) -> AbstractContextManager[Callable[[int], None]]:
    """Shows nothing."""
    return nullcontext(lambda _done: None)


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
            parts = dict(row.get("groups", {}))
            if unseen := row.get("unseen"):
                parts["unseen names"] = unseen
            if parts:
                lines += ["", f"| {name} {_FIGURES}", f"|---{_ALIGNED}"]
                lines += [f"| {part} {_cells(scores)}" for part, scores in parts.items()]
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
    """One split of one data file, as `FILE` or `FILE:SPLIT` says it."""

    name: str
    path: Path
    split: str

    @classmethod
    def read(cls, text: str, split: str) -> Target:
        path, _, own = text.partition(":")
        return cls(
            Path(path).name.split(".")[0] + (f":{own}" if own else ""), Path(path), own or split
        )


def evaluate_files(
    source: SeqGPT | str | Path | None,
    files: Sequence[str],
    split: str = "dev",
    limit: int = 0,
    threshold: float = DEFAULT_THRESHOLD,
    bar: Bar = no_bar,
    by: Grouping | None = None,
    jobs: int = 1,
) -> Report:
    """Evaluate a model on one split of each file (see `Target` and `evaluate`).

    Args:
        source: a model, or what `SeqGPT.load` takes.
        limit: greatest number of records of each file, 0 = all.
        jobs: processes that share the records; more than one runs each on one core.

    Raises:
        SeqGPTError: `data_missing`, `data_unreadable` (with the reason), `data_empty`, and as
            `SeqGPT.load`.
    """
    targets = [Target.read(file, split) for file in files]
    model = source if isinstance(source, SeqGPT) else SeqGPT.load(source, cache_bytes=0)
    sets: dict[str, Any] = {}
    everything = CandidateLog()
    with Evaluators(model, None if isinstance(source, SeqGPT) else source, jobs) as evaluators:
        for target in targets:
            records = _records(target.path, target.split, limit)
            found = Evaluation()
            with bar(len(records), target.name) as step:
                for count, part in evaluators.run(records, threshold, by):
                    found.merge(part)
                    step(count)
            sets[target.name] = {"split": target.split, "records": len(records), **_figures(found)}
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


def _figures(found: Evaluation) -> dict[str, Any]:
    reliability = reliability_report(found.log.candidates())
    figures = {
        **found.scores.to_dict(),
        "calibration_error": reliability["all"]["calibration_error"],
        "fields": dict(islice(found.scores.field_table().items(), 30)),
    }
    if found.unseen.strict.gold:
        figures["unseen"] = found.unseen.to_dict()
    if found.groups:
        ranked = sorted(found.groups.items(), key=lambda item: (-item[1].strict.gold, item[0]))
        figures["groups"] = {group: scores.to_dict() for group, scores in ranked}
    return figures


def synthetic_records(split: str) -> Iterable[dict[str, Any]]:
    """The generated documents that figures are measured on, as many of each form family.

    The families of `dev` are in no training data; which others there are makes no difference.
    """
    families = tuple(t for t in read_templates() if t.split == split)
    return generate(1, DOCUMENTS_OF_A_FAMILY * len(families), families) if families else ()


def _records(path: Path, split: str, limit: int) -> list[dict[str, Any]]:
    own = {SYNTHESIS: lambda: synthetic_records(split), CORPUS: read_corpus}.get(str(path))
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
