"""Settings of a training run, read from TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import SeqGPTError
from .passages import SourceSettings


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of one run; rates are per step.

    Attributes:
        passages_per_step: passages whose mean gradient makes one step.
        decay_steps: last steps, over which the rates fall to nothing.
        frozen_layers: leave the embeddings and so many of the lowest layers as they are.
        dropout: share of each layer's updates left out while training.
        hidden_share: share of the characters of half the passages that are hidden.
        inside_weight, label_weight, hidden_weight: see `LossWeights`.
        average: decay of the moving average of the weights, which is what is kept; 0 = none.
        layers: of the starting encoder's 12, taken evenly.
        initial: `encoder`, or the directory of a checkpoint to start from.
        apart: sets (`name` or `name:split`) that figures are told of: documents without annotation
            that share a passage with them are left out.
        monitor: sets (`name` or `name:split`) measured every `monitor_every` steps.
    """

    sources: Mapping[str, SourceSettings]
    seed: int = 7
    steps: int = 1500
    passages_per_step: int = 4
    body_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup_steps: int = 60
    decay_steps: int = 400
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    dropout: float = 0.0
    hidden_share: float = 0.0
    inside_weight: float = 0.5
    label_weight: float = 0.3
    hidden_weight: float = 0.1
    average: float = 0.0
    max_tokens: int = 512
    frozen_layers: int = 0
    layers: int = 12
    synthesis_count: int = 6000
    checkpoint_every: int = 50
    apart: Sequence[str] = ()
    monitor: Sequence[str] = ()
    monitor_every: int = 1000
    initial: str = "encoder"


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
