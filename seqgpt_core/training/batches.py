"""Batches: passages as tensors, with the targets of the three span logits and of the label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..model.network import INSIDE, START, STOP, SpanNetwork
from ..model.tokenizer import BEGIN, END, PAD, UNKNOWN, Encoding, Tokenizer
from .passages import Passage


@dataclass(frozen=True)
class Batch:
    """Passages as tensors (see `SpanNetwork.forward` for the layout).

    Attributes:
        ids, positions, segments: (passages, tokens) int64.
        targets: (passages, questions, 3, document tokens) bool.
        document_mask: (passages, document tokens) bool, true at the document's own tokens.
        asks_spans: (passages, questions) bool; asks_label likewise.
        present: (passages, questions) bool.
    """

    ids: Tensor
    positions: Tensor
    segments: Tensor
    targets: Tensor
    document_mask: Tensor
    asks_spans: Tensor
    asks_label: Tensor
    present: Tensor

    def __len__(self) -> int:
        return len(self.ids)

    def to(self, device: torch.device) -> Batch:
        """The same on a device; from pinned memory without waiting."""
        return Batch(**{n: value.to(device, non_blocking=True) for n, value in vars(self).items()})

    def pin_memory(self) -> Batch:
        return Batch(**{name: value.pin_memory() for name, value in vars(self).items()})


def token_span(encoding: Encoding, start: int, end: int) -> tuple[int, int]:
    """First and last token of a character span (tokens that it only touches included)."""
    first = int(np.searchsorted(encoding.ends, start, side="right"))
    last = int(np.searchsorted(encoding.starts, end, side="left")) - 1
    return first, last


@lru_cache(maxsize=100_000)
def name_ids(tokenizer: Tokenizer, name: str) -> list[int]:
    """A field's ids; the same names are asked over and over."""
    ids: list[int] = tokenizer.encode_field(name).tolist()
    return ids


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
            name = name_ids(tokenizer, question.name)
            ids += name
            owner += [number] * len(name)
            place += range(len(name))
        rows.append(ids)
        owners.append(owner)
        places.append(place)
    count = max(1, *(len(p.questions) for p in passages))
    width = max(len(d) for d in documents) + 2
    targets = torch.zeros(len(passages), count, 3, width, dtype=torch.bool)
    document_mask = torch.zeros(len(passages), width, dtype=torch.bool)
    asks_spans = torch.zeros(len(passages), count, dtype=torch.bool)
    asks_label = torch.zeros(len(passages), count, dtype=torch.bool)
    present = torch.zeros(len(passages), count, dtype=torch.bool)
    for row, (passage, encoding) in enumerate(zip(passages, documents, strict=True)):
        document_mask[row, 1 : len(encoding) + 1] = True
        for column, question in enumerate(passage.questions):
            if question.present is not None:
                asks_label[row, column] = True
                present[row, column] = question.present
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
    # A GPU's attention kernels want widths of whole eights.
    width += -width % 8 if len(rows) > 1 else 0
    padded = np.full((len(rows), width), value, dtype=np.int64)
    for row, values in zip(padded, rows, strict=True):
        row[: len(values)] = values
    return torch.from_numpy(padded)


@dataclass(frozen=True)
class LossWeights:
    """Weights of the loss's parts beside the span edges, which count as 1."""

    inside: float
    label: float
    masked: float = 0.0


class MaskedCharacters(nn.Module):
    """Hides characters of documents and asks for them (masked language modelling, Devlin et al.
    2019, arXiv:1810.04805), beside the fields: documents teach their language, annotated or not.

    Half the passages keep all their characters, as in use. Not part of the shipped network.
    """

    def __init__(self, words: nn.Embedding, share: float) -> None:
        super().__init__()
        hidden = words.embedding_dim
        self._share = share
        # Kept out of the registered modules: the embedding is the network's own.
        self._words = [words]
        self.transform = nn.Linear(hidden, hidden)
        self.norm = nn.LayerNorm(hidden)

    def hide(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Ids with some of the documents' own tokens hidden, and which (passages, tokens)."""
        rows, width = batch.document_mask.shape
        chance = torch.rand(rows, width, device=batch.ids.device)
        begins = chance < self._share * 2 / 3
        # About half of the hidden places are of two characters: words more often than letters.
        begins[:, 1:] |= begins[:, :-1] & (chance[:, 1:] < 0.5)
        whole = torch.rand(rows, 1, device=batch.ids.device) < 0.5
        hidden = torch.zeros_like(batch.ids, dtype=torch.bool)
        hidden[:, :width] = begins & batch.document_mask & ~whole
        return batch.ids.masked_fill(hidden, UNKNOWN), hidden

    def loss(self, states: Tensor, ids: Tensor, hidden: Tensor) -> Tensor:
        """Mean cross-entropy of the hidden tokens (of a few more than are expected at most)."""
        flat = hidden.flatten()
        # As many places whatever is hidden: a GPU need not be waited for to count them.
        asked = flat.float().topk(max(1, int(len(flat) * self._share * 0.6))).indices
        found = self.norm(functional.gelu(self.transform(states.flatten(0, 1)[asked])))
        logits = functional.linear(found, self._words[0].weight).float()
        each = functional.cross_entropy(logits, ids.flatten()[asked], reduction="none")
        counted = flat[asked].float()
        return (each * counted).sum() / counted.sum().clamp(min=1)


def batch_loss(
    network: SpanNetwork,
    batch: Batch,
    weights: LossWeights,
    masked: MaskedCharacters | None = None,
) -> Tensor:
    """Mean binary cross-entropy per question, of span logits and of label logits.

    Start and end logits count fully; a span's inside logits share one span's weight, so that a
    clause of 100 characters does not outweigh a name of three.
    """
    ids, hidden = masked.hide(batch) if masked else (batch.ids, None)
    states = network.encode(ids, batch.positions, batch.segments)
    with torch.autocast(states.device.type, enabled=False):
        states = states.float()
        logits, labels = network.answer(states, batch.segments, batch.targets.shape[1])
    targets = batch.targets.to(logits.dtype)
    width = targets.shape[-1]
    loss = functional.binary_cross_entropy_with_logits(
        logits[..., :width], targets, reduction="none"
    )
    loss = loss * batch.document_mask[:, None, None, :]
    inside = loss[:, :, INSIDE].sum(-1) / (1 + 0.2 * targets[:, :, INSIDE].sum(-1))
    edges = loss[:, :, START].sum(-1) + loss[:, :, STOP].sum(-1)
    asked = batch.asks_spans.float()
    spans = ((edges + weights.inside * inside) * asked).sum() / asked.sum().clamp(min=1)
    known = batch.asks_label.float()
    label = functional.binary_cross_entropy_with_logits(
        labels, batch.present.float(), reduction="none"
    )
    total = spans + weights.label * (label * known).sum() / known.sum().clamp(min=1)
    if masked is not None and hidden is not None:
        total = total + weights.masked * masked.loss(states, batch.ids, hidden)
    return total
