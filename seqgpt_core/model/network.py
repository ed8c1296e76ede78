"""The network: a bidirectional Transformer that reads a document once and is asked many fields.

Document tokens attend to each other and never to fields. A field is a short sequence
`[FIELD] name…` whose tokens attend to the document, layer by layer, and to themselves, never to
other fields. The mean of a field's token states gives three vectors (start, end, inside); their
dot products with the document's token states are three logits per token. A fourth projection of
the same mean is a document-level yes/no. (The state at `[FIELD]` alone starts out equal for all
names, because it attends to hundreds of document tokens and few of its own; measured, training
then stands still for over 130 steps.)

The body has the shape of multilingual-e5-small / MiniLM (post-LayerNorm BERT, Devlin et al. 2019,
arXiv:1810.04805; Wang et al. 2024, arXiv:2402.05672): learned positions, two token types
(0 = document, 1 = field).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

START, STOP, INSIDE = range(3)


@dataclass(frozen=True)
class NetworkConfig:
    """Sizes of the network; `max_positions` bounds a window's tokens with its two marks."""

    vocabulary: int
    hidden: int = 384
    layers: int = 12
    heads: int = 12
    feed_forward: int = 1536
    max_positions: int = 512
    norm_epsilon: float = 1e-12

    def to_dict(self) -> dict[str, int | float]:
        return asdict(self)


@dataclass(frozen=True)
class WindowStates:
    """One window as read: what fields need to ask it.

    Attributes:
        keys, values: per layer (heads, tokens, head size), half precision to halve the memory.
        states: (tokens, hidden) final token states, half precision.
    """

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]
    states: Tensor

    @property
    def nbytes(self) -> int:
        tensors = (*self.keys, *self.values, self.states)
        return sum(t.numel() * t.element_size() for t in tensors)


class Linear(nn.Linear):
    """Not initialised: every weight is read from a file or set by who makes the network.

    (PyTorch's own way to skip it, the meta device, imports its compiler: 1.5 s of a cold start.)
    """

    def reset_parameters(self) -> None:
        """Leave the weights as they are."""


class Embedding(nn.Embedding):
    """Not initialised, as `Linear`."""

    def reset_parameters(self) -> None:
        """Leave the weights as they are."""


