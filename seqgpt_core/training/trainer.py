"""The training loop: seeded, resumable after a kill, the same on CPU and GPU.

What a step holds depends on the seed and the step alone (see `stream`), so a run that was killed
and resumed makes the same batches as one that was not.
"""

from __future__ import annotations

import json
import logging
import math
import time
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from ..errors import SeqGPTError
from ..model.checkpoint import load_checkpoint
from ..model.network import SpanNetwork
from ..model.tokenizer import Tokenizer
from .batches import LossWeights, MaskedCharacters
from .config import TrainingConfig
from .gradients import GradientSum, passage_threads
from .initial_weights import initial_network
from .monitor import Monitor
from .stream import PassageStream, StepBatches, step_loader

logger = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.safetensors"
LOG = "log.jsonl"
"""In a run's directory: one line every `LOG_EVERY` steps on a GPU (a step is not waited for), one
a step elsewhere (`step`, `loss`, `s` seconds since the line before), and the monitor's figures."""
LOG_EVERY = 20


def _rate(config: TrainingConfig, step: int) -> float:
    """Factor on both learning rates: warm-up, a plateau, a linear decay over the last steps.

    The plateau (warm-up-stable-decay, Hu et al. 2024, arXiv:2404.06395) leaves the length of a run
    open: from any checkpoint of it, the run is ended or made longer by changing `steps`.
    """
    if step < config.warmup_steps:
        return (step + 1) / config.warmup_steps
    left = (config.steps - step) / max(1, config.decay_steps)
    return min(1.0, max(0.02, left))


def train(
    config: TrainingConfig,
    data: Path,
    output: Path,
    device: str = "cpu",
    stop_after: int = 0,
    minutes: float = 0.0,
    stream: PassageStream | None = None,
) -> tuple[SpanNetwork, Tokenizer, int]:
    """Train, or go on where `output` holds a checkpoint; returns the steps done so far.

    The network returned is the moving average where one is kept.

    Args:
        stop_after: stop (with a checkpoint) after so many steps of this call, 0 = never.
        minutes: stop in the same way after so many minutes, 0 = never.
        stream: the sources, if they are read already.

    Raises:
        SeqGPTError: `extra_missing`, `data_missing`, `config_unreadable`.
    """
    try:
        from tqdm import tqdm
    except ImportError as error:
        raise SeqGPTError(
            "extra_missing", "训练需要额外的包，请运行 pip install 'seqgpt-nlp[train]'。"
        ) from error
    output.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + minutes * 60 if minutes else math.inf
    # The sources first: processes that generate documents are made before a GPU is in use.
    stream = stream or PassageStream(config, data)
    if config.initial == "encoder":
        network, tokenizer = initial_network(config.seed, config.layers)
    else:
        network, tokenizer, _ = load_checkpoint(Path(config.initial))
        network.requires_grad_(True)
    target = torch.device(device)
    torch.manual_seed(config.seed)
    run = _Run(config, network.to(target), target)
    network.train()
    first = run.resume(output)
    tokenizer.save(output / "tokenizer.json")
    monitor = Monitor(config, data, tokenizer, target)
    last = min(config.steps, first + stop_after) if stop_after else config.steps
    batches = StepBatches(stream, tokenizer, config.max_tokens, target.type != "cpu")
    bar = tqdm(range(first, last), initial=first, total=config.steps, mininterval=5)
    waiting: list[Tensor] = []
    began = time.perf_counter()
    draws = bool(config.dropout or config.hidden_share)
    with passage_threads(target, draws) as pool:
        weights = LossWeights(config.inside_weight, config.label_weight, config.hidden_weight)
        gradients = GradientSum(network, run.masked, weights, target, pool)
        loader = step_loader(batches, range(first, last), target)
        for step, prepared in zip(bar, loader, strict=True):
            torch.manual_seed(config.seed * 1_000_003 + step)
            waiting.append(gradients.add(prepared))
            run.step(step)
            done = step + 1
            if time.monotonic() > deadline:
                last = done
            if done == last or target.type == "cpu" or done % LOG_EVERY == 0:
                loss = float(torch.stack(waiting).mean())
                seconds = round(time.perf_counter() - began, 2)
                _log(output, {"step": step, "loss": round(loss, 4), "s": seconds})
                bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
                began = time.perf_counter()
                waiting = []
            if config.monitor and (done == config.steps or done % config.monitor_every == 0):
                _log(output, {"step": step, "monitor": monitor.measure(run.kept().eval())})
                network.train()
            if done == last or done % config.checkpoint_every == 0:
                run.save(output, done)
            if done == last:
                break
    return run.kept().eval(), tokenizer, last


