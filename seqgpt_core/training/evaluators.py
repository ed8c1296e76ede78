"""Evaluate records in this process, or share them among several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from ..extractor import SeqGPT
from .evaluation import Evaluation, Grouping, evaluate

_CHUNK = 8
_model: SeqGPT | None = None
"""The model of a worker process."""


class Evaluators:
    """Runs `evaluate` on chunks of records; chunks come back in order, so sums are the same.

    Args:
        model: for a single job.
        source: what every worker loads, as for `SeqGPT.load`.
        jobs: processes; with more than one, each computes on one core.
    """

    def __init__(self, model: SeqGPT, source: str | Path | None, jobs: int) -> None:
        self._local = model
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(jobs, context, _start, (source,))

    def __enter__(self) -> Evaluators:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(
        self, records: Sequence[Mapping[str, Any]], threshold: float, by: Grouping | None
    ) -> Iterator[tuple[int, Evaluation]]:
        """(number of records, their evaluation) chunk by chunk."""
        chunks = [records[i : i + _CHUNK] for i in range(0, len(records), _CHUNK)]
        if self._pool is None:
            for chunk in chunks:
                yield len(chunk), evaluate(self._local, chunk, threshold, by)
        else:
            futures = [self._pool.submit(_run, chunk, threshold, by) for chunk in chunks]
            for chunk, future in zip(chunks, futures, strict=True):
                yield len(chunk), future.result()


def _start(source: str | Path | None) -> None:
    global _model
    import torch

    torch.set_num_threads(1)
    _model = SeqGPT.load(source, cache_bytes=0)


def _run(records: Sequence[Mapping[str, Any]], threshold: float, by: Grouping | None) -> Evaluation:
    assert _model is not None
    return evaluate(_model, records, threshold, by)
