"""The span engine: the network of `model.network` behind the engine protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ..decoding.spans import Calibration, Candidate, score_spans
from ..fields import value_kind
from ..model.checkpoint import CheckpointInfo, load_checkpoint
from ..model.network import SpanNetwork, WindowStates
from ..model.tokenizer import BEGIN, END, Encoding, Tokenizer
from .protocol import Answer

_MARKS = 2
_OVERLAP = 96
_QUESTION_TOKENS = 512
_UNCALIBRATED = Calibration()


@dataclass(frozen=True)
class SpanReading:
    """One window's token states and the places of its tokens."""

    states: WindowStates
    encoding: Encoding

    @property
    def nbytes(self) -> int:
        return self.states.nbytes


class SpanEngine:
    """Runs the network on the CPU, one window at a time."""

    def __init__(self, network: SpanNetwork, tokenizer: Tokenizer, info: CheckpointInfo) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self.info = info
        self._calibration = {kind: Calibration(**c) for kind, c in info.calibration.items()}
        # A token covers at least one character, so this many characters always fit.
        self._size = network.config.max_positions - _MARKS
        self._overlap = min(_OVERLAP, self._size // 4)

    @classmethod
    def load(cls, directory: Path) -> SpanEngine:
        return cls(*load_checkpoint(directory))

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def sha256(self) -> str:
        return self.info.sha256

    @property
    def window_size(self) -> int:
        return self._size

    @property
    def window_overlap(self) -> int:
        return self._overlap

    def read(self, text: str) -> SpanReading:
        encoding = self._tokenizer.encode(text)
        ids = torch.from_numpy(np.concatenate([[BEGIN], encoding.ids, [END]]))
        return SpanReading(self._network.read(ids), encoding)

    def calibration_of(self, name: str) -> Calibration:
        """The calibration of the kind of value that a name promises."""
        shared = self._calibration.get("all", _UNCALIBRATED)
        return self._calibration.get(value_kind(name), shared)

    def ask(self, reading: SpanReading, names: Sequence[str]) -> list[Answer]:
        answers: list[Answer] = []
        group: list[tuple[str, torch.Tensor]] = []
        tokens = 0
        for name in names:
            ids = torch.from_numpy(self._tokenizer.encode_field(name))
            # Bounded groups: the questions' own attention grows with the square of their length.
            if group and tokens + len(ids) > _QUESTION_TOKENS:
                answers += self._ask_group(reading, group)
                group, tokens = [], 0
            group.append((name, ids))
            tokens += len(ids)
        return answers + self._ask_group(reading, group) if group else answers

    def _ask_group(
        self, reading: SpanReading, group: Sequence[tuple[str, torch.Tensor]]
    ) -> list[Answer]:
        logits, labels = self._network.ask(reading.states, [ids for _, ids in group])
        scores = logits[:, :, 1:-1].numpy()
        present = torch.sigmoid(labels).tolist()
        starts, ends = reading.encoding.starts, reading.encoding.ends
        return [
            Answer(
                tuple(
                    Candidate(int(starts[first]), int(ends[last]), score)
                    for first, last, score in score_spans(scores[i], self.calibration_of(name))
                ),
                present[i],
            )
            for i, (name, _) in enumerate(group)
        ]