def _log(output: Path, row: dict[str, object]) -> None:
    with (output / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")


class _Run:
    """The network in training with all that a checkpoint holds beside it."""

    def __init__(self, config: TrainingConfig, network: SpanNetwork, device: torch.device) -> None:
        self._config = config
        self._network = network
        network.set_dropout(config.dropout)
        _freeze(network, config.frozen_layers)
        self.masked = (
            MaskedCharacters(network.words, config.hidden_share).to(device)
            if config.hidden_share
            else None
        )
        self._modules: dict[str, nn.Module] = {"model": network}
        if self.masked is not None:
            self._modules["masked"] = self.masked
        self._average: AveragedModel | None = None
        if config.average:
            average = get_ema_multi_avg_fn(config.average)  # type: ignore[no-untyped-call]
            self._average = AveragedModel(network, multi_avg_fn=average)
            self._modules["average"] = self._average.module
        trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        heads = [p for n, p in trained if n.startswith(("span_", "label_"))]
        body = [p for n, p in trained if not n.startswith(("span_", "label_"))]
        if self.masked is not None:
            heads += self.masked.parameters()
        self._parameters = [*body, *heads]
        self._optimizer = torch.optim.AdamW(
            [
                {"params": body, "base": config.body_rate},
                {"params": heads, "base": config.head_rate},
            ],
            betas=(0.9, 0.98),
            weight_decay=config.weight_decay,
            fused=True,
        )

    def kept(self) -> SpanNetwork:
        """The network to ship: the average where one is kept."""
        if self._average is None:
            return self._network
        return cast(SpanNetwork, self._average.module)

    def step(self, step: int) -> None:
        """Apply the gradients of a step."""
        factor = _rate(self._config, step)
        for group in self._optimizer.param_groups:
            group["lr"] = group["base"] * factor
        torch.nn.utils.clip_grad_norm_(self._parameters, self._config.clip_norm)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        if self._average is not None:
            self._average.update_parameters(self._network)

    def _named(self) -> dict[str, nn.Parameter]:
        return {
            f"{module}.{name}": parameter
            for module in ("model", "masked")
            if module in self._modules
            for name, parameter in self._modules[module].named_parameters()
        }

    def save(self, output: Path, step: int) -> None:
        tensors = {
            f"{module}.{name}": tensor.contiguous()
            for module, held in self._modules.items()
            for name, tensor in held.state_dict().items()
        }
        names = {id(p): n for n, p in self._named().items()}
        for parameter, state in self._optimizer.state.items():
            for key in ("exp_avg", "exp_avg_sq", "step"):
                tensors[f"{key}.{names[id(parameter)]}"] = state[key].contiguous()
        if self._average is not None:
            tensors["averaged"] = self._average.n_averaged
        partial = output / "checkpoint.partial"
        save_file(tensors, partial, metadata={"progress": json.dumps({"step": step})})
        partial.replace(output / CHECKPOINT)

    def resume(self, output: Path) -> int:
        """Load the checkpoint of `output` if there is one; returns the next step."""
        path = output / CHECKPOINT
        if not path.is_file():
            return 0
        from safetensors import safe_open

        with safe_open(path, "pt") as opened:
            progress = json.loads(opened.metadata()["progress"])
        tensors = load_file(path)
        for module, held in self._modules.items():
            start = f"{module}."
            held.load_state_dict(
                {n.removeprefix(start): t for n, t in tensors.items() if n.startswith(start)}
            )
        for name, parameter in self._named().items():
            if f"exp_avg.{name}" in tensors:
                self._optimizer.state[parameter] = {
                    key: tensors[f"{key}.{name}"].to(parameter.device)
                    for key in ("step", "exp_avg", "exp_avg_sq")
                }
        if self._average is not None:
            self._average.n_averaged.copy_(tensors["averaged"])
        logger.info("resumed at step %d", progress["step"])
        return int(progress["step"])


def _freeze(network: SpanNetwork, layers: int) -> None:
    """Exclude the embeddings and the lowest layers from training."""
    if layers:
        lowest = tuple(f"blocks.{n}." for n in range(layers))
        for name, parameter in network.named_parameters():
            if name.startswith(("words.", "positions.", "types.", "norm.", *lowest)):
                parameter.requires_grad_(False)
