"""The model is there before the first page, with the first example read."""

from __future__ import annotations

import pytest

from seqgpt_core import SeqGPT, SeqGPTError
from seqgpt_core.ui import model as server_model
from seqgpt_core.ui.extraction import extract
from seqgpt_core.ui.samples import SAMPLE_NAMES, load_sample
from seqgpt_core.ui.state import WorkbenchState

from .contract_rules import contract_model


def test_the_first_example_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    model = contract_model()
    monkeypatch.setattr(server_model, "load_model", lambda: model)
    server_model.load_with_example().join()
    read, asked = model.counters.windows_read, model.counters.questions_asked
    assert read > 0
    assert asked > 0
    state = WorkbenchState()
    sample = load_sample(SAMPLE_NAMES[0])
    state.load_sample(sample.text, sample.recipe)
    assert extract(state, lambda: model).extraction is not None
    assert (model.counters.windows_read, model.counters.questions_asked) == (read, asked)


def test_a_model_that_cannot_be_loaded_is_told_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> SeqGPT:
        raise SeqGPTError("checkpoint_missing", "没有模型。")

    monkeypatch.setattr(server_model, "load_model", load)
    thread = server_model.load_with_example()
    thread.join()
    assert not thread.is_alive()
