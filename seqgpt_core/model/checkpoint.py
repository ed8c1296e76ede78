"""Checkpoints: a directory with `config.json`, `tokenizer.json` and `model.safetensors`.

Matrices are stored as int8 rows with one float32 scale per row (symmetric, round to nearest), so
that the embedded model fits its package; they are turned back to float32 on loading. Only the
safetensors format is read: nothing in a checkpoint can run code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ..errors import SeqGPTError
from .network import NetworkConfig, SpanNetwork
from .tokenizer import Tokenizer

CHECKPOINT_VERSION = 2
CONFIG, TOKENIZER, WEIGHTS = "config.json", "tokenizer.json", "model.safetensors"
_SCALE = ".scale"
_IDENTITY = {"all": {"scale": 1.0, "shift": 0.0}}


@dataclass(frozen=True)
class CheckpointInfo:
    """What a checkpoint says of itself.

    Attributes:
        sha256: of everything that shapes an answer: name, network, calibration, vocabulary and
            weights; the figures may be added later without making another model.
        calibration: `scale`, `shift`, `lift` and `length` of the span score (see decoding.spans)
            by the kind of value that the field name promises; `all` serves the missing kinds.
        figures: measured scores and training settings, as written by the trainer.
    """

    name: str
    sha256: str
    calibration: Mapping[str, Mapping[str, float]]
    figures: Mapping[str, Any]


def save_checkpoint(
    directory: Path,
    network: SpanNetwork,
    tokenizer: Tokenizer,
    name: str,
    calibration: Mapping[str, Mapping[str, float]] | None = None,
    figures: Mapping[str, Any] | None = None,
) -> None:
    """Write a checkpoint with int8 matrices."""
    directory.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, Tensor] = {}
    for key, value in network.state_dict().items():
        value = value.detach().to("cpu", torch.float32)
        if value.dim() == 2 and value.numel() > 4096:
            scale = value.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
            tensors[key] = (value / scale).round().to(torch.int8)
            tensors[key + _SCALE] = scale
        else:
            tensors[key] = value.contiguous()
    save_file(tensors, directory / WEIGHTS)
    tokenizer.save(directory / TOKENIZER)
    config = {
        "format": "seqgpt-span",
        "version": CHECKPOINT_VERSION,
        "name": name,
        "network": network.config.to_dict(),
        "calibration": {k: dict(v) for k, v in (calibration or _IDENTITY).items()},
        "figures": dict(figures or {}),
    }
    _write_config(directory / CONFIG, config)
    # The writer of safetensors makes files that only their owner can read.
    (directory / WEIGHTS).chmod(0o644)


def load_checkpoint(directory: Path) -> tuple[SpanNetwork, Tokenizer, CheckpointInfo]:
    """Read a checkpoint onto the CPU, ready for inference.

    Raises:
        SeqGPTError: `checkpoint_missing` (no such files), `checkpoint_foreign` (another kind of
            model), `checkpoint_damaged` (unreadable, or shapes that do not fit the config).
    """
    for name in (CONFIG, TOKENIZER, WEIGHTS):
        if not (directory / name).is_file():
            raise SeqGPTError(
                "checkpoint_missing", f"模型目录“{directory.name}”缺少 {name}，请换一个模型目录。"
            )
    config = _read_config(directory / CONFIG)
    tokenizer = Tokenizer.load(directory / TOKENIZER)
    try:
        settings = NetworkConfig(**config["network"])
        calibration = {
            kind: {
                "scale": float(fitted["scale"]),
                "shift": float(fitted["shift"]),
                "lift": float(fitted.get("lift", 0.0)),
                "length": float(fitted.get("length", 0.0)),
            }
            for kind, fitted in config["calibration"].items()
        }
        network = SpanNetwork(settings)
    except (TypeError, KeyError, ValueError, AttributeError, RuntimeError) as error:
        raise _damaged(CONFIG) from error
    if settings.vocabulary != len(tokenizer):
        raise _damaged(TOKENIZER)
    network.load_state_dict(_read_tensors(directory / WEIGHTS, network), assign=True)
    network.requires_grad_(False).eval()
    info = CheckpointInfo(
        str(config["name"]),
        _digest(directory, config),
        calibration,
        config.get("figures") or {},
    )
    return network, tokenizer, info


def _digest(directory: Path, config: Mapping[str, Any]) -> str:
    shaping = {key: config[key] for key in ("name", "network", "calibration")}
    digest = hashlib.sha256(json.dumps(shaping, sort_keys=True).encode())
    for name in (TOKENIZER, WEIGHTS):
        digest.update((directory / name).read_bytes())
    return digest.hexdigest()


def add_figures(directory: Path, figures: Mapping[str, Any]) -> None:
    """Replace the figures in a checkpoint's config."""
    config = _read_config(directory / CONFIG)
    _write_config(directory / CONFIG, {**config, "figures": dict(figures)})


def _write_config(path: Path, config: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _damaged(name: str) -> SeqGPTError:
    return SeqGPTError(
        "checkpoint_damaged", f"模型文件 {name} 已损坏或与设置不符，请重新下载或重新安装。"
    )


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path.name) from error
    if not isinstance(config, dict) or config.get("format") != "seqgpt-span":
        raise SeqGPTError(
            "checkpoint_foreign",
            "这个目录里不是 SeqGPT 抽取模型，请选择含 seqgpt-span 设置的目录。",
        )
    if config.get("version") != CHECKPOINT_VERSION:
        raise SeqGPTError(
            "checkpoint_foreign", "模型由另一个版本的程序写成，请升级 seqgpt-nlp 或换一个模型。"
        )
    return config


def _read_tensors(path: Path, network: SpanNetwork) -> dict[str, Tensor]:
    """Float32 tensors by name, each checked against the network's own shape."""
    expected = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    tensors: dict[str, Tensor] = {}
    try:
        with safe_open(path, "pt") as opened:
            stored = set(opened.keys())
            if {n for n in stored if not n.endswith(_SCALE)} != set(expected):
                raise _damaged(path.name)
            for name, shape in expected.items():
                value = opened.get_tensor(name)
                if tuple(value.shape) != shape:
                    raise _damaged(path.name)
                if value.dtype == torch.int8:
                    value = value.float() * opened.get_tensor(name + _SCALE)
                value = value.float()
                if not bool(torch.isfinite(value).all()):
                    raise _damaged(path.name)
                tensors[name] = value
    except (SafetensorError, OSError, RuntimeError) as error:
        raise _damaged(path.name) from error
    return tensors
