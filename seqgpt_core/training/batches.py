"""Batches: passages as tensors, with the targets of the three span logits and of the label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ..model.network import INSIDE, START, STOP, SpanNetwork
from ..model.tokenizer import BEGIN, END, PAD, Encoding, Tokenizer
from .passages import Passage


@dataclass(frozen=True)
class Batch:
    """Passages as tensors (see `SpanNetwork.forward` for the layout).

    Attributes:
        ids, positions, segments: (passages, tokens) int64.
        targets: (passages, questions, 3, document tokens) float32, 0 or 1.
        document_mask: (passages, document tokens) bool, true at the document's own tokens.
        asks_spans: (passages, questions) bool; asks_label likewise.
        present: (passages, questions) float32, 0 or 1.
    """

    ids: Tensor
    positions: Tensor
    segments: Tensor
    targets: Tensor
    document_mask: Tensor
    asks_spans: Tensor
    asks_label: Tensor
    present: Tensor

    def to(self, device: torch.device) -> Batch:
        return Batch(**{name: value.to(device) for name, value in vars(self).items()})


def token_span(encoding: Encoding, start: int, end: int) -> tuple[int, int]:
    """First and last token of a character span (tokens that it only touches included)."""
    first = int(np.searchsorted(encoding.ends, start, side="right"))
    last = int(np.searchsorted(encoding.starts, end, side="left")) - 1
    return first, last


def make_batch(passages: Sequence[Passage], tokenizer: Tokenizer, limit: int) -> Batch:
    """Tensors for passages whose documents have at most `limit - 2` tokens (longer are cut)."""
    rows: list[list[int]] = []
    places: list[list[int]] = []
    owners: list[list[int]] = []
    documents: list[Encoding] = []
    for passage in passages:
        encoding = tokenizer.encode(passage.text)
        encoding = Encoding(*(x[: limit - 2] for x in vars(encoding).values()))
        documents.append(encoding)
        ids = [BEGIN, *encoding.ids.tolist(), END]
        owner = [0] * len(ids)
        place = list(range(len(ids)))
        for number, question in enumerate(passage.questions, start=1):
            name = tokenizer.encode_field(question.name).tolist()
            ids += name
            owner += [number] * len(name)
            place += range(len(name))
        rows.append(ids)
        owners.append(owner)
        places.append(place)
    count = max(len(p.questions) for p in passages)
    width = max(len(d) for d in documents) + 2
    targets = torch.zeros(len(passages), count, 3, width)
    document_mask = torch.zeros(len(passages), width, dtype=torch.bool)
    asks_spans = torch.zeros(len(passages), count, dtype=torch.bool)
    asks_label = torch.zeros(len(passages), count, dtype=torch.bool)
    present = torch.zeros(len(passages), count)
    for row, (passage, encoding) in enumerate(zip(passages, documents, strict=True)):
        document_mask[row, 1 : len(encoding) + 1] = True
        for column, question in enumerate(passage.questions):
            if question.present is not None:
                asks_label[row, column] = True
                present[row, column] = float(question.present)
            if question.spans is None:
                continue
            asks_spans[row, column] = True
            for start, end in question.spans:
                first, last = token_span(encoding, start, end)
                if first >= len(encoding) or last < first:
                    continue
                targets[row, column, START, first + 1] = 1
                targets[row, column, INSIDE, first + 1 : last + 2] = 1
                if last < len(encoding):
                    targets[row, column, STOP, last + 1] = 1
    return Batch(
        _pad(rows, PAD), _pad(places, 0), _pad(owners, -1),
        targets, document_mask, asks_spans, asks_label, present,
    )  # fmt: skip


def _pad(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])


def batch_loss(network: SpanNetwork, batch: Batch, inside_weight: float) -> tuple[Tensor, Tensor]:
    """Mean binary cross-entropy per question, of span logits and of label logits.

    Start and end logits count fully; a span's inside logits share one span's weight, so that a
    clause of 100 characters does not outweigh a name of three.
    """
    logits, labels = network(batch.ids, batch.positions, batch.segments, batch.targets.shape[1])
    width = batch.targets.shape[-1]
    loss = functional.binary_cross_entropy_with_logits(
        logits[..., :width], batch.targets, reduction="none"
    )
    loss = loss * batch.document_mask[:, None, None, :]
    inside = loss[:, :, INSIDE].sum(-1) / (1 + 0.2 * batch.targets[:, :, INSIDE].sum(-1))
    edges = loss[:, :, START].sum(-1) + loss[:, :, STOP].sum(-1)
    asked = batch.asks_spans.float()
    spans = ((edges + inside_weight * inside) * asked).sum() / asked.sum().clamp(min=1)
    known = batch.asks_label.float()
    label = functional.binary_cross_entropy_with_logits(labels, batch.present, reduction="none")
    return spans, (label * known).sum() / known.sum().clamp(min=1)
