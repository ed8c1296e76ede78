"""The training loop: seeded, resumable after a kill, the same on CPU and GPU.

Everything a run draws depends on (seed, step) and on one cursor per source, so a run that was
killed and resumed makes the same batches as one that was not.
"""

from __future__ import annotations

import json
import logging
import random
import time
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from ..errors import SeqGPTError
from ..model.checkpoint import load_checkpoint
from ..model.network import SpanNetwork
from ..model.tokenizer import Tokenizer
from .corpus import read_corpus
from .gradients import GradientSum, LossWeights, passage_threads
from .initial_weights import initial_network
from .passages import Passage, PassageSource, SourceSettings, read_lines, training_records
from .synthesis import generate

logger = logging.getLogger(__name__)

SYNTHESIS, CORPUS = "synthesis", "corpus"
"""The sources that come with the project: generated documents, and passages written for it."""
OWN_SOURCES = (SYNTHESIS, CORPUS)

CHECKPOINT = "checkpoint.safetensors"
LOG = "log.jsonl"
"""In a run's directory: one line a step (`step`, `loss`, `s` seconds)."""


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of one run, read from TOML; every key has its unit in the shipped file."""

    sources: Mapping[str, SourceSettings]
    seed: int = 7
    steps: int = 1500
    tokens_per_step: int = 1500
    body_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup_steps: int = 60
    decay_steps: int = 400
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    inside_weight: float = 0.5
    label_weight: float = 0.3
    max_tokens: int = 512
    frozen_layers: int = 0
    """Leave the embeddings and so many of the lowest layers as they are."""
    synthesis_count: int = 6000
    checkpoint_every: int = 50
    initial: str = "encoder"
    """`encoder`, or the directory of a checkpoint to start from."""


def load_config(path: Path) -> TrainingConfig:
    """Read a run's TOML.

    Raises:
        SeqGPTError: `config_unreadable` with the reason.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        aliases = data.pop("aliases", {})
        sources = {
            name: SourceSettings(**settings, aliases=aliases)
            for name, settings in data.pop("sources").items()
        }
        for later in ("calibrate", "evaluate"):
            data.pop(later, None)
        return TrainingConfig(sources=sources, **data)
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise SeqGPTError("config_unreadable", f"训练设置 {path.name} 无法读取：{error}") from error


def read_source(name: str, data: Path, config: TrainingConfig) -> Iterable[Mapping[str, Any]]:
    """The annotated objects of one source: generated, of the project's corpus, or of a file.

    Raises:
        SeqGPTError: `data_missing`, `corpus_invalid`.
    """
    if name == SYNTHESIS:
        return generate(config.seed, config.synthesis_count)
    if name == CORPUS:
        return read_corpus()
    path = data / f"{name}.jsonl.gz"
    if not path.is_file():
        raise SeqGPTError("data_missing", f"找不到训练数据 {name}，请检查 --data 目录。")
    return read_lines(path)


