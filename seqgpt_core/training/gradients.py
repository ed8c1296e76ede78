"""The gradient of one step's passages: on a GPU in batches, on a CPU one passage per thread.

Products of these sizes do not fill several CPU cores well, and a core that other work takes holds
up all the threads of one product. So each passage is one thread's work, and a free core takes the
next passage. Gradients are summed in the order of the passages, whichever was done first: the
result does not depend on the number of threads.

On a GPU passages of like length share a tensor, the body computes in bfloat16, and weights,
gradients, heads and loss stay in float32.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import torch
from torch import Tensor, nn

from ..model.network import SpanNetwork
from .batches import Batch, LossWeights, MaskedCharacters, batch_loss


class GradientSum:
    """Adds the gradient of a step's mean loss to the parameters."""

    def __init__(
        self,
        network: SpanNetwork,
        masked: MaskedCharacters | None,
        weights: LossWeights,
        device: torch.device,
        pool: ThreadPoolExecutor | None,
    ) -> None:
        self._network = network
        self._masked = masked
        modules: list[nn.Module] = [network, *([masked] if masked else [])]
        self._parameters = [p for m in modules for p in m.parameters() if p.requires_grad]
        self._weights = weights
        self._device = device
        self._pool = pool

    def add(self, batches: Sequence[Batch]) -> Tensor:
        """Sum into `.grad`; returns the mean loss of the passages (a scalar on the device)."""
        passages = sum(map(len, batches))
        work = [(batch, len(batch) / passages) for batch in batches]
        if self._pool is None:
            total = torch.zeros((), device=self._device)
            for part in work:
                loss = self._loss(*part)
                loss.backward()  # type: ignore[no-untyped-call]
                total += loss.detach()
            return total
        total = torch.zeros(())
        for loss, gradients in self._pool.map(self._part, work):
            total += loss
            for parameter, gradient in zip(self._parameters, gradients, strict=True):
                if gradient is None:
                    continue
                if parameter.grad is None:
                    parameter.grad = gradient
                else:
                    parameter.grad += gradient
        return total

    def _loss(self, batch: Batch, share: float) -> Tensor:
        on_gpu = self._device.type == "cuda"
        with torch.autocast(self._device.type, torch.bfloat16, enabled=on_gpu):
            moved = batch.to(self._device)
            return batch_loss(self._network, moved, self._weights, self._masked) * share

    def _part(self, work: tuple[Batch, float]) -> tuple[Tensor, tuple[Tensor | None, ...]]:
        loss = self._loss(*work)
        gradients = torch.autograd.grad(loss, self._parameters, allow_unused=True)
        return loss.detach(), gradients


def passage_threads(
    device: torch.device, draws: bool
) -> AbstractContextManager[ThreadPoolExecutor | None]:
    """Threads for a CPU, each computing on one core; none for a GPU.

    Args:
        draws: the loss draws random numbers; then one thread computes, so that their order, and
            with it the result, is always the same.
    """
    if device.type != "cpu":
        return _no_threads()
    return _cpu_threads(1 if draws else os.cpu_count() or 1)


@contextmanager
def _no_threads() -> Iterator[None]:
    yield None


@contextmanager
def _cpu_threads(workers: int) -> Iterator[ThreadPoolExecutor]:
    before = torch.get_num_threads()
    each = max(1, (os.cpu_count() or 1) // workers)
    with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(each,)) as pool:
        torch.set_num_threads(each)
        try:
            yield pool
        finally:
            torch.set_num_threads(before)
