"""Shared fixtures: a tiny random checkpoint, and an engine that answers by rule."""

from __future__ import annotations

import os
import sys

# Before anything imports a hub client: tests never ask the network.
os.environ["HF_HUB_OFFLINE"] = "1"

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings

from seqgpt_core.decoding.spans import Candidate
from seqgpt_core.engines.protocol import Answer

# A busy machine is no failure: no example has a deadline.
settings.register_profile("seqgpt", deadline=None)
settings.load_profile("seqgpt")


@dataclass(frozen=True)
class RuleReading:
    text: str

    @property
    def nbytes(self) -> int:
        return len(self.text)


@dataclass
class RuleEngine:
    """Finds what patterns match: the first group if there is one, else the whole match.

    Deterministic and exact, so that tests of everything around the model can say what must come.
    """

    rules: Mapping[str, Sequence[tuple[str, float]]]
    window_size: int = 60
    window_overlap: int = 20
    name: str = "rule-engine"
    sha256: str = "0" * 64
    reads: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def read(self, text: str) -> RuleReading:
        assert len(text) <= self.window_size
        self.reads.append(text)
        return RuleReading(text)

    def ask(self, reading: RuleReading, names: Sequence[str]) -> list[Answer]:
        answers = []
        for name in names:
            self.asked.append(name)
            found = [
                Candidate(*match.span(1 if match.re.groups else 0), score)
                for pattern, score in self.rules.get(name, ())
                for match in re.finditer(pattern, reading.text)
            ]
            answers.append(Answer(tuple(found), max((c.score for c in found), default=0.0)))
        return answers


@pytest.fixture
def rule_engine() -> type[RuleEngine]:
    return RuleEngine


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint with random weights: good for invariants, not for answers."""
    import torch

    from seqgpt_core.model.checkpoint import save_checkpoint
    from seqgpt_core.model.network import NetworkConfig, SpanNetwork
    from seqgpt_core.model.tokenizer import Tokenizer

    characters = "".join(
        sorted(set("甲方乙合同金额日期北京华信公司人民币元年月日，。：（）0123456789¥.,-"))
    )
    tokenizer = Tokenizer(characters, [("a", -5.0), ("b", -5.0), ("ab", -6.0), ("LTD", -7.0)])
    torch.manual_seed(0)
    config = NetworkConfig(
        len(tokenizer), hidden=32, layers=2, heads=4, feed_forward=64, max_positions=64
    )
    network = SpanNetwork(config)
    for module in network.modules():
        if isinstance(module, (torch.nn.Linear, torch.nn.Embedding)):
            torch.nn.init.normal_(module.weight, std=0.3)
            if isinstance(module, torch.nn.Linear):
                torch.nn.init.zeros_(module.bias)
    directory = tmp_path_factory.mktemp("tiny")
    save_checkpoint(directory, network, tokenizer, "tiny-random")
    return directory


@pytest.fixture
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves the app as the main module, which a new process would then run."""
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
