"""The passages of each step, mixed from the sources, and their batches.

What a step holds depends on the seed and the step alone: a run that was killed goes on with the
same batches, and workers beside a GPU prepare steps in any order.
"""

from __future__ import annotations

import logging
import os
import random
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from ..errors import SeqGPTError
from ..model.tokenizer import Tokenizer
from .batches import Batch, make_batch
from .config import TrainingConfig
from .corpus import read_corpus
from .overlap import KnownTexts
from .passages import Passage, PassageSource, read_lines, training_records
from .synthesis import generate

logger = logging.getLogger(__name__)

SYNTHESIS, CORPUS = "synthesis", "corpus"
"""The sources that come with the project: generated documents, and passages written for it."""
OWN_SOURCES = (SYNTHESIS, CORPUS)
UNANNOTATED = "raw/"
TOKENS_TOGETHER = 32_000
"""Tokens in one tensor on a GPU, padding included; on a CPU padding only costs time."""
GENERATED_TOGETHER = 500
"""Documents that one process generates at a time."""
GOLDEN = 0.6180339887498949


def read_source(name: str, data: Path, config: TrainingConfig) -> Iterable[Mapping[str, Any]]:
    """The annotated objects of one source: generated, of the project's corpus, or of a file.

    Documents without annotation (`raw/…`) teach their language only.

    Raises:
        SeqGPTError: `data_missing`, `corpus_invalid`.
    """
    if name == SYNTHESIS:
        return _generated(config.seed, config.synthesis_count)
    if name == CORPUS:
        return read_corpus()
    path = data / f"{name}.jsonl.gz"
    if not path.is_file():
        raise SeqGPTError("data_missing", f"找不到训练数据 {name}，请检查 --data 目录。")
    return map(_annotated, read_lines(path))


def _texts_apart(config: TrainingConfig, data: Path) -> Iterator[str]:
    for written in config.apart:
        name, _, split = written.partition(":")
        for item in read_source(name, data, config):
            if item["split"] == (split or "dev"):
                yield item["text"]


def _generated(seed: int, count: int) -> Iterator[Mapping[str, Any]]:
    """Generated documents, made on all cores."""
    if count <= GENERATED_TOGETHER:
        yield from generate(seed, count)
        return
    starts = range(0, count, GENERATED_TOGETHER)
    counts = [min(GENERATED_TOGETHER, count - start) for start in starts]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for part in pool.map(_part, [seed] * len(counts), counts, starts):
            yield from part


def _part(seed: int, count: int, first: int) -> list[Mapping[str, Any]]:
    return list(generate(seed, count, first=first))


def _annotated(item: Mapping[str, Any]) -> Mapping[str, Any]:
    if "schema" in item:
        return item
    plain = {"id": item["file"], "split": "train", "schema": [], "entities": []}
    return {**plain, "text": item["text"], "exhaustive": False}


class PassageStream:
    """Mixes the sources by weight, evenly and without memory of the steps before."""

    def __init__(self, config: TrainingConfig, data: Path) -> None:
        self._config = config
        self._sources: list[PassageSource] = []
        apart = KnownTexts(_texts_apart(config, data))
        for name, settings in config.sources.items():
            items = read_source(name, data, config)
            if name.startswith(UNANNOTATED):
                items = (item for item in items if not apart.shares(item["text"]))
            records = training_records(items, settings.splits)
            self._sources.append(PassageSource(records, settings, f"{config.seed}/{name}"))
            logger.info("source %s: %d records", name, len(records))
        weights = [settings.weight for settings in config.sources.values()]
        self._shares = [weight / sum(weights) for weight in weights]
        self._bounds = list(accumulate(self._shares))

    def draw(self, step: int) -> list[Passage]:
        """The passages of one step."""
        random_ = random.Random(f"{self._config.seed}/{step}")
        count = self._config.passages_per_step
        passages = []
        for number in range(step * count, (step + 1) * count):
            # Multiples of the golden ratio fall evenly: any run of them mixes by weight, and a
            # source's place in its own order is its share of all that came before.
            place = (number + 1) * GOLDEN % 1
            chosen = min(bisect(self._bounds, place), len(self._sources) - 1)
            position = int(number * self._shares[chosen])
            passages.append(self._sources[chosen].draw(position, random_))
        return passages


class StepBatches(Dataset[list[Batch]]):
    """The batches of each step: passages of like length together, or each alone."""

    def __init__(
        self, stream: PassageStream, tokenizer: Tokenizer, max_tokens: int, together: bool
    ) -> None:
        self._stream = stream
        self._tokenizer = tokenizer
        self._max_tokens = max_tokens
        self._together = together

    def __getitem__(self, step: int) -> list[Batch]:
        passages = sorted(self._stream.draw(step), key=passage_size)
        groups = _groups(passages) if self._together else [[p] for p in passages]
        # The longest first, so that no thread is left with it at the end.
        return [make_batch(group, self._tokenizer, self._max_tokens) for group in groups[::-1]]


def passage_size(passage: Passage) -> int:
    """About the tokens of a passage with its questions."""
    return len(passage.text) + sum(len(q.name) + 1 for q in passage.questions)


def _groups(ordered: list[Passage]) -> list[list[Passage]]:
    groups: list[list[Passage]] = [[]]
    for passage in ordered:
        if (len(groups[-1]) + 1) * passage_size(passage) > TOKENS_TOGETHER:
            groups.append([])
        groups[-1].append(passage)
    return [group for group in groups if group]


def step_loader(batches: StepBatches, steps: range, device: torch.device) -> Iterator[list[Batch]]:
    """The batches of the steps in order; beside a GPU, other cores prepare them."""
    on_gpu = device.type == "cuda"
    loader: DataLoader[list[Batch]] = DataLoader(
        batches,
        batch_size=None,
        sampler=steps,
        num_workers=max(1, (os.cpu_count() or 2) - 4) if on_gpu else 0,
        prefetch_factor=6 if on_gpu else None,
        pin_memory=on_gpu,
    )
    return iter(loader)
