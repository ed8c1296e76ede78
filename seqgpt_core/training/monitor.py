"""How a run does on documents that it is not trained on: loss and edge F1, in seconds."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import torch

from ..model.network import INSIDE, SpanNetwork
from ..model.tokenizer import Tokenizer
from .batches import Batch, LossWeights, batch_loss, make_batch
from .config import TrainingConfig
from .passages import PassageSource, SourceSettings, training_records
from .stream import passage_size, read_source

PASSAGES = 240
"""Of each set."""
TOGETHER = 24


class Monitor:
    """The same passages of some sets, measured whenever asked.

    Edge F1 counts the tokens where values begin and end (more likely than not) against the
    annotation: no decoding, so it is not the F1 of values, but moves with it.
    """

    def __init__(
        self, config: TrainingConfig, data: Path, tokenizer: Tokenizer, device: torch.device
    ) -> None:
        self._weights = LossWeights(config.inside_weight, config.label_weight)
        self._device = device
        self._sets: dict[str, list[Batch]] = {}
        for listed in config.monitor:
            name, _, split = listed.partition(":")
            settings = config.sources.get(name, SourceSettings(weight=1, size=480))
            settings = replace(settings, foreign=0, varied=0.0, alias_rate=0.0)
            items = read_source(name, data, config)
            records = training_records(items, (split or "dev",))
            source = PassageSource(records, settings, "monitor")
            random_ = random.Random(f"monitor/{listed}")
            passages = [source.draw(n, random_) for n in range(min(PASSAGES, len(records)))]
            passages = sorted((p for p in passages if p.questions), key=passage_size)
            self._sets[listed] = [
                make_batch(passages[at : at + TOGETHER], tokenizer, config.max_tokens)
                for at in range(0, len(passages), TOGETHER)
            ]

    @torch.no_grad()
    def measure(self, network: SpanNetwork) -> dict[str, dict[str, float]]:
        """Set -> `loss` and `edge_f1`, of a network in evaluation mode."""
        found = {}
        on_gpu = self._device.type == "cuda"
        with torch.autocast(self._device.type, torch.bfloat16, enabled=on_gpu):
            for name, batches in self._sets.items():
                loss, hits, marked, wanted = 0.0, 0, 0, 0
                for batch in batches:
                    moved = batch.to(self._device)
                    loss += float(batch_loss(network, moved, self._weights)) * len(batch)
                    count = batch.targets.shape[1]
                    logits = network(moved.ids, moved.positions, moved.segments, count)[0]
                    places = moved.document_mask[:, None, None] & moved.asks_spans[..., None, None]
                    targets = moved.targets[:, :, :INSIDE] & places
                    edges = (logits[:, :, :INSIDE, : targets.shape[-1]] > 0) & places
                    hits += int((edges & targets).sum())
                    marked += int(edges.sum())
                    wanted += int(targets.sum())
                found[name] = {
                    "loss": round(loss / sum(map(len, batches)), 4),
                    "edge_f1": round(2 * hits / max(1, marked + wanted), 4),
                }
        return found
