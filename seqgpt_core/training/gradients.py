"""The gradient of one step's passages: on a GPU in batches, on a CPU one passage per thread.

Products of these sizes do not fill several CPU cores well, and a core that other work takes holds
up all the threads of one product. So each passage is one thread's work, and a free core takes the
next passage. Gradients are summed in the order of the passages, whichever was done first: the
result does not depend on the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import torch

from ..model.network import SpanNetwork
from ..model.tokenizer import Tokenizer
from .batches import batch_loss, make_batch
from .passages import Passage

TOGETHER_ON_GPU = 8
"""Passages in one tensor on a GPU; on a CPU padding only costs time."""


@dataclass(frozen=True)
class LossWeights:
    """Weights of the loss's parts beside the span edges, which count as 1."""

    inside: float
    label: float


class GradientSum:
    """Adds the gradient of a step's mean loss to the parameters."""

    def __init__(
        self,
        network: SpanNetwork,
        tokenizer: Tokenizer,
        weights: LossWeights,
        max_tokens: int,
        device: torch.device,
        pool: ThreadPoolExecutor | None,
    ) -> None:
        self._network = network
        self._parameters = [p for p in network.parameters() if p.requires_grad]
        self._tokenizer = tokenizer
        self._weights = weights
        self._max_tokens = max_tokens
        self._device = device
        self._pool = pool

    def add(self, passages: Sequence[Passage]) -> float:
        """Sum into `.grad`; returns the mean loss of the passages."""
        ordered = sorted(passages, key=lambda p: len(p.text))
        together = 1 if self._pool else TOGETHER_ON_GPU
        parts = [ordered[i : i + together] for i in range(0, len(ordered), together)]
        shares = [len(part) / len(ordered) for part in parts]
        total = 0.0
        # The longest first, so that no thread is left with it at the end.
        work = list(zip(parts, shares, strict=True))[::-1]
        results = self._pool.map(self._part, work) if self._pool else map(self._part, work)
        for loss, gradients in results:
            total += loss
            for parameter, gradient in zip(self._parameters, gradients, strict=True):
                if gradient is None:
                    continue
                if parameter.grad is None:
                    parameter.grad = gradient
                else:
                    parameter.grad += gradient
        return total

    def _part(
        self, work: tuple[list[Passage], float]
    ) -> tuple[float, tuple[torch.Tensor | None, ...]]:
        passages, share = work
        batch = make_batch(passages, self._tokenizer, self._max_tokens).to(self._device)
        spans, labels = batch_loss(self._network, batch, self._weights.inside)
        loss = (spans + self._weights.label * labels) * share
        gradients = torch.autograd.grad(loss, self._parameters, allow_unused=True)
        return float(loss.detach()), gradients


def passage_threads(device: torch.device) -> AbstractContextManager[ThreadPoolExecutor | None]:
    """Threads for a CPU, each computing on one core; none for a GPU."""
    return _cpu_threads() if device.type == "cpu" else _no_threads()


@contextmanager
def _no_threads() -> Iterator[None]:
    yield None


@contextmanager
def _cpu_threads() -> Iterator[ThreadPoolExecutor]:
    before = torch.get_num_threads()
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        torch.set_num_threads(1)
        try:
            yield pool
        finally:
            torch.set_num_threads(before)