class Block(nn.Module):
    """One Transformer layer: attention, feed-forward, each followed by LayerNorm."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        hidden = config.hidden
        self.heads = config.heads
        self.query = Linear(hidden, hidden)
        self.key = Linear(hidden, hidden)
        self.value = Linear(hidden, hidden)
        self.mix = Linear(hidden, hidden)
        self.mix_norm = nn.LayerNorm(hidden, eps=config.norm_epsilon)
        self.widen = Linear(hidden, config.feed_forward)
        self.narrow = Linear(config.feed_forward, hidden)
        self.narrow_norm = nn.LayerNorm(hidden, eps=config.norm_epsilon)
        self.dropout = 0.0

    def project(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Query, key and value, each (batch, heads, tokens, head size)."""
        batch, tokens, hidden = states.shape
        shape = (batch, tokens, self.heads, hidden // self.heads)
        return (
            self.query(states).view(shape).transpose(1, 2),
            self.key(states).view(shape).transpose(1, 2),
            self.value(states).view(shape).transpose(1, 2),
        )

    def combine(
        self, states: Tensor, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None
    ) -> Tensor:
        """New (batch, tokens, hidden) states; `mask` true = may attend."""
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self.finish(states, mixed)

    def finish(self, states: Tensor, mixed: Tensor) -> Tensor:
        """New states from what attention mixed, (batch, heads, tokens, head size)."""
        mixed = self.mix(mixed.transpose(1, 2).reshape(states.shape))
        states = self.mix_norm(states + self._dropped(mixed))
        fed = self.narrow(functional.gelu(self.widen(states)))
        combined: Tensor = self.narrow_norm(states + self._dropped(fed))
        return combined

    def _dropped(self, states: Tensor) -> Tensor:
        return functional.dropout(states, self.dropout) if self.training else states


class SpanNetwork(nn.Module):
    """The body and its four projections."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        hidden = config.hidden
        self.words = Embedding(config.vocabulary, hidden)
        self.positions = Embedding(config.max_positions, hidden)
        self.types = Embedding(2, hidden)
        self.norm = nn.LayerNorm(hidden, eps=config.norm_epsilon)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.span_head = Linear(hidden, 3 * hidden)
        self.span_bias = Linear(hidden, 3)
        self.label_head = Linear(hidden, 1)

    def _blocks(self) -> list[Block]:
        return cast(list[Block], list(self.blocks))

    def set_dropout(self, rate: float) -> None:
        """The share of each layer's two updates that training leaves out."""
        for block in self._blocks():
            block.dropout = rate

    def embed(self, ids: Tensor, positions: Tensor, types: Tensor) -> Tensor:
        embedded: Tensor = self.norm(
            self.words(ids) + self.positions(positions) + self.types(types)
        )
        return embedded

    def forward(
        self, ids: Tensor, positions: Tensor, segments: Tensor, count: int
    ) -> tuple[Tensor, Tensor]:
        """Joint pass over documents and fields, for training.

        Args:
            ids, positions, segments: (batch, tokens); segment 0 = document, k > 0 = the k-th
                field of the row, -1 = padding. Document tokens come first in each row.
            count: greatest number of fields of a row.

        Returns:
            span logits (batch, fields, 3, tokens), valid at document tokens only, and
            label logits (batch, fields); float32, unnormalised.
        """
        return self.answer(self.encode(ids, positions, segments), segments, count)

    def encode(self, ids: Tensor, positions: Tensor, segments: Tensor) -> Tensor:
        """Final states (batch, tokens, hidden) of the joint pass."""
        states = self.embed(ids, positions, (segments > 0).long())
        document = segments == 0
        same = (segments[:, :, None] == segments[:, None, :]) & (segments > 0)[:, None, :]
        mask = (document[:, None, :] | same)[:, None]
        length = int(document.sum()) if len(ids) == 1 else 0
        for block in self._blocks():
            query, key, value = block.project(states)
            if length:
                # One row without padding: its document attends without a mask, to itself alone.
                mixed = torch.cat(
                    [
                        functional.scaled_dot_product_attention(
                            query[:, :, :length], key[:, :, :length], value[:, :, :length]
                        ),
                        functional.scaled_dot_product_attention(
                            query[:, :, length:], key, value, attn_mask=mask[:, :, length:]
                        ),
                    ],
                    dim=2,
                )
                states = block.finish(states, mixed)
            else:
                states = block.combine(states, query, key, value, mask)
        return states

    def answer(self, states: Tensor, segments: Tensor, count: int) -> tuple[Tensor, Tensor]:
        """Span and label logits, as `forward` gives them, from final states."""
        numbers = torch.arange(1, count + 1, device=segments.device)
        own = (segments[:, None, :] == numbers[None, :, None]).to(states.dtype)
        fields = own @ states / own.sum(-1, keepdim=True).clamp(min=1)
        return self._match(fields, states), self.label_head(fields).squeeze(-1)

    @torch.inference_mode()
    def read(self, ids: Tensor) -> WindowStates:
        """Read one window once. `ids`: (tokens,) with begin and end marks."""
        tokens = torch.arange(len(ids))
        states = self.embed(ids[None], tokens[None], torch.zeros_like(ids)[None])
        keys, values = [], []
        for block in self._blocks():
            query, key, value = block.project(states)
            keys.append(key[0].half())
            values.append(value[0].half())
            states = block.combine(states, query, key, value, None)
        return WindowStates(tuple(keys), tuple(values), states[0].half())

    @torch.inference_mode()
    def ask(self, window: WindowStates, fields: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """Ask one window several fields, each a (tokens,) id sequence.

        Returns:
            span logits (fields, 3, window tokens) and label logits (fields,), float32.
        """
        lengths = torch.tensor([len(f) for f in fields])
        segments = torch.repeat_interleave(torch.arange(len(fields)), lengths)
        first = torch.cumsum(lengths, 0) - lengths
        positions = torch.arange(int(lengths.sum())) - first[segments]
        ids = torch.cat(list(fields))
        states = self.embed(ids[None], positions[None], torch.ones_like(ids)[None])
        tokens = window.states.shape[0]
        mask = torch.cat(
            [
                torch.ones(len(ids), tokens, dtype=torch.bool),
                segments[:, None] == segments[None, :],
            ],
            dim=1,
        )
        for block, keys, values in zip(self._blocks(), window.keys, window.values, strict=True):
            query, key, value = block.project(states)
            key = torch.cat([keys.float()[None], key], dim=2)
            value = torch.cat([values.float()[None], value], dim=2)
            states = block.combine(states, query, key, value, mask)
        own = (segments[None, :] == torch.arange(len(fields))[:, None]).float()
        asked = (own / lengths[:, None] @ states[0])[None]
        logits = self._match(asked, window.states.float()[None])
        return logits[0], self.label_head(asked)[0, :, 0]

    def _match(self, fields: Tensor, states: Tensor) -> Tensor:
        """(batch, fields, 3, tokens) logits of field states against token states."""
        batch, count, hidden = fields.shape
        vectors = self.span_head(fields).view(batch, count * 3, hidden)
        logits = vectors @ states.transpose(1, 2) / hidden**0.5
        placed: Tensor = logits.view(batch, count, 3, -1) + self.span_bias(fields)[..., None]
        return placed