class PassageStream:
    """Mixes the sources by weight; its state is one cursor per source."""

    def __init__(self, config: TrainingConfig, data: Path) -> None:
        self._config = config
        self._sources: dict[str, PassageSource] = {}
        for name, settings in config.sources.items():
            records = training_records(read_source(name, data, config))
            seed = f"{config.seed}/{name}"
            self._sources[name] = PassageSource(records, settings, seed)
            logger.info("source %s: %d records", name, len(records))
        self.cursors = dict.fromkeys(self._sources, 0)

    def draw(self, step: int) -> list[Passage]:
        """The passages of one step: about `tokens_per_step` tokens, alike in length."""
        random_ = random.Random(f"{self._config.seed}/{step}")
        names = list(self._sources)
        weights = [self._config.sources[n].weight for n in names]
        passages: list[Passage] = []
        total = 0
        while total < self._config.tokens_per_step:
            name = random_.choices(names, weights)[0]
            passage, used = self._sources[name].draw(self.cursors[name], random_)
            self.cursors[name] += used
            if passage.questions:
                passages.append(passage)
                total += len(passage.text) + sum(len(q.name) + 1 for q in passage.questions)
        return passages


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
    config: TrainingConfig, data: Path, output: Path, device: str = "cpu", stop_after: int = 0
) -> tuple[SpanNetwork, Tokenizer, int]:
    """Train, or go on where `output` holds a checkpoint; returns the steps done so far.

    Args:
        stop_after: stop (with a checkpoint) after so many steps of this call, 0 = never.

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
    if config.initial == "encoder":
        network, tokenizer = initial_network(config.seed)
    else:
        network, tokenizer, _ = load_checkpoint(Path(config.initial))
        network.requires_grad_(True)
    target = torch.device(device)
    network.to(target).train()
    _freeze(network, config.frozen_layers)
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    heads = [p for n, p in trained if n.startswith(("span_", "label_"))]
    body = [p for n, p in trained if not n.startswith(("span_", "label_"))]
    optimizer = torch.optim.AdamW(
        [{"params": body, "base": config.body_rate}, {"params": heads, "base": config.head_rate}],
        betas=(0.9, 0.98), weight_decay=config.weight_decay, fused=True,
    )  # fmt: skip
    stream = PassageStream(config, data)
    first = _resume(output, network, optimizer, stream)
    tokenizer.save(output / "tokenizer.json")
    mean, done = 0.0, first
    bar = tqdm(range(first, config.steps), initial=first, total=config.steps, mininterval=5)
    weights = LossWeights(config.inside_weight, config.label_weight)
    with passage_threads(target) as pool:
        gradients = GradientSum(network, tokenizer, weights, config.max_tokens, target, pool)
        for step in bar:
            began = time.perf_counter()
            factor = _rate(config, step)
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * factor
            total = gradients.add(stream.draw(step))
            torch.nn.utils.clip_grad_norm_(network.parameters(), config.clip_norm)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            mean = total if not mean else 0.98 * mean + 0.02 * total
            bar.set_postfix(loss=f"{mean:.3f}", refresh=False)
            seconds = round(time.perf_counter() - began, 2)
            with (output / LOG).open("a", encoding="utf-8") as log:
                row = {"step": step, "loss": round(total, 4), "s": seconds}
                log.write(json.dumps(row) + "\n")
            done = step + 1
            stopping = done == config.steps or (stop_after and done - first >= stop_after)
            if stopping or done % config.checkpoint_every == 0:
                _save(output, done, network, optimizer, stream)
            if stopping:
                break
    return network.eval(), tokenizer, done


def _freeze(network: SpanNetwork, layers: int) -> None:
    """Exclude the embeddings and the lowest layers from training."""
    if layers:
        lowest = tuple(f"blocks.{n}." for n in range(layers))
        for name, parameter in network.named_parameters():
            if name.startswith(("words.", "positions.", "types.", "norm.", *lowest)):
                parameter.requires_grad_(False)


def _save(
    output: Path,
    step: int,
    network: SpanNetwork,
    optimizer: torch.optim.AdamW,
    stream: PassageStream,
) -> None:
    tensors = {f"model.{n}": t.contiguous() for n, t in network.state_dict().items()}
    names = {id(p): n for n, p in network.named_parameters()}
    for parameter, state in optimizer.state.items():
        for key in ("exp_avg", "exp_avg_sq", "step"):
            tensors[f"{key}.{names[id(parameter)]}"] = state[key].contiguous()
    progress = json.dumps({"step": step, "cursors": stream.cursors})
    partial = output / "checkpoint.partial"
    save_file(tensors, partial, metadata={"progress": progress})
    partial.replace(output / CHECKPOINT)


def _resume(
    output: Path, network: SpanNetwork, optimizer: torch.optim.AdamW, stream: PassageStream
) -> int:
    """Load the checkpoint of `output` if there is one; returns the next step."""
    path = output / CHECKPOINT
    if not path.is_file():
        return 0
    from safetensors import safe_open

    with safe_open(path, "pt") as opened:
        progress = json.loads(opened.metadata()["progress"])
    tensors = load_file(path)
    network.load_state_dict(
        {n.removeprefix("model."): t for n, t in tensors.items() if n.startswith("model.")}
    )
    for name, parameter in network.named_parameters():
        if f"exp_avg.{name}" in tensors:
            optimizer.state[parameter] = {
                key: tensors[f"{key}.{name}"].to("cpu" if key == "step" else parameter.device)
                for key in ("step", "exp_avg", "exp_avg_sq")
            }
    stream.cursors.update({n: c for n, c in progress["cursors"].items() if n in stream.cursors})
    logger.info("resumed at step %d", progress["step"])
    return int(progress["step"])
